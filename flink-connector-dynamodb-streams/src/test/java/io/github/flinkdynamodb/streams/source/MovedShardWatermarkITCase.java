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
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A child moves to a reader whose other shards are an hour ahead in event time. Behind a shuffle
 * its records aren't late all the same, and once it has caught up the watermark goes on.
 */
@OnEachFlink
class MovedShardWatermarkITCase {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/moves/stream/2026-01-01T00:00:00.000";
    private static final Instant EARLY = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-01T13:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T14:00:00Z");
    private static final ScriptedStreamsClient SERVICE =
            new ScriptedStreamsClient(new ManualClock(LATER));

    /** Each record as "subtask record". */
    private static final Set<String> LINES = ConcurrentHashMap.newKeySet();

    private static final Set<String> LATE_LINES = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger APPENDED = new AtomicInteger();
    private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
    private static volatile long watermark = Long.MIN_VALUE;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aChildThatMovesBehindAReaderThatIsAheadIsNotLateInEventTime() throws Exception {
        SERVICE.stream(ARN, "moves").shard(ARN, "a", null).shard(ARN, "b", null);
        JobClient job = run();
        append("a", EARLY);
        append("b", LATE);
        SERVICE.split("a", "c", "d");
        append("c", EARLY.plusSeconds(1));
        append("d", LATE);
        int before = CHECKPOINTS.get();
        await(() -> CHECKPOINTS.get() > before);

        SERVICE.split("c", "e", "f");
        append("e", LATE);
        SERVICE.append("f", "f first", EARLY.plusSeconds(2));
        await(() -> LINES.contains("1 f first"));
        append("b", LATE);
        append("d", LATE);
        append("e", LATE);
        SERVICE.append("f", "f second", EARLY.plusSeconds(3));
        await(() -> LINES.contains("1 f second"));

        assertThat(LATE_LINES).isEmpty();
        assertThat(watermark).isLessThan(EARLY.plusSeconds(3).toEpochMilli());
        append("f", LATER);
        await(
                () -> {
                    append("b", LATER);
                    append("d", LATER);
                    append("e", LATER);
                    return watermark >= LATE.toEpochMilli();
                });
        job.cancel().get();
    }

    /** Appends a record, and waits until it has been read. */
    private static void append(String shardId, Instant created) {
        String line = shardId + " " + APPENDED.incrementAndGet();
        SERVICE.append(shardId, line, created);
        await(() -> LINES.stream().anyMatch(read -> read.endsWith(line)));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    private static JobClient run() throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, RebalanceMode.SHARDS);
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(SourceConfig.from(options), new Clients(), new Keys());
        Configuration configuration = new Configuration();
        configuration.setString("execution.checkpointing.interval", "200 ms");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        env.fromSource(
                        source,
                        WatermarkStrategy.forGenerator(context -> new EachRecord()),
                        "changes")
                .map(new WithSubtask())
                .process(new NoteLateness())
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync("moves");
    }

    private static final class WithSubtask extends RichMapFunction<String, String>
            implements CheckpointListener {
        private static final long serialVersionUID = 1L;

        @Override
        public String map(String line) {
            return getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() + " " + line;
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            CHECKPOINTS.incrementAndGet();
        }
    }

    /** Each shard's watermark follows each of its records at once. */
    private static final class EachRecord implements WatermarkGenerator<String> {
        @Override
        public void onEvent(String line, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(timestamp - 1));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private static final class NoteLateness extends ProcessFunction<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String line, Context context, Collector<String> out) {
            watermark = context.timerService().currentWatermark();
            if (context.timestamp() <= watermark) {
                LATE_LINES.add(line);
            }
            LINES.add(line);
        }
    }

    private static final class Keys implements DynamoDbStreamsDeserializationSchema<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<String> out) {
            out.collect(record.keys().attributes().values().iterator().next().s());
        }

        @Override
        public TypeInformation<String> getProducedType() {
            return Types.STRING;
        }
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return SERVICE;
        }
    }
}
