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

import io.github.flinkdynamodb.streams.source.it.StopWithSavepoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.awaitility.Awaitility;

/** A user's session: statements in, jobs and rows out. Jobs restart when they fail. */
final class SqlSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Runtime.Version FIRST_THAT_ASKS = Runtime.Version.parse("2.3");

    private final StreamExecutionEnvironment environment;
    private final StreamTableEnvironment sql;
    private final List<JobClient> jobs = new ArrayList<>();

    private SqlSession(StreamExecutionEnvironment environment) {
        this.environment = environment;
        this.sql = StreamTableEnvironment.create(environment);
    }

    /** A session whose jobs have this parallelism. */
    static SqlSession start(int parallelism) {
        return start(parallelism, null);
    }

    /** A session whose first job goes on from a savepoint. */
    static SqlSession start(int parallelism, String savepoint) {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "2");
        configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
        configuration.setString("execution.checkpointing.interval", "200 ms");
        if (savepoint != null) {
            configuration.setString("execution.state-recovery.path", savepoint);
            configuration.setString("execution.savepoint.path", savepoint);
        }
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        SqlSession session = new SqlSession(env);
        session.sql.getConfig().set("table.local-time-zone", "UTC");
        return session;
    }

    /** A session whose jobs run in batch mode. */
    static SqlSession batch(int parallelism) {
        Configuration configuration = new Configuration();
        configuration.setString("execution.runtime-mode", "BATCH");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(parallelism);
        return new SqlSession(env);
    }

    StreamTableEnvironment sql() {
        return sql;
    }

    /** What runs a stream that a table was turned into. */
    StreamExecutionEnvironment environment() {
        return environment;
    }

    /** Runs a statement that makes no job. */
    void run(String statement) {
        sql.executeSql(statement);
    }

    /** Declares a SQL table that reads an item table's stream from its beginning, for ever. */
    void declare(String name, ItemTable table, String columns, String... options) {
        Map<String, String> all = table.sqlOptions();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        create(name, columns, all);
    }

    /** Declares a SQL table that reads an item table's stream up to what is there now. */
    void declareBounded(String name, ItemTable table, String columns, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("scan.bounded.mode", "latest"));
        declare(name, table, columns, all.toArray(new String[0]));
    }

    /** Declares a table to write to, which tests read as {@link CheckedTable}. */
    void declareChecked(String name, String columns, String takes) {
        create(name, columns, Map.of("connector", "checked", "name", name, "takes", takes));
    }

    void create(String name, String columns, Map<String, String> options) {
        run(
                "CREATE TABLE "
                        + name
                        + " ("
                        + columns
                        + ") WITH ("
                        + options.entrySet().stream()
                                .map(o -> "'" + o.getKey() + "' = '" + o.getValue() + "'")
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    /**
     * What Flink 2.3 wants to be told where a query's rows may come in another order than those of
     * its target's key: as earlier versions do it without being told.
     */
    static String onConflict() {
        boolean asks = Runtime.Version.parse(flinkVersion()).compareTo(FIRST_THAT_ASKS) >= 0;
        return asks ? " ON CONFLICT DO DEDUPLICATE" : "";
    }

    private static String flinkVersion() {
        return EnvironmentInformation.getVersion().replaceFirst("(\\.0)+$", "");
    }

    /** Runs an INSERT, or several as one job. */
    JobClient insert(String... statements) {
        String all =
                statements.length == 1
                        ? statements[0]
                        : "EXECUTE STATEMENT SET BEGIN " + String.join("; ", statements) + "; END";
        JobClient job = sql.executeSql(all).getJobClient().orElseThrow();
        jobs.add(job);
        return job;
    }

    /** Runs a query to its end: its rows with their kinds, in the order they came. */
    List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (CloseableIterator<Row> result = sql.executeSql(query).collect()) {
            result.forEachRemaining(rows::add);
        }
        return rows;
    }

    /** Runs a query to its end: the texts of the rows that are left, whatever their order. */
    List<String> result(String query) throws Exception {
        return applied(rows(query));
    }

    /** Applies changes one after the other, and fails at one that takes back what isn't there. */
    static List<String> applied(List<Row> changes) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Row change : changes) {
            int sign = change.getKind().shortString().startsWith("+") ? 1 : -1;
            int count = counts.merge(RowText.of(change), sign, Integer::sum);
            assertThat(count).as("copies of a row after %s of %s", change, changes).isNotNegative();
        }
        List<String> left = new ArrayList<>();
        counts.forEach(
                (row, count) -> {
                    for (int i = 0; i < count; i++) {
                        left.add(row);
                    }
                });
        return left;
    }

    /** Waits until a checked table has exactly these rows. */
    static void awaitRows(String name, Collection<String> rows) {
        Awaitility.await(name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () ->
                                assertThat(CheckedTable.rows(name))
                                        .containsExactlyInAnyOrderElementsOf(rows));
    }

    /** Waits until a checked table has at least so many rows. */
    static void awaitAtLeast(String name, int rows) {
        Awaitility.await(name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> CheckedTable.rows(name).size() >= rows);
    }

    /** Waits until a checked table has been started so often. */
    static void awaitStarts(String name, int starts) {
        Awaitility.await(name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> CheckedTable.starts(name) >= starts);
    }

    /** Stops a job with a savepoint; one that collides with a recovery is tried again. */
    static String stop(JobClient job, Path folder) {
        return StopWithSavepoint.of(job, folder);
    }

    /** Cancels the jobs that still run. */
    @Override
    public void close() throws Exception {
        for (JobClient job : jobs) {
            if (!job.getJobStatus().get(1, TimeUnit.MINUTES).isGloballyTerminalState()) {
                job.cancel().get(1, TimeUnit.MINUTES);
            }
        }
    }
}
