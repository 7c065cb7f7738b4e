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

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SegmentAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Shows how far the scan of a table has come: a line in the log once a minute, and metrics.
 * Estimates go by segments, which aren't equally large, and by the service's count of the items,
 * which may be six hours old. Coordinator thread only.
 */
final class ScanReport {

    static final Duration INTERVAL = Duration.ofMinutes(1);

    private final CoordinatorExecutor executor;
    private final EnumeratorMetrics metrics;
    private final TableDescription table;
    private final SegmentAssigner segments;
    private final OverlapSession overlap;
    private final int total;
    private final Instant since;
    private final int finishedBefore;
    private final Consumer<String> log;

    private boolean scanning;
    private boolean lineIsDue;

    /**
     * Creates the report of a scan that begins or continues now.
     *
     * @param executor runs it now and then
     * @param metrics show it
     * @param table the table
     * @param segments its segments
     * @param overlap how far its stream has been read
     * @param log takes the lines
     */
    ScanReport(
            CoordinatorExecutor executor,
            EnumeratorMetrics metrics,
            TableDescription table,
            SegmentAssigner segments,
            OverlapSession overlap,
            Consumer<String> log) {
        this.executor = executor;
        this.metrics = metrics;
        this.table = table;
        this.segments = segments;
        this.overlap = overlap;
        this.total = segments.totalCount();
        this.log = log;
        this.since = executor.clock().instant();
        this.finishedBefore = segments.finishedCount();
    }

    /**
     * Updates the metrics, and begins to log a line each minute if none is due yet.
     *
     * @param isScanning whether some of the table is still to be read; lines are logged until it
     *     isn't and the overlap is over, and again if it is because a reader has failed
     */
    void update(boolean isScanning) {
        scanning = isScanning;
        if (isNews() && !lineIsDue) {
            lineIsDue = true;
            executor.schedule(this::logLine, INTERVAL);
        }
        metrics.scanned(isScanning, total, remaining(), itemsRemaining());
        metrics.unassigned(segments.readyCount());
    }

    private boolean isNews() {
        return scanning || !overlap.isOver();
    }

    private void logLine() {
        lineIsDue = false;
        if (isNews()) {
            log.accept(line());
            update(scanning);
        }
    }

    private int remaining() {
        return total - segments.finishedCount();
    }

    /** Returns about how many items are in segments that haven't been read. */
    long itemsRemaining() {
        return Math.round((double) table.itemCount() * remaining() / total);
    }

    /** Returns the progress in words. */
    String line() {
        int finished = segments.finishedCount();
        int inThisRun = finished - finishedBefore;
        String left = "";
        if (inThisRun > 0) {
            Duration taken = Duration.between(since, executor.clock().instant());
            left = ", about " + taken.multipliedBy(remaining()).dividedBy(inThisRun).toMinutes();
            left += " min left";
        }
        return String.format(
                "%s of %s: %d of %d %s read, %d being read, about %d of %d items left%s%s%s",
                segments.areChanges() ? "Incremental exports" : "Snapshot",
                table.name(),
                finished,
                total,
                segments.areFiles() ? "files" : "segments",
                total - finished - segments.readyCount(),
                itemsRemaining(),
                table.itemCount(),
                left,
                segments.waitsForCheckpoint()
                        ? ", waiting for a completed checkpoint before the next window"
                        : "",
                overlap.progress());
    }
}
