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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.source.enumerator.DynamoDbStreamsSourceEnumerator;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.enumerator.SteppedEnumerator;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.OverlapEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.apache.flink.api.connector.source.ReaderInfo;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * Flink's coordinator of a source around a real enumerator: who has registered, what was assigned
 * since which checkpoint, and what goes back when a subtask is reset. What the enumerator sends
 * goes to the task that is there; it is lost if there is none.
 */
final class CoordinatorModel implements SplitEnumeratorContext<DynamoDbStreamsSplit> {

    static final EnumeratorStateSerializer STATES = new EnumeratorStateSerializer();

    final StepExecutor executor;
    private final World world;
    private final int parallelism;
    private final DynamoDbStreamsSourceEnumerator enumerator;
    private final AssignmentTracker tracker = new AssignmentTracker();
    private final Map<Integer, ReaderInfo> readers = new TreeMap<>();
    private final Map<Integer, TaskModel> attempts = new HashMap<>();
    private final boolean[] noMoreSplits;

    /** The segments that have been read, whatever a checkpoint holds; for counting only. */
    private final BitSet finishedSegments = new BitSet();

    /** The checkpoints that were taken when all segments had been read; for counting only. */
    private final Set<Long> takenAfterTheScan = new HashSet<>();

    private boolean scanIsCovered;
    private boolean checkpointBegun;

    /** The segments that have been assigned since the start and not been confirmed as read. */
    private final Set<String> openSegments = new HashSet<>();

    /** Whether readers have been told that the overlap is over, though it isn't. */
    private boolean overlapCutShort;

    /** How many shards could be read, and aren't assigned; for counting only. */
    private Gauge<Long> unassigned = () -> 0L;

    /**
     * Starts an enumerator.
     *
     * @param state its bytes; null for none
     */
    CoordinatorModel(World world, int parallelism, byte[] state) throws IOException {
        this.world = world;
        this.parallelism = parallelism;
        this.noMoreSplits = new boolean[parallelism];
        this.executor = new StepExecutor(world.clock, () -> world.job.messagesOnTheirWay());
        this.enumerator =
                SteppedEnumerator.create(
                        this,
                        world.config,
                        world.service,
                        executor,
                        state == null
                                ? EnumeratorState.initial(world.setup.startByJobManager())
                                : world.setup.fault.restored(state(state)),
                        state == null && world.isFirstRun());
        enumerator.start();
    }

    /** Returns whether all segments have been read, and no completed checkpoint holds that. */
    boolean isScanUncovered() {
        return isScanned() && !scanIsCovered;
    }

    private boolean isScanned() {
        return world.items != null && finishedSegments.cardinality() == world.items.segments;
    }

    static EnumeratorState state(byte[] bytes) throws IOException {
        return STATES.deserialize(STATES.getVersion(), bytes);
    }

    /** Returns whether segments or files have been assigned that haven't been read. */
    boolean isReadingFiles() {
        return !openSegments.isEmpty();
    }

    /** Returns whether a checkpoint has begun. */
    boolean hasBegunCheckpoint() {
        return checkpointBegun;
    }

    byte[] snapshot(long checkpoint) throws IOException {
        checkpointBegun = true;
        byte[] state = STATES.serialize(enumerator.snapshotState(checkpoint));
        tracker.snapshotTaken(checkpoint);
        if (isScanned()) {
            takenAfterTheScan.add(checkpoint);
        }
        if (world.setup.fault.trustsBegunCheckpoints()) {
            executor.execute(() -> begunTakenForComplete(checkpoint));
        }
        return state;
    }

    private void begunTakenForComplete(long checkpoint) {
        try {
            enumerator.notifyCheckpointComplete(checkpoint);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void checkpointComplete(long checkpoint) throws Exception {
        tracker.checkpointComplete(checkpoint);
        scanIsCovered |= takenAfterTheScan.contains(checkpoint);
        enumerator.notifyCheckpointComplete(checkpoint);
    }

    void checkpointAborted(long checkpoint) throws Exception {
        enumerator.notifyCheckpointAborted(checkpoint);
    }

    void attemptFailed(int subtask) {
        readers.remove(subtask);
    }

    void subtaskReset(int subtask, long checkpoint) {
        readers.remove(subtask);
        noMoreSplits[subtask] = false;
        List<DynamoDbStreamsSplit> splits = tracker.takeSince(subtask, checkpoint);
        world.say("    back from subtask %d: %s", subtask, splits);
        enumerator.addSplitsBack(splits, subtask);
    }

    /** Takes what a reader has sent. */
    void receive(TaskModel task, SourceEvent event) {
        int subtask = task.subtask;
        if (event == TaskModel.REGISTRATION) {
            attempts.put(subtask, task);
            readers.put(subtask, new ReaderInfo(subtask, "localhost"));
            enumerator.addReader(subtask);
            if (overlapCutShort) {
                sendEventToSourceReader(subtask, new OverlapEnded());
            }
            return;
        }
        if (event instanceof ShardEndReached) {
            task.handover(((ShardEndReached) event).shardId(), HandoverStep.END_HEARD);
        }
        world.say("    from subtask %d: %s", subtask, event);
        enumerator.handleSourceEvent(subtask, event);
    }

    void close() {
        enumerator.close();
    }

    /** The events that Flink sends because of it aren't in the model. */
    @Override
    public void setIsProcessingBacklog(boolean isProcessingBacklog) {
        world.say("    backlog: %s", isProcessingBacklog);
    }

    @Override
    public void assignSplits(SplitsAssignment<DynamoDbStreamsSplit> assignment) {
        assignment.assignment().forEach(this::assign);
    }

    private void assign(int subtask, List<DynamoDbStreamsSplit> splits) {
        requireRegistered(subtask);
        if (noMoreSplits[subtask]) {
            throw new Violation(splits + " assigned to subtask " + subtask + " after the end");
        }
        tracker.assigned(subtask, splits);
        world.say("    assigned to subtask %d: %s", subtask, splits);
        try {
            List<byte[]> bytes = Checkpoint.bytes(splits);
            world.job.send(attempts.get(subtask), task -> task.addSplits(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (DynamoDbStreamsSplit split : splits) {
            if (SegmentSplit.isSegment(split.splitId())) {
                openSegments.add(split.splitId());
                finishedSegments.clear(SegmentSplit.segmentOf(split.splitId()));
            }
            world.parentOf(split.splitId()).ifPresent(parent -> childAssigned(parent, subtask));
        }
    }

    private void childAssigned(String parent, int subtask) {
        attempts.get(subtask).handover(parent, HandoverStep.CHILDREN_ASSIGNED);
        boolean moves =
                attempts.values().stream()
                        .anyMatch(
                                task ->
                                        task.subtask != subtask
                                                && task.handovers.containsKey(parent));
        if (moves) {
            world.situations.note("child moves");
        }
    }

    /** Returns whether shards could be read that aren't assigned. */
    boolean hasUnassigned() {
        return unassigned.getValue() > 0;
    }

    /**
     * Returns whether a shard that a task has read is finished, and a child of it waits to move.
     */
    boolean isChildWaiting(TaskModel task) {
        return world.setup.moves()
                && hasUnassigned()
                && task.handovers.containsValue(HandoverStep.END_HEARD);
    }

    @Override
    public void sendEventToSourceReader(int subtask, SourceEvent event) {
        requireRegistered(subtask);
        SourceEvent arriving = Wire.sent(event);
        world.say("    to subtask %d: %s", subtask, event);
        world.job.send(attempts.get(subtask), task -> task.handle(arriving));
        if (event instanceof HandoverComplete) {
            String splitId = ((HandoverComplete) event).shardId();
            if (SegmentSplit.isSegment(splitId)) {
                finishedSegments.set(SegmentSplit.segmentOf(splitId));
                openSegments.remove(splitId);
            }
        }
        cutOverlapShort(subtask);
    }

    /** Ends the overlap without a checkpoint, if that is the fault. */
    private void cutOverlapShort(int subtask) {
        boolean first = !overlapCutShort && isScanned();
        if (first && world.setup.fault.endsWithoutCheckpoint()) {
            overlapCutShort = true;
            sendEventToSourceReader(subtask, new OverlapEnded());
        }
    }

    @Override
    public void signalNoMoreSplits(int subtask) {
        requireRegistered(subtask);
        noMoreSplits[subtask] = true;
        world.job.send(attempts.get(subtask), TaskModel::noMoreSplits);
    }

    private void requireRegistered(int subtask) {
        if (!readers.containsKey(subtask)) {
            throw new Violation("reader " + subtask + " is not registered");
        }
    }

    @Override
    public SplitEnumeratorMetricGroup metricGroup() {
        return new Metrics();
    }

    @Override
    public int currentParallelism() {
        return parallelism;
    }

    @Override
    public Map<Integer, ReaderInfo> registeredReaders() {
        return readers;
    }

    @Override
    public <T> void callAsync(Callable<T> callable, BiConsumer<T, Throwable> handler) {
        throw new AssertionError("the enumerator doesn't use Flink's worker thread");
    }

    @Override
    public <T> void callAsync(
            Callable<T> callable, BiConsumer<T, Throwable> handler, long delay, long period) {
        throw new AssertionError("the enumerator doesn't use Flink's worker thread");
    }

    @Override
    public void runInCoordinatorThread(Runnable runnable) {
        executor.execute(runnable);
    }

    /** Keeps the gauge of what could be read and isn't assigned. */
    private final class Metrics extends UnregisteredMetricsGroup
            implements SplitEnumeratorMetricGroup {
        @Override
        public <G extends Gauge<Long>> G setUnassignedSplitsGauge(G gauge) {
            unassigned = gauge;
            return gauge;
        }
    }
}
