/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The exports of a scripted service, into one bucket: in progress for ten minutes, the same one for
 * the same request and token within eight hours. Their files are there once they are complete. A
 * full one has one item; an incremental one is of a window that the service takes, and has the
 * changes that a test sets. All tables have point-in-time recovery for the last 35 days by default.
 */
public final class ScriptedExports {

    private static final Duration TOKEN_LIFE = Duration.ofHours(8);
    private static final Duration PERIOD = Duration.ofDays(35);
    private static final Duration RESTORABLE_AFTER = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMinutes(15);
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final class Export {
        String arn;
        ExportRequest request;
        String tableId;
        Instant time;
        Instant start;
        Instant end;
        WrittenExport written;
        String failure = "";
    }

    private final Clock clock;
    private final List<Export> all = new ArrayList<>();
    private Path bucket;
    private Path staging;
    private Duration duration = Duration.ofMinutes(10);
    private String nextFailure = "";
    private Duration earlier = Duration.ZERO;
    private boolean wholeSeconds;
    private int answersToLose;
    private String format = "DYNAMODB_JSON";
    private int made;
    private boolean recoverable = true;
    private Instant recoverableSince = Instant.EPOCH;
    private boolean listsTypes = true;
    private Function<ExportRequest, List<ItemChange>> changes = request -> List.of();

    ScriptedExports(Clock clock) {
        this.clock = clock;
    }

    /** Sets where the bucket's files are, and where those of exports in progress. */
    public synchronized void into(Path bucketFolder, Path stagingFolder) {
        bucket = bucketFolder;
        staging = stagingFolder;
    }

    /** Sets how long exports are in progress that are asked for from now on. */
    public synchronized void duration(Duration time) {
        duration = time;
    }

    /** Lets exports be of a time so long before the request. */
    public synchronized void timesEarlierBy(Duration time) {
        earlier = time;
    }

    /** Lets the times of exports be rounded down to a second. */
    public synchronized void inWholeSeconds() {
        wholeSeconds = true;
    }

    /** Lets the next export fail when its time is up. */
    public synchronized void failNext(String codeAndMessage) {
        nextFailure = codeAndMessage;
    }

    /** Sets the format that all exports are described with. */
    public synchronized void format(String word) {
        format = word;
    }

    /** Sets which changes an incremental export has, by its request. */
    public synchronized void changes(Function<ExportRequest, List<ItemChange>> ofWindow) {
        changes = ofWindow;
    }

    /** Sets since when there is point-in-time recovery; null for none. */
    public synchronized void recoverableSince(Instant time) {
        recoverable = time != null;
        recoverableSince = time;
    }

    /** Lets listings leave out the type, so that all exports seem to be full ones. */
    public synchronized void listWithoutTypes() {
        listsTypes = false;
    }

    /** Lets the next requests for an export be accepted, and their answers be lost. */
    public synchronized void loseAnswers(int times) {
        answersToLose = times;
    }

    /** How many answers are still to be lost. */
    public synchronized int answersToLose() {
        return answersToLose;
    }

    /** How many exports were made. */
    public synchronized int made() {
        return made;
    }

    /** The requests that made an export each, in order. */
    public synchronized List<ExportRequest> requests() {
        return all.stream().map(export -> export.request).collect(Collectors.toList());
    }

    /** The ARNs of all exports, in order. */
    public synchronized List<String> arns() {
        return all.stream().map(export -> export.arn).collect(Collectors.toList());
    }

    synchronized ExportDescription begin(ExportRequest request, String tableId) {
        Instant now = clock.instant();
        Export export =
                all.stream()
                        .filter(known -> known.request.token().equals(request.token()))
                        .filter(known -> known.start.plus(TOKEN_LIFE).isAfter(now))
                        .findFirst()
                        .orElseGet(() -> make(request, tableId, now));
        if (!export.request.equals(request)) {
            throw failure(StreamsException.Kind.INVALID_REQUEST, "ExportConflictException");
        }
        if (answersToLose > 0) {
            answersToLose--;
            throw failure(StreamsException.Kind.TRANSIENT, "the answer is lost");
        }
        return description(export);
    }

    private Export make(ExportRequest request, String tableId, Instant now) {
        requireRecoverable(request, now);
        made++;
        Instant exact = now.minus(earlier);
        Instant time = wholeSeconds ? exact.truncatedTo(ChronoUnit.SECONDS) : exact;
        ExportWriter writer =
                ExportWriter.into(staging)
                        .prefix(request.prefix())
                        .tableArn(request.tableArn())
                        .tableId(tableId)
                        .seed(made)
                        .startTime(now)
                        .files(2)
                        .emptyFiles(0);
        WrittenExport written =
                request.isIncremental()
                        ? writer.incremental(
                                request.from().orElseThrow(),
                                request.to().orElseThrow(),
                                ExportView.NEW_AND_OLD_IMAGES,
                                changes.apply(request))
                        : writer.full(time, List.of(Item.builder().s("id", "o" + made).build()));
        Export export = new Export();
        export.arn = written.arn();
        export.request = request;
        export.tableId = tableId;
        export.time = time;
        export.start = now;
        export.end = now.plus(duration);
        export.written = written;
        export.failure = nextFailure;
        nextFailure = "";
        all.add(export);
        return export;
    }

    private void requireRecoverable(ExportRequest request, Instant now) {
        if (!recoverable) {
            throw failure(
                    StreamsException.Kind.INVALID_REQUEST,
                    "PointInTimeRecoveryUnavailableException");
        }
        if (request.isIncremental()) {
            Instant from = request.from().orElseThrow();
            Instant to = request.to().orElseThrow();
            Duration length = Duration.between(from, to);
            boolean taken =
                    !from.isBefore(earliest(now))
                            && !to.isAfter(now)
                            && length.compareTo(SHORTEST) >= 0
                            && length.compareTo(LONGEST) <= 0;
            if (!taken) {
                throw failure(StreamsException.Kind.INVALID_REQUEST, "InvalidExportTimeException");
            }
        }
    }

    private Instant earliest(Instant now) {
        Instant oldest = now.minus(PERIOD);
        return oldest.isAfter(recoverableSince) ? oldest : recoverableSince;
    }

    synchronized RecoveryDescription recovery() {
        if (!recoverable) {
            return RecoveryDescription.disabled();
        }
        Instant now = clock.instant();
        Instant earliest = earliest(now).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        Instant latest = now.minus(RESTORABLE_AFTER).truncatedTo(ChronoUnit.SECONDS);
        return RecoveryDescription.enabled(earliest, latest.isAfter(earliest) ? latest : earliest);
    }

    synchronized ExportDescription describe(String arn) {
        return all.stream()
                .filter(export -> export.arn.equals(arn))
                .findFirst()
                .map(this::description)
                .orElseThrow(
                        () ->
                                failure(
                                        StreamsException.Kind.RESOURCE_NOT_FOUND,
                                        "no export " + arn));
    }

    synchronized List<String> list(boolean incremental) {
        List<String> arns =
                all.stream()
                        .filter(
                                export ->
                                        incremental
                                                == (listsTypes && export.request.isIncremental()))
                        .filter(export -> !description(export).isFailed())
                        .map(export -> export.arn)
                        .collect(Collectors.toList());
        Collections.shuffle(arns, new Random(1));
        return arns;
    }

    private ExportDescription description(Export export) {
        boolean ended = !export.end.isAfter(clock.instant());
        boolean failed = ended && !export.failure.isEmpty();
        if (ended && !failed) {
            complete(export);
        }
        return ExportDescription.of(
                        export.arn, failed ? "FAILED" : ended ? "COMPLETED" : "IN_PROGRESS")
                .request(export.request, export.tableId)
                .times(export.request.to().orElse(export.time), ended ? export.end : null)
                .startTime(export.start)
                .failure(failed ? export.failure : "")
                .format(format)
                .build();
    }

    /** The data of incremental exports lie beside their folders. */
    private void complete(Export export) {
        Path folder = export.written.folder();
        try {
            for (Path data : export.written.dataFiles()) {
                if (!data.startsWith(folder)) {
                    move(data);
                }
            }
            move(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void move(Path staged) throws IOException {
        Path target = bucket.resolve(staging.relativize(staged));
        if (!Files.exists(target)) {
            Files.createDirectories(target.getParent());
            Files.move(staged, target);
        }
    }

    private static StreamsException failure(StreamsException.Kind kind, String message) {
        return new StreamsException(kind, "scripted: " + message, null);
    }
}
