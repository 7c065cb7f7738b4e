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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SQL table is the DynamoDB table, read from an export of hours ago and the changes since. The
 * export is fuzzy, as the service's are: each item is as it was at a time of its own, within a
 * minute of the export's. A row that is taken back and doesn't stand, or comes and does, fails the
 * job.
 */
@OnEachFlink
class InitialExportITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MILLIS_OF_FUZZ = 50_000;

    private static TestCluster cluster;
    private static Simulator simulator;

    @TempDir private Path folder;

    /** How many changes were made before all those that are to be read. */
    private int changesBefore;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.builder().start();
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        simulator.close();
    }

    private static SimulatedTable simulated(String name) {
        return simulator.createTable(
                TableSettings.table(name)
                        .partitionKey("pk", "S")
                        .sortKey("sk", "N")
                        .shards(3)
                        .rollAfterRecords(60)
                        .pointInTimeRecovery());
    }

    private static void pass(Duration time) {
        simulator.clock().advance(time);
    }

    /** Writes for some minutes, exports the table as it was in the middle of them, and goes on. */
    private WrittenExport export(SimulatedTable simulated, RandomWrites writes) {
        writes.write(100);
        pass(Duration.ofMinutes(10));
        changesBefore = SnapshotLog.numbers(simulated).size();
        pass(Duration.ofMinutes(1));
        for (int i = 0; i < 30; i++) {
            writes.write(5);
            pass(Duration.ofSeconds(10));
        }
        Instant time = simulator.clock().instant().minusSeconds(100);
        WrittenExport export = write(simulated, time);
        pass(Duration.ofHours(5));
        writes.write(50);
        return export;
    }

    private WrittenExport write(SimulatedTable simulated, Instant time) {
        Random fuzz = new Random(1);
        List<Item> items =
                simulated
                        .pointInTimeRecovery()
                        .items(
                                simulated.created(),
                                item ->
                                        time.toEpochMilli()
                                                + fuzz.nextInt(2 * MILLIS_OF_FUZZ)
                                                - MILLIS_OF_FUZZ)
                        .stream()
                        .flatMap(Collection::stream)
                        .collect(Collectors.toList());
        assertThat(items).isNotEmpty();
        return ExportWriter.into(folder.resolve("bucket"))
                .tableArn(simulated.arn())
                .tableId(simulated.id())
                .full(time, items);
    }

    private static void declare(
            SqlSession session, ItemTable table, String columns, Path export, String mode) {
        session.declare(
                "items",
                table,
                columns,
                "scan.changelog-mode",
                mode,
                "scan.startup.mode",
                "initial",
                "scan.snapshot.export",
                export.toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void theTableIsTheDynamoDbTableAfterAnExportOfHoursAgo(String mode) throws Exception {
        String name = "initial_export_" + mode;
        SimulatedTable simulated = simulated(name);
        long scans = simulator.counts().calls(Operation.SCAN);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = SqlSession.start(2)) {
            RandomWrites writes = new RandomWrites(table, false, 5);
            Path export = export(simulated, writes).folder();
            String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
            declare(session, table, columns, export, mode);
            session.declareChecked(name, columns, "all");
            FailOnce.arm(name);
            JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
            SqlSession.awaitRows(name, RandomItems.rows(table.items()));
            writes.write(50);
            SqlSession.awaitRows(name, RandomItems.rows(table.items()));
            SqlSession.stop(job, folder);

            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
            assertThat(simulator.counts().calls(Operation.SCAN)).isEqualTo(scans);
        }
    }

    /** The enumerator fails while it waits; its token follows from the job on each Flink. */
    @Test
    void theTableIsTheDynamoDbTableAfterAnExportThatTheSourceAsksForOnce() throws Exception {
        String name = "asked_export";
        SimulatedTable simulated = simulated(name);
        simulator.exports().bucket("exports", Files.createDirectory(folder.resolve("exports")));
        FaultRule denied =
                FaultRule.of(Fault.error(ServiceError.ACCESS_DENIED))
                        .on(Operation.DESCRIBE_EXPORT)
                        .after(1)
                        .times(1);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = SqlSession.start(2)) {
            RandomWrites writes = new RandomWrites(table, false, 7);
            writes.write(100);
            pass(Duration.ofMinutes(10));
            String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
            declareAsked(session, table, columns);
            session.declareChecked(name, columns, "all");
            simulator.faults().add(denied);
            long described = simulator.counts().calls(Operation.DESCRIBE_EXPORT);
            JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
            Awaitility.await("waits again after the failure")
                    .atMost(PATIENCE)
                    .until(
                            () ->
                                    denied.fired() == 1
                                            && simulator.counts().calls(Operation.DESCRIBE_EXPORT)
                                                    >= described + 3);
            writes.write(30);
            pass(Duration.ofMinutes(10));
            SqlSession.awaitRows(name, RandomItems.rows(table.items()));
            writes.write(30);
            SqlSession.awaitRows(name, RandomItems.rows(table.items()));
            SqlSession.stop(job, folder);

            assertThat(denied.fired()).isOne();
            assertAskedOnce(simulated, job);
        }
    }

    private void declareAsked(SqlSession session, ItemTable table, String columns) {
        session.declare(
                "items",
                table,
                columns,
                "scan.changelog-mode",
                "full",
                "scan.startup.mode",
                "initial",
                "scan.snapshot.export-bucket",
                "exports",
                "scan.snapshot.export-prefix",
                "daily/all",
                "scan.snapshot.export-bucket-path",
                folder.resolve("exports").toUri().toString());
    }

    private void assertAskedOnce(SimulatedTable simulated, JobClient job) {
        Map<String, ObjectNode> exports = simulator.exports().list(simulated.arn(), 10, null);
        assertThat(exports).hasSize(1);
        String arn = exports.values().iterator().next().get("ExportArn").textValue();
        String request = simulated.arn() + "|exports|daily/all|||";
        String identity = job.getJobID() + "|" + request + "|0";
        assertThat(simulator.exports().describe(arn).get("ClientToken").textValue())
                .isEqualTo(
                        UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    /** Changes of the two minutes before the export may be in its items, and come all the same. */
    @Test
    void theLogHasEachItemOnceAndEachChangeSinceTwoMinutesBeforeTheExportOnce() throws Exception {
        String name = "initial_export_log";
        SimulatedTable simulated = simulated(name);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = SqlSession.start(2)) {
            RandomWrites writes = new RandomWrites(table, false, 6);
            WrittenExport export = export(simulated, writes);
            declare(session, table, SnapshotLog.COLUMNS, export.folder(), "append-only");
            SnapshotLog log = SnapshotLog.declare(session, name);
            JobClient job = log.insertFrom(session, "items");
            List<String> numbers = SnapshotLog.numbers(simulated);
            Awaitility.await(name)
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertAllSinceTheFirst(log.changes(), numbers));
            SqlSession.stop(job, folder);

            assertAllSinceTheFirst(log.changes(), numbers);
            assertThat(log.items()).doesNotHaveDuplicates().hasSize((int) export.items());
        }
    }

    /** From the first change that is read on, which is one of those around the export, all are. */
    private void assertAllSinceTheFirst(List<String> changes, List<String> numbers) {
        assertThat(changes).isNotEmpty();
        int first =
                numbers.indexOf(
                        changes.stream().min(Comparator.comparing(BigInteger::new)).orElseThrow());
        assertThat(first).isBetween(changesBefore + 1, changesBefore + 45);
        assertThat(changes)
                .containsExactlyInAnyOrderElementsOf(numbers.subList(first, numbers.size()));
    }
}
