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
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.concurrent.TimeUnit;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Items are deleted, and columns besides the key are NOT NULL: in the source, or in the target.
 * Flink checks that in deletes too, and computes with what it finds there.
 */
@OnEachFlink
class NotNullInUpsertModeITCase {

    private static final String KEY = ", PRIMARY KEY (id) NOT ENFORCED";
    private static final String ALL =
            "id STRING NOT NULL, status STRING NOT NULL, n INT NOT NULL, paid BOOLEAN NOT NULL"
                    + KEY;
    private static final String NULLABLE =
            "id STRING NOT NULL, status STRING, n INT, paid BOOLEAN" + KEY;

    private static TestCluster cluster;
    private static Simulator simulator;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
        simulator = Simulator.builder().start();
        for (StreamViewType viewType :
                new StreamViewType[] {
                    StreamViewType.NEW_AND_OLD_IMAGES, StreamViewType.NEW_IMAGE
                }) {
            SimulatedTable orders =
                    simulator.createTable(
                            TableSettings.table(viewType.name())
                                    .partitionKey("id", "S")
                                    .viewType(viewType));
            for (String id : new String[] {"a", "b"}) {
                orders.put(
                        Item.builder()
                                .s("id", id)
                                .s("status", "new")
                                .n("n", 7)
                                .bool("paid", true)
                                .build());
            }
            orders.delete(Item.builder().s("id", "a").build());
            orders.disableStream();
        }
    }

    @AfterAll
    static void stop() {
        simulator.close();
        cluster.close();
    }

    private static SqlSession session(StreamViewType viewType, String source, String target)
            throws Exception {
        SqlSession session = SqlSession.start(1);
        session.sql().getConfig().set("restart-strategy.type", "none");
        session.declareBounded("orders", ItemTable.of(simulator, viewType.name(), "id"), source);
        session.declareChecked("copy", target, "upsert");
        return session;
    }

    private static void run(SqlSession session, String insert) throws Exception {
        session.insert(insert).getJobExecutionResult().get(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, true", "ERROR, false", "DROP, true", "DROP, false"})
    void aDeleteReachesATargetWhoseColumnsAreNotNull(String enforcer, boolean sourceToo)
            throws Exception {
        try (SqlSession session =
                session(StreamViewType.NEW_AND_OLD_IMAGES, sourceToo ? ALL : NULLABLE, ALL)) {
            session.sql().getConfig().set("table.exec.sink.not-null-enforcer", enforcer);

            run(session, "INSERT INTO copy SELECT id, status, n, paid FROM orders");

            assertThat(CheckedTable.rows("copy")).containsExactly("[b | new | 7 | true]");
        }
    }

    @Test
    void aDeleteHasTheValuesThatExpressionsAreMadeOf() throws Exception {
        try (SqlSession session = session(StreamViewType.NEW_AND_OLD_IMAGES, ALL, ALL)) {
            run(session, "INSERT INTO copy SELECT id, UPPER(status), n + 1, NOT paid FROM orders");

            assertThat(CheckedTable.rows("copy")).containsExactly("[b | NEW | 8 | false]");
        }
    }

    @Test
    void anAggregateTakesBackWhatItCounted() throws Exception {
        try (SqlSession session = session(StreamViewType.NEW_AND_OLD_IMAGES, ALL, ALL)) {
            assertThat(
                            session.result(
                                    "SELECT status, COUNT(*), SUM(n) FROM orders GROUP BY status"))
                    .containsExactly("[new | 1 | 7]");
        }
    }

    @Test
    void aStreamWithoutOldImagesIsRefused() throws Exception {
        try (SqlSession session = session(StreamViewType.NEW_IMAGE, ALL, ALL)) {
            Throwable thrown =
                    catchThrowable(() -> session.result("SELECT id, status FROM orders"));

            assertThat(ExceptionUtils.stringifyException(thrown))
                    .contains(
                            "its view type is NEW_IMAGE, but 'scan.changelog-mode' = 'upsert' with"
                                    + " NOT NULL on columns outside the key, [status, n, paid],"
                                    + " which a delete must have too, needs NEW_AND_OLD_IMAGES");
        }
    }

    @Test
    void aStreamWithoutOldImagesServesColumnsThatMayBeNull() throws Exception {
        try (SqlSession session = session(StreamViewType.NEW_IMAGE, NULLABLE, NULLABLE)) {
            run(session, "INSERT INTO copy SELECT id, status, n, paid FROM orders");

            assertThat(CheckedTable.rows("copy")).containsExactly("[b | new | 7 | true]");
        }
    }
}
