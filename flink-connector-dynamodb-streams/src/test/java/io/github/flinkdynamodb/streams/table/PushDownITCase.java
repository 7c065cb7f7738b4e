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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A query gives the same rows whether the source takes work over or Flink does all of it. */
@OnEachFlink
class PushDownITCase {

    private static final String LOG =
            "id STRING, n BIGINT, price DECIMAL(10, 2), status STRING, c ROW<city STRING, zip INT>,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL";
    private static final String FROM_LOG = "SELECT id, n, event, c.city FROM log WHERE ";
    private static final String KEYED =
            "status STRING, n BIGINT, id STRING, PRIMARY KEY (id) NOT ENFORCED";

    /** Filters as they are written, as the planner keeps them, and how many rows they let pass. */
    private static final List<List<String>> FILTERS =
            List.of(
                    List.of("event = 'INSERT'", "event || '' = 'INSERT'", "20"),
                    List.of("event <> 'INSERT'", "event || '' <> 'INSERT'", "27"),
                    List.of("id = 'k3'", "id || '' = 'k3'", "3"),
                    List.of(
                            "id IN ('k3', 'k12', 'none')",
                            "id || '' IN ('k3', 'k12', 'none')",
                            "6"),
                    List.of("status = 'PAID'", "status || '' = 'PAID'", "14"),
                    List.of("status <> 'PAID'", "status || '' <> 'PAID'", "20"),
                    List.of("n = 5 OR price = 103.50", "n + 0 = 5 OR price + 0 = 103.50", "3"),
                    List.of(
                            "id = 'k6' AND event = 'REMOVE'",
                            "id || '' = 'k6' AND event || '' = 'REMOVE'",
                            "1"));

    private static TestCluster cluster;
    private static Simulator simulator;
    private static SimulatedTable orders;
    private static SimulatedTable keysOnly;
    private static SimulatedTable many;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(4);
        simulator = Simulator.builder().start();
        orders = table("orders", StreamViewType.NEW_AND_OLD_IMAGES);
        keysOnly = table("keysonly", StreamViewType.KEYS_ONLY);
        many =
                simulator.createTable(
                        TableSettings.table("many").partitionKey("id", "S").page(10, 100_000));
        for (int i = 0; i < 2000; i++) {
            many.put(Item.builder().s("id", "k" + i).n("n", i).build());
        }
        many.disableStream();
    }

    /** Keys k0 to k19, each written, changed and, every third, removed, over three shards. */
    private static SimulatedTable table(String name, StreamViewType viewType) {
        SimulatedTable table =
                simulator.createTable(
                        TableSettings.table(name)
                                .partitionKey("id", "S")
                                .viewType(viewType)
                                .shards(3));
        for (int i = 0; i < 20; i++) {
            table.put(item(i, i, "NEW"));
            if (i == 10) {
                table.rollAllShards();
            }
            table.put(item(i, i + 100, i % 2 == 0 ? "PAID" : null));
            if (i % 3 == 0) {
                table.delete(item(i, 0, null));
            }
        }
        table.disableStream();
        return table;
    }

    private static Item item(int key, int n, String status) {
        Item.Builder item =
                Item.builder()
                        .s("id", "k" + key)
                        .n("n", n)
                        .n("price", n + ".50")
                        .json(
                                "c",
                                "{\"M\":{\"city\":{\"S\":\"c"
                                        + n
                                        + "\"},\"zip\":{\"N\":\""
                                        + n
                                        + "\"}}}");
        return (status == null ? item : item.s("status", status)).build();
    }

    @AfterAll
    static void stop() {
        simulator.close();
        cluster.close();
    }

    private static List<String> rows(SqlTables tables, String query) throws Exception {
        List<String> rows = new ArrayList<>(tables.rows(query));
        Collections.sort(rows);
        return rows;
    }

    /** One job for all that the source filters, and one for all that Flink does. */
    @Test
    void filtersOfALog() throws Exception {
        SqlTables tables = new SqlTables(simulator, 2);
        tables.declareStream("log", orders, LOG);
        for (List<String> filter : FILTERS) {
            assertThat(tables.sql().explainSql(FROM_LOG + filter.get(0))).contains("filter=[");
            assertThat(tables.sql().explainSql(FROM_LOG + filter.get(1))).contains("where=[");
        }

        List<String> taken = rows(tables, union(0));

        assertThat(taken).isEqualTo(rows(tables, union(1)));
        for (List<String> filter : FILTERS) {
            String last = ", " + FILTERS.indexOf(filter) + "]";
            assertThat(taken)
                    .filteredOn(row -> row.endsWith(last))
                    .as(filter.get(0))
                    .hasSize(Integer.parseInt(filter.get(2)));
        }
    }

    /** The rows of all filters, each with its filter's number. */
    private static String union(int form) {
        return FILTERS.stream()
                .map(
                        filter ->
                                FROM_LOG.replace(" FROM", ", " + FILTERS.indexOf(filter) + " FROM")
                                        + filter.get(form))
                .collect(Collectors.joining(" UNION ALL "));
    }

    @Test
    void filtersOfALogOfKeys() throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declareStream("log", keysOnly, LOG);

        assertThat(rows(tables, "SELECT id, event, n FROM log WHERE id = 'k3'"))
                .containsExactly(
                        "+I[k3, INSERT, null]", "+I[k3, MODIFY, null]", "+I[k3, REMOVE, null]");
        assertThat(rows(tables, "SELECT id FROM log WHERE n = 5")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"full, 2", "upsert, 2", "full, 0", "upsert, 0"})
    void filtersOnTheKeyOfATable(String mode, int parallelism) throws Exception {
        SqlTables tables = new SqlTables(simulator, 3);
        tables.declareStream(
                "t",
                orders,
                KEYED,
                "scan.changelog-mode",
                mode,
                "scan.parallelism",
                parallelism == 0 ? "" : "" + parallelism);
        String where = " FROM t WHERE id IN ('k3', 'k4')";
        assertThat(tables.sql().explainSql("SELECT n" + where)).contains("filter=[");

        assertThat(rows(tables, "SELECT id, n" + where))
                .containsExactly(
                        "+I[k3, 3]",
                        "+I[k4, 4]",
                        "+U[k3, 103]",
                        "+U[k4, 104]",
                        "-D[k3, 103]",
                        "-U[k3, 3]",
                        "-U[k4, 4]");
    }

    @ParameterizedTest
    @CsvSource({"full, 2", "upsert, 2", "full, 0", "upsert, 0"})
    void aTableIsTheSameAtEveryParallelismOfTheScan(String mode, int parallelism) throws Exception {
        SqlTables tables = new SqlTables(simulator, 3);
        tables.declareStream(
                "t",
                orders,
                KEYED,
                "scan.changelog-mode",
                mode,
                "scan.parallelism",
                parallelism == 0 ? "" : "" + parallelism);

        List<String> sums = tables.rows("SELECT COUNT(*), SUM(n), COUNT(status) FROM t");

        long left = 13;
        assertThat(sums.get(sums.size() - 1)).isEqualTo("+U[" + left + ", " + sumLeft() + ", 6]");
        assertThat(rows(tables, "SELECT id FROM t")).filteredOn(r -> r.startsWith("-D")).hasSize(7);
    }

    private static long sumLeft() {
        long sum = 0;
        for (int i = 0; i < 20; i++) {
            sum += i % 3 == 0 ? 0 : i + 100;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"BATCH", "STREAMING"})
    void aLimitEndsTheReadingEarly(RuntimeExecutionMode mode) throws Exception {
        SqlTables tables = new SqlTables(simulator, 1, mode);
        tables.declareStream("log", many, "id STRING, n BIGINT");
        long before = many.handedOut();

        List<String> rows = tables.rows("SELECT id, n FROM log LIMIT 5");

        assertThat(rows).hasSize(5).doesNotHaveDuplicates();
        assertThat(rows).allMatch(row -> row.matches("\\+I\\[k(\\d+), \\1\\]"));
        assertThat(many.handedOut() - before).isLessThan(many.written() / 2);
    }

    @Test
    void aLimitBehindAFilterCountsTheRowsThatAreLeft() throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declareStream("log", many, "id STRING, n BIGINT");

        assertThat(tables.rows("SELECT id FROM log WHERE n IN (7, 70, 700, 1700) LIMIT 3"))
                .containsExactly("+I[k7]", "+I[k70]", "+I[k700]");
        assertThat(tables.rows("SELECT id FROM log WHERE n IN (7, 1700) LIMIT 3"))
                .containsExactly("+I[k7]", "+I[k1700]");
    }

    @ParameterizedTest
    @EnumSource(
            value = RuntimeExecutionMode.class,
            names = {"BATCH", "STREAMING"})
    void whatIsInTheStreamIsCountedToAnEnd(RuntimeExecutionMode mode) throws Exception {
        SqlTables tables = new SqlTables(simulator, 2, mode);
        tables.declareStream("log", many, "id STRING, n BIGINT");

        List<String> counts = tables.rows("SELECT COUNT(*) FROM log");

        assertThat(counts.get(counts.size() - 1)).endsWith("[2000]");
    }

    @Test
    void nestedFieldsAreTheSameAsWithinTheirRow() throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declareStream("log", orders, LOG);

        assertThat(rows(tables, "SELECT c.zip, c.city, id FROM log"))
                .isEqualTo(
                        rows(
                                tables,
                                "SELECT c.zip, c.city, id FROM (SELECT c, id, ROW_NUMBER() OVER"
                                        + " (PARTITION BY id, n, event ORDER BY PROCTIME()) AS r"
                                        + " FROM log) WHERE r = 1"));
    }

    @Test
    void aTableWithoutPhysicalColumnsCanBeRead() throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declareStream("log", orders, "event STRING METADATA FROM 'event-name' VIRTUAL");

        assertThat(rows(tables, "SELECT event FROM log WHERE event = 'REMOVE'"))
                .hasSize(7)
                .containsOnly("+I[REMOVE]");
    }
}
