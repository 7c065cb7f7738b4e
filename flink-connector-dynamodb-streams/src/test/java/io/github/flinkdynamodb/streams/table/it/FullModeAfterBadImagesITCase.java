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
import io.github.flinkdynamodb.streams.source.it.TestCluster;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values that don't fit are written and are gone again. With 'skip' a table may lack what was
 * skipped; it must not keep what isn't there any more.
 */
@OnEachFlink
class FullModeAfterBadImagesITCase {

    private static final String COLUMNS = "id STRING, total BIGINT, PRIMARY KEY (id) NOT ENFORCED";

    private static TestCluster cluster;
    private static Simulator simulator;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
        simulator = Simulator.builder().start();
        SimulatedTable orders =
                simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        put(orders, "gone", Item.builder().n("total", 1));
        put(orders, "gone", Item.builder().s("total", "one"));
        orders.delete(Item.builder().s("id", "gone").build());
        put(orders, "corrected", Item.builder().s("total", "two"));
        put(orders, "corrected", Item.builder().n("total", 2));
        put(orders, "never", Item.builder().s("total", "three"));
        orders.delete(Item.builder().s("id", "never").build());
        put(orders, "spoilt", Item.builder().n("total", 4));
        put(orders, "spoilt", Item.builder().s("total", "four"));
        put(orders, "spoilt", Item.builder().s("total", "4"));
        put(orders, "good", Item.builder().n("total", 5));
        put(orders, "good", Item.builder().n("total", 6));
        orders.disableStream();
    }

    private static void put(SimulatedTable table, String id, Item.Builder total) {
        table.put(total.s("id", id).build());
    }

    @AfterAll
    static void stop() {
        simulator.close();
        cluster.close();
    }

    private static SqlSession session(String mode) throws Exception {
        SqlSession session = SqlSession.start(1);
        session.declareBounded(
                "orders",
                ItemTable.of(simulator, "orders", "id"),
                COLUMNS,
                "scan.changelog-mode",
                mode,
                "scan.on-decode-error",
                "skip");
        return session;
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void theTableIsTheItemsThatCanBeDecoded(String mode) throws Exception {
        try (SqlSession session = session(mode)) {
            assertThat(session.result("SELECT id, total FROM orders"))
                    .containsExactlyInAnyOrder("[corrected | 2]", "[good | 6]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aTargetSeesNoImpossibleChange(String mode) throws Exception {
        try (SqlSession session = session(mode)) {
            session.declareChecked("copy", COLUMNS, mode.equals("full") ? "all" : mode);

            session.insert("INSERT INTO copy SELECT id, total FROM orders")
                    .getJobExecutionResult()
                    .get(1, TimeUnit.MINUTES);

            assertThat(CheckedTable.rows("copy"))
                    .containsExactlyInAnyOrder("[corrected | 2]", "[good | 6]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void sumsAreThoseOfTheTable(String mode) throws Exception {
        try (SqlSession session = session(mode)) {
            assertThat(session.result("SELECT COUNT(*), SUM(total) FROM orders"))
                    .containsExactly("[2 | 8]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aConditionOnTheKeyIsHandedDown(String mode) throws Exception {
        try (SqlSession session = session(mode)) {
            assertThat(session.result("SELECT id, total FROM orders WHERE id IN ('gone', 'good')"))
                    .containsExactly("[good | 6]");
        }
    }
}
