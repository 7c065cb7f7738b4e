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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table's items, each once in the state, whatever happens meanwhile; then the job ends. */
@OnEachFlink
class SnapshotITCase {

    /** So much that a page has some 20 items. */
    private static final int PAGE_BYTES = 250;

    /** How many pages of a table are answered until its scan stands: a quarter of it, or more. */
    private static final int PAGES_UNTIL_IT_STANDS = 40;

    private static SimulatedJobs jobs;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), 4);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
        jobs.simulator().faults().clear();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static StandingScan standSoon(String table) {
        return StandingScan.after(PAGES_UNTIL_IT_STANDS, jobs.simulator(), table);
    }

    private static SimulatedTable table(String name, String keyType, String sortType) {
        TableSettings settings =
                TableSettings.table(name).partitionKey("pk", keyType).scanPageBytes(PAGE_BYTES);
        return jobs.simulator()
                .createTable(sortType == null ? settings : settings.sortKey("sk", sortType));
    }

    /** Fills a table, and returns what a job is to see of its items. */
    private static List<String> fill(
            SimulatedTable table, String keyType, String sortType, int items) {
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            Item.Builder item = Item.builder().n("v", i);
            int hash = sortType == null ? i : i % 50 + 1;
            key(item, "pk", keyType, hash);
            if (sortType != null) {
                key(item, "sk", sortType, i);
            }
            table.put(item.build());
            expected.add(hash + (sortType == null ? "" : "/" + i) + " " + i);
        }
        return expected;
    }

    private static void key(Item.Builder item, String name, String type, int value) {
        switch (type) {
            case "S":
                item.s(name, Integer.toString(value));
                break;
            case "N":
                item.n(name, value);
                break;
            default:
                byte[] bytes = BigInteger.valueOf(value).toByteArray();
                String base64 = Base64.getEncoder().encodeToString(bytes);
                item.json(name, "{\"B\":\"" + base64 + "\"}");
        }
    }

    private static Configuration options(SimulatedTable table) {
        Configuration options = jobs.optionsByName(table);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        return options;
    }

    private static JobClient run(
            String name, Configuration options, int parallelism, String savepoint)
            throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setOptions(options.toMap())
                        .setDeserializer(new ItemText())
                        .build();
        return LocalJobs.submit(LocalJobs.environment(savepoint), name, source, parallelism);
    }

    @ParameterizedTest
    @CsvSource({"S,,1", "S,S,3", "N,,3", "N,N,1", "B,,3", "B,B,3", "S,N,3"})
    void everyItemIsReadOnce(String keyType, String sortType, int parallelism) throws Exception {
        String name = "snapshot-" + keyType + "-" + sortType + "-" + parallelism;
        SimulatedTable table = table(name, keyType, sortType);
        List<String> expected = fill(table, keyType, sortType, 2000);
        long before = jobs.simulator().counts().calls(Operation.SCAN);

        JobClient job = run(name, options(table), parallelism, null);
        LocalJobs.awaitEnd(job);

        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(jobs.metrics().sum(job, "snapshotSegments")).isEqualTo(4L * parallelism);
        assertThat(jobs.metrics().sum(job, "snapshotSegmentsRemaining")).isZero();
        assertThat(jobs.metrics().sum(job, "isSnapshotting")).isZero();
        assertThat(jobs.simulator().counts().calls(Operation.SCAN) - before)
                .as("pages")
                .isGreaterThan(50);
    }

    @Test
    void anEmptyTableEndsAtOnce() throws Exception {
        SimulatedTable table = table("snapshot-empty", "S", null);

        LocalJobs.awaitEnd(run(table.name(), options(table), 2, null));

        assertThat(Journal.read(table.name())).isEmpty();
    }

    @Test
    void aTableIsReadByItsArn() throws Exception {
        SimulatedTable table = table("snapshot-by-arn", "S", null);
        List<String> expected = fill(table, "S", null, 100);
        Configuration options = options(table);
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, table.arn());

        LocalJobs.awaitEnd(run(table.name(), options, 1, null));

        assertThat(Journal.read(table.name())).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void aTaskThatFailsWithinASegment(int parallelism) throws Exception {
        String name = "snapshot-failure-" + parallelism;
        SimulatedTable table = table(name, "S", "N");
        List<String> expected = fill(table, "S", "N", 3000);
        StandingScan first = standSoon(name);
        JobClient job = run(name, options(table), parallelism, null);

        first.await();
        SimulatedJobs.awaitEntries(name, 300);
        int startsAfterwards = Journal.starts(name) + 1;
        FailOnce.arm(name);
        StandingScan second = standSoon(name);
        first.letGo();
        SimulatedJobs.await("first failure", () -> FailOnce.failures(name) == 1);
        SimulatedJobs.await("restart", () -> Journal.starts(name) >= startsAfterwards);
        second.await();
        int atTheSecond = Journal.read(name).size();
        FailOnce.arm(name);
        second.letGo();
        LocalJobs.awaitEnd(job);

        assertThat(FailOnce.failures(name)).isEqualTo(2);
        assertThat(atTheSecond).as("items before the second failure").isLessThan(3000);
        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aRescalingFromOneToThreeToTwoInTheMiddle() throws Exception {
        String name = "snapshot-rescale";
        SimulatedTable table = table(name, "S", null);
        List<String> expected = fill(table, "S", null, 3000);
        Configuration options = options(table);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 7);
        String savepoint = null;
        List<Integer> sizes = new ArrayList<>();
        for (int parallelism : new int[] {1, 3}) {
            int before = Journal.read(name).size();
            StandingScan standing = standSoon(name);
            JobClient job = run(name, options, parallelism, savepoint);
            standing.await();
            SimulatedJobs.awaitEntries(name, before + 300);
            savepoint = LocalJobs.savepointOf(job, folder);
            sizes.add(Journal.read(name).size());
            standing.letGo();
        }

        LocalJobs.awaitEnd(run(name, options, 2, savepoint));

        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(300, 2900));
        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void throttlingErrorsAndBrokenAnswers() throws Exception {
        String name = "snapshot-faults";
        SimulatedTable table = table(name, "S", null);
        List<String> expected = fill(table, "S", null, 1000);
        List<FaultRule> faults =
                List.of(
                        jobs.simulator()
                                .fail(
                                        Fault.error(ServiceError.PROVISIONED_THROUGHPUT_EXCEEDED),
                                        3,
                                        Operation.SCAN),
                        jobs.simulator().fail(Fault.httpStatus(500), 2, Operation.SCAN),
                        jobs.simulator().fail(Fault.connectionReset(), 2, Operation.SCAN),
                        jobs.simulator().fail(Fault.truncatedBody(), 2, Operation.SCAN),
                        jobs.simulator().fail(Fault.httpStatus(500), 1, Operation.DESCRIBE_TABLE));

        LocalJobs.awaitEnd(run(name, options(table), 2, null));

        assertThat(faults).allSatisfy(fault -> assertThat(fault.fired()).isPositive());
        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aBudgetIsKeptByAllSubtasksTogether() throws Exception {
        String name = "snapshot-budget";
        SimulatedTable table = table(name, "S", null);
        String padding = "x".repeat(3500);
        for (int i = 0; i < 500; i++) {
            table.put(Item.builder().s("pk", "key-" + i).n("v", i).s("padding", padding).build());
        }
        Configuration options = options(table);
        options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);

        LocalJobs.awaitEnd(run(name, options, 2, null));

        assertThat(Journal.read(name)).hasSize(500).doesNotHaveDuplicates();
        Map<Instant, Double> units = table.scans().unitsBySecond();
        double all = units.values().stream().mapToDouble(Double::doubleValue).sum();
        long seconds =
                Duration.between(
                                        units.keySet().stream().min(Instant::compareTo).get(),
                                        units.keySet().stream().max(Instant::compareTo).get())
                                .toSeconds()
                        + 1;
        assertThat(all).as("units in %s s", seconds).isBetween(400.0, 100.0 * (seconds + 1));
    }
}
