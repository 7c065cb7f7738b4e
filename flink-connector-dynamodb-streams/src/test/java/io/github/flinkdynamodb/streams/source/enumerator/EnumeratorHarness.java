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

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardsPassed;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** An enumerator on a scripted service, with readers that the test plays. */
final class EnumeratorHarness {

    static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-01T00:00:00.000";

    static final String TABLE_ARN = "arn:aws:dynamodb:eu-west-1:1:table/orders";

    static final String SUCCESSOR =
            "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-02T00:00:00.000";

    final ManualClock clock;
    final ManualCoordinatorExecutor executor;
    final ScriptedStreamsClient service;
    final Configuration options;
    private StreamRequirements requirements = StreamRequirements.none();
    private Downstream downstream = Downstream.UPSERTS;
    String jobId = "job 1";
    FakeEnumeratorContext context;
    DynamoDbStreamsSourceEnumerator enumerator;

    EnumeratorHarness() {
        clock = new ManualClock();
        executor = new ManualCoordinatorExecutor(clock);
        service = new ScriptedStreamsClient(clock);
        options = new Configuration();
        service.stream(ARN, "orders");
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
    }

    /** Another process on the same service, with the same settings. */
    EnumeratorHarness(EnumeratorHarness other) {
        clock = other.clock;
        executor = new ManualCoordinatorExecutor(clock);
        service = other.service;
        options = other.options;
        jobId = other.jobId;
    }

    /** Adds open roots to the stream. */
    void shards(String... ids) {
        for (String id : ids) {
            service.shard(ARN, id, null);
        }
    }

    /** Reads the table by its name instead of the stream. */
    void readTable() {
        options.removeConfig(DynamoDbStreamsSourceOptions.STREAM_ARN);
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "orders");
    }

    /** The same by the table's ARN. */
    void readTableByArn() {
        readTable();
        service.table("orders");
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, TABLE_ARN);
    }

    /** Reads the items of the table, in so many segments. */
    void readItems(int segments) {
        service.table("orders");
        options.removeConfig(DynamoDbStreamsSourceOptions.STREAM_ARN);
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "orders");
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, segments);
    }

    /** Reads the items of the table, in so many segments, and its stream. */
    void readItemsAndStream(int segments) {
        readItems(segments);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
    }

    /** Reads an export of the table, and no stream. */
    void readExport(Path folder) {
        readItems(1);
        options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folder.toUri().toString());
    }

    /** Has the table exported, and reads no stream. */
    void haveTableExported(Path bucket) {
        readItems(1);
        options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET, "exports");
        options.set(
                DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH,
                bucket.toUri().toString());
        service.exports.into(bucket, bucket.resolveSibling("staging"));
    }

    /** An operator behind the source reconciles items and changes, or none does. */
    void reconcile(boolean reconciles) {
        downstream = reconciles ? Downstream.RECONCILES : Downstream.UPSERTS;
    }

    /** Each element is one row of a log. */
    void append() {
        downstream = Downstream.APPENDS;
    }

    void require(StreamRequirements required) {
        requirements = required;
    }

    void onDataLossContinue() {
        options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.CONTINUE);
    }

    void listEvery(Duration interval) {
        options.set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, interval);
    }

    /** Starts without state, with readers that have registered already. */
    EnumeratorHarness start(int parallelism, int... registered) {
        return start(parallelism, EnumeratorState.initial(clock.instant()), true, registered);
    }

    /** Starts from a state, which travels through its serializer. */
    EnumeratorHarness restore(int parallelism, EnumeratorState state, int... registered) {
        return start(parallelism, copy(state), false, registered);
    }

    EnumeratorHarness start(
            int parallelism, EnumeratorState state, boolean firstRun, int... registered) {
        context = new FakeEnumeratorContext(parallelism, jobId);
        SourceConfig config = SourceConfig.from(options, StopMargin.standard(), downstream);
        enumerator =
                new DynamoDbStreamsSourceEnumerator(
                        new EnumeratorParts(
                                context,
                                config,
                                service,
                                executor,
                                new SplitFactory(config, state.startedAt(), firstRun),
                                new StreamChecks(config, requirements)),
                        state);
        enumerator.start();
        for (int subtask : registered) {
            addReader(subtask);
        }
        executor.run();
        return this;
    }

    void addReader(int subtask) {
        context.register(subtask);
        enumerator.addReader(subtask);
    }

    /** A reader says that it has emitted the last record of a shard. */
    void end(int subtask, String shardId) {
        enumerator.handleSourceEvent(subtask, new ShardEndReached(shardId, false));
        executor.run();
    }

    /** A reader says that it has emitted the last items of segments. */
    void endSegments(int subtask, int... segments) {
        for (int segment : segments) {
            enumerator.handleSourceEvent(subtask, new SegmentEnded(segment));
        }
        executor.run();
    }

    void stop(int subtask, String shardId) {
        enumerator.handleSourceEvent(subtask, new ShardEndReached(shardId, true));
        executor.run();
    }

    /** A reader says which of its pages a completed checkpoint doesn't cover; null for none. */
    void covered(int subtask, long checkpointId, Instant oldestPage) {
        enumerator.handleSourceEvent(subtask, new PagesCovered(checkpointId, oldestPage));
        executor.run();
    }

    /** A reader says that it has read its shards beyond the end of the scan. */
    void passed(int subtask, Instant readBefore) {
        enumerator.handleSourceEvent(subtask, new ShardsPassed(readBefore));
        executor.run();
    }

    void restoredWith(int subtask, String... shardIds) {
        restoredWithEnded(subtask, List.of(shardIds), List.of());
    }

    /** The same of a reader that has emitted all of some shards. */
    void restoredWithEnded(int subtask, List<String> reading, List<String> ended) {
        enumerator.handleSourceEvent(subtask, new SplitsRestored(reading, ended));
    }

    /** A reader fails, and what was assigned to it since the last checkpoint comes back. */
    void fail(int subtask, String... shardIds) {
        context.unregister(subtask);
        List<DynamoDbStreamsSplit> splits = new ArrayList<>();
        for (String shardId : shardIds) {
            splits.add(context.lastSplitOf(shardId));
        }
        enumerator.addSplitsBack(splits, subtask);
        executor.run();
    }

    void pass(Duration time) {
        executor.advance(time);
    }

    EnumeratorState checkpoint(long id, boolean complete) {
        EnumeratorState state = enumerator.snapshotState(id);
        if (complete) {
            enumerator.notifyCheckpointComplete(id);
        }
        return state;
    }

    private static EnumeratorState copy(EnumeratorState state) {
        EnumeratorStateSerializer serializer = new EnumeratorStateSerializer();
        try {
            return serializer.deserialize(serializer.getVersion(), serializer.serialize(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
