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
import io.github.flinkdynamodb.streams.client.ShardIteratorStart.Type;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.it.ChangeText;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.Journal;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Real jobs over a scripted service, for what DynamoDB Local can't do: shards that roll over and
 * split while tasks fail, calls are throttled and iterators expire. Each key's changes must be in
 * the state once and in order.
 */
@OnEachFlink
class ReshardingITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void shardsThatSplitAndRollOverWhileTheJobRuns() throws Exception {
        ScriptedTable table = new ScriptedTable("resharding", 6, 4, 1);
        JobClient job = run("resharding", table, 2);

        for (int round = 0; round < 60; round++) {
            table.write(20);
            table.reshard();
            awaitHalf("resharding", table);
        }

        awaitAllWritten("resharding", table);
        assertThat(table.shardCount()).isGreaterThan(60);
        job.cancel().get();
    }

    @Test
    void oneTaskFailsAloneAgainAndAgainWhileShardsSplit() throws Exception {
        String name = "partial-failover";
        ScriptedTable table = new ScriptedTable(name, 6, 4, 2);
        JobClient job = run(name, table, 2);
        int rounds = 12;

        for (int round = 1; round <= rounds; round++) {
            for (int i = 0; i < 5; i++) {
                table.write(10);
                table.reshard();
            }
            FailOnce.arm(name);
            int failures = round;
            writeUntil(table, () -> FailOnce.failures(name) >= failures);
        }

        awaitAllWritten(name, table);
        assertThat(FailOnce.failures(name)).isEqualTo(rounds);
        assertThat(Journal.starts(name))
                .as("each failure restarts one subtask only")
                .isEqualTo(2 + rounds);
        job.cancel().get();
    }

    @Test
    void throttlingFailuresAndExpiredIteratorsWhileShardsSplit() throws Exception {
        ScriptedTable table = new ScriptedTable("faults", 6, 4, 3);
        JobClient job = run("faults", table, 2);

        for (int round = 0; round < 30; round++) {
            table.write(20);
            String shardId = table.randomOpenShard();
            table.service.expireIterators(shardId);
            table.service.emptyPages(shardId, 2);
            table.service.fail(null, null, Kind.THROTTLED, 3);
            table.service.fail(null, null, Kind.TRANSIENT, 2);
            table.reshard();
            awaitHalf("faults", table);
        }

        awaitAllWritten("faults", table);
        assertThat(table.service.faultsLeft()).as("faults that no call has met").isZero();
        assertThat(table.service.iteratorStarts())
                .as("iterators that replaced expired ones")
                .anyMatch(start -> start.type() == Type.AFTER_SEQUENCE_NUMBER);
        assertThat(job.getJobStatus().get(10, TimeUnit.SECONDS)).isEqualTo(JobStatus.RUNNING);
        job.cancel().get();
    }

    private interface Condition {
        boolean holds();
    }

    private static void writeUntil(ScriptedTable table, Condition condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            table.write(5);
                            return condition.holds();
                        });
    }

    /** Lets the job keep up, so that shards end while they are read. */
    private static void awaitHalf(String name, ScriptedTable table) {
        int goal = table.writtenCount() / 2;
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Journal.read(name).size() >= goal);
    }

    private static void awaitAllWritten(String name, ScriptedTable table) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> Journal.read(name).size() >= table.writtenCount());
        assertThat(ChangeText.byKey(Journal.read(name))).isEqualTo(table.written());
    }

    private static JobClient run(String name, ScriptedTable table, int parallelism)
            throws Exception {
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
                StreamExecutionEnvironment.getExecutionEnvironment(jobConfiguration());
        env.setParallelism(parallelism);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
                .map(new FailOnce<String>(name))
                .returns(String.class)
                .map(new Journal(name))
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync(name);
    }

    private static Configuration jobConfiguration() {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "100");
        configuration.setString("restart-strategy.fixed-delay.delay", "50 ms");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        return configuration;
    }
}
