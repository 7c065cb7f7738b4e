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
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine's clock is behind the service's, which stamps the records. Clients of AWS live with
 * that: requests are accepted within five minutes.
 */
@OnEachFlink
class ClockBehindTheServiceITCase {

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = TestCluster.start(2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 30, 55})
    void aBoundedReadHasWhatWasWrittenBeforeItStarted(int secondsBehind) throws Exception {
        try (Simulator simulator = Simulator.builder().start();
                SqlSession session = SqlSession.start(1)) {
            simulator.clock().advance(Duration.ofSeconds(secondsBehind));
            SimulatedTable orders =
                    simulator.createTable(TableSettings.table("orders").partitionKey("id", "S"));
            for (int i = 0; i < 5; i++) {
                orders.put(Item.builder().s("id", "k" + i).build());
            }
            session.declareBounded("orders", ItemTable.of(simulator, "orders", "id"), "id STRING");

            assertThat(session.result("SELECT id FROM orders")).hasSize(5);
        }
    }
}
