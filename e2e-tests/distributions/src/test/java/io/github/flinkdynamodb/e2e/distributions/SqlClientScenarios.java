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
package io.github.flinkdynamodb.e2e.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.e2e.cluster.ClusterSettings;
import io.github.flinkdynamodb.e2e.cluster.FlinkCluster;
import io.github.flinkdynamodb.e2e.cluster.FlinkDistribution;
import io.github.flinkdynamodb.e2e.cluster.SqlGateway;
import io.github.flinkdynamodb.e2e.cluster.SqlOutput;
import io.github.flinkdynamodb.tools.dynamodblocal.DynamoDbLocal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flink's SQL client, a SQL gateway and a cluster of several processes, with nothing but the SQL
 * jar added to Flink.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlClientScenarios {

    private static final Path SQL_JAR = Path.of(System.getProperty("sql.jar"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHANGES = 200;

    private static final String COLUMNS =
            "id STRING, status STRING, version BIGINT, total DECIMAL(10, 2),"
                    + " customer ROW<name STRING, city STRING>, PRIMARY KEY (id) NOT ENFORCED";

    private static final String LOG_COLUMNS =
            "id STRING, status STRING, version BIGINT,"
                    + " event STRING METADATA FROM 'event-name' VIRTUAL,"
                    + " seq STRING METADATA FROM 'sequence-number' VIRTUAL";

    private static final String BOUNDED = "'scan.bounded.mode' = 'latest'";

    @TempDir private Path folder;

    private DynamoDbLocal server;
    private S3Server s3;
    private ShopTable shop;
    private int statements;

    abstract FlinkDistribution distribution();

    /** What the jar is added to by a statement; with a plugin, an export is read from S3 there. */
    FlinkDistribution distributionForAddJar() {
        return distribution();
    }

    @BeforeAll
    void start(@TempDir Path s3Folder) throws IOException {
        s3 = S3Server.start(s3Folder);
        server = DynamoDbLocal.start();
        shop = ShopTable.create(server, "shop");
        shop.write(CHANGES);
    }

    @AfterAll
    void stop() {
        System.out.println("Flink " + distribution().version() + ": " + statements + " statements");
        shop.close();
        server.close();
        s3.close();
    }

    @Test
    void theJarInTheFolderLibIsAllThatTheClientNeeds() throws IOException {
        try (FlinkCluster cluster = cluster(distribution().with(SQL_JAR).withS3(), "lib");
                SqlGateway gateway = cluster.startSqlGateway()) {
            aScriptOfAllKindsOfStatementsRuns(gateway);
            theClientShowsTheErrorOfAStatement(gateway);
            anExportOnS3IsReadAndADamagedOneIsNot(gateway);
            anInsertOutlivesATaskManager(cluster, gateway);
        }
    }

    @Test
    void theJarIsAddedByAStatement() throws IOException {
        FlinkDistribution flink = distributionForAddJar();
        List<String> script =
                new ArrayList<>(
                        List.of(
                                "ADD JAR '" + SQL_JAR + "'",
                                "SHOW JARS",
                                "SET 'sql-client.execution.result-mode' = 'tableau'",
                                table("log", LOG_COLUMNS, BOUNDED),
                                "SELECT 'log', COUNT(*) FROM log"));
        try (FlinkCluster cluster = cluster(flink, "add-jar");
                SqlGateway gateway = cluster.startSqlGateway()) {
            if (flink.plugins().isPresent()) {
                script.addAll(ShopExports.script(shop, COLUMNS, export("by-presto")));
            }

            SqlOutput output = gateway.run(script);

            statements += output.statements();
            assertThat(lastRow(output, "log")).endsWith("," + shop.written());
            if (flink.plugins().isPresent()) {
                assertThat(ShopExports.items(output)).as(output.text()).isEqualTo(shop.scan());
                assertThat(output.error())
                        .contains("/nothing' for 'scan.snapshot.export': the fol");
            } else {
                output.checked();
            }
        }
    }

    private String export(String bucket) throws IOException {
        s3.awaitReady();
        try (ShopExports exports = new ShopExports(s3, bucket, folder.resolve(bucket))) {
            return exports.export(shop);
        }
    }

    private void aScriptOfAllKindsOfStatementsRuns(SqlGateway gateway) {
        Path files = folder.resolve("bounded");
        // With the time of now each query would wait for the margin after it.
        String upToNow =
                "'scan.bounded.mode' = 'timestamp', 'scan.bounded.timestamp-millis' = '"
                        + System.currentTimeMillis()
                        + "', 'scan.poll.max-interval' = '200 ms'";
        SqlOutput output =
                run(
                        gateway,
                        List.of(
                                "SET 'sql-client.execution.result-mode' = 'tableau'",
                                "SHOW TABLES",
                                table("orders", COLUMNS, "'scan.changelog-mode' = 'full'", upToNow),
                                table("upserts", COLUMNS, upToNow),
                                table("log", LOG_COLUMNS, upToNow),
                                "SHOW CREATE TABLE orders",
                                "DESCRIBE orders",
                                "CREATE VIEW states AS SELECT status, version FROM orders",
                                "EXPLAIN SELECT status, COUNT(*) FROM states GROUP BY status",
                                "SELECT status, COUNT(*) AS n FROM states GROUP BY status",
                                "SELECT customer.city, SUM(total) AS total FROM orders GROUP BY"
                                        + " customer.city",
                                "SELECT 'full', COUNT(*) FROM orders",
                                "SELECT 'upsert', COUNT(*) FROM upserts",
                                "SELECT event, id FROM log LIMIT 5",
                                "SET 'table.dml-sync' = 'true'",
                                "CREATE TABLE nothing (id STRING, version BIGINT) WITH"
                                        + " ('connector' = 'blackhole')",
                                "CREATE TABLE printed (status STRING, n BIGINT) WITH ('connector' ="
                                        + " 'print')",
                                files("files", files),
                                "INSERT INTO nothing SELECT id, version FROM orders",
                                "INSERT INTO printed SELECT status, COUNT(*) FROM states GROUP BY"
                                        + " status",
                                "INSERT INTO files SELECT seq, event, id, status, version FROM log",
                                "SET 'execution.runtime-mode' = 'batch'",
                                "SELECT 'batch', COUNT(*), COUNT(DISTINCT seq) FROM log"));

        assertThat(output.text()).contains("TableSourceScan", "dynamodb-streams");
        assertThat(rows(files)).hasSize(CHANGES);
        assertThat(endState(rows(files))).isEqualTo(shop.scan());
        assertThat(lastResult(output, "NEW|PAID|SHIPPED")).isEqualTo(counts(shop.scan()));
        assertThat(lastResult(output, "Berlin|Lyon|Oslo")).isEqualTo(shop.totals());
        assertThat(lastRow(output, "full")).endsWith("," + shop.scan().size());
        assertThat(lastRow(output, "upsert")).endsWith("," + shop.scan().size());
        assertThat(lastRow(output, "batch")).endsWith("," + CHANGES + "," + CHANGES);
    }

    /** What the changing result of an aggregation comes to, by the names of its groups. */
    private static Map<String, String> lastResult(SqlOutput output, String groups) {
        Map<String, String> result = new TreeMap<>();
        boolean changed = false;
        for (String row : output.rows()) {
            String[] cells = row.split(",");
            if (cells.length == 3 && cells[0].matches("[+-][IUD]") && cells[1].matches(groups)) {
                changed |= cells[0].equals("-U");
                if (cells[0].startsWith("+")) {
                    result.put(cells[1], cells[2]);
                } else {
                    result.remove(cells[1]);
                }
            }
        }
        assertThat(changed).as("the result changes").isTrue();
        return result;
    }

    private static Map<String, String> counts(Map<String, String> items) {
        Map<String, Integer> counts = new TreeMap<>();
        items.values().forEach(item -> counts.merge(item.split(" ")[1], 1, Integer::sum));
        Map<String, String> texts = new TreeMap<>();
        counts.forEach((status, count) -> texts.put(status, count.toString()));
        return texts;
    }

    private static String lastRow(SqlOutput output, String cell) {
        return output.rows().stream()
                .filter(row -> List.of(row.split(",")).contains(cell))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no row of " + cell + ":\n" + output.text()));
    }

    private void theClientShowsTheErrorOfAStatement(SqlGateway gateway) {
        SqlOutput output =
                gateway.run(
                        List.of(
                                "CREATE TABLE wrong ("
                                        + COLUMNS
                                        + ") WITH ("
                                        + shop.options().replace("trim-horizon", "yesterday")
                                        + ")",
                                "SELECT * FROM wrong"));

        statements += output.statements();
        assertThat(output.failed()).isTrue();
        assertThat(output.error()).contains("scan.startup.mode", "yesterday", "trim-horizon");
    }

    /** The options name neither a region nor credentials: DynamoDB isn't asked. */
    private void anExportOnS3IsReadAndADamagedOneIsNot(SqlGateway gateway) throws IOException {
        String good = export("good-exports");
        String bad;
        try (ShopExports exports =
                new ShopExports(s3, "bad-exports", folder.resolve("bad-exports"))) {
            bad = exports.exportDamaged(shop);
        }
        SqlOutput output =
                gateway.run(
                        List.of(
                                "SET 'sql-client.execution.result-mode' = 'tableau'",
                                "SET 'execution.runtime-mode' = 'batch'",
                                "SET 'restart-strategy.type' = 'none'",
                                shop.exported("good", COLUMNS, good),
                                shop.exported("bad", COLUMNS, bad),
                                "SELECT 'item' AS kind, id, version, status FROM good",
                                "SELECT customer.city, SUM(total) AS total FROM good GROUP BY"
                                        + " customer.city",
                                "SELECT COUNT(*) FROM bad"));

        statements += output.statements();
        assertThat(ShopExports.items(output)).as(output.text()).isEqualTo(shop.scan());
        assertThat(output.rows()).containsAll(totals(shop));
        assertThat(output.error())
                .contains("Cannot read file data/", " of the export " + bad)
                .contains("it can't be inflated", "expected", "Copy the export again");
    }

    private static List<String> totals(ShopTable shop) {
        List<String> rows = new ArrayList<>();
        shop.totals().forEach((city, total) -> rows.add(city + "," + total));
        return rows;
    }

    private void anInsertOutlivesATaskManager(FlinkCluster cluster, SqlGateway gateway) {
        Path files = folder.resolve("streaming");
        String job =
                run(
                                gateway,
                                List.of(
                                        table("log", LOG_COLUMNS),
                                        files("files", files),
                                        "INSERT INTO files SELECT seq, event, id, status, version"
                                                + " FROM log"))
                        .job()
                        .orElseThrow();
        cluster.await("The job runs", () -> cluster.rest().isRunning(job));
        cluster.await("Some files are committed", () -> !rows(files).isEmpty());

        shop.write(CHANGES / 2);
        cluster.awaitLoss(cluster.killTaskManager(0));
        shop.write(CHANGES / 2);
        cluster.startTaskManager();
        cluster.awaitTaskManagers();
        cluster.await("The job runs again", () -> cluster.rest().isRunning(job));
        shop.write(CHANGES / 2);

        cluster.await("All changes are committed", () -> rows(files).size() >= shop.written());
        assertThat(cluster.rest().restarts(job)).as("restarts").isPositive();
        assertThat(rows(files)).hasSize(shop.written());
        assertThat(endState(rows(files))).isEqualTo(shop.scan());
        cluster.rest().cancel(job);
    }

    /** The items that come of the changes; fails where a change is there twice. */
    private static Map<String, String> endState(List<JsonNode> changes) {
        List<JsonNode> inOrder = new ArrayList<>(changes);
        inOrder.sort((a, b) -> seq(a).compareTo(seq(b)));
        Set<String> seen = new HashSet<>();
        Map<String, String> items = new TreeMap<>();
        for (JsonNode change : inOrder) {
            assertThat(seen.add(seq(change))).as("twice: %s", change).isTrue();
            String id = change.get("id").asText();
            if (change.get("event").asText().equals("REMOVE")) {
                items.remove(id);
            } else {
                items.put(id, change.get("version").asText() + " " + change.get("status").asText());
            }
        }
        return items;
    }

    /** DynamoDB Local pads them with zeros. */
    private static String seq(JsonNode change) {
        return change.get("seq").asText();
    }

    private static List<JsonNode> rows(Path files) {
        List<JsonNode> rows = new ArrayList<>();
        if (!Files.isDirectory(files)) {
            return rows;
        }
        try (Stream<Path> found = Files.walk(files)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                // Those that begin with a dot or an underscore aren't committed.
                if (file.getFileName().toString().startsWith("part-")) {
                    for (String line : Files.readAllLines(file)) {
                        rows.add(JSON.readTree(line));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private String table(String name, String columns, String... options) {
        return "CREATE TABLE "
                + name
                + " ("
                + columns
                + ") WITH ("
                + String.join(", ", with(shop.options(), List.of(options)))
                + ")";
    }

    private static String files(String name, Path path) {
        return "CREATE TABLE "
                + name
                + " (seq STRING, event STRING, id STRING, status STRING, version BIGINT) WITH ("
                + "'connector' = 'filesystem', 'format' = 'json', 'path' = '"
                + path.toUri()
                + "', 'sink.rolling-policy.rollover-interval' = '1 s',"
                + " 'sink.rolling-policy.check-interval' = '500 ms')";
    }

    private SqlOutput run(SqlGateway gateway, List<String> script) {
        SqlOutput output = gateway.run(script).checked();
        statements += output.statements();
        return output;
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }

    private FlinkCluster cluster(FlinkDistribution distribution, String name) {
        Path work =
                Path.of(System.getProperty("cluster.work.dir"))
                        .resolve("sql-" + name + "-" + distribution.version());
        ClusterSettings settings =
                ClusterSettings.in(work)
                        .withTaskManagers(4, 1_152)
                        .with("taskmanager.memory.managed.size", "128m");
        return FlinkCluster.start(distribution, s3.addTo(settings), 1);
    }
}
