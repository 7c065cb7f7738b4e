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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.apache.flink.table.api.PlanReference;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.internal.TableEnvironmentImpl;
import org.apache.flink.table.delegation.Planner;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A compiled plan runs with the forwarded options that its tables have in the catalog by then. */
@OnEachFlink
class CompiledPlansITCase {

    private static final String NOBODY_LISTENS = "http://127.0.0.1:1";

    private static TestCluster cluster;

    private Simulator simulator;
    private SimulatedTable orders;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void start() {
        simulator = Simulator.builder().start();
        orders = simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        put("a", 1);
        put("b", 2);
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    private void put(String id, long n) {
        orders.put(Item.builder().s("id", id).n("n", n).build());
    }

    /** A session with the tables {@code log}, which reads the orders, and a checked one. */
    private SqlSession session(String checked, String savepoint, Map<String, String> more) {
        SqlSession session = SqlSession.start(1, savepoint);
        session.create("log", "id STRING, n BIGINT", options(more));
        session.declareChecked(checked, "id STRING, n BIGINT", "append");
        return session;
    }

    private Map<String, String> options(Map<String, String> more) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connector", "dynamodb-streams");
        options.put("stream.arn", orders.streamArn());
        options.put("aws.endpoint", simulator.endpoint().toString());
        options.put("scan.startup.mode", "trim-horizon");
        options.put("scan.poll.max-interval", "200 ms");
        options.putAll(more);
        return options;
    }

    /** The same with a key, and a checked table that takes all kinds of rows. */
    private SqlSession keyedSession(String checked, String savepoint, Map<String, String> more) {
        SqlSession session = SqlSession.start(1, savepoint);
        Map<String, String> options = options(more);
        options.remove("stream.arn");
        options.put("table-name", "orders");
        options.put("aws.region", simulator.region());
        String columns = "id STRING, n BIGINT, PRIMARY KEY (id) NOT ENFORCED";
        session.create("log", columns, options);
        session.declareChecked(checked, columns, "all");
        return session;
    }

    private static Map<String, String> key(String id) {
        return Map.of(
                "aws.credentials.provider", "BASIC",
                "aws.credentials.basic.accesskeyid", id,
                "aws.credentials.basic.secretkey", "any");
    }

    private static String compiled(SqlSession session, String checked) {
        return session.sql()
                .compilePlanSql("INSERT INTO " + checked + " SELECT id, n FROM log")
                .asJsonString();
    }

    private static JobClient run(SqlSession session, String plan) {
        return session.sql()
                .loadPlan(PlanReference.fromJsonString(plan))
                .execute()
                .getJobClient()
                .orElseThrow();
    }

    @Test
    void endpointAndCredentialsAreThoseOfTheCatalog() throws Exception {
        String checked = "moved";
        try (SqlSession session =
                session(
                        checked,
                        null,
                        Map.of(
                                "aws.endpoint", NOBODY_LISTENS,
                                "aws.credentials.provider", "PROFILE",
                                "aws.credentials.profile.name", "gone"))) {
            String plan = compiled(session, checked);
            session.run(
                    "ALTER TABLE log SET ("
                            + ("'aws.endpoint' = '" + simulator.endpoint() + "',")
                            + "'aws.credentials.provider' = 'BASIC',"
                            + "'aws.credentials.basic.accesskeyid' = 'new',"
                            + "'aws.credentials.basic.secretkey' = 'new')");
            session.run("ALTER TABLE log RESET ('aws.credentials.profile.name')");

            JobClient job = run(session, plan);

            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]"));
            job.cancel().get();
        }
    }

    @Test
    void aSavepointOfThePlanContinuesWithOtherSettings(@TempDir Path folder) throws Exception {
        String checked = "continued";
        String plan;
        String savepoint;
        try (SqlSession session = session(checked, null, key("first"))) {
            plan = compiled(session, checked);
            JobClient job = run(session, plan);
            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]"));
            savepoint = SqlSession.stop(job, folder);
        }
        put("c", 3);
        Map<String, String> others = new LinkedHashMap<>();
        others.put("aws.credentials.provider.basic.accesskeyid", "second");
        others.put("aws.credentials.provider.basic.secretkey", "second");
        others.put("scan.poll.min-interval", "10 ms");
        others.put("scan.poll.max-interval", "20 ms");
        others.put("scan.fetch.max-requests", "2");
        others.put("scan.fetch.max-bytes", "1 mb");
        others.put("scan.retry.max-duration", "1 min");
        others.put("scan.shard-discovery.interval", "1 s");
        others.put("scan.on-data-loss", "continue");

        try (SqlSession session = session(checked, savepoint, others)) {
            JobClient job = run(session, plan);

            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]", "[c | 3]"));
            job.cancel().get();
        }
    }

    @Test
    void whatDecidesTheRowsIsThatOfThePlan() throws Exception {
        String checked = "kept";
        try (SqlSession session = session(checked, null, key("any"))) {
            String plan = compiled(session, checked);
            session.run(
                    "ALTER TABLE log SET ('scan.startup.mode' = 'latest',"
                            + " 'fields.n.attribute' = 'm')");

            JobClient job = run(session, plan);

            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]"));
            job.cancel().get();
        }
    }

    @Test
    void aForwardedOptionIsCheckedAsTheOthersAre() throws Exception {
        String checked = "refused";
        try (SqlSession session = session(checked, null, key("any"))) {
            String plan = compiled(session, checked);
            session.run("ALTER TABLE log SET ('scan.poll.max-interval' = '1 h')");

            assertThatThrownBy(() -> run(session, plan))
                    .rootCause()
                    .isInstanceOf(ValidationException.class)
                    .hasMessageContaining(
                            "Invalid value '3600000 ms' for 'scan.poll.max-interval'");
            assertThat(plan).contains("200 ms");
        }
    }

    /** The plan says that rows are reconciled; its savepoint has a state of the operator. */
    @Test
    void aPlanThatReconcilesGoesOnFromItsSavepoint(@TempDir Path folder) throws Exception {
        String checked = "reconciled";
        Map<String, String> initial = new LinkedHashMap<>(key("any"));
        initial.put("scan.startup.mode", "initial");
        initial.put("scan.changelog-mode", "full");
        String plan;
        String savepoint;
        try (SqlSession session = keyedSession(checked, null, initial)) {
            plan = compiled(session, checked);
            JobClient job = run(session, plan);
            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]"));
            put("b", 20);
            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 20]"));
            savepoint = SqlSession.stop(job, folder);
        }
        put("a", 10);
        put("c", 3);

        try (SqlSession session = keyedSession(checked, savepoint, initial)) {
            JobClient job = run(session, plan);
            put("b", 200);

            SqlSession.awaitRows(checked, List.of("[a | 10]", "[b | 200]", "[c | 3]"));
            job.cancel().get();
        }
        assertThat(plan).contains("\"scan.startup.mode\" : \"initial\"");
        assertThat(CheckedTable.starts(checked)).isEqualTo(2);
    }

    /**
     * By its uid a savepoint's state is found again. A plan goes by the rules of the version that
     * compiled it: with one of Flink 1.20 the last operator of a scan has a uid of Flink's, and the
     * source of another has its own, on each version that executes the plan.
     */
    @ParameterizedTest
    @CsvSource({"log, 1_source", "reconciled, 1_dynamodb-streams 1_source"})
    void aPlanOfTheOldestFlinkKeepsTheUidsOfItsOperators(String fixture, String expected)
            throws Exception {
        String plan = fixture(fixture + "-flink-1.20.0.json");
        try (SqlSession session =
                fixture.equals("log")
                        ? session("orders_of_a_plan", null, key("any"))
                        : keyedSession("orders_of_a_plan", null, key("any"))) {

            assertThat(uids(session, plan)).contains(expected.split(" "));
        }
    }

    /** On the version that compiled the first plan the second has the same uids. */
    @Test
    void aPlanThatIsCompiledAgainOnANewerFlinkIsNotStartedFromTheFirstOnesSavepoint(
            @TempDir Path folder) throws Exception {
        assumeFalse(EnvironmentInformation.getVersion().startsWith("1.20."));
        String checked = "orders_of_a_plan";
        Map<String, String> initial = new LinkedHashMap<>(key("any"));
        initial.put("scan.startup.mode", "initial");
        initial.put("scan.changelog-mode", "full");
        String savepoint;
        try (SqlSession session = keyedSession(checked, null, initial)) {
            JobClient job = run(session, fixture("reconciled-flink-1.20.0.json"));
            SqlSession.awaitRows(checked, List.of("[a | 1]", "[b | 2]"));
            savepoint = SqlSession.stop(job, folder);
        }

        try (SqlSession session = keyedSession(checked, savepoint, initial)) {
            JobClient job = run(session, compiled(session, checked));
            Throwable failure =
                    catchThrowable(() -> job.getJobExecutionResult().get(1, TimeUnit.MINUTES));

            assertThat(ExceptionUtils.stringifyException(failure))
                    .contains(
                            "Cannot map checkpoint/savepoint state for operator",
                            "--allowNonRestoredState");
        }
    }

    private static String fixture(String name) throws IOException {
        try (InputStream in = CompiledPlansITCase.class.getResourceAsStream("/plans/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The uids of all that a plan's job consists of. */
    private static List<String> uids(SqlSession session, String plan) throws Exception {
        Planner planner = ((TableEnvironmentImpl) session.sql()).getPlanner();
        List<String> uids = new ArrayList<>();
        for (Transformation<?> last :
                planner.translatePlan(planner.loadPlan(PlanReference.fromJsonString(plan)))) {
            for (Transformation<?> part : last.getTransitivePredecessors()) {
                boolean isOperator = part instanceof PhysicalTransformation;
                if (isOperator && part.getUid() != null) {
                    uids.add(part.getUid());
                }
            }
        }
        return uids;
    }
}
