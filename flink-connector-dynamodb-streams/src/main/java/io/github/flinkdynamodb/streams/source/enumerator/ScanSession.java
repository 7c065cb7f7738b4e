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
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SegmentAssigner;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ItemsLeft;
import io.github.flinkdynamodb.streams.source.event.ReadCapacityGranted;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scan of a table, or the reading of its export, whose files are segments here: from its
 * description to the proof that all of it has been read. What follows from the events that it takes
 * in, {@link DynamoDbStreamsSourceEnumerator} does after each of them by {@link #advance}. If the
 * table's stream is read too, {@link OverlapSession} knows how the two are kept in order.
 * Coordinator thread only.
 *
 * <p>The life of a segment:
 *
 * <ol>
 *   <li>It is ready as soon as the table is described, and the {@link SegmentAssigner} gives it to
 *       a reader.
 *   <li>The reader has emitted its last item and sends {@link SegmentEnded}; the split stays in the
 *       reader's state.
 *   <li>As soon as that reader can be reached, and in one step, so that every checkpoint holds all
 *       or nothing of it: the segment is finished, others are assigned, and the reader is sent
 *       {@link HandoverComplete} and drops the split.
 * </ol>
 *
 * <p>Scan notices nothing if the table is deleted and created again between two of its pages. So
 * the table is described once more when all segments are finished, and after each restore.
 */
final class ScanSession {

    private static final Logger LOG = LoggerFactory.getLogger(ScanSession.class);

    /** The service tells its time in whole seconds, rounded down. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    private final EnumeratorParts parts;
    private final TableItems items;
    private final Consumer<TableDescription> onDescribed;
    private final Runnable afterEvent;

    /** The segments whose readers wait for a confirmation, with their subtasks. */
    private final Map<Integer, Integer> ended = new TreeMap<>();

    private ScanPhase phase = ScanPhase.DESCRIBING;

    /** Null until the table is described; then fixed. */
    private ScannedTable table;

    private String tableId;
    private SegmentAssigner assigner;
    private ScanReport report;

    private final ItemShares itemShares;

    /** Null if the job may begin with as much as it can. */
    private ReadBudget budget;

    /** Null without a budget. */
    private CapacityShares shares;

    private int lastCheck;

    /** Null until the table was described after its last segment. */
    private Instant readBefore;

    private ScanSession(
            EnumeratorParts parts,
            TableItems items,
            Consumer<TableDescription> onDescribed,
            Runnable afterEvent) {
        this.parts = parts;
        this.onDescribed = onDescribed;
        this.items = items;
        this.afterEvent = afterEvent;
        this.itemShares = new ItemShares(parts.context.currentParallelism());
    }

    /**
     * Creates a session.
     *
     * @param parts the enumerator's parts
     * @param restored what the checkpoint holds, of the scan too
     * @param onDescribed receives the table's description before any segment is assigned
     * @param afterEvent to be run after each answer of the service
     * @return the session, to be started
     */
    static ScanSession of(
            EnumeratorParts parts,
            EnumeratorState restored,
            Consumer<TableDescription> onDescribed,
            Runnable afterEvent) {
        return of(parts, TableItems.of(parts, restored), restored, onDescribed, afterEvent);
    }

    /**
     * Creates a session that reads what the settings don't name.
     *
     * @param parts the enumerator's parts
     * @param items what is read
     * @param restored what the checkpoint holds
     * @param onDescribed receives the table's description before any segment is assigned
     * @param afterEvent to be run after each answer of the service
     * @return the session, to be started
     */
    static ScanSession of(
            EnumeratorParts parts,
            TableItems items,
            EnumeratorState restored,
            Consumer<TableDescription> onDescribed,
            Runnable afterEvent) {
        ScanSession session = new ScanSession(parts, items, onDescribed, afterEvent);
        restored.scan().ifPresent(session::restore);
        return session;
    }

    private void restore(ScanState state) {
        table = state.table();
        parts.checks.ofTable().keptConsistency(table).ifPresent(LOG::warn);
        tableId = state.tableId();
        assigner = assigner(state.finished(), state.held());
        boolean ended = state.phase() == ScanPhase.OVER && assigner.allFinished();
        if (ended && state.overlap() == Overlap.NONE) {
            phase = ScanPhase.OVER;
            parts.metrics.scanned(false, table.totalSegments(), 0, 0);
        }
    }

    /** Begins with the description of the table, unless nothing is left to be done. */
    void start() {
        if (phase == ScanPhase.DESCRIBING) {
            items.describe(this::described);
        }
    }

    private void described(TableDescription description) {
        parts.checks.ofTable().requireSuitable(description);
        if (table == null) {
            begin(description);
        } else {
            requireSame(description);
        }
        phase = phase.to(ScanPhase.SCANNING);
        assigner.readInOrder(items.windows());
        divide(description);
        report =
                new ScanReport(
                        parts.executor,
                        parts.metrics,
                        description,
                        assigner,
                        parts.overlap,
                        LOG::info);
        items.describeRegularly(() -> !isOver(), this::requireSame);
        onDescribed.accept(description);
        afterEvent.run();
    }

    private void requireSame(TableDescription description) {
        TableChecks.requireSame(table, tableId, description);
        items.requireSame(table);
    }

    /** Divides what the job may consume among its readers. An export costs no capacity. */
    private void divide(TableDescription description) {
        if (table.export().isPresent()) {
            return;
        }
        budget = ReadBudget.of(parts.config.scan(), description).orElse(null);
        if (budget != null) {
            LOG.info("Reading table {} with {}", table.arn(), budget);
            shares =
                    new CapacityShares(parts.context.currentParallelism(), budget.unitsPerSecond());
        }
    }

    /** Tells readers what they may consume, if that has changed. */
    private void grant() {
        if (shares != null) {
            shares.takeDue(assigner.loads(), parts::canReach)
                    .forEach(
                            (subtask, units) ->
                                    parts.context.sendEventToSourceReader(
                                            subtask,
                                            new ReadCapacityGranted(units, budget.mayGrow())));
        }
    }

    private void begin(TableDescription description) {
        table = items.divide(description);
        tableId = description.tableId();
        assigner = assigner(new BitSet(), new BitSet());
        LOG.info(
                "Reading table {}: {}, about {} items, {} bytes",
                description.arn(),
                table,
                description.itemCount(),
                description.sizeBytes());
    }

    private SegmentAssigner assigner(BitSet finished, BitSet held) {
        return new SegmentAssigner(
                table,
                parts.context.currentParallelism(),
                items.mostAReader(),
                finished,
                held,
                segment -> items.split(table, segment));
    }

    /** A reader has been restored, with these segments. */
    void restoredWith(int subtask, List<String> reading, List<String> ended) {
        if (assigner != null) {
            assigner.restoredWith(subtask, reading, ended);
        } else if (!reading.isEmpty() || !ended.isEmpty()) {
            throw new IllegalStateException(
                    String.format(
                            "Subtask %d holds segments of no known table: %s, ended: %s",
                            subtask, reading, ended));
        }
    }

    /** A reader has emitted the last item of a segment. */
    void onSegmentEnded(int subtask, SegmentEnded event) {
        ended.put(event.segment(), subtask);
    }

    /** A reader has been told that no more splits come. */
    void endSignalled(int subtask) {
        assigner.endSignalled(subtask);
        itemShares.readerEnded(subtask);
        if (shares != null) {
            shares.readerEnded(subtask);
        }
    }

    /**
     * A reader failed. What is in its state, it reports when it is back.
     *
     * @param subtask the reader
     * @param assignedSince what no checkpoint holds of its splits, shards among them
     */
    void readerReset(int subtask, List<DynamoDbStreamsSplit> assignedSince) {
        ended.values().removeIf(reader -> reader == subtask);
        itemShares.readerLost(subtask);
        if (shares != null) {
            shares.readerLost(subtask);
        }
        if (assigner != null) {
            assigner.readerReset(
                    subtask,
                    assignedSince.stream()
                            .filter(split -> SegmentSplit.isSegment(split.splitId()))
                            .collect(Collectors.toList()));
        }
    }

    void snapshotTaken(long checkpointId) {
        if (assigner != null) {
            assigner.snapshotTaken(checkpointId);
        }
    }

    void checkpointComplete(long checkpointId) {
        if (assigner != null) {
            assigner.checkpointComplete(checkpointId);
        }
    }

    /** Adds what a checkpoint holds of the scan, or the export that is waited for before it. */
    EnumeratorState addTo(EnumeratorState state) {
        AskedExport asked = table == null ? items.askedExport() : null;
        return asked == null
                ? state.withScan(parts.overlap.snapshot(snapshot()))
                : state.withAskedExport(asked);
    }

    /** Returns how far it is; null as long as it isn't known how the table is divided. */
    private ScanState snapshot() {
        if (table == null) {
            return null;
        }
        ScanPhase saved = phase == ScanPhase.DESCRIBING ? ScanPhase.SCANNING : phase;
        return new ScanState(saved, table, tableId, assigner.finished(), assigner.held());
    }

    /**
     * Does what has become possible: finishes segments that ended, has others assigned, confirms
     * the ends, and all in one turn of the thread: a checkpoint holds all of it or nothing. Readers
     * are told what they may consume before they get segments, and by what they have then: one
     * whose last segment ended and that gets another isn't lowered in between.
     *
     * @param assign assigns splits, by the subtask of their reader
     */
    void advance(Consumer<Map<Integer, List<DynamoDbStreamsSplit>>> assign) {
        if (phase == ScanPhase.DESCRIBING) {
            return;
        }
        List<Integer> reachable = new ArrayList<>(ended.keySet());
        reachable.removeIf(segment -> !parts.canReach(ended.get(segment)));
        reachable.forEach(this::finish);
        Map<Integer, List<DynamoDbStreamsSplit>> assignable =
                assigner.takeAssignable(parts::canReach);
        grant();
        assign.accept(assignable);
        reachable.forEach(this::confirm);
        followUp();
        if (report != null) {
            report.update(phase != ScanPhase.OVER);
            tellItemsLeft();
        }
    }

    private void tellItemsLeft() {
        itemShares
                .takeDue(report.itemsRemaining(), parts::canReach)
                .forEach(
                        (subtask, items) ->
                                parts.context.sendEventToSourceReader(
                                        subtask, new ItemsLeft(items)));
    }

    private void finish(int segment) {
        if (!assigner.isFinished(segment)) {
            assigner.finished(ended.get(segment), segment);
        }
    }

    private void confirm(int segment) {
        parts.context.sendEventToSourceReader(
                ended.remove(segment), new HandoverComplete(SegmentSplit.idOf(segment)));
    }

    private void followUp() {
        if (!assigner.allFinished()) {
            if (phase != ScanPhase.SCANNING) {
                phase = phase.to(ScanPhase.SCANNING);
            }
        } else if (phase == ScanPhase.SCANNING) {
            phase = phase.to(ScanPhase.SCANNED);
            int check = ++lastCheck;
            items.describe(description -> describedAtTheEnd(check, description));
        }
    }

    /** An answer from before a reader read some segments again proves nothing of those. */
    private void describedAtTheEnd(int check, TableDescription description) {
        requireSame(description);
        if (phase == ScanPhase.SCANNED && check == lastCheck) {
            phase = phase.to(ScanPhase.OVER);
            readBefore =
                    description.sentAt().orElse(parts.executor.clock().instant()).plus(ROUNDING);
            LOG.info("All of table {} has been read: {}", table.arn(), table);
        }
        afterEvent.run();
    }

    /** Returns whether all of the table has been read, and of one table. */
    boolean isOver() {
        return phase == ScanPhase.OVER;
    }

    /** Returns whether each segment has been read, by what a checkpoint would hold now. */
    boolean isRead() {
        return assigner != null && assigner.allFinished();
    }

    /** Returns the table; null until it is described. */
    ScannedTable table() {
        return table;
    }

    /**
     * Returns when the last page had been read.
     *
     * @return that time at the latest, by the service's clock, once the scan is over
     */
    Instant readBefore() {
        return readBefore;
    }
}
