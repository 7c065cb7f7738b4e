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

import io.github.flinkdynamodb.streams.client.StreamPage;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.BalancedPlacement;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.ChildMoves;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.ShardAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ChildSearch;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryListener;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ScopedExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardStillOpen;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of one stream, from its first listing to the proof of its end: its shards, who reads
 * them, their handovers, and its discovery. It takes in what discovery and the readers report; what
 * follows from that, {@link DynamoDbStreamsSourceEnumerator} does after each event. When the source
 * moves on to the table's next stream, that gets a session of its own, and answers to this one's
 * calls are dropped. Coordinator thread only.
 */
final class StreamSession implements DiscoveryListener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    private final EnumeratorParts parts;
    private final SplitFactory splits;
    private final String streamArn;
    private final ShardGraph graph;
    private final ShardAssigner assigner;
    private final Runnable afterEvent;
    private final ScopedExecutor executor;
    private final ShardDiscoverer discoverer;
    private final Handovers handovers;
    private final EndOfStreamProof proof;

    /** The same kind of proof for another question: which shards there are at a time. */
    private final EndOfStreamProof allKnown;

    /** The shards whose readers wait, and which have no children to wait for. */
    private final Map<String, EndedShard> withoutChildren = new LinkedHashMap<>();

    private final HandoverConfirmations confirmations;

    private StreamStatus status = StreamStatus.ENABLED;
    private boolean described;
    private boolean gone;
    private boolean ended;

    private StreamSession(
            EnumeratorParts parts,
            SplitFactory splits,
            String streamArn,
            ShardGraph graph,
            ShardAssigner assigner,
            Runnable afterEvent) {
        this.parts = parts;
        this.splits = splits;
        this.streamArn = streamArn;
        this.graph = graph;
        this.assigner = assigner;
        this.confirmations = new HandoverConfirmations(parts);
        this.afterEvent = afterEvent;
        this.executor = new ScopedExecutor(parts.executor);
        this.discoverer =
                new ShardDiscoverer(
                        streamArn,
                        parts.calls,
                        executor,
                        parts.config.shardDiscoveryInterval(),
                        this);
        this.handovers =
                new Handovers(
                        graph, discoverer, new ChildSearch(discoverer, executor), executor.clock());
        this.proof = new EndOfStreamProof(discoverer);
        this.allKnown = new EndOfStreamProof(discoverer);
    }

    /**
     * Creates the session of the first stream of a run.
     *
     * @param parts the enumerator's parts
     * @param splits creates splits of its shards
     * @param streamArn the stream
     * @param state what the checkpoint holds of it, or the initial state
     * @param afterEvent to be run after each event that discovery brings
     * @return the session, to be started
     */
    static StreamSession of(
            EnumeratorParts parts,
            SplitFactory splits,
            String streamArn,
            EnumeratorState state,
            Runnable afterEvent) {
        ShardGraph graph = new ShardGraph(splits.startRule(), state.listedOnce());
        graph.restore(state.shards());
        BalancedPlacement placement = new BalancedPlacement(parts.context.currentParallelism());
        ChildMoves moves =
                new ChildMoves(
                        parts.config.rebalance(),
                        placement,
                        parts.executor.clock(),
                        parts.overlap::isOver,
                        delay -> parts.executor.schedule(afterEvent, delay),
                        parts.metrics);
        ShardAssigner assigner = new ShardAssigner(streamArn, graph, splits, placement, moves);
        assigner.restored(parts.context.currentParallelism());
        return new StreamSession(parts, splits, streamArn, graph, assigner, afterEvent);
    }

    /**
     * Ends this session, and creates that of the stream which has replaced this one.
     *
     * @param successor the table's new stream
     * @return its session, to be started
     */
    StreamSession followedBy(String successor) {
        executor.close();
        ShardGraph shards = new ShardGraph(splits.startRule(), true);
        StreamSession next =
                new StreamSession(
                        parts,
                        splits,
                        successor,
                        shards,
                        assigner.follow(successor, shards),
                        afterEvent);
        // Readers may still hold ends of this stream, which nobody else would confirm.
        next.confirmations.addAll(confirmations);
        return next;
    }

    /** Begins to list the stream. */
    void start() {
        discoverer.listSoon();
    }

    String streamArn() {
        return streamArn;
    }

    SplitAssigner assigner() {
        return assigner;
    }

    /** Returns what the service says of the stream; empty as long as it hasn't been asked. */
    Optional<StreamStatus> status() {
        return described ? Optional.of(status) : Optional.empty();
    }

    /** Begins to find out about each shard that exists by now. */
    void findAllShards() {
        allKnown.shardFinished();
    }

    /**
     * Returns whether each shard that existed at {@link #findAllShards()} is known, and has been
     * read, or is being read, or follows one that is.
     */
    boolean isReadThroughout() {
        return ended || (allKnown.holds() && !graph.hasUnread() && assigner.knowsReaders());
    }

    /** Returns a number that grows with each listing. */
    int currentListing() {
        return discoverer.currentListing();
    }

    /** Returns whether all shards have been listed at least once. */
    boolean isListed() {
        return graph.everListed();
    }

    EnumeratorState snapshot(Instant startedAt) {
        return new EnumeratorState(streamArn, startedAt, graph.everListed(), graph.snapshot());
    }

    void updateMetrics() {
        parts.metrics.shards(graph.readyCount(), graph.shards().size(), graph.waitingCount());
    }

    /** A reader has emitted the last record of a shard. */
    void onShardEnd(int subtask, ShardEndReached event) {
        String shardId = event.shardId();
        if (isFinishedOrForgotten(shardId)) {
            confirmations.add(shardId, subtask);
        } else if (event.stopped() || gone) {
            withoutChildren.put(shardId, new EndedShard(subtask, event.stopped()));
        } else {
            handovers.begin(shardId, subtask);
        }
    }

    /** A reader reports how far it is, for the balance of readers. */
    void onProgress(int subtask, SourceEvent event) {
        assigner.progress(subtask, event);
    }

    private boolean isFinishedOrForgotten(String shardId) {
        return graph.shard(shardId)
                .map(shard -> shard.status() == ShardStatus.FINISHED)
                .orElse(true);
    }

    private void onShardFinished(int subtask, String shardId) {
        proof.shardFinished();
        confirmations.add(shardId, subtask);
    }

    /**
     * A reader failed. What is in its state, it reports when it is back.
     *
     * @param subtask the reader
     * @param assignedSince what no checkpoint holds of its splits, segments among them
     */
    void readerReset(int subtask, List<DynamoDbStreamsSplit> assignedSince) {
        handovers.readerLost(subtask);
        confirmations.readerReset(subtask);
        withoutChildren.values().removeIf(shard -> shard.subtask == subtask);
        ended = false;
        assigner.readerReset(
                subtask,
                assignedSince.stream()
                        .filter(split -> !SegmentSplit.isSegment(split.splitId()))
                        .collect(Collectors.toList()));
    }

    /**
     * Has shards read on that turned out to be open, and finishes those whose children are known,
     * so that these are ready. Within the same turn they must be assigned, and then {@link
     * #confirmHandovers()} called: a checkpoint holds all of it or nothing.
     */
    void completeHandovers() {
        handovers.takeStillOpen(parts::canReach).forEach(this::readOn);
        handovers.takeComplete(parts::canReach).forEach(this::complete);
        Map<String, EndedShard> reachable = new LinkedHashMap<>(withoutChildren);
        reachable.values().removeIf(shard -> !parts.canReach(shard.subtask));
        reachable.forEach(this::finish);
        withoutChildren.keySet().removeAll(reachable.keySet());
    }

    private void finish(String shardId, EndedShard shard) {
        if (shard.stopped) {
            assigner.stopped(shard.subtask, shardId);
        } else {
            assigner.finished(shard.subtask, shardId);
        }
        onShardFinished(shard.subtask, shardId);
    }

    private void complete(Handovers.Handover handover) {
        if (handover.hasLostChildren()) {
            parts.dataLoss.onLoss(
                    String.format(
                            "shard %s of stream %s was read to its end, but it is no longer listed"
                                    + " and its children can't be found: the retention of 24 hours"
                                    + " has passed over them.",
                            handover.shardId, streamArn),
                    "with the oldest shards that are left",
                    FlinkRuntimeException::new);
        }
        assigner.finished(handover.subtask, handover.shardId);
        onShardFinished(handover.subtask, handover.shardId);
        parts.metrics.handedOver(Duration.between(handover.since, executor.clock().instant()));
    }

    /** Confirms finished shards to their readers. */
    void confirmHandovers() {
        confirmations.send(assigner);
    }

    /**
     * Returns whether all that is wanted of the stream has been read. If only the proof of that is
     * missing, it is sought.
     */
    boolean isReadToTheEnd() {
        boolean mayGrow = !parts.isBounded() && status.mayGrow();
        return graph.listedInThisRun()
                && graph.allFinished()
                && !mayGrow
                && (gone || proof.holds());
    }

    /** Nothing more will be assigned: what discovery finds from now on is ignored. */
    void end() {
        LOG.info("{} has been read to the end, or as far as was configured", streamArn);
        ended = true;
    }

    /** Returns whether the readers are not to expect more splits. */
    boolean hasEnded() {
        return ended;
    }

    @Override
    public void onPage(StreamPage page) {
        if (ended) {
            return;
        }
        parts.checks.requireSuitable(streamArn, page);
        status = page.status();
        described = true;
        graph.listed(page.shards());
        handovers.onShardsFound();
        afterEvent.run();
    }

    @Override
    public void onListingComplete(int listing, StreamStatus newStatus) {
        if (ended) {
            graph.listingAbandoned();
            return;
        }
        boolean first = !graph.listedInThisRun();
        status = newStatus;
        graph.listingComplete(executor.clock().instant());
        if (first) {
            LOG.info(
                    "Listed {}: {} shards, {} of them waiting for a parent",
                    streamArn,
                    graph.shards().size(),
                    graph.waitingCount());
        }
        handovers.onListingComplete(listing, status);
        proof.listingComplete(listing);
        allKnown.listingComplete(listing);
        afterEvent.run();
    }

    /** Tells a reader that a shard hasn't ended. */
    private void readOn(Handovers.Handover handover) {
        LOG.warn(
                "A page of shard {} of {} named no next iterator, but the shard is listed as open:"
                        + " reading continues",
                handover.shardId,
                streamArn);
        parts.context.sendEventToSourceReader(
                handover.subtask, new ShardStillOpen(handover.shardId));
    }

    @Override
    public void onListingAbandoned() {
        graph.listingAbandoned();
    }

    @Override
    public void onChildren(String parentShardId, List<ShardDescriptor> children) {
        if (ended) {
            return;
        }
        graph.found(children);
        handovers.onLookUpAnswered(parentShardId);
        afterEvent.run();
    }

    @Override
    public void onShardsAfterLast(int request, List<ShardDescriptor> shards, boolean more) {
        if (ended) {
            return;
        }
        graph.foundChildren(shards);
        handovers.onPageAfterLastAnswered(request, more);
        afterEvent.run();
    }

    @Override
    public void onFailure(StreamsException failure) {
        boolean streamIsGone = failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND;
        if (!streamIsGone || parts.config.tableName().isEmpty() || !graph.everListed()) {
            throw discoveryFailed(failure);
        }
        onStreamGone();
        discoverer.listAfterInterval();
        afterEvent.run();
    }

    static FlinkRuntimeException discoveryFailed(StreamsException failure) {
        return new FlinkRuntimeException(
                "Discovery of shards failed: " + failure.getMessage(), failure);
    }

    /** The stream was deleted, a day or more after the table had got another one. */
    private void onStreamGone() {
        if (gone) {
            return;
        }
        parts.dataLoss.onLoss(
                "stream " + streamArn + " no longer exists: what was left in it is lost.",
                "with the table's new stream",
                FlinkRuntimeException::new);
        gone = true;
        status = StreamStatus.DISABLED;
        assigner.abandonUnassigned();
        graph.listingComplete(executor.clock().instant());
        handovers.onStreamGone();
    }

    /** A shard whose reader has emitted all of it. */
    private static final class EndedShard {
        private final int subtask;

        /** Whether it has passed the stopping position. */
        private final boolean stopped;

        EndedShard(int subtask, boolean stopped) {
            this.subtask = subtask;
            this.stopped = stopped;
        }
    }
}
