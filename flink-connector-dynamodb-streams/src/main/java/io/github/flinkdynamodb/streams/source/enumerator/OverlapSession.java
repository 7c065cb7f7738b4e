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

import io.github.flinkdynamodb.streams.client.ServiceClock;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.ShardsPassed;
import io.github.flinkdynamodb.streams.source.loss.DataLossHandler;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time in which a table and its stream are read side by side, so that items and older changes
 * may cross each other on their way. It decides what readers are to know of it: up to when changes
 * may be emitted, that the scan has ended, and that the overlap is over. {@link OverlapEvents}
 * tells them. Coordinator thread only.
 *
 * <p>If changes are held back, it is over once a completed checkpoint holds all segments as read:
 * no reader goes back to an item from then on, and none is on its way. If an operator reconciles
 * them, it is over once each reader has read its shards beyond the time of the last page; but until
 * a completed checkpoint holds that, a failure takes the operator back to before it, and the
 * readers.
 */
final class OverlapSession {

    /** For so long the service keeps a record at least. */
    static final Duration RETENTION = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(OverlapSession.class);

    private final Overlap kind;
    private final int parallelism;
    private final ServiceClock clock;

    /** The checkpoints under way of which one is to complete: see {@link #covered}. */
    private final TreeSet<Long> covering = new TreeSet<>();

    /** The readers that have answered the end of the scan. */
    private final BitSet passed = new BitSet();

    /** Null until the table is described. */
    private ScannedTable table;

    private OverlapFrontier frontier;
    private boolean restored;

    /** Whether there is none in this run: what is scanned, if anything, isn't beside changes. */
    private boolean skipped;

    private boolean mayScan;
    private boolean over;

    /**
     * Whether a completed checkpoint holds all segments as read, if changes are held back; or that
     * the overlap is over, if they are reconciled.
     */
    private boolean covered;

    private boolean findingShards;

    /** Whether each shard from before the end of the scan has a reader. */
    private boolean readThroughout;

    /** When the last page had been read; null until readers are to know that. */
    private Instant scanEnded;

    /** Up to when the stream has been read: what is saved, and what is saved next. */
    private Instant asOf;

    private Instant nextAsOf;

    /** The same by checkpoint under way, and what the last completed one holds of it. */
    private final TreeMap<Long, Instant> takenAsOf = new TreeMap<>();

    private Instant completedAsOf;

    /** Handles the loss if readers go back too far; null until the table is described. */
    private DataLossHandler losses;

    /** From when on the stream is wanted; null until the table is described. */
    private Instant readFrom;

    /**
     * Creates the session of a source that may read a table beside its stream.
     *
     * @param kind what keeps items and changes in order; with NONE it is over from the start
     * @param parallelism the number of readers
     * @param clock the service's time
     */
    OverlapSession(Overlap kind, int parallelism, ServiceClock clock) {
        this.kind = kind;
        this.parallelism = parallelism;
        this.clock = clock;
        this.over = kind == Overlap.NONE;
    }

    /** Ends the overlap before it begins: no table is read, or it was before a restore. */
    void skip() {
        skipped = true;
        over = true;
        covered = true;
    }

    /** The scan goes on that a checkpoint holds a part of. */
    void restore(ScanState scan) {
        restored = true;
        covered = kind == Overlap.FRONTIER && scan.isRead();
        asOf = scan.asOf().orElseThrow();
        nextAsOf = asOf;
    }

    /**
     * The table has been described, and from now on pages may be requested.
     *
     * @param scannedTable the table
     * @param startedAt from when on the stream is wanted
     * @param dataLoss handles the loss if a checkpoint is too old that readers go back to
     */
    void begin(ScannedTable scannedTable, Instant startedAt, DataLossHandler dataLoss) {
        table = scannedTable;
        readFrom = startedAt;
        frontier = new OverlapFrontier(parallelism, ScanConfig.tolerance(table.consistentRead()));
        table.export()
                .ifPresentOrElse(
                        export -> frontier.standsAt(export.completeUpTo()),
                        () -> frontier.started(clock.atLeast()));
        losses = dataLoss;
        if (!restored) {
            asOf = startedAt;
            nextAsOf = startedAt;
        }
        completedAsOf = asOf;
        requireRetained();
    }

    /**
     * Readers go back to the last completed checkpoint: they don't know themselves whether a shard
     * of which they have read nothing by then has been trimmed.
     */
    private void requireRetained() {
        if (completedAsOf.plus(RETENTION).isBefore(clock.atLeast())) {
            losses.onUnrepairableLoss(
                    String.format(
                            "the state holds an unfinished snapshot of table %s, and has read the"
                                    + " stream up to %s. DynamoDB Streams keeps records for 24"
                                    + " hours.",
                            table.name(), completedAsOf),
                    "at the oldest records that are left",
                    FlinkRuntimeException::new);
        }
    }

    /**
     * Returns whether segments may be assigned. Before the stream is enabled a change could be made
     * behind the page that has its item, and be in neither of them.
     *
     * @param stream the table's stream; null as long as it isn't known
     * @throws FlinkRuntimeException if the stream is disabled before the first segment is assigned
     */
    boolean mayScan(StreamSession stream) {
        if (!mayScan) {
            mayScan = over || isCapturing(stream);
        }
        return mayScan;
    }

    private boolean isCapturing(StreamSession stream) {
        Optional<StreamStatus> status = stream == null ? Optional.empty() : stream.status();
        if (status.isEmpty() || status.get() == StreamStatus.ENABLING) {
            return false;
        }
        if (status.get() != StreamStatus.ENABLED && !restored) {
            throw TableChecks.noEnabledStream(table.name());
        }
        return true;
    }

    /** A reader reports which of its pages no completed checkpoint covers. */
    void onPagesCovered(int subtask, PagesCovered event) {
        if (table != null) {
            frontier.report(subtask, event.checkpointId(), event.oldestPage().orElse(null));
        }
    }

    /** A reader has read its shards beyond the end of the scan. */
    void onShardsPassed(int subtask, ShardsPassed event) {
        if (event.readBefore().equals(scanEnded)) {
            passed.set(subtask);
        }
    }

    /** A reader failed: what it has passed, it passes again. */
    void readerReset(int subtask) {
        passed.clear(subtask);
        over &= covered || kind != Overlap.RECONCILED;
        if (!over && table != null) {
            requireRetained();
        }
    }

    /**
     * The enumerator's state is being taken.
     *
     * @param checkpointId the checkpoint
     * @param allRead whether it holds all segments as read
     */
    void snapshotTaken(long checkpointId, boolean allRead) {
        if (isSettled() || table == null) {
            return;
        }
        frontier.checkpointTaken(checkpointId, clock.atLeast());
        if (kind == Overlap.FRONTIER ? allRead : over) {
            covering.add(checkpointId);
        }
        asOf = nextAsOf;
        takenAsOf.put(checkpointId, asOf);
        boolean stands = kind == Overlap.FRONTIER || table.export().isPresent();
        nextAsOf = later(nextAsOf, stands ? frontier.frontier().orElseThrow() : clock.atLeast());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A checkpoint is complete: no reader goes back further. */
    void checkpointComplete(long checkpointId) {
        if (isSettled() || table == null) {
            return;
        }
        covered |= covering.contains(checkpointId);
        covering.headSet(checkpointId, true).clear();
        completedAsOf = takenAsOf.getOrDefault(checkpointId, completedAsOf);
        takenAsOf.headMap(checkpointId, true).clear();
        frontier.checkpointComplete(checkpointId);
    }

    /**
     * Finds out whether it is over.
     *
     * @param scan the scan of the table
     * @param stream the table's stream; null as long as it isn't known
     */
    void advance(ScanSession scan, StreamSession stream) {
        if (over || table == null || stream == null) {
            return;
        }
        if (kind == Overlap.FRONTIER) {
            over = covered && scan.isOver();
        } else if (scan.isOver()) {
            over = isPassed(scan, stream);
        } else {
            scanEnded = null;
            passed.clear();
            findingShards = false;
            readThroughout = false;
        }
        if (over) {
            LOG.info("Items and older changes no longer cross: changes are emitted as they come");
        }
    }

    /** First each shard from before the end must have a reader, which is then told of the end. */
    private boolean isPassed(ScanSession scan, StreamSession stream) {
        if (!findingShards) {
            findingShards = true;
            stream.findAllShards();
        }
        readThroughout = stream.isReadThroughout();
        if (!readThroughout) {
            return false;
        }
        if (scanEnded == null) {
            scanEnded = scan.readBefore();
        }
        return passed.cardinality() == parallelism;
    }

    /**
     * The table's stream has been disabled and read to its end. What has been changed since then is
     * in the items that are read later, and in no stream: no change would fit those items.
     *
     * @param streamArn the stream
     * @param dataLoss handles the loss
     */
    void streamEnded(String streamArn, DataLossHandler dataLoss) {
        if (isReconciling()) {
            dataLoss.onLoss(
                    String.format(
                            "stream %s was disabled and has been read to its end. Changes made"
                                    + " since then aren't in it.",
                            streamArn),
                    "without them",
                    FlinkRuntimeException::new);
        }
    }

    /** Returns whether readers wait to be told of the overlap, be it over or not. */
    boolean concernsReaders() {
        return kind != Overlap.NONE;
    }

    /** Returns whether items and older changes can no longer cross each other. */
    boolean isOver() {
        return over;
    }

    /** Returns whether it is over, and no failure goes back to before that. */
    boolean isSettled() {
        return over && (covered || kind == Overlap.NONE);
    }

    /** Returns whether an operator is reconciling items and changes, for which none may be lost. */
    boolean isReconciling() {
        return kind == Overlap.RECONCILED && !over;
    }

    /** Returns whether readers hold changes back. */
    boolean holdsBack() {
        return kind == Overlap.FRONTIER && !over;
    }

    /**
     * Returns up to when changes may be emitted.
     *
     * @return the time; empty if none are held back, or the scan hasn't begun
     */
    Optional<Instant> frontier() {
        return holdsBack() && table != null ? frontier.frontier() : Optional.empty();
    }

    /**
     * Returns how far behind the present the changes are that may be emitted.
     *
     * @return zero if none are held back
     */
    Duration lag() {
        return frontier()
                .map(emittedUpTo -> Duration.between(emittedUpTo, clock.atLeast()))
                .orElse(Duration.ZERO);
    }

    /** Returns how long the overlap has taken, restores included; zero without one. */
    Duration age() {
        return over || table == null ? Duration.ZERO : Duration.between(readFrom, clock.atLeast());
    }

    /** Returns the table's name as it is asked for, once the table is described. */
    String tableName() {
        return table.name();
    }

    /** Returns in words how far the stream has been read; empty if nothing is held back. */
    String progress() {
        return frontier()
                .map(
                        emittedUpTo ->
                                String.format(
                                        "; changes are emitted up to %s, %d s behind",
                                        emittedUpTo, lag().getSeconds()))
                .orElse("");
    }

    /**
     * Returns the end of the scan that readers are to answer, once each has got all its shards.
     *
     * @return when the last page had been read at the latest; empty if readers aren't to know it
     */
    Optional<Instant> scanEnded() {
        return over || !readThroughout ? Optional.empty() : Optional.ofNullable(scanEnded);
    }

    /**
     * Returns what a checkpoint holds.
     *
     * @param scan the scan's part of it, or null
     * @return the whole; null if nothing needs to be known of the scan after a restore
     */
    ScanState snapshot(ScanState scan) {
        if (kind == Overlap.NONE || skipped || scan == null) {
            return scan;
        }
        return over ? null : scan.withOverlap(kind, asOf);
    }
}
