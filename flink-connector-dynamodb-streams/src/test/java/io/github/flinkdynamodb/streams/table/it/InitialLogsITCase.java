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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.FailOnce;
import io.github.flinkdynamodb.streams.source.it.StandingScan;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * A table and then its stream, for each view type that the stream can have: a log takes any, and
 * the table can be made of it as far as the images go; another mode says which ones it needs.
 * {@link InitialTablesITCase} has the modes that are the table themselves.
 */
@OnEachFlink
class InitialLogsITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGES_UNTIL_IT_STANDS = 6;

    private static TestCluster cluster;
    private static Simulator simulator;

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

    /** A table of small pages that is filled before it has a stream. */
    private static SimulatedTable simulated(String name, StreamViewType viewType) {
        return simulator.createTable(
                TableSettings.table(name)
                        .partitionKey("pk", "S")
                        .sortKey("sk", "N")
                        .viewType(simulatedType(viewType))
                        .withoutStream()
                        .shards(3)
                        .scanPageBytes(600));
    }

    private static io.github.flinkdynamodb.tools.simulator.table.StreamViewType simulatedType(
            StreamViewType viewType) {
        return io.github.flinkdynamodb.tools.simulator.table.StreamViewType.valueOf(
                viewType.name());
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            names = "UNKNOWN_TO_SDK_VERSION",
            mode = EnumSource.Mode.EXCLUDE)
    void theLogHasWholeItemsAndEachChangeAndTheTableCanBeMadeOfIt(StreamViewType viewType)
            throws Exception {
        String name = "initial_log_" + viewType.name().toLowerCase(Locale.ROOT);
        SimulatedTable simulated = simulated(name, viewType);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = session(table)) {
            RandomWrites writes = new RandomWrites(table, false, 8);
            writes.write(150);
            int before = table.changes().size();
            simulated.enableStream();
            StandingScan standing = StandingScan.after(PAGES_UNTIL_IT_STANDS, simulator, name);
            session.insert(logInsert(name), latestInsert(name));
            SqlSession.awaitAtLeast(name, 3);
            standing.await();
            FailOnce.arm(name);
            writes.write(60);
            standing.letGo();
            SqlSession.awaitStarts(name, 2);
            writes.write(40);

            awaitChanges(name, changes(table, before, viewType));
            SqlSession.awaitRows(name + "_latest", latest(table, before, viewType));
            assertThat(rows(name, "true"))
                    .hasSizeGreaterThan(3)
                    .isSubsetOf(versions(table))
                    .extracting(InitialLogsITCase::key)
                    .doesNotHaveDuplicates();
            assertThat(FailOnce.failures(name)).as("failures").isEqualTo(1);
        }
    }

    private static SqlSession session(ItemTable table) {
        SqlSession session = SqlSession.start(2);
        session.declare(
                "changes",
                table,
                "event STRING METADATA FROM 'event-name' VIRTUAL,"
                        + " seq STRING METADATA FROM 'sequence-number' VIRTUAL,"
                        + " snap BOOLEAN METADATA FROM 'is-snapshot' VIRTUAL, "
                        + RandomItems.sqlColumns(),
                "scan.startup.mode",
                "initial",
                "scan.snapshot.segments",
                "2");
        String columns = RandomItems.sqlColumns();
        session.declareChecked(table.name(), "event STRING, snap BOOLEAN, " + columns, "append");
        session.declareChecked(table.name() + "_latest", columns, "all");
        return session;
    }

    private static String logInsert(String name) {
        return "INSERT INTO "
                + name
                + " SELECT event, snap, "
                + RandomItems.names()
                + " FROM changes";
    }

    /** The newest row of each item. An item's own row has no number, and is older than changes. */
    private static String latestInsert(String name) {
        return "INSERT INTO "
                + name
                + "_latest SELECT "
                + RandomItems.names()
                + " FROM (SELECT *, ROW_NUMBER() OVER"
                + " (PARTITION BY pk, sk ORDER BY LPAD(seq, 40, '0') DESC) AS n FROM changes)"
                + " WHERE n = 1 AND event <> 'REMOVE'";
    }

    /** Rows of the log: those of items, or those of changes. */
    private static List<String> rows(String name, String snapshot) {
        return CheckedTable.rows(name).stream()
                .filter(row -> RowText.fields(row)[1].equals(snapshot))
                .collect(Collectors.toList());
    }

    /** Waits until the log has exactly these changes, each item's in their order. */
    private static void awaitChanges(String name, List<String> changes) {
        Awaitility.await(name)
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(byKey(rows(name, "false"))).isEqualTo(byKey(changes)));
    }

    private static Map<String, List<String>> byKey(List<String> rows) {
        return rows.stream().collect(Collectors.groupingBy(InitialLogsITCase::key));
    }

    private static String key(String row) {
        return RowText.fields(row)[2] + "/" + RowText.fields(row)[3];
    }

    private static List<ItemChange> since(ItemTable table, int before) {
        List<ItemChange> all = table.changes();
        return all.subList(before, all.size());
    }

    /** What the stream says of each change since it was enabled. */
    private static List<String> changes(ItemTable table, int before, StreamViewType viewType) {
        return since(table, before).stream()
                .map(c -> RandomItems.row(c.newest(viewType), c.eventName(), false))
                .collect(Collectors.toList());
    }

    /** The rows of whatever an item has been. */
    private static Set<String> versions(ItemTable table) {
        return table.changes().stream()
                .filter(change -> change.after() != null)
                .map(change -> RandomItems.row(change.after(), "SNAPSHOT", true))
                .collect(Collectors.toSet());
    }

    /** What is known last of each item that is there: the table, if there are new images. */
    private static List<String> latest(ItemTable table, int before, StreamViewType viewType) {
        return table.items().stream()
                .map(item -> RandomItems.row(newest(item, since(table, before), viewType)))
                .collect(Collectors.toList());
    }

    private static Map<String, AttributeValue> newest(
            Map<String, AttributeValue> item, List<ItemChange> changes, StreamViewType viewType) {
        return changes.stream()
                .filter(change -> item.entrySet().containsAll(change.key().entrySet()))
                .reduce((first, second) -> second)
                .map(change -> change.newest(viewType))
                .orElse(item);
    }

    @ParameterizedTest
    @CsvSource({
        "full, NEW_IMAGE, NEW_AND_OLD_IMAGES",
        "full, OLD_IMAGE, NEW_AND_OLD_IMAGES",
        "full, KEYS_ONLY, NEW_AND_OLD_IMAGES",
        "upsert, OLD_IMAGE, NEW_IMAGE or NEW_AND_OLD_IMAGES",
        "upsert, KEYS_ONLY, NEW_IMAGE or NEW_AND_OLD_IMAGES"
    })
    void aViewTypeThatCannotServeTheModeIsNamedBeforeAnyItemIsRead(
            String mode, StreamViewType viewType, String needed) throws Exception {
        String name = "initial_bad_" + mode + "_" + viewType.name().toLowerCase(Locale.ROOT);
        SimulatedTable simulated = simulated(name, viewType);
        try (ItemTable table = ItemTable.of(simulator, name, "pk", "sk");
                SqlSession session = SqlSession.start(1)) {
            new RandomWrites(table, false, 9).write(10);
            simulated.enableStream();
            long scans = simulator.counts().calls(Operation.SCAN);
            String columns = RandomItems.sqlColumns() + ", " + RandomItems.KEY;
            session.declare(
                    "items",
                    table,
                    columns,
                    "scan.startup.mode",
                    "initial",
                    "scan.changelog-mode",
                    mode);
            session.declareChecked(name, columns, "all");
            JobClient job = session.insert("INSERT INTO " + name + " SELECT * FROM items");

            Throwable failure =
                    catchThrowable(() -> job.getJobExecutionResult().get(1, TimeUnit.MINUTES));

            assertThat(ExceptionUtils.stringifyException(failure))
                    .contains(
                            "its view type is " + viewType,
                            "'scan.changelog-mode' = '" + mode + "' needs " + needed,
                            "Enable a stream of that view type on the table, or change the"
                                    + " setting");
            assertThat(simulator.counts().calls(Operation.SCAN)).as("pages").isEqualTo(scans);
            assertThat(CheckedTable.rows(name)).isEmpty();
        }
    }
}
