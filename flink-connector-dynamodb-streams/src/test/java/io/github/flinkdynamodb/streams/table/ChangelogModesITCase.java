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
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which rows a query sees of an item's changes, in each changelog mode. */
@OnEachFlink
class ChangelogModesITCase {

    private static TestCluster cluster;

    private Simulator simulator;
    private SqlTables tables;
    private SimulatedTable orders;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(2);
    }

    @BeforeEach
    void start() {
        simulator = Simulator.builder().start();
        tables = new SqlTables(simulator, 1);
        orders = simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
        orders.put(Item.builder().s("id", "a").n("amount", 1).build());
        orders.put(Item.builder().s("id", "a").n("amount", 2).build());
        orders.delete(Item.builder().s("id", "a").build());
        orders.put(Item.builder().s("id", "b").n("amount", 3).build());
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
    void fullGivesEachChangeWithWhatItReplaces() throws Exception {
        tables.declare(
                orders,
                "id STRING, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED",
                "scan.changelog-mode",
                "full");

        assertThat(tables.rows("SELECT * FROM orders"))
                .containsExactly("+I[a, 1]", "-U[a, 1]", "+U[a, 2]", "-D[a, 2]", "+I[b, 3]");
    }

    @Test
    void upsertGivesTheSameToAQueryThatNeedsIt() throws Exception {
        tables.declare(orders, "id STRING, amount BIGINT, PRIMARY KEY (id) NOT ENFORCED");

        assertThat(tables.rows("SELECT * FROM orders"))
                .containsExactly("+I[a, 1]", "-U[a, 1]", "+U[a, 2]", "-D[a, 2]", "+I[b, 3]");
    }

    @Test
    void appendOnlyGivesOneRowAChange() throws Exception {
        tables.declare(
                orders,
                "id STRING, amount BIGINT, event STRING METADATA FROM 'event-name' VIRTUAL");

        assertThat(tables.rows("SELECT amount, event FROM orders"))
                .containsExactly(
                        "+I[1, INSERT]", "+I[2, MODIFY]", "+I[2, REMOVE]", "+I[3, INSERT]");
    }
}
