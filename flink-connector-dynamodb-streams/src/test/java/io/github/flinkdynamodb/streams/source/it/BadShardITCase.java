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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.SpedUpSource;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One shard fails a hundred times in a row: the job lives, and the other shards don't notice. */
@OnEachFlink
class BadShardITCase {

    private static final int IN_A_ROW = 100;
    private static final int ROUNDS = 5;
    private static final int CHANGES = 20;

    /** The back-off of a hundred failures takes minutes otherwise. */
    private static final int TIMES_AS_FAST = 50;

    private static SimulatedJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 2);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(Fault.httpStatus(500), Fault.error(ServiceError.THROTTLING));
    }

    /**
     * The fault lasts until the other shards have given what was written to them since it began,
     * round after round: their progress doesn't depend on the bad shard's.
     */
    @ParameterizedTest
    @MethodSource("faults")
    void theOtherShardsGoOn(Fault fault) throws Exception {
        ShardedTable table =
                new ShardedTable(
                        jobs.simulator(),
                        TableSettings.table("bad-shard-" + fault.name()).shards(4));
        List<String> shards = table.table().openShardIds();
        String bad = shards.get(0);
        AtomicBoolean othersGoOn = new AtomicBoolean();
        FaultRule rule = FaultRule.of(fault).on(Operation.GET_RECORDS).shard(bad);
        rule.where(call -> rule.fired() < IN_A_ROW || !othersGoOn.get());
        table.write(bad, CHANGES);
        JobClient job = run(table);
        jobs.awaitAllWritten(table.table());

        jobs.simulator().faults().add(rule);
        SimulatedJobs.await("fault", () -> rule.fired() > 2);
        table.write(bad, CHANGES);
        int before = CHANGES;
        for (int round = 1; round <= ROUNDS; round++) {
            shards.subList(1, 4).forEach(good -> table.write(good, CHANGES));
            SimulatedJobs.awaitEntries(table.name(), before + 3 * CHANGES * round);
        }
        long readOfBad = table.shard(bad).handedOut();
        othersGoOn.set(true);
        SimulatedJobs.await("faults", () -> rule.fired() >= IN_A_ROW);

        jobs.awaitAllWritten(table.table());
        assertThat(readOfBad).isEqualTo(CHANGES);
        assertThat(rule.fired()).isGreaterThanOrEqualTo(IN_A_ROW);
        assertThat(Journal.starts(table.name())).isEqualTo(1);
        assertThat(jobs.failures(job)).isEmpty();
    }

    private static JobClient run(ShardedTable table) throws Exception {
        Configuration options = jobs.options(table.table());
        options.set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofHours(24));
        // The reader's time runs faster, but it waits for the next call of any shard in real time.
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(20));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(100));
        return LocalJobs.submit(
                LocalJobs.environment(null),
                table.name(),
                new SpedUpSource(options, TIMES_AS_FAST),
                1);
    }
}
