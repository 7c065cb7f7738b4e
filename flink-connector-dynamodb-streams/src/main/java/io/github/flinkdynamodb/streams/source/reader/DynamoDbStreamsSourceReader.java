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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.source.config.RepairConfig;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.event.BytesRead;
import io.github.flinkdynamodb.streams.source.event.ChildrenAssigned;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ItemsLeft;
import io.github.flinkdynamodb.streams.source.event.ReadCapacityGranted;
import io.github.flinkdynamodb.streams.source.event.ShardStillOpen;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.reader.fetch.FetchContext;
import io.github.flinkdynamodb.streams.source.reader.fetch.FetchOverlap;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReadCapacity;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordUnit;
import io.github.flinkdynamodb.streams.source.reader.fetch.ShardBytes;
import io.github.flinkdynamodb.streams.source.reader.fetch.ShardSplitReader;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplitState;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplitState;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * The reader of one subtask. A split lives here like this:
 *
 * <ol>
 *   <li>task thread: {@link #addSplits(List)} creates its state and passes it to the fetcher;
 *   <li>fetcher thread: its shard is polled, or its segment is scanned, and pages are decoded to
 *       batches;
 *   <li>task thread: records are emitted and the state moves, up to the unit that says that the
 *       split has ended: the state is marked, and the enumerator is told;
 *   <li>task thread: the enumerator's {@link HandoverComplete} comes; the fetcher is asked to let
 *       the split go;
 *   <li>fetcher thread: the split is reported as finished;
 *   <li>task thread: its state and its output are dropped.
 * </ol>
 *
 * @param <T> the type of the elements
 */
// Flink's SourceReader.close() throws Exception, of which javac warns on each implementation.
@SuppressWarnings("try")
@Internal
public final class DynamoDbStreamsSourceReader<T>
        extends SingleThreadMultiplexSourceReaderBase<
                RecordUnit<T>, T, DynamoDbStreamsSplit, SplitState> {

    /** How long a call may take before the shard counts as behind. */
    private static final long LAG_SLACK_MILLIS = 1_000;

    private static final long NONE = -1;

    private final ReaderParts<T> parts;

    /** The shards of the restored state, as long as it isn't known whether they can be read on. */
    private final RestoredShards restored;

    /** The ids of those splits that are segments, or files in their place. */
    private final Set<String> segments = new HashSet<>();

    /** The checkpoint whose snapshot was taken since the last poll. */
    private long unacknowledged = NONE;

    private DynamoDbStreamsSourceReader(ReaderParts<T> parts, SourceReaderContext context) {
        super(
                parts.fetchers,
                new DynamoDbStreamsRecordEmitter<>(parts.handover, parts.behind, parts.metrics),
                context.getConfiguration(),
                context);
        this.parts = parts;
        this.restored = new RestoredShards(context, parts.repairs, this::read);
    }

    /**
     * Creates a reader, with a client and an opened schema of its own.
     *
     * @param context Flink's side of the reader
     * @param config the settings
     * @param clients makes the client
     * @param schema turns records into elements
     * @param hold holds the watermarks while items of the table and older changes may cross
     * @param <T> the type of the elements
     * @return the reader, not started yet
     * @throws Exception if the schema can't be opened
     */
    public static <T> DynamoDbStreamsSourceReader<T> create(
            SourceReaderContext context,
            SourceConfig config,
            StreamsClientProvider clients,
            DynamoDbStreamsDeserializationSchema<T> schema,
            WatermarkHold hold)
            throws Exception {
        return create(context, config, clients, schema, hold, ReaderClock.system());
    }

    static <T> DynamoDbStreamsSourceReader<T> create(
            SourceReaderContext context,
            SourceConfig config,
            StreamsClientProvider clients,
            DynamoDbStreamsDeserializationSchema<T> schema,
            WatermarkHold hold,
            ReaderClock clock)
            throws Exception {
        schema.open(new SchemaContext(context));
        StreamsClient client = clients.create(context.getUserCodeClassLoader().asClassLoader());
        return new DynamoDbStreamsSourceReader<>(
                new ReaderParts<>(context, config, client, schema, hold, clock), context);
    }

    @Override
    public void start() {
        super.start();
        parts.lineages.start();
        parts.behind.start();
        // The answer comes before a child of a shard that is held, which is to inherit from it.
        restored.start();
        parts.handover.start(restored.held());
    }

    @Override
    public void addSplits(List<DynamoDbStreamsSplit> splits) {
        splits.forEach(parts.stopping::check);
        read(restored.hold(parts.lineages.complete(splits, restored.held())));
    }

    private void read(List<DynamoDbStreamsSplit> splits) {
        if (splits.isEmpty()) {
            return;
        }
        super.addSplits(splits);
        noteAssigned();
        parts.overlap.splitsAdded(splits);
        parts.behind.splitsAdded(splits);
        parts.handover.splitsAdded(splits);
    }

    /**
     * Returns when there is something to poll for. A failure of the fetcher is announced once, and
     * Flink loses that if it comes after a poll has looked for failures and before it finds the
     * queue empty; nothing else ever comes from a failed fetcher, and the task would wait
     * indefinitely.
     */
    @Override
    public CompletableFuture<Void> isAvailable() {
        return parts.fetchers.hasFailed()
                ? CompletableFuture.completedFuture(null)
                : super.isAvailable();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) throws Exception {
        if (unacknowledged != NONE) {
            context.sendSourceEventToCoordinator(new SnapshotAcknowledged(unacknowledged));
            unacknowledged = NONE;
        }
        parts.overlap.beforePoll(output);
        InputStatus status = super.pollNext(output);
        parts.overlap.afterPoll();
        return status;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Flink acknowledges a snapshot to the coordinator in the same action of the task's thread,
     * after this method. The next poll is another action, so it is asked for: what it sends comes
     * after Flink's acknowledgement.
     */
    @Override
    public List<DynamoDbStreamsSplit> snapshotState(long checkpointId) {
        if (parts.bytes.isWanted()) {
            context.sendSourceEventToCoordinator(new BytesRead(parts.bytes.take()));
        }
        context.sendSourceEventToCoordinator(new SnapshotTaken(checkpointId));
        unacknowledged = checkpointId;
        parts.fetchers.wakeUpReader();
        parts.overlap.snapshotTaken(checkpointId);
        List<DynamoDbStreamsSplit> state = new ArrayList<>(restored.held());
        super.snapshotState(checkpointId).stream()
                .filter(split -> !parts.handover.isConfirmed(split.splitId()))
                .forEach(state::add);
        return state;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        parts.overlap.checkpointComplete(checkpointId);
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        if (event instanceof HandoverComplete) {
            parts.handover.confirmed((HandoverComplete) event);
        } else if (event instanceof ChildrenAssigned) {
            parts.metrics.followed(((ChildrenAssigned) event).shardId());
        } else if (event instanceof ReadCapacityGranted) {
            ReadCapacityGranted grant = (ReadCapacityGranted) event;
            parts.capacity.granted(grant.unitsPerSecond(), grant.mayGrow());
            parts.fetchers.readCapacityGranted();
        } else if (event instanceof ItemsLeft) {
            parts.metrics.itemsLeft(((ItemsLeft) event).items());
        } else if (event instanceof ShardStillOpen) {
            parts.handover.stillOpen((ShardStillOpen) event);
        } else if (!restored.handle(event) && !parts.overlap.handle(event)) {
            super.handleSourceEvents(event);
        }
    }

    @Override
    protected void onSplitFinished(Map<String, SplitState> finished) {
        parts.handover.splitsGone(finished.keySet());
        parts.overlap.splitsGone(finished.keySet());
        parts.lineages.splitsGone(finished.keySet());
        parts.behind.splitsGone(finished.keySet());
        segments.removeAll(finished.keySet());
        if (segments.isEmpty()) {
            // What others have to read yet isn't this reader's, and the last news may not come.
            parts.metrics.itemsLeft(0);
        }
        noteAssigned();
    }

    private void noteAssigned() {
        parts.metrics.assignedShards(getNumberOfCurrentlyAssignedSplits() - segments.size());
    }

    @Override
    protected SplitState initializedState(DynamoDbStreamsSplit split) {
        if (split instanceof ShardSplit) {
            ShardSplitState state = new ShardSplitState((ShardSplit) split);
            parts.lineages.added(state);
            return state;
        }
        segments.add(split.splitId());
        return split instanceof FileSplit
                ? new FileSplitState((FileSplit) split)
                : new SegmentSplitState((SegmentSplit) split);
    }

    @Override
    protected DynamoDbStreamsSplit toSplitType(String splitId, SplitState state) {
        return state.toSplit();
    }

    /** Ends the fetcher, then the client that it used. */
    @Override
    public void close() throws Exception {
        try {
            super.close();
        } finally {
            parts.client.close();
        }
    }

    /** The parts of the reader and its base class, created before either. */
    private static final class ReaderParts<T> {
        final StreamsClient client;
        final ReaderMetrics metrics;
        final DynamoDbStreamsFetcherManager<T> fetchers;
        final SplitHandover handover;
        final StoppingCheck stopping;
        final Lineages lineages;
        final ShardsBehind behind;
        final ShardBytes bytes;
        final ReadCapacity capacity;
        final ReaderOverlap overlap;
        final boolean repairs;

        ReaderParts(
                SourceReaderContext context,
                SourceConfig config,
                StreamsClient client,
                DynamoDbStreamsDeserializationSchema<T> schema,
                WatermarkHold hold,
                ReaderClock clock) {
            this.client = client;
            this.repairs = config.repair().isPresent();
            this.stopping = new StoppingCheck(config.stopping());
            this.lineages =
                    new Lineages(
                            config.remembersInserts(),
                            config.repair().filter(RepairConfig::deletes).isPresent(),
                            clock::now);
            this.behind =
                    new ShardsBehind(
                            config.rebalance().isOn(), context::sendSourceEventToCoordinator);
            this.metrics =
                    new ReaderMetrics(
                            context.metricGroup(),
                            clock.wallClock(),
                            lagTolerance(config),
                            config.metricsPerShard());
            this.capacity = new ReadCapacity(clock, firstShare(context, config));
            FetchOverlap shared = FetchOverlap.of(config.scan());
            if (config.isIncrementalExport()) {
                // Lines are in no order of time. Flink ends event time with the job.
                hold.hold();
            }
            FetchContext fetching = new FetchContext(config, clock, metrics, capacity, shared);
            this.bytes = fetching.bytes();
            this.fetchers =
                    new DynamoDbStreamsFetcherManager<>(
                            () -> new ShardSplitReader<>(client, schema, fetching),
                            context.getConfiguration());
            this.handover = new SplitHandover(context, fetchers::finishSplit, fetchers::readOn);
            this.overlap =
                    new ReaderOverlap(
                            context,
                            shared,
                            hold,
                            fetchers::overlapChanged,
                            fetchers::wakeUpReader);
        }

        /** Until the enumerator says otherwise, a reader has its equal share of what is set. */
        private static double firstShare(SourceReaderContext context, SourceConfig config) {
            return config.scan()
                    .maxReadCapacity()
                    .map(units -> (double) units / context.currentParallelism())
                    .orElse(Double.POSITIVE_INFINITY);
        }

        /** A caught-up shard is polled at least every maximum interval; twice that is overdue. */
        private static long lagTolerance(SourceConfig config) {
            return config.pollMaxInterval().toMillis() * 2 + LAG_SLACK_MILLIS;
        }
    }

    /** What a schema learns about the job. */
    private static final class SchemaContext implements InitializationContext {
        private final SourceReaderContext context;

        SchemaContext(SourceReaderContext context) {
            this.context = context;
        }

        @Override
        public MetricGroup getMetricGroup() {
            return context.metricGroup().addGroup("deserializer");
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return context.getUserCodeClassLoader();
        }
    }
}
