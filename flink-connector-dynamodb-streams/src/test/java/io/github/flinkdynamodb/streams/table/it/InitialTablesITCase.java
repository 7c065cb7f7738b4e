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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.StandingScan;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The SQL table is the DynamoDB table, its items from before the job too, while it is written all
 * the time, while shards split, a task fails and the job goes on with another parallelism in the
 * middle of the scan. A row that is taken back and doesn't stand, or comes and does, fails the job.
 */
@OnEachFlink
class InitialTablesITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGES_UNTIL_IT_STANDS = 6;

    private static TestCluster cluster;
    private static Simulator simulator;

    @TempDir private Path folder;

    @BeforeAll
    static void start() throws Exception {
        simulator = Simulator.builder().start();
        cluster = TestCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        simulator.close();
    }

    /** A table of small pages whose stream rolls its shards. */
    private static SimulatedTable simulated(String name, StreamViewType viewType) {
        return simulator.createTable(
                TableSettings.table(name)
                        .viewType(viewType)
                        .partitionKey("pk", "S")
                        .sortKey("sk", "N")
                        .shards(3)
                        .rollAfterRecords(60)
                        .page(10, 100_000)
                        .scanPageBytes(600));
    }

    @ParameterizedTest
    @CsvSource({
        "full, NEW_AND_OLD_IMAGES, all, fail",
        "full, NEW_AND_OLD_IMAGES, all, repair",
        "upsert, NEW_AND_OLD_IMAGES, all, fail",
        "upsert, NEW_IMAGE, upsert, fail"
    })
    void theTableIsTheDynamoDbTableWhateverHappensDuringTheScan(
            String mode, StreamViewType viewType, String takes, String onDataLoss)
            throws Exception {
        String name = "initial_" + mode + "_" + takes + "_" + onDataLoss;
        SimulatedTable simulated = simulated(name, viewType);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk")) {
            RandomWrites writes = new RandomWrites(table, false, 5);
            writes.write(300);
            StandingScan standing = StandingScan.after(PAGES_UNTIL_IT_STANDS, simulator, name);
            String savepoint;
            try (SqlSession session = session(table, mode, takes, 2, null, onDataLoss)) {
                JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
                SqlSession.awaitAtLeast(name, 3);
                standing.await();
                writes.write(100);
                simulated.splitShard(simulated.openShardIds().get(0));
                writes.write(50);
                savepoint = SqlSession.stop(job, folder);
            }
            long scans = simulator.counts().calls(Operation.SCAN);
            FailOnce.arm(name);
            try (SqlSession session = session(table, mode, takes, 3, savepoint, onDataLoss)) {
                JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");
                writes.write(100);
                standing.letGo();
                SqlSession.awaitStarts(name, 3);
                writes.write(100);
                SqlSession.awaitRows(name, RandomItems.rows(table.items()));
                writes.write(50);
                SqlSession.awaitRows(name, RandomItems.rows(table.items()));
                SqlSession.stop(job, folder);
            }

            assertThat(simulator.counts().calls(Operation.SCAN) - scans)
                    .as("pages after the savepoint")
                    .isPositive();
            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
            assertThat(CheckedTable.starts(name)).as("starts").isEqualTo(3);
        }
    }

    private static SqlSession session(
            ItemTable table,
            String mode,
            String takes,
            int parallelism,
            String savepoint,
            String onDataLoss) {
        SqlSession session = SqlSession.start(parallelism, savepoint);
        String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
        List<String> options = new ArrayList<>();
        options.addAll(List.of("scan.changelog-mode", mode, "scan.startup.mode", "initial"));
        options.addAll(List.of("scan.snapshot.segments", "2", "scan.on-data-loss", onDataLoss));
        if (onDataLoss.equals("repair")) {
            options.addAll(List.of("scan.repair.export-bucket", "exports"));
        }
        session.declare("items", table, columns, options.toArray(new String[0]));
        session.declareChecked(table.name(), columns, takes);
        return session;
    }

    /** The count is of a table that nobody writes to: the job ends by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aBoundedTableEndsAsItWasAtTheStart(String mode) throws Exception {
        String name = "initial_bounded_" + mode;
        simulated(name, StreamViewType.NEW_AND_OLD_IMAGES);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = SqlSession.start(2)) {
            new RandomWrites(table, false, 8).write(80);
            session.declare(
                    "items",
                    table,
                    RandomItems.sqlColumns() + ", " + RandomItems.KEY,
                    "scan.changelog-mode",
                    mode,
                    "scan.startup.mode",
                    "initial",
                    "scan.bounded.mode",
                    "latest");
            List<Row> counts = new ArrayList<>();
            try (CloseableIterator<Row> rows =
                    session.sql().executeSql("SELECT COUNT(*) FROM items").collect()) {
                rows.forEachRemaining(counts::add);
            }

            assertThat(counts.get(counts.size() - 1).getField(0))
                    .isEqualTo((long) table.items().size());
        }
    }

    /** Items as the scan sees them, and each change since the start once. */
    @Test
    void theLogHasEachItemOnceAndEachChangeSinceTheStartOnce() throws Exception {
        String name = "initial_log";
        SimulatedTable simulated = simulated(name, StreamViewType.NEW_AND_OLD_IMAGES);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk")) {
            RandomWrites writes = new RandomWrites(table, false, 6);
            writes.write(100);
            int before = table.changes().size();
            StandingScan standing = StandingScan.after(PAGES_UNTIL_IT_STANDS, simulator, name);
            try (SqlSession session = SqlSession.start(2)) {
                session.declare(
                        "items",
                        table,
                        SnapshotLog.COLUMNS,
                        "scan.startup.mode",
                        "initial",
                        "scan.snapshot.segments",
                        "2");
                SnapshotLog log = SnapshotLog.declare(session, name);
                JobClient job = log.insertFrom(session, "items");
                SqlSession.awaitAtLeast(name, 3);
                standing.await();
                FailOnce.arm(name);
                writes.write(100);
                standing.letGo();
                SqlSession.awaitStarts(name, 2);
                writes.write(50);
                List<String> numbers = SnapshotLog.numbers(simulated);
                List<String> since = numbers.subList(before, numbers.size());
                Awaitility.await(name)
                        .atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log.changes()).containsAll(since));
                SqlSession.stop(job, folder);

                assertThat(log.changes()).doesNotHaveDuplicates();
                assertThat(log.items()).doesNotHaveDuplicates().hasSizeGreaterThan(3);
            }
            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
        }
    }

    /**
     * The operator learns of the end by its watermark: the source's first one, in each channel,
     * though the table declares none. The service's clock is moved on.
     */
    @Test
    void theEndOfTheOverlapReachesWhatIsBehindTheSourceAsAWatermark() throws Exception {
        String name = "initial_end";
        SimulatorClock clock = SimulatorClock.running();
        try (Simulator ahead = Simulator.builder().clock(clock).start();
                ItemTable table = ItemTable.of(endingTable(ahead, name), name, "pk", "sk");
                SqlSession session = session(table, "full", "all", 2, null, "fail")) {
            RandomWrites writes = new RandomWrites(table, false, 7);
            writes.write(50);
            LatestWatermark.FOUND.remove(name);
            session.sql()
                    .toChangelogStream(session.sql().from("items"))
                    .process(new LatestWatermark(name));
            JobClient job = session.environment().executeAsync(name);
            Awaitility.await("rows of the scan")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                writes.write(1);
                                assertThat(LatestWatermark.FOUND.get(name)).isNotNull();
                            });
            assertThat(LatestWatermark.FOUND.get(name)).isEqualTo(Long.MIN_VALUE);

            Awaitility.await("mark of the end")
                    .atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                clock.advance(Duration.ofSeconds(20));
                                writes.write(1);
                                assertThat(LatestWatermark.FOUND.get(name))
                                        .isEqualTo(Long.MIN_VALUE + 1);
                            });
            job.cancel().get();
        }
    }

    private static Simulator endingTable(Simulator ahead, String name) {
        ahead.createTable(
                TableSettings.table(name).partitionKey("pk", "S").sortKey("sk", "N").shards(3));
        return ahead;
    }

    /** Notes the watermark at which each row arrives. */
    private static final class LatestWatermark extends ProcessFunction<Row, Row> {

        private static final long serialVersionUID = 1L;
        private static final Map<String, Long> FOUND = new ConcurrentHashMap<>();

        private final String name;

        LatestWatermark(String name) {
            this.name = name;
        }

        @Override
        public void processElement(Row row, Context context, Collector<Row> out) {
            FOUND.merge(name, context.timerService().currentWatermark(), Math::max);
        }
    }
}
