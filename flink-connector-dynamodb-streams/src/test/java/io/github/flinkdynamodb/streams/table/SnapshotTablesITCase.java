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
package io.github.flinkdynamodb.streams.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.CompiledPlan;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL on a table that is read as a snapshot: batch and streaming, with what is pushed down. */
@OnEachFlink
class SnapshotTablesITCase {

    private static final String COLUMNS =
            "id STRING, n BIGINT, status STRING, PRIMARY KEY (id) NOT ENFORCED";

    private static TestCluster cluster;

    private Simulator simulator;
    private SimulatedTable orders;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(4);
    }

    @BeforeEach
    void start() {
        simulator = Simulator.builder().start();
        orders = simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        for (int i = 0; i < 100; i++) {
            String status = i % 10 == 0 ? "PAID" : "NEW";
            orders.put(Item.builder().s("id", "o" + i).n("n", i).s("status", status).build());
        }
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Test
    void aBatchQueryCountsATableWithoutAStream() throws Exception {
        orders.disableStream();
        SqlTables tables = declare(RuntimeExecutionMode.BATCH, COLUMNS);

        assertThat(tables.rows("SELECT COUNT(*) FROM orders")).containsExactly("+I[100]");
        assertThat(tables.rows("SELECT status, COUNT(*), SUM(n) FROM orders GROUP BY status"))
                .containsExactlyInAnyOrder("+I[PAID, 10, 450]", "+I[NEW, 90, 4500]");
        assertThat(simulator.counts().calls(Operation.GET_RECORDS)).isZero();
        assertThat(simulator.counts().calls(Operation.DESCRIBE_STREAM)).isZero();
        assertThat(simulator.counts().calls(Operation.LIST_STREAMS)).isZero();
    }

    @Test
    void aTableIsReadByItsArnToo() throws Exception {
        SqlTables tables = declare(RuntimeExecutionMode.BATCH, COLUMNS, "table-name", orders.arn());

        assertThat(tables.rows("SELECT COUNT(*) FROM orders")).containsExactly("+I[100]");
    }

    /** The declaration is that of a table which is read by its stream otherwise. */
    @Test
    void aHintReadsTheItemsOfATableForASingleQuery() throws Exception {
        SqlTables tables = new SqlTables(simulator, 2, RuntimeExecutionMode.BATCH);
        tables.declare(orders, COLUMNS, "scan.changelog-mode", "full", "scan.bounded.mode", "");

        assertThat(
                        tables.rows(
                                "SELECT COUNT(*) FROM orders"
                                        + " /*+ OPTIONS('scan.startup.mode' = 'snapshot') */"))
                .containsExactly("+I[100]");
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"BATCH", "STREAMING"})
    void everyItemIsOneInsertAndChangesBeforeItAreNot(RuntimeExecutionMode mode) throws Exception {
        orders.put(Item.builder().s("id", "o1").n("n", 1000).s("status", "NEW").build());
        orders.delete(Item.builder().s("id", "o2").build());
        SqlTables tables = declare(mode, COLUMNS, "scan.changelog-mode", "full");
        List<String> expected = new ArrayList<>(List.of("+I[o1, 1000]"));
        for (int i = 3; i < 100; i++) {
            expected.add("+I[o" + i + ", " + i + "]");
        }
        expected.add("+I[o0, 0]");

        assertThat(tables.rows("SELECT id, n FROM orders"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void filtersAndLimitsOfTheSourceLeaveTheRightRows() throws Exception {
        SqlTables tables =
                declare(
                        RuntimeExecutionMode.BATCH,
                        COLUMNS + ", event STRING METADATA FROM 'event-name' VIRTUAL");

        assertThat(tables.rows("SELECT id FROM orders WHERE status = 'PAID' AND n <> 0"))
                .hasSize(9)
                .contains("+I[o90]")
                .doesNotContain("+I[o0]", "+I[o1]");
        assertThat(tables.rows("SELECT n FROM orders WHERE id IN ('o7', 'o8', 'none')"))
                .containsExactlyInAnyOrder("+I[7]", "+I[8]");
        assertThat(tables.rows("SELECT id FROM orders WHERE event <> 'SNAPSHOT'")).isEmpty();
        assertThat(tables.rows("SELECT id FROM orders LIMIT 3")).hasSize(3);
    }

    /** A Scan is billed: a query that has enough rows mustn't read the rest of the table. */
    @Test
    void aLimitEndsTheScanOfASegment() throws Exception {
        SimulatedTable big =
                simulator.createTable(
                        TableSettings.table("big").partitionKey("id", "S").scanPageBytes(500));
        for (int i = 0; i < 500; i++) {
            big.put(Item.builder().s("id", "b" + i).s("pad", "x".repeat(50)).build());
        }
        SqlTables tables = new SqlTables(simulator, 1, RuntimeExecutionMode.BATCH);
        tables.declare(
                big,
                "id STRING",
                "scan.startup.mode",
                "snapshot",
                "scan.snapshot.segments",
                "1",
                "scan.bounded.mode",
                "");

        assertThat(tables.rows("SELECT id FROM big LIMIT 3")).hasSize(3);

        assertThat(simulator.counts().calls(Operation.SCAN)).isBetween(1L, 10L);
    }

    @Test
    void aLimitEndsTheSegmentsThatAreNotReadYetWithoutACall() throws Exception {
        SqlTables tables = new SqlTables(simulator, 1, RuntimeExecutionMode.BATCH);
        tables.declare(
                orders,
                "id STRING",
                "scan.startup.mode",
                "snapshot",
                "scan.snapshot.segments",
                "64",
                "scan.fetch.max-requests",
                "1",
                "scan.bounded.mode",
                "");

        assertThat(tables.rows("SELECT id FROM orders LIMIT 3")).hasSize(3);

        assertThat(simulator.counts().calls(Operation.SCAN)).isBetween(1L, 20L);
    }

    @Test
    void metadataOfAnItemAreThoseThatAScanKnows() throws Exception {
        SqlTables tables =
                declare(
                        RuntimeExecutionMode.STREAMING,
                        "id STRING, eventName STRING METADATA FROM 'event-name' VIRTUAL,"
                                + " snap BOOLEAN METADATA FROM 'is-snapshot' VIRTUAL,"
                                + " ttl BOOLEAN METADATA FROM 'ttl-expired' VIRTUAL,"
                                + " src STRING METADATA FROM 'event-source' VIRTUAL,"
                                + " region STRING METADATA FROM 'aws-region' VIRTUAL,"
                                + " tab STRING METADATA FROM 'table-name' VIRTUAL,"
                                + " `keys` STRING METADATA VIRTUAL,"
                                + " item STRING METADATA FROM 'new-image' VIRTUAL");

        assertThat(tables.rows("SELECT * FROM orders WHERE id = 'o10'"))
                .containsExactly(
                        "+I[o10, SNAPSHOT, true, false, aws:dynamodb, "
                                + simulator.region()
                                + ", orders, {\"id\":{\"S\":\"o10\"}}, "
                                + "{\"id\":{\"S\":\"o10\"},\"n\":{\"N\":\"10\"},"
                                + "\"status\":{\"S\":\"PAID\"}}]");
    }

    @Test
    void metadataThatOnlyAChangeHasAreNull() throws Exception {
        SqlTables tables =
                declare(
                        RuntimeExecutionMode.STREAMING,
                        "id STRING, a STRING METADATA FROM 'event-id' VIRTUAL, b STRING METADATA"
                            + " FROM 'event-version' VIRTUAL, c STRING METADATA FROM 'stream-arn'"
                            + " VIRTUAL, d STRING METADATA FROM 'shard-id' VIRTUAL, e STRING"
                            + " METADATA FROM 'sequence-number' VIRTUAL, f BIGINT METADATA FROM"
                            + " 'size-bytes' VIRTUAL, g STRING METADATA FROM 'stream-view-type'"
                            + " VIRTUAL, h ROW<t STRING, p STRING> METADATA FROM 'user-identity'"
                            + " VIRTUAL, i STRING METADATA FROM 'old-image' VIRTUAL");

        assertThat(tables.rows("SELECT * FROM orders WHERE id = 'o10'"))
                .containsExactly("+I[o10, null, null, null, null, null, null, null, null, null]");
    }

    @Test
    void theTimeOfARowIsBeforeItsPageByTheTolerance() throws Exception {
        SqlTables tables =
                declare(
                        RuntimeExecutionMode.BATCH,
                        "id STRING, made TIMESTAMP_LTZ(3) METADATA FROM"
                                + " 'approximate-creation-time' VIRTUAL");

        assertThat(
                        tables.rows(
                                "SELECT COUNT(*) FROM orders WHERE made <="
                                        + " CURRENT_TIMESTAMP - INTERVAL '59' SECOND AND made >"
                                        + " CURRENT_TIMESTAMP - INTERVAL '10' MINUTE"))
                .containsExactly("+I[100]");
    }

    @Test
    void aKeyThatIsNotTheTablesFailsTheJobWithBoth() {
        SqlTables tables =
                declare(
                        RuntimeExecutionMode.BATCH,
                        "id STRING, n BIGINT, PRIMARY KEY (n) NOT ENFORCED");

        assertThatThrownBy(() -> tables.rows("SELECT * FROM orders"))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("the key of its table is [id]")
                                        .contains("the PRIMARY KEY of the SQL table")
                                        .contains("is [n]"));
    }

    @Test
    void aTableThatDoesNotExistFailsTheJobWithItsName() {
        SqlTables tables = declare(RuntimeExecutionMode.BATCH, COLUMNS, "table-name", "absent");

        assertThatThrownBy(() -> tables.rows("SELECT * FROM orders"))
                .satisfies(
                        e ->
                                assertThat(ExceptionUtils.stringifyException(e))
                                        .contains("DescribeTable for table absent failed"));
    }

    @Test
    void aCompiledPlanReadsTheTableAgain() throws Exception {
        SqlTables tables = declare(RuntimeExecutionMode.STREAMING, COLUMNS);
        tables.sql()
                .executeSql("CREATE TABLE nowhere (id STRING) WITH ('connector' = 'blackhole')");
        CompiledPlan plan =
                tables.sql()
                        .compilePlanSql(
                                "INSERT INTO nowhere SELECT id FROM orders WHERE status = 'PAID'");

        CompiledPlan restored =
                tables.sql().loadPlan(PlanReference.fromJsonString(plan.asJsonString()));
        restored.execute().await();

        assertThat(restored.explain()).isEqualTo(plan.explain());
        assertThat(simulator.counts().calls(Operation.SCAN)).isPositive();
    }

    private SqlTables declare(RuntimeExecutionMode mode, String columns, String... moreOptions) {
        SqlTables tables = new SqlTables(simulator, 2, mode);
        tables.sql().getConfig().set("restart-strategy.type", "none");
        List<String> options = new ArrayList<>(List.of(moreOptions));
        options.addAll(List.of("scan.startup.mode", "snapshot", "scan.bounded.mode", ""));
        tables.declare(orders, columns, options.toArray(new String[0]));
        return tables;
    }
}
