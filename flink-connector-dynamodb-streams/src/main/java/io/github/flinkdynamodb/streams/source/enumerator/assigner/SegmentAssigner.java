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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the segments of a table that is scanned, or the files of its export, which are segments
 * here; and which reader has which of them. A segment is ready, then held by a reader, then
 * finished. Any reader may have any segment, unless it has been told that no more come; a reader
 * gets a few at a time, and more as they end, since segments aren't equally large. Coordinator
 * thread only.
 */
@Internal
public final class SegmentAssigner implements SplitAssigner {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentAssigner.class);

    private static final int UNKNOWN = -1;

    private final ScannedTable table;
    private final IntFunction<? extends DynamoDbStreamsSplit> splits;
    private final int limit;
    private final int[] load;
    private SegmentOrder order;
    private WindowOrder windows = new WindowOrder(List.of());

    /** The ranks of the segments that no reader has. */
    private final BitSet ready = new BitSet();

    private final BitSet finished = new BitSet();

    /** The subtasks of the segments that are held; a restored one has none until it is reported. */
    private final Map<Integer, Integer> readers = new HashMap<>();

    private final UnconfirmedFinishes finishes = new UnconfirmedFinishes();

    /** The readers that accept no more segments. */
    private final BitSet ended = new BitSet();

    /** How many segments are held by a reader that hasn't reported them yet. */
    private int unknown;

    private final UnreportedSplits unreported = new UnreportedSplits();

    /**
     * Creates the assigner.
     *
     * @param table the table
     * @param parallelism the number of subtasks, at least 1
     * @param limit how many segments a reader has at most, at least 1
     * @param finishedSegments the segments that have been read, by their index; copied
     * @param heldSegments the segments that readers have in their state; copied
     * @param splits creates the split of a segment of which nothing has been read
     */
    public SegmentAssigner(
            ScannedTable table,
            int parallelism,
            int limit,
            BitSet finishedSegments,
            BitSet heldSegments,
            IntFunction<? extends DynamoDbStreamsSplit> splits) {
        this.splits = splits;
        this.table = table;
        this.limit = limit;
        this.load = new int[parallelism];
        this.order = new SegmentOrder(table.totalSegments());
        this.finished.or(finishedSegments);
        for (int segment = 0; segment < table.totalSegments(); segment++) {
            if (heldSegments.get(segment)) {
                readers.put(segment, UNKNOWN);
                unknown++;
            } else if (!finished.get(segment)) {
                ready.set(order.rankOf(segment));
            }
        }
        unreported.restored(splitIds(heldSegments), parallelism);
    }

    private static List<String> splitIds(BitSet segments) {
        return segments.stream().mapToObj(SegmentSplit::idOf).collect(Collectors.toList());
    }

    /**
     * Has files read window by window, in the order of their indexes. To be called before any is
     * assigned.
     *
     * @param begins the index of the first file of each window, from 0; empty if the order doesn't
     *     matter
     */
    public void readInOrder(List<Integer> begins) {
        windows = new WindowOrder(begins);
        if (windows.isChain()) {
            BitSet ranks = (BitSet) ready.clone();
            SegmentOrder before = order;
            order = SegmentOrder.ascending();
            ready.clear();
            ranks.stream().forEach(rank -> ready.set(before.segmentAt(rank)));
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>As long as a restored segment hasn't been reported by its reader, nothing is assigned:
     * nobody knows yet how much that reader has, or whether there is one.
     */
    @Override
    public Map<Integer, List<DynamoDbStreamsSplit>> takeAssignable(IntPredicate canReach) {
        Map<Integer, List<DynamoDbStreamsSplit>> assignable = new HashMap<>();
        if (unknown > 0) {
            return assignable;
        }
        lookAtWindows();
        IntPredicate mayRead = windows.isChain() ? canReach.and(windows::mayRead) : canReach;
        int most = windows.isChain() && windows.isForOne() ? limit : Math.min(limit, fairShare());
        int subtask = leastLoaded(mayRead, most);
        while (subtask != UNKNOWN && hasReady()) {
            int segment = order.segmentAt(ready.nextSetBit(0));
            hold(segment, subtask);
            windows.assigned(subtask);
            finishes.assigned(SegmentSplit.idOf(segment), subtask);
            assignable.computeIfAbsent(subtask, s -> new ArrayList<>()).add(splits.apply(segment));
            subtask = leastLoaded(mayRead, most);
        }
        return assignable;
    }

    private void lookAtWindows() {
        if (windows.isChain()) {
            windows.look(finished.nextClearBit(0), table.totalSegments(), load);
        }
    }

    /** Returns whether a segment may be assigned; one of a later window has to wait. */
    private boolean hasReady() {
        return !ready.isEmpty()
                && (!windows.isChain() || windows.isCurrent(order.segmentAt(ready.nextSetBit(0))));
    }

    /**
     * Returns whether nothing can be read before a checkpoint completes: it has to show that a
     * window of a chain of exports has been processed, which several readers have read.
     *
     * @return false if segments are being read, or can be
     */
    public boolean waitsForCheckpoint() {
        lookAtWindows();
        return windows.isChain()
                && readers.isEmpty()
                && !ready.isEmpty()
                && windows.waitsForCheckpoint();
    }

    /** What each reader would have if all that is left were divided among those that accept it. */
    private int fairShare() {
        int left = readers.size() + ready.cardinality();
        int accepting = Math.max(1, load.length - ended.cardinality());
        return (left + accepting - 1) / accepting;
    }

    private int leastLoaded(IntPredicate canReach, int most) {
        int best = UNKNOWN;
        for (int subtask = 0; subtask < load.length; subtask++) {
            boolean less = best == UNKNOWN || load[subtask] < load[best];
            boolean accepts = load[subtask] < most && !ended.get(subtask);
            if (less && accepts && canReach.test(subtask)) {
                best = subtask;
            }
        }
        return best;
    }

    /** Notes that a reader has a segment, wherever it was before. */
    private void hold(int segment, int subtask) {
        release(segment);
        ready.clear(order.rankOf(segment));
        finished.clear(segment);
        readers.put(segment, subtask);
        load[subtask]++;
    }

    /** Notes that no reader has a segment. */
    private void release(int segment) {
        Integer reader = readers.remove(segment);
        if (reader == null) {
            return;
        }
        if (reader == UNKNOWN) {
            unknown--;
        } else {
            load[reader]--;
        }
    }

    @Override
    public void restoredWith(int subtask, List<String> reading, List<String> emitted) {
        List<String> splitIds = new ArrayList<>(reading);
        splitIds.addAll(emitted);
        for (String splitId : splitIds) {
            int segment = SegmentSplit.segmentOf(splitId);
            if (!finished.get(segment)) {
                hold(segment, subtask);
            }
        }
        splitIds.forEach(finishes::notFinished);
        takeBack(unreported.reported(subtask, splitIds));
    }

    /** No reader has got these segments, though a checkpoint says so. */
    private void takeBack(List<String> lost) {
        if (!lost.isEmpty()) {
            LOG.info(
                    "Barriers overtook segments on their way to readers: assigning {} again", lost);
            lost.forEach(splitId -> putBack(SegmentSplit.segmentOf(splitId)));
        }
    }

    private void putBack(int segment) {
        release(segment);
        ready.set(order.rankOf(segment));
    }

    /**
     * A reader has emitted all items of a segment.
     *
     * @param subtask the reader's subtask
     * @param segment the segment
     */
    public void finished(int subtask, int segment) {
        finish(segment);
        finishes.finished(SegmentSplit.idOf(segment), subtask, false);
        windows.finished(subtask, segment);
    }

    private void finish(int segment) {
        release(segment);
        ready.clear(order.rankOf(segment));
        finished.set(segment);
    }

    /**
     * Returns whether a segment is finished.
     *
     * @param segment the segment
     * @return false while it is ready or held
     */
    public boolean isFinished(int segment) {
        return finished.get(segment);
    }

    @Override
    public void endSignalled(int subtask) {
        ended.set(subtask);
    }

    @Override
    public void readerReset(int subtask, List<DynamoDbStreamsSplit> assignedSince) {
        ended.clear(subtask);
        unreported.readerReset(subtask, splitIds(heldBy(subtask)), List.of());
        UnconfirmedFinishes.Reset reset =
                finishes.readerReset(
                        subtask,
                        assignedSince.stream()
                                .map(DynamoDbStreamsSplit::splitId)
                                .collect(Collectors.toList()));
        reset.undone().forEach(splitId -> hold(SegmentSplit.segmentOf(splitId), subtask));
        reset.doubtful().forEach(splitId -> hold(SegmentSplit.segmentOf(splitId), subtask));
        windows.recount(finishes);
        unreported.readerReset(subtask, reset.undone(), reset.doubtful());
        for (DynamoDbStreamsSplit split : assignedSince) {
            putBack(SegmentSplit.segmentOf(split.splitId()));
            unreported.settled(split.splitId());
        }
    }

    @Override
    public void snapshotTaken(long checkpointId) {
        finishes.snapshotTaken(checkpointId);
        unreported.snapshotTaken(checkpointId);
    }

    /** Resets that came before this news may have put in doubt what it holds as finished. */
    @Override
    public void checkpointComplete(long checkpointId) {
        windows.checkpointComplete();
        finishes.checkpointComplete(checkpointId);
        windows.recount(finishes);
        for (UnconfirmedFinishes.Finish finish : finishes.finishedAfterAll(checkpointId)) {
            finish(SegmentSplit.segmentOf(finish.splitId()));
            unreported.settled(finish.splitId());
        }
        takeBack(unreported.checkpointComplete(checkpointId));
    }

    @Override
    public boolean allFinished() {
        return readers.isEmpty() && ready.isEmpty();
    }

    /**
     * Returns which segments are finished.
     *
     * @return a copy
     */
    public BitSet finished() {
        return (BitSet) finished.clone();
    }

    /**
     * Returns which segments readers have.
     *
     * @return a new set
     */
    public BitSet held() {
        BitSet held = new BitSet();
        readers.keySet().forEach(held::set);
        return held;
    }

    private BitSet heldBy(int subtask) {
        BitSet held = new BitSet();
        readers.forEach(
                (segment, reader) -> {
                    if (reader == subtask) {
                        held.set(segment);
                    }
                });
        return held;
    }

    /**
     * Returns how many segments each reader has.
     *
     * @return the numbers by subtask, a copy
     */
    public int[] loads() {
        return load.clone();
    }

    /** Returns into how many segments the table is divided. */
    public int totalCount() {
        return table.totalSegments();
    }

    /**
     * Returns whether the segments are the files of an export.
     *
     * @return false if the table itself is scanned
     */
    public boolean areFiles() {
        return table.export().isPresent();
    }

    /**
     * Returns whether they are files of incremental exports.
     *
     * @return false if items of the table are read
     */
    public boolean areChanges() {
        return table.export().flatMap(TableExport::window).isPresent();
    }

    /** Returns how many segments no reader has. */
    public int readyCount() {
        return ready.cardinality();
    }

    /** Returns how many segments have been read. */
    public int finishedCount() {
        return finished.cardinality();
    }
}
