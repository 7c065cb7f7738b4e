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
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
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
 * Between the end of a shard and the first record of its child the watermark waits, even if other
 * shards are far ahead: the child's records aren't late.
 */
@OnEachFlink
class HandoverWatermarkITCase {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/watermarks/stream/2026-01-01T00:00:00.000";
    private static final Instant EARLY = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-01-01T13:00:00Z");
    private static final ScriptedStreamsClient SERVICE =
            new ScriptedStreamsClient(new ManualClock(LATE));
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final List<Long> LATENESS = new CopyOnWriteArrayList<>();

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void aChildThatIsFoundLateIsNotLateInEventTime() throws Exception {
        SERVICE.stream(ARN, "watermarks").shard(ARN, "slow", null).shard(ARN, "fast", null);
        SERVICE.append("slow", "slow-last", EARLY);
        SERVICE.closeShard("slow");
        JobClient job = run();
        awaitLines(1);

        for (int i = 0; i < 20; i++) {
            int goal = LINES.size() + 1;
            SERVICE.append("fast", "fast", LATE);
            awaitLines(goal);
        }
        int lookUps = SERVICE.calls(Operation.CHILD_SHARDS);
        Awaitility.await().until(() -> SERVICE.calls(Operation.CHILD_SHARDS) > lookUps + 1);
        SERVICE.shard(ARN, "child", "slow");
        SERVICE.append("child", "child-first", EARLY.plusSeconds(1));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> LINES.stream().anyMatch(line -> line.startsWith("child-first")));

        assertThat(LATENESS).as("watermark less timestamp, for each record").allMatch(l -> l < 0);
        job.cancel().get();
    }

    private static void awaitLines(int count) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> LINES.size() >= count);
    }

    private static JobClient run() throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options), new Clients(), new KeyAndSequenceNumber());
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.auto-watermark-interval", "10 ms");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        env.fromSource(source, WatermarkStrategy.forMonotonousTimestamps(), "changes")
                .process(new NoteLateness())
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync("watermarks");
    }

    private static final class NoteLateness extends ProcessFunction<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(String line, Context context, Collector<String> out) {
            LATENESS.add(
                    Math.max(0, context.timerService().currentWatermark()) - context.timestamp());
            LINES.add(line);
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
