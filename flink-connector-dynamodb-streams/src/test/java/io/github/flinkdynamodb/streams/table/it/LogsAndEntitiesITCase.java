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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One DynamoDB table with items of several kinds, as SQL tables of their own, and its log: expiries
 * told from deletes, first and last states.
 */
@OnEachFlink
class LogsAndEntitiesITCase {

    private static final String EVENT = "event STRING METADATA FROM 'event-name' VIRTUAL";

    private static TestCluster cluster;
    private static Simulator simulator;
    private static ItemTable shop;
    private static ItemTable sessions;

    private SqlSession session;

    @BeforeAll
    static void write() throws Exception {
        cluster = TestCluster.start(2);
        simulator = Simulator.builder().start();
        writeShop(
                simulator.createTable(
                        TableSettings.table("shop")
                                .partitionKey("pk", "S")
                                .sortKey("sk", "S")
                                .shards(2)));
        writeSessions(
                simulator.createTable(TableSettings.table("sessions").partitionKey("id", "S")));
        shop = ItemTable.of(simulator, "shop", "pk", "sk");
        sessions = ItemTable.of(simulator, "sessions", "id");
        JoinsAndViewsITCase.endStreams(simulator);
    }

    /** Customers and their orders; what "value" is depends on which of the two an item is. */
    private static void writeShop(SimulatedTable table) {
        table.put(customer("1", "Ann").build());
        table.put(order("1", "7").n("value", 20).build());
        table.put(customer("2", "Bob").build());
        table.put(order("2", "8").n("value", 5).build());
        table.put(order("1", "7").n("value", 25).build());
        table.put(order("1", "9").n("value", 1).build());
        table.delete(order("2", "8").build());
        table.put(customer("1", "Anna").build());
    }

    private static Item.Builder customer(String id, String name) {
        return Item.builder().s("pk", "CUSTOMER#" + id).s("sk", "PROFILE").s("value", name);
    }

    private static Item.Builder order(String customer, String id) {
        return Item.builder().s("pk", "CUSTOMER#" + customer).s("sk", "ORDER#" + id);
    }

    private static void writeSessions(SimulatedTable table) {
        for (String id : List.of("a", "b", "c")) {
            table.put(Item.builder().s("id", id).n("hits", 1).build());
        }
        table.put(Item.builder().s("id", "a").n("hits", 2).build());
        table.delete(Item.builder().s("id", "b").build());
        table.expire(Item.builder().s("id", "c").build());
        table.put(Item.builder().s("id", "b").n("hits", 3).build());
    }

    @AfterAll
    static void stop() {
        shop.close();
        sessions.close();
        simulator.close();
        cluster.close();
    }

    @BeforeEach
    void begin() {
        session = SqlSession.start(2);
    }

    @AfterEach
    void end() throws Exception {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void severalEntitiesInOneTable(String mode) throws Exception {
        session.declareBounded(
                "shop",
                shop,
                "pk STRING, sk STRING, `value` STRING, PRIMARY KEY (pk, sk) NOT ENFORCED",
                "scan.changelog-mode",
                mode);
        session.run(
                "CREATE VIEW customers AS SELECT SUBSTRING(pk FROM 10) AS id, `value` AS name"
                        + " FROM shop WHERE sk = 'PROFILE'");
        session.run(
                "CREATE VIEW orders AS SELECT SUBSTRING(sk FROM 7) AS id,"
                        + " SUBSTRING(pk FROM 10) AS customer, CAST(`value` AS INT) AS total"
                        + " FROM shop WHERE sk LIKE 'ORDER#%'");

        assertThat(session.result("SELECT * FROM customers"))
                .containsExactlyInAnyOrder("[1 | Anna]", "[2 | Bob]");
        assertThat(session.result("SELECT * FROM orders"))
                .containsExactlyInAnyOrder("[7 | 1 | 25]", "[9 | 1 | 1]");
        assertThat(
                        session.result(
                                "SELECT c.name, SUM(o.total) FROM customers c"
                                        + " JOIN orders o ON c.id = o.customer GROUP BY c.name"))
                .containsExactly("[Anna | 26]");
    }

    @Test
    void theLogTellsExpiriesFromDeletes() throws Exception {
        session.declareBounded(
                "log",
                sessions,
                "id STRING, hits BIGINT, "
                        + EVENT
                        + ", expired BOOLEAN METADATA FROM 'ttl-expired' VIRTUAL,"
                        + " who ROW<type STRING, principal STRING>"
                        + " METADATA FROM 'user-identity' VIRTUAL");

        assertThat(session.result("SELECT id, hits, who.type FROM log WHERE expired"))
                .containsExactly("[c | 1 | Service]");
        assertThat(session.result("SELECT id FROM log WHERE event = 'REMOVE' AND NOT expired"))
                .containsExactly("[b]");
        assertThat(session.result("SELECT event, COUNT(*) FROM log GROUP BY event"))
                .containsExactlyInAnyOrder("[INSERT | 4]", "[MODIFY | 1]", "[REMOVE | 2]");
    }

    @Test
    void theFirstAndTheLastStateOfEachItem() throws Exception {
        session.declareBounded(
                "log",
                sessions,
                "id STRING, hits BIGINT, "
                        + EVENT
                        + ", seq STRING METADATA FROM 'sequence-number' VIRTUAL");

        assertThat(session.result(ranked("ASC", "n = 1")))
                .containsExactlyInAnyOrder("[a | 1]", "[b | 1]", "[c | 1]");
        assertThat(session.result(ranked("DESC", "n = 1 AND event <> 'REMOVE'")))
                .containsExactlyInAnyOrder("[a | 2]", "[b | 3]");
    }

    private static String ranked(String order, String condition) {
        return "SELECT id, hits FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY"
                + " LPAD(seq, 40, '0') "
                + order
                + ") AS n FROM log) WHERE "
                + condition;
    }

    @Test
    void deletesOfNothingButTheKeyReachATableWithThatKey() throws Exception {
        session.declareBounded(
                "items", sessions, "id STRING, hits BIGINT, PRIMARY KEY (id) NOT ENFORCED");
        session.declareChecked(
                "copied", "id STRING, hits BIGINT, PRIMARY KEY (id) NOT ENFORCED", "upsert");

        session.insert("INSERT INTO copied SELECT * FROM items").getJobExecutionResult().get();

        assertThat(CheckedTable.rows("copied")).containsExactlyInAnyOrder("[a | 2]", "[b | 3]");
    }
}
