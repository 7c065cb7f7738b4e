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

import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns the shards of one stream, as its {@link ShardGraph} has them ready. A child goes to the
 * reader that had its parent, unless {@link ChildMoves} has it leave. Coordinator thread only.
 */
@Internal
public final class ShardAssigner implements SplitAssigner {

    private static final Logger LOG = LoggerFactory.getLogger(ShardAssigner.class);

    private final String streamArn;
    private final ShardGraph graph;
    private final SplitFactory splits;
    private final BalancedPlacement placement;
    private final ChildMoves moves;
    private final UnconfirmedFinishes finishes;
    private final ReaderHistory readers = new ReaderHistory();
    private final UnreportedSplits unreported = new UnreportedSplits();

    /**
     * Creates the assigner of the first stream that a source reads.
     *
     * @param streamArn the stream
     * @param graph its shards
     * @param splits makes splits of them
     * @param placement chooses subtasks
     * @param moves chooses them for children, by the same placement
     */
    public ShardAssigner(
            String streamArn,
            ShardGraph graph,
            SplitFactory splits,
            BalancedPlacement placement,
            ChildMoves moves) {
        this(streamArn, graph, splits, placement, moves, new UnconfirmedFinishes());
    }

    private ShardAssigner(
            String streamArn,
            ShardGraph graph,
            SplitFactory splits,
            BalancedPlacement placement,
            ChildMoves moves,
            UnconfirmedFinishes finishes) {
        this.streamArn = streamArn;
        this.graph = graph;
        this.splits = splits;
        this.placement = placement;
        this.moves = moves;
        this.finishes = finishes;
    }

    /**
     * Creates the assigner of the stream that the source reads after this one. A reader may still
     * go back to a checkpoint in which it holds shards of this stream.
     *
     * @param nextStreamArn the next stream
     * @param nextGraph its shards
     * @return its assigner
     */
    public ShardAssigner follow(String nextStreamArn, ShardGraph nextGraph) {
        return new ShardAssigner(nextStreamArn, nextGraph, splits, placement, moves, finishes);
    }

    @Override
    public Map<Integer, List<DynamoDbStreamsSplit>> takeAssignable(IntPredicate isRegistered) {
        Map<Integer, List<DynamoDbStreamsSplit>> assignable = new HashMap<>();
        List<String> ready = graph.ready();
        moves.begin(ready);
        for (String shardId : ready) {
            Shard shard = graph.shard(shardId).orElseThrow();
            OptionalInt subtask = isParentSought(shard) ? OptionalInt.empty() : place(shard);
            if (subtask.isPresent() && isRegistered.test(subtask.getAsInt())) {
                assignable
                        .computeIfAbsent(subtask.getAsInt(), s -> new ArrayList<>())
                        .add(assign(shard, subtask.getAsInt()));
            }
        }
        return assignable;
    }

    private DynamoDbStreamsSplit assign(Shard shard, int subtask) {
        graph.assigned(shard.shardId());
        finishes.assigned(shard.shardId(), subtask);
        parentsReader(shard).ifPresent(reader -> moves.assigned(shard, reader, subtask));
        return splits.split(streamArn, shard);
    }

    /**
     * Returns whether a reader may still have the parent of a shard from before a restore, and
     * hasn't said so yet. Without it a child would inherit nothing.
     */
    private boolean isParentSought(Shard shard) {
        return splits.childrenInherit()
                && splits.isContinued()
                && shard.parentShardId() != null
                && readers.readerOf(shard.parentShardId()).isEmpty()
                && unreported.isReaderAwaited();
    }

    /**
     * A child goes to the reader that had its parent, whenever it is found. On another one its
     * records could overtake the parent's last ones on the way to the next operator, and the
     * changes of an item would be seen out of order. If that reader has ended, its records are out,
     * and another one has to read the child. If it has more than its share, the child may wait for
     * the checkpoint after which it can be read elsewhere.
     *
     * @return the subtask; empty if the shard waits
     */
    private OptionalInt place(Shard shard) {
        OptionalInt reader = parentsReader(shard);
        if (reader.isPresent()) {
            OptionalInt chosen =
                    moves.choose(shard.shardId(), reader.getAsInt(), isParentCovered(shard));
            chosen.ifPresent(subtask -> placement.placeOn(shard.shardId(), subtask));
            return chosen;
        }
        return OptionalInt.of(placement.place(shard.shardId()));
    }

    /** Returns the reader that had the parent of a shard, if it can be given the shard. */
    private OptionalInt parentsReader(Shard shard) {
        OptionalInt reader =
                shard.parentShardId() == null
                        ? OptionalInt.empty()
                        : readerToFollow(shard.parentShardId());
        return reader.isPresent() && placement.accepts(reader.getAsInt())
                ? reader
                : OptionalInt.empty();
    }

    private boolean isParentCovered(Shard shard) {
        return graph.shard(shard.parentShardId()).map(Shard::isFinishCovered).orElse(true);
    }

    /** After a restore, whoever has the one child of a shard inherits to the other. */
    private OptionalInt readerToFollow(String parentShardId) {
        OptionalInt reader = readers.readerOf(parentShardId);
        if (reader.isPresent() || !splits.childrenInherit()) {
            return reader;
        }
        return graph.childrenOf(parentShardId).stream()
                .map(child -> placement.subtaskOf(child.shardId()))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /**
     * The whole job was restored: what the graph has as assigned, readers are going to report.
     *
     * @param parallelism the number of readers
     */
    public void restored(int parallelism) {
        unreported.restored(
                graph.shards().stream()
                        .map(Shard::shardId)
                        .filter(graph::isAssigned)
                        .collect(Collectors.toList()),
                parallelism);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A shard that has ended, and that isn't known, was finished and forgotten, or is of the
     * table's former stream: a barrier overtook the news of that on its way to the reader.
     */
    @Override
    public void restoredWith(int subtask, List<String> reading, List<String> ended) {
        List<String> held = new ArrayList<>(reading);
        ended.stream().filter(this::isKnown).forEach(held::add);
        held.forEach(graph::heldByReader);
        ended.forEach(shardId -> readers.hasRead(subtask, shardId));
        placement.assigned(
                held.stream().filter(graph::isAssigned).collect(Collectors.toList()), subtask);
        held.forEach(finishes::notFinished);
        takeBack(unreported.reported(subtask, held));
    }

    /**
     * Returns whether the reader of a finished shard may drop it. If children inherit what it
     * remembers, it stays as long as one of them isn't with a reader, or that isn't known since a
     * barrier may have overtaken it; and if it has none, until the table has another stream, before
     * which changes may be missing. If children may move, it stays until they have readers that
     * aren't ahead of them in event time.
     *
     * @param shardId the shard, which may be forgotten
     * @return false if it is still needed
     */
    public boolean mayBeDropped(String shardId) {
        if (moves.areOn()) {
            return isFollowed(shardId) && !moves.isKept(shardId);
        }
        if (!splits.childrenInherit()) {
            return true;
        }
        if (graph.shard(shardId).isEmpty()) {
            return !graph.allFinished() || !splits.mayBeFollowed();
        }
        Set<Shard> children = graph.childrenOf(shardId);
        if (children.isEmpty()) {
            return !splits.mayBeFollowed();
        }
        return children.stream()
                .allMatch(child -> child.isStarted() && !unreported.isInDoubt(child.shardId()));
    }

    /**
     * Returns whether whatever follows a finished shard is with readers.
     *
     * @param shardId the shard, which may be forgotten
     * @return true also if nothing follows it
     */
    public boolean isFollowed(String shardId) {
        return graph.childrenOf(shardId).stream().allMatch(Shard::isStarted);
    }

    private boolean isKnown(String shardId) {
        return graph.shard(shardId).isPresent();
    }

    /** No reader has got these shards, though a checkpoint says so. */
    private void takeBack(List<String> lost) {
        if (!lost.isEmpty()) {
            LOG.info("Barriers overtook shards on their way to readers: assigning {} again", lost);
            graph.readerReset(List.of(), lost);
        }
    }

    /**
     * Returns whether a reader is known to have each shard that counts as assigned.
     *
     * @return false from a restore or a failure on, until readers have reported
     */
    public boolean knowsReaders() {
        return unreported.isEmpty();
    }

    /**
     * The reader of a shard has read it to its end, and its children are known: they are next.
     *
     * @param subtask the reader's subtask
     * @param shardId the shard
     */
    public void finished(int subtask, String shardId) {
        graph.finished(shardId);
        finished(subtask, shardId, false);
    }

    /**
     * The reader of a shard has passed the stopping position: nothing after it is wanted.
     *
     * @param subtask the reader's subtask
     * @param shardId the shard
     */
    public void stopped(int subtask, String shardId) {
        graph.stopped(shardId);
        finished(subtask, shardId, true);
    }

    private void finished(int subtask, String shardId, boolean stopped) {
        finishes.finished(shardId, subtask, stopped);
        moves.finished(shardId, graph.childrenOf(shardId));
        readers.hasRead(subtask, shardId);
        placement.released(shardId);
    }

    @Override
    public void endSignalled(int subtask) {
        placement.endSignalled(subtask);
    }

    @Override
    public void readerReset(int subtask, List<DynamoDbStreamsSplit> assignedSince) {
        List<String> held = new ArrayList<>(placement.readerLost(subtask));
        List<String> takenBack =
                assignedSince.stream()
                        .map(DynamoDbStreamsSplit::splitId)
                        .collect(Collectors.toList());
        UnconfirmedFinishes.Reset reset = finishes.readerReset(subtask, takenBack);
        List<String> reopened = new ArrayList<>(reset.undone());
        reopened.addAll(reset.doubtful());
        reset.confirmed().forEach(graph::confirmed);
        reopened.forEach(this::requireOfThisStream);
        takenBack.forEach(this::requireOfThisStream);
        held.removeAll(takenBack);
        held.removeIf(shardId -> !graph.isAssigned(shardId));
        graph.readerReset(reopened, takenBack);
        moves.readerReset(subtask);
        unreported.readerReset(subtask, held, List.of());
        unreported.readerReset(subtask, reset.undone(), reset.doubtful());
        placement.assigned(held, subtask);
        placement.assigned(reopened, subtask);
        takenBack.forEach(unreported::settled);
        // One that waits for its parent follows that one's reader.
        graph.ready().stream()
                .filter(takenBack::contains)
                .forEach(shardId -> placement.placeOn(shardId, subtask));
    }

    /**
     * A shard of the table's former stream comes back: only a restore of the whole job undoes that.
     */
    private void requireOfThisStream(String shardId) {
        if (!isKnown(shardId)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Shard %s came back from a failed reader, but since the last checkpoint"
                                    + " the source has moved on to stream %s: restoring the whole"
                                    + " job",
                            shardId, streamArn));
        }
    }

    /**
     * A reader reports how far it is, for the balance of readers.
     *
     * @param subtask the reader's subtask
     * @param event a {@code ShardCaughtUp} or a {@code BytesRead}
     */
    public void progress(int subtask, SourceEvent event) {
        moves.progress(subtask, event);
    }

    /** Gives up every shard that no reader has: the stream is gone. */
    public void abandonUnassigned() {
        graph.ready().forEach(placement::released);
        graph.abandonUnassigned();
    }

    @Override
    public void snapshotTaken(long checkpointId) {
        finishes.snapshotTaken(checkpointId);
        unreported.snapshotTaken(checkpointId);
    }

    /** Resets that came before this news may have put in doubt what it holds as finished. */
    @Override
    public void checkpointComplete(long checkpointId) {
        moves.checkpointComplete(this::isKnown);
        finishes.checkpointComplete(checkpointId).forEach(graph::confirmed);
        for (UnconfirmedFinishes.Finish finish : finishes.finishedAfterAll(checkpointId)) {
            if (finish.isStopped()) {
                graph.stopped(finish.splitId());
            } else {
                graph.finished(finish.splitId());
            }
            graph.confirmed(finish.splitId());
            placement.released(finish.splitId());
            unreported.settled(finish.splitId());
        }
        takeBack(unreported.checkpointComplete(checkpointId));
        readers.keep(this::isKnown);
    }

    @Override
    public boolean allFinished() {
        return graph.allFinished();
    }
}
