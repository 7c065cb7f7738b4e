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
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.personality.Personality;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs on what stands in for the service elsewhere: with other names of streams and shards, other
 * sequence numbers, no checksums, missing fields and listings on one page.
 */
class EmulatorsITCase {

    @TempDir private Path folder;

    private SimulatedJobs jobs;

    private SimulatedTable start(Personality personality, String name) throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().personality(personality).start(), 2);
        return jobs.simulator().createTable(TableSettings.table(name).shards(3).endOnOwnPage());
    }

    @AfterEach
    void stop() throws Exception {
        jobs.cancelAll();
        jobs.close();
    }

    private static void write(SimulatedTable table, int count) {
        for (int i = 0; i < count; i++) {
            table.put(Item.builder().s("pk", "k" + i % 20).n("v", table.written()).build());
        }
    }

    private void awaitAllWritten(SimulatedTable table) {
        SimulatedJobs.awaitEntries(table.name(), table.written());
        Map<String, List<String>> written = new TreeMap<>();
        table.sequenceNumbersByKey()
                .forEach(
                        (key, numbers) ->
                                written.put(
                                        key,
                                        numbers.stream()
                                                .map(jobs.simulator()::onTheWire)
                                                .collect(Collectors.toList())));
        assertThat(SimulatedJobs.seen(table.name())).isEqualTo(written);
    }

    /** The options that name the stream as somebody would who has looked it up there. */
    private Configuration options(SimulatedTable table, String by) {
        Configuration options = jobs.optionsByName(table);
        if (by.equals("table's ARN")) {
            options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, table.arn());
        }
        return options;
    }

    @ParameterizedTest
    @CsvSource({
        "LOCALSTACK, table's name",
        "LOCALSTACK, table's ARN",
        "ALTERNATOR, table's name",
        "ALTERNATOR, table's ARN"
    })
    void everyChangeIsReadOnceAndInOrder(Personality personality, String by) throws Exception {
        SimulatedTable table =
                start(personality, "emulated-" + personality + "-" + by.replaceAll("\\W", ""));
        write(table, 60);
        JobClient job = jobs.run(table, options(table, by), null);
        awaitAllWritten(table);
        table.rollShard(table.openShardIds().get(0));
        table.splitShard(table.openShardIds().get(1));
        write(table, 60);
        awaitAllWritten(table);
        FailOnce.arm(table.name());
        write(table, 60);
        awaitAllWritten(table);
        String savepoint = LocalJobs.savepointOf(job, folder);
        table.rollAllShards();
        write(table, 60);

        jobs.run(table.name(), options(table, by), 2, savepoint);

        awaitAllWritten(table);
        assertThat(FailOnce.failures(table.name())).isEqualTo(1);
        assertThat(jobs.simulator().faults().counts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = Personality.class, names = "SERVICE", mode = EnumSource.Mode.EXCLUDE)
    void aStartAtATimeLosesNothing(Personality personality) throws Exception {
        SimulatedTable table = start(personality, "emulated-at-a-time-" + personality);
        long before = jobs.simulator().clock().millis();
        write(table, 30);
        Configuration options = options(table, "table's name");
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TIMESTAMP);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS, before - 1000);

        jobs.run(table, options, null);

        awaitAllWritten(table);
        assertThat(jobs.simulator().counts().calls(Operation.GET_RECORDS)).isPositive();
    }

    /** A shard that has been asked twice has answered from where latest was. */
    @ParameterizedTest
    @EnumSource(value = Personality.class, names = "SERVICE", mode = EnumSource.Mode.EXCLUDE)
    void aStartAtLatestGetsAllThatIsWrittenOnceItReads(Personality personality) throws Exception {
        SimulatedTable table = start(personality, "emulated-latest-" + personality);
        write(table, 30);
        Set<String> earlier = numbers(table.sequenceNumbersByKey());
        Configuration options = options(table, "table's name");
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.LATEST);
        List<FaultRule> calls =
                table.openShardIds().stream().map(this::countCalls).collect(Collectors.toList());
        jobs.run(table, options, null);
        SimulatedJobs.await(
                "two calls of each shard",
                () -> calls.stream().allMatch(ofAShard -> ofAShard.fired() >= 2));
        assertThat(Journal.read(table.name())).as("what was there before").isEmpty();

        write(table, 60);
        table.rollAllShards();
        write(table, 60);

        SimulatedJobs.awaitEntries(table.name(), 120);
        assertThat(calls).hasSize(3);
        assertThat(Journal.read(table.name())).hasSize(120);
        Set<String> expected = numbers(table.sequenceNumbersByKey());
        expected.removeAll(earlier);
        assertThat(numbers(SimulatedJobs.seen(table.name())))
                .hasSize(120)
                .isEqualTo(
                        expected.stream()
                                .map(jobs.simulator()::onTheWire)
                                .collect(Collectors.toSet()));
    }

    /** A delay that nobody notices, of each call to a shard. */
    private FaultRule countCalls(String shardId) {
        return jobs.simulator()
                .faults()
                .add(
                        FaultRule.of(Fault.delay(Duration.ofMillis(1)))
                                .on(Operation.GET_RECORDS)
                                .shard(shardId));
    }

    private static Set<String> numbers(Map<String, List<String>> byKey) {
        return byKey.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }
}
