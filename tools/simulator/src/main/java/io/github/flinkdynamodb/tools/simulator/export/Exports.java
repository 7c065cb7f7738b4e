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
package io.github.flinkdynamodb.tools.simulator.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The exports of a simulator's tables, and how they behave. Directories stand for buckets. An
 * export is in progress for ten minutes of the simulator's clock; its files are written by the
 * first call about exports, or {@link #finishDue}, after that. Thread-safe.
 */
public final class Exports {

    /** The account that all tables and buckets belong to. */
    static final String ACCOUNT = "000000000000";

    private static final Duration TOKEN_LIFE = Duration.ofHours(8);
    private static final Duration LISTED_FOR = Duration.ofDays(90);

    /** Two edges of a window, 15 minutes apart at least, don't cross each other. */
    private static final Duration MOST_WINDOW_FUZZ = Duration.ofMinutes(7);

    private final Clock clock;
    private final Random random;
    private final Map<String, Path> buckets = new HashMap<>();
    private final List<SimulatedExport> all = new ArrayList<>();
    private final Deque<ExportFailure> failures = new ArrayDeque<>();
    private Duration duration = Duration.ofMinutes(10);
    private Duration fuzz = Duration.ZERO;
    private Duration windowFuzz = Duration.ZERO;
    private int mostRunning = 300;
    private int filesPerPartition = 2;

    /**
     * No exports yet.
     *
     * @param clock the simulator's
     * @param random for ids, names, orders and fuzziness
     */
    public Exports(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * Adds a bucket, or moves one.
     *
     * @param name as requests name it
     * @param directory what stands for it; as long as it doesn't exist, neither does the bucket
     */
    public synchronized Exports bucket(String name, Path directory) {
        buckets.put(name, directory.toAbsolutePath().normalize());
        return this;
    }

    /** Sets how long an export is in progress; ten minutes by default. */
    public synchronized Exports duration(Duration time) {
        duration = notNegative("duration", time);
        return this;
    }

    /**
     * Sets how fuzzy the time of full exports is: an item is as it was at some time of its own, at
     * most this far from the export's. The service's is a minute; it is exact by default.
     */
    public synchronized Exports fuzz(Duration most) {
        fuzz = notNegative("fuzz", most);
        return this;
    }

    /**
     * Sets how fuzzy the edges of windows are: for an item, each lies at a time of its own, at most
     * this far from the window's, and at the same one in all windows with that edge. The service
     * documents exact ones, which is the default. Set it before the first incremental export. None
     * is complete before its last edge has passed.
     *
     * @param most zero to seven minutes
     */
    public synchronized Exports windowFuzz(Duration most) {
        if (notNegative("window fuzz", most).compareTo(MOST_WINDOW_FUZZ) > 0) {
            throw new IllegalArgumentException(
                    "Invalid window fuzz " + most + ": expected " + MOST_WINDOW_FUZZ + " or less");
        }
        windowFuzz = most;
        return this;
    }

    /** Sets how many exports may be in progress at once; 300, as in the service, by default. */
    public synchronized Exports mostRunning(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "Invalid number of exports in progress " + count + ": expected 0 or more");
        }
        mostRunning = count;
        return this;
    }

    /** Sets how many files each partition of a table has in an export; 2 by default. */
    public synchronized Exports filesPerPartition(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "Invalid number of files " + count + ": expected 1 or more");
        }
        filesPerPartition = count;
        return this;
    }

    /**
     * Lets the next export that is asked for be accepted, and fail when its time is up. Calls add
     * up: each is for one more export.
     *
     * @param code such as {@code S3AccessDenied}
     * @param message what DescribeExport says
     */
    public synchronized Exports failNext(String code, String message) {
        failures.add(new ExportFailure(code, message));
        return this;
    }

    private static Duration notNegative(String what, Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException(
                    "Invalid " + what + " " + time + ": expected zero or more");
        }
        return time;
    }

    /** Writes the files of the exports whose time is up; the calls about exports do the same. */
    public synchronized void finishDue() {
        Instant now = clock.instant();
        for (SimulatedExport export : all) {
            if (export.isInProgress() && !export.end().isAfter(now)) {
                finish(export);
            }
        }
    }

    private void finish(SimulatedExport export) {
        ExportFailure failure = failure(export);
        if (failure != null) {
            export.fail(failure);
            return;
        }
        ExportFolder folder = folder(export);
        ExportContent content = new ExportContent(export, folder, random, filesPerPartition);
        try {
            export.complete(content.write(fuzz, windowFuzz));
        } catch (UncheckedIOException e) {
            export.fail(ExportFailure.notWritable(e));
        }
    }

    private ExportFailure failure(SimulatedExport export) {
        if (export.plannedFailure() != null) {
            return export.plannedFailure();
        }
        if (!isThere(export.request().bucket())) {
            return ExportFailure.noSuchBucket();
        }
        String owner = export.request().bucketOwner();
        return owner == null || owner.equals(ACCOUNT) ? null : ExportFailure.accessDenied();
    }

    private boolean isThere(String bucket) {
        return buckets.containsKey(bucket) && Files.isDirectory(buckets.get(bucket));
    }

    private ExportFolder folder(SimulatedExport export) {
        ExportRequest request = export.request();
        String prefix = request.prefix() == null ? "" : request.prefix();
        return new ExportFolder(
                buckets.get(request.bucket()), prefix, export.id(), request.isIncremental());
    }

    /**
     * Begins an export, as ExportTableToPointInTime does; the same request with the same token
     * within eight hours begins none, but finds that one.
     *
     * @return what the call says of it
     * @throws ServiceException if the request is refused
     */
    public synchronized ObjectNode begin(SimulatedTable table, ExportRequest request) {
        return begin(table, request, true);
    }

    /**
     * The same for a caller that may not be allowed to write to the bucket.
     *
     * @param mayWrite whether it is; otherwise the export is accepted, and fails
     * @return what the call says of it
     * @throws ServiceException if the request is refused
     */
    public synchronized ObjectNode begin(
            SimulatedTable table, ExportRequest request, boolean mayWrite) {
        finishDue();
        Instant now = clock.instant();
        SimulatedExport known = ofToken(request, now);
        if (known != null) {
            return known.description();
        }
        ExportTimes.check(table, request.startedAt(now, random), now);
        checkRunning();
        SimulatedExport export =
                new SimulatedExport(
                        ExportIds.next(now, random), table, request, now, end(request, now));
        export.plan(mayWrite ? failures.poll() : ExportFailure.accessDenied());
        if (isThere(request.bucket()) && failure(export) == null) {
            try {
                folder(export).writeStarted();
            } catch (UncheckedIOException e) {
                export.plan(ExportFailure.notWritable(e));
            }
        }
        all.add(export);
        return export.description();
    }

    private Instant end(ExportRequest request, Instant now) {
        Instant end = now.plus(duration);
        if (!request.isIncremental()) {
            return end;
        }
        Instant lastEdge = request.to().plus(windowFuzz);
        return lastEdge.isAfter(end) ? lastEdge : end;
    }

    private SimulatedExport ofToken(ExportRequest request, Instant now) {
        for (SimulatedExport export : all) {
            boolean isKnown =
                    export.request().token().equals(request.token())
                            && export.start().plus(TOKEN_LIFE).isAfter(now);
            if (isKnown && !export.request().isRepeatedBy(request)) {
                throw new ServiceException(ServiceError.EXPORT_CONFLICT);
            }
            if (isKnown) {
                return export;
            }
        }
        return null;
    }

    private void checkRunning() {
        if (all.stream().filter(SimulatedExport::isInProgress).count() >= mostRunning) {
            throw new ServiceException(
                    ServiceError.LIMIT_EXCEEDED.withMessage(
                            "The limit of exports in progress is reached: " + mostRunning));
        }
    }

    /**
     * Describes an export, as DescribeExport does.
     *
     * @throws ServiceException if there is none of this ARN
     */
    public synchronized ObjectNode describe(String arn) {
        finishDue();
        for (SimulatedExport export : listed()) {
            if (export.arn().equals(arn)) {
                return export.description();
            }
        }
        throw new ServiceException(
                ServiceError.EXPORT_NOT_FOUND.withMessage(
                        "Export not found: Export not found: " + arn));
    }

    /**
     * Lists the exports of the last 90 days from the newest on, as ListExports does.
     *
     * @param tableArn of the table that they are of, which isn't one that had its name before; null
     *     for those of all tables
     * @param most how many at most
     * @param after the id after which to begin, or null
     * @return their ids with what the call says of them
     * @throws ServiceException if no export has the id
     */
    public synchronized Map<String, ObjectNode> list(String tableArn, int most, String after) {
        finishDue();
        Map<String, ObjectNode> page = new LinkedHashMap<>();
        boolean isAfter = after == null;
        for (SimulatedExport export : listed()) {
            boolean isMeant =
                    tableArn == null
                            || export.tableArn().equals(tableArn) && export.isOfPresentTable();
            if (isAfter && isMeant && page.size() < most) {
                page.put(export.id(), export.summary());
            }
            isAfter |= export.id().equals(after);
        }
        if (!isAfter) {
            throw new ServiceException(
                    ServiceError.VALIDATION.withMessage(
                            "Invalid Request: Provided nextToken is invalid: " + after));
        }
        return page;
    }

    private List<SimulatedExport> listed() {
        Instant oldest = clock.instant().minus(LISTED_FOR);
        List<SimulatedExport> listed = new ArrayList<>(all);
        listed.removeIf(export -> export.start().isBefore(oldest));
        Collections.reverse(listed);
        return listed;
    }
}
