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
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.it.ChangeText;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints that overlap, and checkpoints whose barriers overtake records, while shards split and
 * tasks fail: the state has everything, once, and in order.
 */
@OnEachFlink
class HandoverCheckpointsITCase {

    private static final int ROUNDS = 24;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void fourCheckpointsAtATimeWhileShardsSplit() throws Exception {
        String name = "concurrent-checkpoints";
        ScriptedTable table = new ScriptedTable(name, 6, 4, 4);
        Configuration checkpoints = new Configuration();
        checkpoints.setString("execution.checkpointing.max-concurrent-checkpoints", "4");
        JobClient job = run(name, table, checkpoints, SlowOperator.holdingSnapshots(name));

        splitAndFail(name, table);
        await(() -> writeAndSee(table, SlowOperator.held(name) > 3));

        awaitAllWritten(name, table);
        assertThat(SlowOperator.held(name)).as("times four were under way").isGreaterThan(3);
        assertThat(FailOnce.failures(name)).isEqualTo(ROUNDS / 8);
        job.cancel().get();
    }

    @Test
    void unalignedCheckpointsWithRecordsInFlightWhileShardsSplit() throws Exception {
        String name = "unaligned-checkpoints";
        ScriptedTable table = new ScriptedTable(name, 6, 4, 5);
        Configuration checkpoints = new Configuration();
        checkpoints.setString("execution.checkpointing.unaligned.enabled", "true");
        checkpoints.setString("execution.checkpointing.unaligned", "true");
        checkpoints.setString("execution.buffer-timeout.interval", "1 ms");
        checkpoints.setString("execution.buffer-timeout", "1 ms");
        JobClient job = run(name, table, checkpoints, SlowOperator.holdingRecords(name));

        splitAndFail(name, table);
        await(() -> writeAndSee(table, inFlightBytes(job) > 0));

        awaitAllWritten(name, table);
        assertThat(FailOnce.failures(name)).isEqualTo(ROUNDS / 8);
        job.cancel().get();
    }

    /** How much the newest checkpoints hold of what was between the tasks. */
    private static long inFlightBytes(JobClient job) throws Exception {
        long bytes = 0;
        for (AbstractCheckpointStats checkpoint :
                cluster.graph(job).getCheckpointStatsSnapshot().getHistory().getCheckpoints()) {
            bytes += checkpoint.getPersistedData();
        }
        return bytes;
    }

    private static void splitAndFail(String name, ScriptedTable table) {
        for (int round = 1; round <= ROUNDS; round++) {
            table.write(20);
            table.reshard();
            int goal = table.writtenCount() / 2;
            await(() -> Journal.read(name).size() >= goal);
            if (round % 8 == 0) {
                int failures = round / 8;
                FailOnce.arm(name);
                await(() -> writeAndSee(table, FailOnce.failures(name) == failures));
            }
        }
    }

    private static boolean writeAndSee(ScriptedTable table, boolean seen) {
        if (!seen) {
            table.write(5);
        }
        return seen;
    }

    private static void awaitAllWritten(String name, ScriptedTable table) {
        await(() -> Journal.read(name).size() >= table.writtenCount());
        assertThat(ChangeText.byKey(Journal.read(name))).isEqualTo(table.written());
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private static JobClient run(
            String name, ScriptedTable table, Configuration checkpoints, SlowOperator slow)
            throws Exception {
        checkpoints.setString("restart-strategy.type", "fixed-delay");
        checkpoints.setString("restart-strategy.fixed-delay.attempts", "100");
        checkpoints.setString("restart-strategy.fixed-delay.delay", "10 ms");
        checkpoints.setString("execution.checkpointing.interval", "20 ms");
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, table.streamArn);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(10));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(50));
        DynamoDbStreamsSource<String> source =
                new DynamoDbStreamsSource<>(
                        SourceConfig.from(options),
                        ScriptedTable.clients(name),
                        new KeyAndSequenceNumber());
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(checkpoints);
        env.fromSource(new ProbedSource(source, name), WatermarkStrategy.noWatermarks(), "changes")
                .setParallelism(2)
                .map(new FailOnce<String>(name))
                .returns(String.class)
                .setParallelism(2)
                .map(slow)
                .setParallelism(1)
                .map(new Journal(name))
                .setParallelism(1)
                .sinkTo(new DiscardingSink<>())
                .setParallelism(1);
        return env.executeAsync(name);
    }
}
