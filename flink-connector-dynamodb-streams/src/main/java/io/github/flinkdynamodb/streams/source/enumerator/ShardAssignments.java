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

import io.github.flinkdynamodb.streams.source.enumerator.assigner.BalancedSplitAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which reader has which shard of one stream: gives out what is ready, takes back what a failed
 * reader had, and ends a handover. Coordinator thread only.
 */
final class ShardAssignments {

    private static final Logger LOG = LoggerFactory.getLogger(ShardAssignments.class);

    private final SplitEnumeratorContext<DynamoDbStreamsSplit> context;
    private final StreamReading reading;
    private final SplitAssigner assigner;
    private final FinishedShards finishedShards = new FinishedShards();
    private String streamArn;
    private ShardGraph graph;

    ShardAssignments(SplitEnumeratorContext<DynamoDbStreamsSplit> context, StreamReading reading) {
        this.context = context;
        this.reading = reading;
        this.assigner = new BalancedSplitAssigner(context.currentParallelism());
    }

    /** Says whose shards are given out from now on. */
    void use(String newStreamArn, ShardGraph newGraph) {
        streamArn = newStreamArn;
        graph = newGraph;
    }

    /** Gives every ready shard to the reader that it is placed on, if that has registered. */
    void assignReady() {
        Map<Integer, List<DynamoDbStreamsSplit>> assignment = new HashMap<>();
        for (String shardId : graph.ready()) {
            Shard shard = graph.shard(shardId).orElseThrow();
            int subtask = place(shard);
            if (context.registeredReaders().containsKey(subtask)) {
                graph.assigned(shardId);
                assignment
                        .computeIfAbsent(subtask, s -> new ArrayList<>())
                        .add(reading.split(streamArn, shard));
            }
        }
        if (!assignment.isEmpty()) {
            assignment.forEach(
                    (subtask, splits) ->
                            LOG.info("Assigning {} shards to subtask {}", splits.size(), subtask));
            LOG.debug("Assigned shards: {}", assignment);
            context.assignSplits(new SplitsAssignment<>(assignment));
        }
    }

    /**
     * A child goes to the reader that had its parent, whenever it is found. On another one its
     * records could overtake the parent's last ones on the way to the next operator, and the
     * changes of an item would be seen out of order.
     */
    private int place(Shard shard) {
        if (shard.parentShardId() != null) {
            finishedShards
                    .readerOf(shard.parentShardId())
                    .ifPresent(subtask -> assigner.placeOn(shard.shardId(), subtask));
        }
        return assigner.place(shard.shardId());
    }

    /** A reader was restored with shards. */
    void restoredWith(int subtask, List<String> shardIds) {
        shardIds.forEach(graph::heldByReader);
        assigner.assigned(shardIds, subtask);
    }

    /** The reader of a shard has read it to its end, and its children are known: they are next. */
    void finished(int subtask, String shardId) {
        graph.finished(shardId);
        finishedShards.finished(shardId, subtask, false);
        release(subtask, shardId);
    }

    /** The reader of a shard has passed the stopping position: nothing after it is wanted. */
    void stopped(int subtask, String shardId) {
        graph.stopped(shardId);
        finishedShards.finished(shardId, subtask, true);
        release(subtask, shardId);
    }

    /**
     * Children first, then the answer: nothing of it may be put off to a later turn of the thread.
     */
    private void release(int subtask, String shardId) {
        assigner.released(shardId);
        assignReady();
        answer(subtask, shardId);
    }

    /** Tells a reader that it may drop a shard. One that isn't there will ask again. */
    void answer(int subtask, String shardId) {
        if (context.registeredReaders().containsKey(subtask)) {
            context.sendEventToSourceReader(subtask, new HandoverComplete(shardId));
        }
    }

    /**
     * A reader failed and goes back to the last completed checkpoint.
     *
     * @param splits what was assigned to it since
     * @param subtask the reader's subtask
     */
    void takeBack(List<DynamoDbStreamsSplit> splits, int subtask) {
        assigner.readerLost(subtask);
        List<String> reopened = finishedShards.readerReset(subtask);
        List<String> takenBack = new ArrayList<>();
        splits.forEach(split -> takenBack.add(split.splitId()));
        reopened.forEach(this::requireCurrentStream);
        takenBack.forEach(this::requireCurrentStream);
        graph.readerReset(reopened, takenBack);
        takenBack.forEach(shardId -> assigner.placeOn(shardId, subtask));
    }

    /**
     * A shard of the table's former stream comes back: only a restore of the whole job undoes that.
     */
    private void requireCurrentStream(String shardId) {
        if (graph.shard(shardId).isEmpty()) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Shard %s came back from a failed reader, but the source has gone on to"
                                    + " %s since the last checkpoint: restoring the whole job",
                            shardId, streamArn));
        }
    }

    void snapshotTaken(long checkpointId) {
        finishedShards.snapshotTaken(checkpointId);
    }

    /** Nothing goes back to before this checkpoint; and resets to it may have been too wide. */
    void checkpointComplete(long checkpointId) {
        finishedShards.checkpointComplete(checkpointId).forEach(graph::confirmed);
        for (FinishedShards.Finish finish : finishedShards.wronglyUndone(checkpointId)) {
            if (finish.isStopped()) {
                graph.stopped(finish.shardId());
            } else {
                graph.finished(finish.shardId());
            }
            graph.confirmed(finish.shardId());
        }
        finishedShards.keepReadersOf(shardId -> graph.shard(shardId).isPresent());
        assignReady();
    }
}
