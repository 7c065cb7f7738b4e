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
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ContextCoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.DiscoveryListener;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds shards and gives them to readers. Everything here runs on the coordinator's thread; the
 * client's threads and the timer only hand over to it, through {@link CoordinatorExecutor}.
 *
 * <p>The life of a shard:
 *
 * <ol>
 *   <li>{@link ShardDiscoverer} finds it, in a page of a listing or as a child of a shard that
 *       ended, and it enters the {@link ShardGraph}: WAITING as long as its parent isn't done, then
 *       READY.
 *   <li>The {@link SplitAssigner} places it on a subtask, and as soon as that subtask's reader has
 *       registered it is ASSIGNED.
 *   <li>The reader has emitted its last record and says {@link ShardEndReached}; the split stays in
 *       the reader's state. {@link Handovers} makes sure that its children are known.
 *   <li>In one step, so that every checkpoint holds all or nothing of it: the shard is FINISHED,
 *       its children are assigned, and the reader is told {@link HandoverComplete} and drops the
 *       split.
 *   <li>When the service no longer lists it, and no child waits for it, it is forgotten.
 * </ol>
 *
 * <p>If a reader fails alone, Flink hands back what was assigned to it since the last checkpoint
 * ({@link #addSplitsBack}), and restores the rest with it. Shards that it finished since then are
 * in its state again: they are reopened ({@link FinishedShards}), and their children wait for them
 * again.
 */
@Internal
public final class DynamoDbStreamsSourceEnumerator
        implements SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState>,
                DiscoveryListener,
                Handovers.Listener {

    private static final Logger LOG =
            LoggerFactory.getLogger(DynamoDbStreamsSourceEnumerator.class);

    private final SplitEnumeratorContext<DynamoDbStreamsSplit> context;
    private final SourceConfig config;
    private final StreamsClient client;
    private final CoordinatorExecutor executor;
    private final EnumeratorMetrics metrics;
    private final DataLossGuard dataLoss;
    private final StreamReading reading;
    private final ShardDiscoverer discoverer;
    private final ShardAssignments assignments;
    private final ListingProof proof;

    private String streamArn;
    private ShardGraph graph;
    private Handovers handovers;
    private StreamStatus status = StreamStatus.ENABLED;
    private boolean streamGone;
    private boolean noMoreSplits;

    DynamoDbStreamsSourceEnumerator(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            SourceConfig config,
            StreamsClient client,
            CoordinatorExecutor executor,
            StreamReading reading,
            EnumeratorState state) {
        this.context = context;
        this.config = config;
        this.client = client;
        this.executor = executor;
        this.reading = reading;
        this.metrics = new EnumeratorMetrics(context.metricGroup());
        this.dataLoss = new DataLossGuard(config, metrics);
        this.discoverer =
                new ShardDiscoverer(client, executor, config, this, metrics.describeStreamCalls());
        this.assignments = new ShardAssignments(context, reading);
        this.proof = new ListingProof(discoverer);
        use(state.streamArn().orElse(null), reading.restoreGraph(state));
    }

    /**
     * Creates an enumerator.
     *
     * @param context Flink's context
     * @param config the settings
     * @param client makes the calls; closed with the enumerator
     * @param state what the checkpoint holds, or {@link EnumeratorState#initial(Instant)}
     * @param firstRun whether the source starts for the first time: neither from a checkpoint nor
     *     after a failure before the first one
     * @param requirements what the schema needs of the stream
     * @return the enumerator
     */
    public static DynamoDbStreamsSourceEnumerator create(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            SourceConfig config,
            StreamsClient client,
            EnumeratorState state,
            boolean firstRun,
            StreamRequirements requirements) {
        return new DynamoDbStreamsSourceEnumerator(
                context,
                config,
                client,
                new ContextCoordinatorExecutor(context, Clock.systemUTC()),
                new StreamReading(config, state.startedAt(), firstRun, requirements),
                state);
    }

    private void use(String newStreamArn, ShardGraph newGraph) {
        streamArn = newStreamArn;
        graph = newGraph;
        assignments.use(streamArn, graph);
        handovers = new Handovers(graph, discoverer, executor, this);
    }

    @Override
    public void start() {
        metrics.registerGauges(
                () -> (long) graph.readyCount(),
                () -> (long) graph.shards().size(),
                () -> (long) graph.waitingCount());
        reading.requireSameStream(streamArn);
        if (streamArn == null && config.tableName().isPresent()) {
            discoverer.findLatestStream(config.tableName().get());
        } else {
            use(streamArn == null ? config.streamArn().orElseThrow() : streamArn, graph);
            discoverer.watch(streamArn);
        }
    }

    /** Splits are pushed, so a request has no meaning. */
    @Override
    public void handleSplitRequest(int subtaskId, String requesterHostname) {}

    @Override
    public void addReader(int subtaskId) {
        assignments.assignReady();
        if (noMoreSplits) {
            context.signalNoMoreSplits(subtaskId);
        }
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        if (event instanceof ShardEndReached) {
            onShardEnd(subtaskId, (ShardEndReached) event);
        } else if (event instanceof SplitsRestored) {
            assignments.restoredWith(subtaskId, ((SplitsRestored) event).shardIds());
        } else {
            throw new IllegalArgumentException("unknown event: " + event);
        }
    }

    private void onShardEnd(int subtask, ShardEndReached event) {
        String shardId = event.shardId();
        graph.heldByReader(shardId);
        if (isFinished(shardId)) {
            assignments.answer(subtask, shardId);
        } else if (event.stopped()) {
            assignments.stopped(subtask, shardId);
            onShardFinished();
        } else if (streamGone) {
            assignments.finished(subtask, shardId);
            onShardFinished();
        } else {
            handovers.begin(shardId, subtask);
        }
    }

    private boolean isFinished(String shardId) {
        return graph.shard(shardId)
                .filter(shard -> shard.status() == ShardStatus.FINISHED)
                .isPresent();
    }

    @Override
    public void onChildrenKnown(String shardId, int subtask, Instant since) {
        if (context.registeredReaders().containsKey(subtask)) {
            assignments.finished(subtask, shardId);
            metrics.handedOver(Duration.between(since, executor.clock().instant()));
            onShardFinished();
        }
    }

    @Override
    public void onChildrenLost(String shardId, int subtask, Instant since) {
        dataLoss.lost(
                String.format(
                        "Shard %s of %s was read to its end, but the service doesn't list it any"
                                + " more, and its children can't be found: the retention of 24"
                                + " hours has passed over them, so records were lost.",
                        shardId, streamArn),
                "go on with the oldest shards that are left");
        onChildrenKnown(shardId, subtask, since);
    }

    @Override
    public void addSplitsBack(List<DynamoDbStreamsSplit> splits, int subtaskId) {
        LOG.info("Subtask {} failed; its shards not in any checkpoint: {}", subtaskId, splits);
        handovers.readerLost(subtaskId);
        assignments.takeBack(splits, subtaskId);
        noMoreSplits = false;
    }

    @Override
    public void onPage(StreamPage page) {
        if (noMoreSplits) {
            return;
        }
        reading.requireSuitable(streamArn, page);
        status = page.status();
        graph.listed(page.shards());
        handovers.onShardsFound();
        assignments.assignReady();
    }

    @Override
    public void onListingComplete(int listing, StreamStatus newStatus) {
        if (noMoreSplits) {
            graph.listingAbandoned();
            return;
        }
        status = newStatus;
        boolean first = !graph.listedInThisRun();
        graph.listingComplete(executor.clock().instant());
        handovers.onListingComplete(listing, status);
        proof.listingComplete(listing);
        assignments.assignReady();
        finishIfDone();
        if (first) {
            LOG.info(
                    "Listed {}: {} shards, {} of them waiting for a parent",
                    streamArn,
                    graph.shards().size(),
                    graph.waitingCount());
        }
    }

    @Override
    public void onListingAbandoned() {
        graph.listingAbandoned();
    }

    @Override
    public void onChildren(String parentShardId, List<ShardDescriptor> children) {
        graph.found(children);
        handovers.onLookUpAnswered(parentShardId);
        assignments.assignReady();
    }

    @Override
    public void onTail(int tail, List<ShardDescriptor> shards, boolean more) {
        graph.foundChildren(shards);
        handovers.onTailAnswered(tail, more);
        assignments.assignReady();
    }

    private void onShardFinished() {
        proof.shardFinished();
        finishIfDone();
    }

    private void finishIfDone() {
        if (noMoreSplits || !graph.listedInThisRun() || !graph.allFinished()) {
            return;
        }
        if ((!isBounded() && status.mayGrow()) || !(streamGone || proof.holds())) {
            return;
        }
        if (isBounded() || config.tableName().isEmpty()) {
            LOG.info("{} has been read as far as was asked", streamArn);
            noMoreSplits = true;
            context.registeredReaders().keySet().forEach(context::signalNoMoreSplits);
        } else {
            discoverer.findLatestStream(config.tableName().orElseThrow());
        }
    }

    private boolean isBounded() {
        return config.stopping().mode() != StoppingPosition.Mode.NEVER;
    }

    @Override
    public void onLatestStream(String latestArn) {
        String tableName = config.tableName().orElseThrow();
        if (latestArn == null && streamArn == null) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Table '%s' ('%s') has no stream: enable one, with the view type that"
                                    + " the job needs, and check the region and the endpoint",
                            tableName, DynamoDbStreamsSourceOptions.TABLE_NAME.key()));
        }
        if (streamArn == null) {
            LOG.info("Table {} has the stream {}", tableName, latestArn);
            use(latestArn, graph);
            discoverer.watch(latestArn);
        } else if (latestArn != null && !latestArn.equals(streamArn) && graph.allFinished()) {
            follow(tableName, latestArn);
        }
    }

    private void follow(String tableName, String successor) {
        dataLoss.lost(
                String.format(
                        "Stream %s of table %s has been read to its end and was replaced by %s."
                                + " Changes made between the two are in neither.",
                        streamArn, tableName, successor),
                "go on with the new stream");
        status = StreamStatus.ENABLED;
        streamGone = false;
        use(successor, reading.emptyGraph(true));
        discoverer.watch(successor);
    }

    @Override
    public void onFailure(StreamsException failure) {
        boolean streamIsGone =
                failure.kind() == StreamsException.Kind.RESOURCE_NOT_FOUND && streamArn != null;
        if (streamIsGone && config.tableName().isPresent() && graph.everListed()) {
            onStreamGone();
        } else {
            throw new FlinkRuntimeException(
                    "Discovery of shards failed: " + failure.getMessage(), failure);
        }
    }

    /** The stream was deleted, a day or more after the table had got another one. */
    private void onStreamGone() {
        if (!streamGone) {
            dataLoss.lost(
                    "Stream " + streamArn + " doesn't exist any more: what was left in it is lost.",
                    "go on with the table's new stream");
            streamGone = true;
            status = StreamStatus.DISABLED;
            graph.abandonUnassigned();
            graph.listingComplete(executor.clock().instant());
            handovers.onStreamGone();
        }
        finishIfDone();
        String gone = streamArn;
        executor.schedule(
                () -> {
                    if (gone.equals(streamArn)) {
                        discoverer.watch(gone);
                    }
                },
                config.shardDiscoveryInterval());
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        assignments.snapshotTaken(checkpointId);
        return reading.snapshot(streamArn, graph);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        assignments.checkpointComplete(checkpointId);
    }

    @Override
    public void close() {
        executor.close();
        client.close();
    }
}
