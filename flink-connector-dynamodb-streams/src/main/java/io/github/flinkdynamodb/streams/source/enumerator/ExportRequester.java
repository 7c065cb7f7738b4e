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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the export that is read in place of a table: one that is recent enough, or one that
 * DynamoDB is asked for. It is asked for once, whatever fails: a request that is repeated has the
 * same token, which is in the state, or before any checkpoint follows from the job ({@link
 * ExportToken}). Coordinator thread only.
 */
final class ExportRequester {

    private static final Logger LOG = LoggerFactory.getLogger(ExportRequester.class);

    /** The service knows a token for eight hours; its clock may be another one than ours. */
    private static final Duration TOKEN_LIFE = Duration.ofHours(7);

    /** So many exports of other runs of this job are passed over at most. */
    private static final int MOST_ATTEMPTS = 20;

    private final EnumeratorParts parts;
    private final TableItems table;
    private final ExportTarget target;
    private final ExportSearch search;
    private final Instant startedAt;

    /** Null until an export is asked for or found. */
    private AskedExport asked;

    /** How many exports of the same request have been passed over; unknown after a restore. */
    private int attempt;

    /** Null until the table is described. */
    private TableDescription description;

    private Consumer<ExportFolder> onFound;

    /**
     * Creates a requester.
     *
     * @param parts the enumerator's parts
     * @param table describes the table
     * @param restored what a checkpoint holds
     */
    ExportRequester(EnumeratorParts parts, TableItems table, EnumeratorState restored) {
        this.parts = parts;
        this.table = table;
        this.target = parts.config.scan().exportTarget().orElseThrow();
        this.search = new ExportSearch(parts.calls);
        this.startedAt = restored.startedAt();
        this.asked = restored.askedExport().orElse(null);
        this.attempt = asked == null ? 0 : MOST_ATTEMPTS;
    }

    /**
     * Finds the export.
     *
     * @param receiver receives its folder, once it is complete
     * @throws FlinkRuntimeException on the executor, if there is none and there won't be
     */
    void find(Consumer<ExportFolder> receiver) {
        onFound = receiver;
        parts.executor.<Void>callBlocking(
                () -> {
                    folder("").requireFileSystem();
                    return null;
                },
                (checked, failure) -> {
                    if (failure != null) {
                        throw new FlinkRuntimeException(failure.getMessage(), failure);
                    }
                    table.describe(this::described);
                });
    }

    /** Returns what a checkpoint holds; null before an export is asked for or found. */
    AskedExport asked() {
        return asked;
    }

    private ExportFolder folder(String arn) {
        return new ExportFolder(target.folderOf(arn), parts.config.scan().exportOption().key());
    }

    private Instant now() {
        return parts.executor.serviceClock().atLeast();
    }

    private void described(TableDescription described) {
        Duration early = parts.checks.ofAskedExport().untilFollowed(described, now());
        if (!early.isZero()) {
            LOG.info(
                    "The stream of table {} was enabled just now: asking for an export in {} s",
                    described.arn(),
                    early.toSeconds());
            parts.executor.schedule(() -> table.describe(this::described), early);
            return;
        }
        description = described;
        if (asked != null) {
            parts.checks.ofAskedExport().requireOf(described, asked);
            resume();
        } else if (target.maxAge().isZero()) {
            ask();
        } else {
            search.find(described.arn(), this::isRecent, this::reuse, this::ask);
        }
    }

    private void resume() {
        if (asked.exportArn().isPresent()) {
            waiting().begin(asked.exportArn().get());
        } else if (asked.askedAt().plus(TOKEN_LIFE).isBefore(now())) {
            search.find(description.arn(), this::isAsked, this::answered, this::request);
        } else {
            request();
        }
    }

    private boolean isAsked(ExportDescription export) {
        return export.request().token().equals(asked.request().token());
    }

    private boolean isRecent(ExportDescription export) {
        return !export.request().isIncremental()
                && export.isJson()
                && isInPlace(export.request())
                && !export.time().isBefore(now().minus(target.maxAge()))
                && parts.checks.ofAskedExport().isReadable(export, description, now());
    }

    private boolean isInPlace(ExportRequest request) {
        return target.isPlaceOf(request.bucket(), request.prefix(), request.kmsKey().orElse(null));
    }

    private void reuse(ExportDescription export) {
        LOG.info(
                "Using {} in {}, which is recent enough ('scan.snapshot.export-max-age'), instead"
                        + " of asking for another one",
                export,
                target);
        asked = new AskedExport(export.request(), now(), export.arn());
        waiting().take(export);
    }

    private void ask() {
        ExportRequest request =
                ExportRequest.of(
                        description.arn(),
                        target.bucket(),
                        target.prefix(),
                        target.bucketOwner().orElse(null),
                        target.kmsKey().orElse(null));
        String token =
                ExportToken.of(
                        parts.context.metricGroup().getAllVariables(), startedAt, request, attempt);
        asked = new AskedExport(request.withToken(token), now(), null);
        request();
    }

    private void request() {
        parts.calls.exportTable(asked.request(), this::answered, ExportSearch::fail);
    }

    private void answered(ExportDescription export) {
        if (attempt < MOST_ATTEMPTS && isOfNoUse(export)) {
            LOG.info("{} is of an earlier run of this job: asking for another one", export);
            attempt++;
            ask();
            return;
        }
        LOG.info("Asked for {} into {}", export, target);
        asked = asked.answeredBy(export.arn());
        waiting().take(export);
    }

    /**
     * A job may keep its id when it is submitted again. Only an export that was there before it was
     * asked for is passed over: otherwise one would follow the other.
     */
    private boolean isOfNoUse(ExportDescription export) {
        Instant before = asked.askedAt().minus(AskedExportChecks.ROUNDING);
        if (!export.startTime().isBefore(before)) {
            return false;
        }
        return export.isFailed()
                ? export.endTime().filter(startInServiceTime()::isAfter).isPresent()
                : !parts.checks.ofAskedExport().isReadable(export, description, now());
    }

    /** The start is known by this machine's clock, which may be wrong. */
    private Instant startInServiceTime() {
        return startedAt.minus(Duration.between(now(), parts.executor.clock().instant()));
    }

    private ExportWait waiting() {
        return new ExportWait(
                parts,
                target,
                (export, now) -> {
                    parts.checks.ofAskedExport().requireInTime(export, now);
                    return true;
                },
                export -> onFound.accept(folder(export.arn())));
    }
}
