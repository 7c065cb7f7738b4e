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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplitState;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplitState;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;

/** A split reader over a scripted service, run step by step on the test's thread. */
final class ReaderHarness {

    static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";

    /** A few fetches in a row without anything: what could be done without waiting is done. */
    private static final int QUIET_FETCHES = 6;

    final ManualClock clock = new ManualClock();
    final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).stream(ARN, "T");
    final RecordingMetricGroup metricGroup = new RecordingMetricGroup();
    final Configuration options = new Configuration();
    final Map<String, SplitState> states = new HashMap<>();
    final List<String> emitted = new ArrayList<>();
    final List<Long> timestamps = new ArrayList<>();
    final Set<String> finished = new HashSet<>();
    final List<RecordsWithSplitIds<RecordUnit<String>>> held = new ArrayList<>();
    final KeySchema schema = new KeySchema();
    private double readCapacity = Double.POSITIVE_INFINITY;
    private ReadCapacity capacity;
    private FetchOverlap overlap;
    private ReaderMetrics metrics;
    private ShardSplitReader<String> reader;
    private boolean reconciled;
    private boolean holding;
    private int mostEmitted = Integer.MAX_VALUE;
    private Duration timeOfALook = Duration.ZERO;

    ReaderHarness() {
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
    }

    <V> ReaderHarness with(ConfigOption<V> option, V value) {
        options.set(option, value);
        return this;
    }

    /** Puts an operator behind the source that reconciles items and changes. */
    ReaderHarness reconciled() {
        reconciled = true;
        return this;
    }

    /** Grants the reader so many read capacity units a second. */
    ReaderHarness readCapacity(double unitsPerSecond) {
        readCapacity = unitsPerSecond;
        return this;
    }

    /** Changes the grant of a reader that is running. */
    void grant(double unitsPerSecond) {
        capacity.granted(unitsPerSecond, false);
        reader().readCapacityGranted();
    }

    /** Tells the reader of a new frontier, as the task's thread does. */
    void moveFrontier(Instant frontier) {
        reader();
        overlap.moveFrontier(frontier);
        reader.overlapChanged();
    }

    /** Tells the reader that the table has been read, as the task's thread does. */
    void endScan(Instant readBefore) {
        reader();
        overlap.scanEnded(readBefore);
        reader.overlapChanged();
    }

    /** Tells the reader how many items are left, as the task's thread does. */
    void itemsLeft(long items) {
        reader();
        metrics.itemsLeft(items);
    }

    boolean hasPassed(String... shardIds) {
        return overlap.havePassed(Set.of(shardIds));
    }

    /** Which pages of the scan no completed checkpoint covers. */
    PageCoverage coverage() {
        reader();
        return overlap.coverage();
    }

    /** Tells the reader that the overlap is over, as the task's thread does. */
    void endOverlap() {
        reader();
        overlap.end();
        reader.overlapChanged();
    }

    /** Adds an open shard to the service. */
    ReaderHarness shard(String shardId) {
        client.shard(ARN, shardId, null);
        return this;
    }

    static ShardSplit split(String shardId) {
        return split(shardId, ShardPosition.trimHorizon());
    }

    static ShardSplit split(String shardId, ShardPosition position) {
        return ShardSplit.of(ARN, shardId, null, position);
    }

    /** Lets some time pass each time the reader looks at the clock. */
    ReaderHarness timePassesAtEachLook(Duration time) {
        timeOfALook = time;
        return this;
    }

    private long monotonicMillis() {
        clock.advance(timeOfALook);
        return clock.millis();
    }

    ShardSplitReader<String> reader() {
        if (reader == null) {
            ReaderClock time = new ReaderClock(this::monotonicMillis, clock);
            capacity = new ReadCapacity(time, readCapacity);
            SourceConfig config =
                    SourceConfig.from(
                            options,
                            StopMargin.standard(),
                            reconciled ? Downstream.RECONCILES : Downstream.UPSERTS);
            overlap = FetchOverlap.of(config.scan());
            metrics = new ReaderMetrics(metricGroup, clock, 3_000);
            reader =
                    new ShardSplitReader<>(
                            client,
                            schema,
                            new FetchContext(config, time, metrics, capacity, overlap));
        }
        return reader;
    }

    ReaderHarness read(DynamoDbStreamsSplit... splits) {
        List<DynamoDbStreamsSplit> added = List.of(splits);
        for (DynamoDbStreamsSplit split : splits) {
            states.put(split.splitId(), stateOf(split));
        }
        reader().handleSplitsChanges(new SplitsAddition<>(added));
        return this;
    }

    private static SplitState stateOf(DynamoDbStreamsSplit split) {
        if (split instanceof FileSplit) {
            return new FileSplitState((FileSplit) split);
        }
        return split instanceof SegmentSplit
                ? new SegmentSplitState((SegmentSplit) split)
                : new ShardSplitState((ShardSplit) split);
    }

    /** Reads a shard of the service from its oldest record. */
    ReaderHarness read(String shardId) {
        return read(split(shardId));
    }

    /** Closes the split reader; what is read next is read by a new one. */
    void restart() {
        reader().close();
        reader = null;
        mostEmitted = Integer.MAX_VALUE;
    }

    /** Emits nothing more once so many elements are out, in the middle of a batch if need be. */
    ReaderHarness emitAtMost(int elements) {
        mostEmitted = elements;
        return this;
    }

    /** Takes a checkpoint, and goes on from it with a new reader. */
    ReaderHarness restoreFromCheckpoint() throws IOException {
        DynamoDbStreamsSplit[] splits = checkpoint();
        restart();
        return read(splits);
    }

    /** Returns the splits as a checkpoint would hold them, written and read. */
    DynamoDbStreamsSplit[] checkpoint() throws IOException {
        DynamoDbStreamsSplitSerializer serializer = new DynamoDbStreamsSplitSerializer();
        List<DynamoDbStreamsSplit> splits = new ArrayList<>();
        for (SplitState state : states.values()) {
            byte[] bytes = serializer.serialize(state.toSplit());
            splits.add(serializer.deserialize(serializer.getVersion(), bytes));
        }
        return splits.toArray(new DynamoDbStreamsSplit[0]);
    }

    void pause(DynamoDbStreamsSplit split) {
        reader().pauseOrResumeSplits(List.of(split), List.of());
    }

    void resume(DynamoDbStreamsSplit split) {
        reader().pauseOrResumeSplits(List.of(), List.of(split));
    }

    void pause(String shardId) {
        pause(split(shardId));
    }

    void resume(String shardId) {
        resume(split(shardId));
    }

    /** Keeps batches from being recycled, as if their records were not emitted yet. */
    void holdBatches() {
        holding = true;
    }

    void recycleHeld() {
        holding = false;
        held.forEach(RecordsWithSplitIds::recycle);
        held.clear();
    }

    /** Does all that can be done at this moment. */
    ReaderHarness run() throws IOException {
        int quiet = 0;
        while (quiet < QUIET_FETCHES) {
            quiet = fetchOnce() ? 0 : quiet + 1;
        }
        return this;
    }

    /** Waits for what other threads read, until all splits have ended or enough is out. */
    ReaderHarness runToTheEnd() throws IOException {
        while (states.values().stream().anyMatch(state -> !state.toSplit().isEnded())
                && emitted.size() < mostEmitted) {
            emit(reader().fetch());
        }
        return this;
    }

    /** Fetches once, without waiting: other shards' pages may stay undecoded. */
    boolean fetchOnce() throws IOException {
        reader().wakeUp();
        return emit(reader().fetch());
    }

    /** Lets time pass in small steps, doing all that can be done at each. */
    ReaderHarness runFor(Duration time) throws IOException {
        long step = Math.max(1, Math.min(50, time.toMillis() / 20));
        for (long left = time.toMillis(); left > 0; left -= step) {
            clock.advanceMillis(Math.min(step, left));
            run();
        }
        return this;
    }

    private boolean emit(RecordsWithSplitIds<RecordUnit<String>> batch) {
        boolean any = !batch.finishedSplits().isEmpty();
        finished.addAll(batch.finishedSplits());
        for (String id = batch.nextSplit(); id != null; id = batch.nextSplit()) {
            SplitState state = states.get(id);
            RecordUnit<String> unit = batch.nextRecordFromSplit();
            while (unit != null && emitted.size() < mostEmitted) {
                any = true;
                unit.emitTo(new Output());
                unit.applyTo(state);
                unit = batch.nextRecordFromSplit();
            }
        }
        if (holding) {
            held.add(batch);
        } else {
            batch.recycle();
        }
        return any;
    }

    ShardPosition position(String shardId) {
        return ((ShardSplitState) states.get(shardId)).position();
    }

    ShardSplit.Progress progress(String shardId) {
        return ((ShardSplitState) states.get(shardId)).progress();
    }

    private final class Output extends ListOutput<String> {
        Output() {
            super(emitted);
        }

        @Override
        public void collect(String element) {
            super.collect(element);
            timestamps.add(null);
        }

        @Override
        public void collect(String element, long timestamp) {
            super.collect(element, timestamp);
            timestamps.add(timestamp);
        }
    }
}
