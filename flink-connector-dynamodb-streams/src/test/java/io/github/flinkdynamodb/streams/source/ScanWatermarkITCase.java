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
package io.github.flinkdynamodb.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While a table is read beside its stream, Flink's own generators let no watermark pass, whatever
 * the strategy is; afterwards no row is late.
 */
@OnEachFlink
class ScanWatermarkITCase {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/scanned/stream/2026-01-01T00:00:00.000";
    private static final String TABLE = "scanned";
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TICK = Duration.ofMillis(20);

    /** The watermark that each row met. */
    private static final Map<String, Long> WATERMARKS = new ConcurrentHashMap<>();

    private static final Set<String> LATE = ConcurrentHashMap.newKeySet();

    private static ManualClock clock;
    private static ScriptedStreamsClient service;
    private static TestCluster cluster;

    private JobClient job;

    enum Strategy {
        PLAIN,
        IDLE,
        ALIGNED
    }

    private static WatermarkStrategy<String> watermarks(Strategy strategy) {
        WatermarkStrategy<String> watermarks = WatermarkStrategy.forMonotonousTimestamps();
        switch (strategy) {
            case IDLE:
                return watermarks.withIdleness(TICK);
            case ALIGNED:
                return watermarks.withWatermarkAlignment("group", Duration.ofSeconds(10), TICK);
            default:
                return watermarks;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void aTableWithAStream() {
        WATERMARKS.clear();
        LATE.clear();
        clock = new ManualClock(START);
        service = new ScriptedStreamsClient(clock).stream(ARN, TABLE).table(TABLE);
        service.tellTime(Duration.ZERO);
        service.shard(ARN, "slow", null).shard(ARN, "fast", null);
        service.itemsPerPage(TABLE, 1);
        service.putItem(TABLE, "item-1", 1);
        service.putItem(TABLE, "item-2", 1);
    }

    @AfterEach
    void cancel() throws Exception {
        service.release(null);
        if (job != null) {
            job.cancel().get();
        }
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void noWatermarkPassesBeforeTheLastItemAndNoRowIsLateAfterwards(Strategy strategy)
            throws Exception {
        // Given the second page of the table on its way an hour after the first
        String scan = ScriptedStreamsClient.segment(TABLE, 0);
        service.hold(scan);
        run(watermarks(strategy), false);
        await(() -> service.held(scan) == 1);
        clock.advance(Duration.ofHours(1));
        service.answerHeld(scan, 1);
        await(() -> WATERMARKS.size() == 1 && service.held(scan) == 1);

        // When changes up to then are emitted, which are far apart in time
        service.append("fast", "fast-1", START.plusSeconds(3_500));
        service.append("slow", "slow-1", START.plusSeconds(1));
        await(() -> WATERMARKS.size() == 3);
        for (int i = 2; i < 10; i++) {
            String key = "fast-" + i;
            service.append("fast", key, START.plusSeconds(3_500));
            await(() -> WATERMARKS.containsKey(key));
        }
        service.append("slow", "slow-2", START.plusSeconds(2));
        await(() -> WATERMARKS.containsKey("slow-2"));
        Map<String, Long> during = Map.copyOf(WATERMARKS);
        service.release(scan);
        awaitWatermarks(3_600);

        // Then
        assertThat(during.values()).containsOnly(Long.MIN_VALUE);
        assertThat(WATERMARKS).containsKeys("item-1", "item-2");
        assertThat(LATE).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void afterTheEndOfReconcilingAReaderWithoutChangesHoldsNobodyUp(Strategy strategy)
            throws Exception {
        // Given a scan that has ended, and shards without a change
        run(watermarks(strategy), true);
        await(() -> WATERMARKS.size() == 2);
        awaitThatQuietShardsHavePassed();

        // When one has changes that are far apart in time
        for (int i = 1; i < 20; i++) {
            String key = "fast-" + i;
            service.append("fast", key, START.plusSeconds(300 + i * 60));
            await(() -> WATERMARKS.containsKey(key));
        }
        awaitWatermarks(3_600);

        // Then
        assertThat(LATE).isEmpty();
    }

    @Test
    void theEndOfReconcilingIsMarkedInBandWithoutAnyOtherWatermark() throws Exception {
        // Given
        run(WatermarkStrategy.noWatermarks(), true);
        await(() -> WATERMARKS.size() == 2);
        Map<String, Long> during = Map.copyOf(WATERMARKS);

        // When
        awaitThatQuietShardsHavePassed();
        awaitWatermarks(300);

        // Then
        assertThat(during.values()).containsOnly(Long.MIN_VALUE);
        assertThat(Set.copyOf(WATERMARKS.values()))
                .containsExactlyInAnyOrder(Long.MIN_VALUE, Long.MIN_VALUE + 1);
    }

    private static void awaitThatQuietShardsHavePassed() {
        clock.advance(Duration.ofMinutes(5));
        int calls = service.calls(Operation.GET_RECORDS);
        await(() -> service.calls(Operation.GET_RECORDS) > calls + 50);
    }

    /** Writes changes to both shards until one meets a watermark. */
    private static void awaitWatermarks(int fromSecond) {
        int[] next = {0};
        await(
                () -> {
                    int change = next[0]++;
                    Instant created = START.plusSeconds(fromSecond + change);
                    service.append("slow", "slow-end-" + change, created);
                    service.append("fast", "fast-end-" + change, created);
                    await(() -> WATERMARKS.containsKey("slow-end-" + change));
                    await(() -> WATERMARKS.containsKey("fast-end-" + change));
                    return WATERMARKS.get("slow-end-" + change) > Long.MIN_VALUE
                            && WATERMARKS.get("fast-end-" + change) > Long.MIN_VALUE;
                });
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(TICK).until(condition);
    }

    private void run(WatermarkStrategy<String> watermarks, boolean reconciled) throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 1);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        SourceConfig config =
                SourceConfig.from(
                        options,
                        StopMargin.standard(),
                        reconciled ? Downstream.RECONCILES : Downstream.UPSERTS);
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(config, new Clients(), new KeySchema());
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.auto-watermark-interval", "10 ms");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(reconciled ? 2 : 1);
        env.enableCheckpointing(50);
        DataStream<String> rows = env.fromSource(source, source.holdWatermarks(watermarks), "rows");
        rows.keyBy(key -> key).process(new NoteLateness()).sinkTo(new DiscardingSink<>());
        job = env.executeAsync("scanned");
    }

    /** Behind a shuffle, as an operator that combines the watermarks of all readers. */
    private static final class NoteLateness extends ProcessFunction<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String key, Context context, Collector<String> out) {
            long watermark = context.timerService().currentWatermark();
            WATERMARKS.put(key, watermark);
            if (context.timestamp() <= watermark) {
                LATE.add(key);
            }
        }
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return service;
        }
    }
}
