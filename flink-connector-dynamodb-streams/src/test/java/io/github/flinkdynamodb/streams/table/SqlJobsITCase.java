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
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.CompiledPlan;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users do with jobs made of SQL: savepoints, compiled plans, several statements, errors. */
@OnEachFlink
class SqlJobsITCase {

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static TestCluster cluster;

    private Simulator simulator;
    private SimulatedTable orders;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(2);
    }

    @BeforeEach
    void start() {
        SEEN.clear();
        simulator = Simulator.builder().start();
        orders = simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        put("a", 1, "NEW");
        put("b", 2, "NEW");
        put("c", 3, "PAID");
    }

    private void put(String id, long n, String status) {
        orders.put(Item.builder().s("id", id).n("n", n).s("status", status).build());
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
    void aJobGoesOnFromASavepointWithAnotherColumn(@TempDir Path folder) throws Exception {
        JobClient job = submit(null, "id STRING, n BIGINT", "SELECT id, n FROM log");
        awaitSeen(3);
        String savepoint = stopWithSavepoint(job, folder);
        put("d", 4, "PAID");
        put("a", 5, "PAID");

        JobClient next =
                submit(
                        savepoint,
                        "id STRING, n BIGINT, status STRING,"
                                + " event STRING METADATA FROM 'event-name' VIRTUAL",
                        "SELECT status, event, n, id FROM log");
        awaitSeen(5);

        assertThat(SEEN)
                .containsExactly(
                        "+I[a, 1]",
                        "+I[b, 2]",
                        "+I[c, 3]",
                        "+I[PAID, INSERT, 4, d]",
                        "+I[PAID, MODIFY, 5, a]");
        next.cancel().get(1, TimeUnit.MINUTES);
    }

    private JobClient submit(String savepoint, String columns, String query) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "none");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(1);
        SqlTables tables = new SqlTables(simulator, env, RuntimeExecutionMode.STREAMING);
        tables.declareStream("log", orders, columns, "scan.bounded.mode", "");
        tables.sql()
                .toDataStream(tables.sql().sqlQuery(query))
                .map(new Note())
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync("savepoints");
    }

    private static void awaitSeen(int rows) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> SEEN.size() >= rows);
    }

    private static String stopWithSavepoint(JobClient job, Path folder) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(
                        () ->
                                job.stopWithSavepoint(
                                                false,
                                                folder.toUri().toString(),
                                                SavepointFormatType.CANONICAL)
                                        .get(1, TimeUnit.MINUTES),
                        path -> path != null);
    }

    @Test
    void aCompiledPlanKeepsWhatWasPushedDown() throws Exception {
        orders.disableStream();
        SqlTables tables = new SqlTables(simulator, 1);
        String log =
                "n BIGINT, id STRING, event STRING METADATA FROM 'event-name' VIRTUAL,"
                        + " made TIMESTAMP_LTZ(3) METADATA FROM 'approximate-creation-time'"
                        + " VIRTUAL";
        tables.declareStream("log", orders, log);
        tables.declareStream(
                "timed", orders, log + ", WATERMARK FOR made AS made - INTERVAL '1' SECOND");
        tables.declareStream("sourced", orders, log + ", WATERMARK FOR made AS SOURCE_WATERMARK()");
        tables.declareStream(
                "keyed",
                orders,
                "n BIGINT, id STRING, PRIMARY KEY (id) NOT ENFORCED",
                "scan.parallelism",
                "2");
        tables.sql()
                .executeSql("CREATE TABLE nowhere (id STRING) WITH ('connector' = 'blackhole')");
        for (String query :
                List.of(
                        "SELECT id FROM log WHERE id IN ('a', 'b')",
                        "SELECT id FROM log LIMIT 2",
                        "SELECT id FROM timed WHERE id = 'a'",
                        "SELECT id FROM sourced",
                        "SELECT id FROM keyed WHERE id = 'a'",
                        "SELECT id FROM log WHERE UPPER(event) = 'INSERT'")) {
            runRestored(tables, query);
        }
    }

    private void runRestored(SqlTables tables, String query) throws Exception {
        CompiledPlan plan = tables.sql().compilePlanSql("INSERT INTO nowhere " + query);
        CompiledPlan restored =
                tables.sql().loadPlan(PlanReference.fromJsonString(plan.asJsonString()));

        assertThat(restored.explain()).as(query).isEqualTo(plan.explain());
        long before = simulator.counts().calls(Operation.GET_RECORDS);
        restored.execute().await(1, TimeUnit.MINUTES);
        assertThat(simulator.counts().calls(Operation.GET_RECORDS)).as(query).isGreaterThan(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trim-horizon", "initial"})
    void aTableIsReadByItsArnToo(String startupMode) throws Exception {
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declare(
                orders,
                "id STRING, n BIGINT, PRIMARY KEY (id) NOT ENFORCED",
                "table-name",
                orders.arn(),
                "aws.region",
                "",
                "scan.startup.mode",
                startupMode,
                "scan.changelog-mode",
                "full");

        assertThat(tables.rows("SELECT id, n FROM orders"))
                .containsExactlyInAnyOrder("+I[a, 1]", "+I[b, 2]", "+I[c, 3]");
        assertThat(simulator.counts().calls(Operation.DESCRIBE_TABLE)).isPositive();
        assertThat(simulator.counts().calls(Operation.LIST_STREAMS)).isZero();
    }

    @Test
    void statementsOfASetShareTheScan() throws Exception {
        orders.disableStream();
        SqlTables tables = new SqlTables(simulator, 1);
        tables.declareStream("log", orders, "id STRING, n BIGINT");
        tables.sql()
                .executeSql(
                        "CREATE TABLE nowhere (id STRING, n BIGINT) WITH ('connector' ="
                                + " 'blackhole')");
        StatementSet set = tables.sql().createStatementSet();
        set.addInsertSql("INSERT INTO nowhere SELECT id, n FROM log");
        set.addInsertSql("INSERT INTO nowhere SELECT id, SUM(n) FROM log GROUP BY id");

        assertThat(set.explain()).contains("Reused(reference_id=[1])");
        set.execute().await(1, TimeUnit.MINUTES);

        assertThat(orders.handedOut()).isEqualTo(orders.written());
    }

    @Test
    void aFieldThatCantBeDecodedFailsTheJobOrIsSkippedOrIsNull() throws Exception {
        orders.disableStream();
        SqlTables tables = new SqlTables(simulator, 1);
        tables.sql().getConfig().set("restart-strategy.type", "none");
        String query = "SELECT n, id, status FROM log";
        String columns = "id STRING, n BIGINT, status INT";

        tables.declareStream("log", orders, columns, "scan.on-decode-error", "skip");
        assertThat(tables.rows(query)).isEmpty();
        assertThat(tables.rows("SELECT n, id FROM log")).hasSize(3);

        tables.declareStream("log", orders, columns, "scan.on-decode-error", "null");
        assertThat(tables.rows(query))
                .containsExactly("+I[1, a, null]", "+I[2, b, null]", "+I[3, c, null]");
        assertThat(tables.rows(query + " WHERE status = 1 OR n = 2"))
                .containsExactly("+I[2, b, null]");

        tables.declareStream("log", orders, columns);
        Throwable thrown = catchThrowable(() -> tables.rows(query));
        assertThat(ExceptionUtils.stringifyException(thrown))
                .contains("status", "INT", "'scan.on-decode-error' = 'skip'");
    }

    @Test
    void anUnboundedTableIsRefusedInBatchMode() {
        SqlTables tables = new SqlTables(simulator, 1, RuntimeExecutionMode.BATCH);
        tables.declareStream("log", orders, "id STRING", "scan.bounded.mode", "");

        Throwable thrown = catchThrowable(() -> tables.rows("SELECT * FROM log"));

        assertThat(thrown).hasMessageContaining("unbounded").hasMessageContaining("batch mode");
    }

    /** Notes rows where the test can see them. */
    private static final class Note implements MapFunction<Row, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String map(Row row) {
            SEEN.add(row.toString());
            return row.toString();
        }
    }
}
