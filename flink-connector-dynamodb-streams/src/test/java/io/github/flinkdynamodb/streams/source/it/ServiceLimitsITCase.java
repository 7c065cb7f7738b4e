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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Jobs on a service that throttles as DynamoDB Streams does: two readers a shard, ten calls of
 * DescribeStream a second.
 */
class ServiceLimitsITCase {

    private static final int A_FEW = 20;

    /** A step of the service's time, every 20 ms, in which readers poll several times a second. */
    private static final Duration POLLS_MEET = Duration.ofMillis(100);

    /** A step of its time after which it has forgotten all readers. */
    private static final Duration POLLS_MISS_EACH_OTHER = Duration.ofSeconds(1);

    private SimulatedJobs jobs;

    private void start(SimulatorClock clock) throws Exception {
        jobs =
                SimulatedJobs.start(
                        Simulator.builder()
                                .limits(ServiceLimits.ofTheService())
                                .clock(clock)
                                .start(),
                        4);
    }

    @AfterEach
    void stop() throws Exception {
        jobs.cancelAll();
        jobs.close();
    }

    /**
     * The simulator knows a reader for a second of its time; who polls more often keeps a third one
     * out. Its clock is moved by the test: slowly until that has happened, and then so fast that
     * the second is over before the first two poll again.
     */
    @Test
    void threeJobsReadTheSameTable() throws Exception {
        start(SimulatorClock.standing(Instant.now()));
        ShardedTable table =
                new ShardedTable(jobs.simulator(), TableSettings.table("shared").shards(3));
        List<JobClient> readers = new ArrayList<>();
        List<String> names = List.of("reader-1", "reader-2", "reader-3");
        writeToAll(table);

        for (String name : names) {
            readers.add(jobs.run(name, jobs.options(table.table()), 1, null));
        }
        awaitInTime(POLLS_MEET, "a reader that is refused", this::isReaderRefused);
        awaitAll(names, table);
        table.table().splitShard(table.openShard(0));
        writeToAll(table);
        awaitAll(names, table);

        assertThat(isReaderRefused()).isTrue();
        for (JobClient job : readers) {
            assertThat(jobs.failures(job)).isEmpty();
        }
    }

    private boolean isReaderRefused() {
        return jobs.simulator().faults().counts().containsKey("LimitExceededException");
    }

    /** Waits while the service's time moves in steps. */
    private void awaitInTime(Duration step, String what, Callable<Boolean> condition) {
        SimulatedJobs.await(
                what,
                () -> {
                    jobs.simulator().clock().advance(step);
                    return condition.call();
                });
    }

    private static void writeToAll(ShardedTable table) {
        table.table().openShardIds().forEach(shard -> table.write(shard, A_FEW));
    }

    private void awaitAll(List<String> names, ShardedTable table) {
        for (String name : names) {
            awaitInTime(
                    POLLS_MISS_EACH_OTHER,
                    "entries of " + name,
                    () -> Journal.read(name).size() >= table.writtenCount());
            assertThat(SimulatedJobs.seen(name))
                    .as(name)
                    .isEqualTo(table.table().sequenceNumbersByKey());
        }
    }

    @Test
    void manyShardsAreListedWithinTheLimitOfDescribeStream() throws Exception {
        start(SimulatorClock.running());
        ShardedTable table =
                new ShardedTable(jobs.simulator(), TableSettings.table("long-history").shards(50));
        for (int generation = 0; generation < 40; generation++) {
            table.table().rollAllShards();
        }
        table.table().openShardIds().forEach(shard -> table.write(shard, 2));
        int listed = table.table().shards().size();
        Configuration options = jobs.options(table.table());
        options.set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1));

        JobClient job = jobs.run(table.table(), options, null);
        jobs.awaitAllWritten(table.table());
        table.table().rollAllShards();
        table.table().openShardIds().forEach(shard -> table.write(shard, 2));
        jobs.awaitAllWritten(table.table());

        assertThat(listed).isGreaterThan(2000);
        assertThat(jobs.simulator().counts().calls(Operation.DESCRIBE_STREAM))
                .isGreaterThan(listed / 100);
        assertThat(jobs.simulator().faults().counts()).isEmpty();
        assertThat(jobs.failures(job)).isEmpty();
    }
}
