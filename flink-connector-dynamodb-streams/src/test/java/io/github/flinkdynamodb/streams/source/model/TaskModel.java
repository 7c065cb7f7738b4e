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

import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.OverlapEnded;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.reader.DynamoDbStreamsSourceReader;
import io.github.flinkdynamodb.streams.source.reader.SteppedReader;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/**
 * An attempt of a subtask: a real reader, and its mailbox. What the coordinator sends, and the
 * barriers of checkpoints, come through the mailbox in their order; so what is sent after the
 * enumerator's part of a checkpoint is behind that checkpoint's barrier, as Flink's gateway has it.
 * But barriers of unaligned checkpoints overtake what was sent before, as they do since Flink 2.0.
 */
final class TaskModel {

    /** Something that the task does on its own thread. */
    interface Mail {
        void deliver(TaskModel task) throws Exception;
    }

    /** From a reader to the coordinator: the registration, which is not an event of ours. */
    static final SourceEvent REGISTRATION = new Registration();

    final int subtask;
    final ReaderService service;
    final Deque<Mail> mailbox = new ArrayDeque<>();

    /** The barriers that overtake what lies in the mailbox. */
    final Deque<Mail> urgent = new ArrayDeque<>();

    final Deque<SourceEvent> sent = new ArrayDeque<>();

    /** The segments that haven't been emitted to their ends. */
    private final Set<Integer> unfinishedSegments = new HashSet<>();

    /** How far the handover of each shard is; for counting only. */
    final Map<String, HandoverStep> handovers = new HashMap<>();

    /** The segments whose ends haven't been confirmed; for counting only. */
    final Set<Integer> endedSegments = new HashSet<>();

    private final World world;
    private final SteppedReader<String> stepped;
    private final DynamoDbStreamsSourceReader<String> reader;
    private final ReaderOutput<String> output;
    private int sentCount;
    private long lastSnapshot;
    private boolean inputEnded;

    /** What was reported last without a checkpoint, if that is the fault. */
    private SourceEvent lastReport;

    /**
     * Flink polls once more after a snapshot or an event, for the reader says that it is available.
     */
    private boolean wokenUp;

    /** Whether the reader knows that items and changes can't cross each other any more. */
    private boolean overlapEnded;

    /** Opens the task as Flink does: restored splits, then the registration, then the start. */
    TaskModel(World world, int subtask, List<byte[]> restored) throws Exception {
        this.world = world;
        this.subtask = subtask;
        this.service = new ReaderService(world);
        service.slowScans(world.setup.slowFirstScans, false);
        this.output = new TaskOutput(this, world);
        this.stepped =
                SteppedReader.create(
                        new Context(), world.config, service, world.schema(), world.readerClock());
        this.reader = stepped.reader();
        stepped.readFilesBy(service::readFile);
        if (!restored.isEmpty()) {
            reader.addSplits(restored(Checkpoint.splits(restored)));
        }
        send(REGISTRATION);
        reader.start();
    }

    private List<DynamoDbStreamsSplit> restored(List<DynamoDbStreamsSplit> splits) {
        List<DynamoDbStreamsSplit> changed = new ArrayList<>(splits);
        changed.replaceAll(
                split ->
                        split instanceof SegmentSplit
                                ? world.setup.fault.restored((SegmentSplit) split, world.items)
                                : world.setup.fault.restored(split));
        noteSegments(changed);
        return changed;
    }

    private void noteSegments(List<DynamoDbStreamsSplit> splits) {
        service.filesAdded(splits);
        for (DynamoDbStreamsSplit split : splits) {
            if (split instanceof SegmentSplit && !split.isEnded()) {
                unfinishedSegments.add(((SegmentSplit) split).segment());
            }
        }
    }

    boolean hasUnfinishedSegments() {
        return !unfinishedSegments.isEmpty();
    }

    private void send(SourceEvent message) {
        sent.add(message);
        sentCount++;
    }

    /** Returns how many messages this attempt has sent. */
    int sentCount() {
        return sentCount;
    }

    /** Returns how many messages of this attempt have come to the coordinator. */
    int receivedCount() {
        return sentCount - sent.size();
    }

    boolean knowsEndOfOverlap() {
        return overlapEnded;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    boolean deliver() throws Exception {
        Mail mail = urgent.isEmpty() ? mailbox.poll() : urgent.poll();
        if (mail == null) {
            return false;
        }
        mail.deliver(this);
        return true;
    }

    boolean canFetch() {
        return !inputEnded && stepped.canFetch();
    }

    boolean fetch() {
        if (!canFetch()) {
            return false;
        }
        world.timeForCalls();
        stepped.fetch();
        return true;
    }

    /** Emits one record, or takes other news from the fetcher; or finds that there are none. */
    boolean poll() throws Exception {
        if (inputEnded || !(stepped.hasBatches() || wokenUp)) {
            return false;
        }
        wokenUp = false;
        inputEnded = reader.pollNext(output) == InputStatus.END_OF_INPUT;
        if (world.setup.fault == Fault.REPORTS_WITHOUT_CHECKPOINT && !overlapEnded) {
            reportWithoutCheckpoint();
        }
        return true;
    }

    private void reportWithoutCheckpoint() {
        Instant oldest = service.oldestNotEmitted();
        Instant now = world.clock.instant().minus(world.setup.serviceBehind());
        SourceEvent report = new PagesCovered(0, oldest == null ? now : oldest);
        if (!report.equals(lastReport)) {
            lastReport = report;
            send(Wire.sent(report));
        }
    }

    /** Polls without there being a batch: that is how a reader finds that its input has ended. */
    boolean pollForEnd() throws Exception {
        if (inputEnded || stepped.hasBatches()) {
            return false;
        }
        wokenUp = false;
        inputEnded = reader.pollNext(output) == InputStatus.END_OF_INPUT;
        return inputEnded;
    }

    void addSplits(List<byte[]> splits) throws IOException {
        if (inputEnded) {
            throw new Violation("subtask " + subtask + " gets splits after the end of its input");
        }
        List<DynamoDbStreamsSplit> added = Checkpoint.splits(splits);
        reader.addSplits(added);
        noteSegments(added);
        if (world.setup.fault == Fault.FILE_READ_WHEN_ASSIGNED) {
            added.stream()
                    .filter(FileSplit.class::isInstance)
                    .map(split -> new SegmentEnded(((FileSplit) split).index()))
                    .forEach(this::send);
        }
        for (DynamoDbStreamsSplit split : added) {
            world.parentOf(split.splitId()).ifPresent(this::childTaken);
        }
    }

    void handover(String shardId, HandoverStep step) {
        handovers.computeIfPresent(shardId, (id, old) -> step);
    }

    private void childTaken(String parent) {
        handovers.replace(parent, HandoverStep.CHILDREN_ASSIGNED, HandoverStep.CHILDREN_TAKEN);
    }

    void handle(SourceEvent event) {
        reader.handleSourceEvents(event);
        wokenUp |= world.setup.mode.readsBoth() || world.setup.mode.readsItemsFirst();
        overlapEnded |= event instanceof OverlapEnded;
        if (overlapEnded && world.setup.fault == Fault.END_BY_SHARDS_ALONE) {
            world.output.downstream().overlapEnded();
        }
        if (event instanceof HandoverComplete) {
            String splitId = ((HandoverComplete) event).shardId();
            handover(splitId, HandoverStep.CONFIRMED);
            endedSegments.removeIf(segment -> SegmentSplit.idOf(segment).equals(splitId));
        }
    }

    void noMoreSplits() {
        reader.notifyNoMoreSplits();
    }

    /** Takes the reader's part of a checkpoint; Flink drops one that a later one has overtaken. */
    void snapshot(Checkpoint checkpoint) throws Exception {
        if (checkpoint.id < lastSnapshot) {
            world.situations.note("savepoint whose barrier was overtaken");
            return;
        }
        lastSnapshot = checkpoint.id;
        world.noteHandovers("barrier at the reader", this);
        checkpoint.taken(
                subtask,
                reader.snapshotState(checkpoint.id),
                world.output.emittedBy(subtask),
                sentCount);
        if (world.output.downstream() != null) {
            world.output.downstream().barrier(subtask, checkpoint);
        }
        wokenUp = true;
    }

    void checkpointComplete(long checkpoint) throws Exception {
        reader.notifyCheckpointComplete(checkpoint);
    }

    void splitGone(String shardId) {
        handovers.remove(shardId);
    }

    private static final class Registration implements SourceEvent {
        private static final long serialVersionUID = 1L;
    }

    /** Sends what the reader sends to the coordinator, as bytes. */
    private final class Context extends TestingReaderContext {

        Context() {
            super(
                    SteppedReader.options(),
                    UnregisteredMetricsGroup.createSourceReaderMetricGroup());
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            SourceEvent reported = world.setup.fault.reported(TaskModel.this, event);
            if (reported != null) {
                send(Wire.sent(reported));
            }
            if (event instanceof ShardEndReached) {
                handovers.put(((ShardEndReached) event).shardId(), HandoverStep.END_SENT);
            } else if (event instanceof SegmentEnded) {
                endedSegments.add(((SegmentEnded) event).segment());
                unfinishedSegments.remove(((SegmentEnded) event).segment());
            }
        }

        @Override
        public int getIndexOfSubtask() {
            return subtask;
        }
    }
}
