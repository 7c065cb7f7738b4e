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
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Joins and views of changelog tables as users write them, on orders and customers that were
 * written and deleted at random: their results are what the items that are left say.
 */
@OnEachFlink
class JoinsAndViewsITCase {

    private static final String[] STATUSES = {"new", "paid", "sent"};
    private static final String ORDERS =
            "id STRING, customerId STRING, total BIGINT, status STRING,"
                    + " PRIMARY KEY (id) NOT ENFORCED";
    private static final String CUSTOMERS = "id STRING, name STRING, PRIMARY KEY (id) NOT ENFORCED";

    private static TestCluster cluster;
    private static Simulator simulator;
    private static ItemTable orders;
    private static ItemTable customers;

    private SqlSession session;

    @BeforeAll
    static void write() throws Exception {
        cluster = TestCluster.start(2);
        simulator = Simulator.builder().start();
        for (String name : List.of("orders", "customers")) {
            simulator.createTable(
                    TableSettings.table(name)
                            .partitionKey("id", "S")
                            .shards(3)
                            .rollAfterRecords(40));
        }
        orders = ItemTable.of(simulator, "orders", "id");
        customers = ItemTable.of(simulator, "customers", "id");
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            writeCustomer(random);
            writeOrder(random);
        }
        endStreams(simulator);
    }

    /** Disabled streams are read to their ends without waiting whether more will come. */
    static void endStreams(Simulator simulator) {
        simulator.tables().forEach(SimulatedTable::disableStream);
    }

    private static void writeCustomer(Random random) {
        AttributeValue id = AttributeValue.fromS("c" + random.nextInt(12));
        if (random.nextInt(3) == 0) {
            customers.delete(Map.of("id", id));
        } else {
            AttributeValue name = AttributeValue.fromS("name " + random.nextInt(5));
            customers.put(Map.of("id", id, "name", name));
        }
    }

    private static void writeOrder(Random random) {
        AttributeValue id = AttributeValue.fromS("o" + random.nextInt(30));
        if (random.nextInt(4) == 0) {
            orders.delete(Map.of("id", id));
        } else {
            orders.put(
                    Map.of(
                            "id", id,
                            "customerId", AttributeValue.fromS("c" + random.nextInt(12)),
                            "total", AttributeValue.fromN("" + random.nextInt(100)),
                            "status", AttributeValue.fromS(STATUSES[random.nextInt(3)])));
        }
    }

    @AfterAll
    static void stop() {
        orders.close();
        customers.close();
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

    private void declare(String mode) {
        session.declareBounded("orders", orders, ORDERS, "scan.changelog-mode", mode);
        session.declareBounded("customers", customers, CUSTOMERS, "scan.changelog-mode", mode);
    }

    private static String name(Map<String, AttributeValue> order) {
        return customers.items().stream()
                .filter(customer -> customer.get("id").equals(order.get("customerId")))
                .map(customer -> customer.get("name").s())
                .findAny()
                .orElse(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void ordersWithTheirCustomers(String mode) throws Exception {
        declare(mode);
        List<String> expected = new ArrayList<>();
        for (Map<String, AttributeValue> order : orders.items()) {
            if (name(order) != null) {
                expected.add(RowText.row(order.get("id").s(), order.get("total").n(), name(order)));
            }
        }

        List<String> result =
                session.result(
                        "SELECT o.id, o.total, c.name FROM orders o"
                                + " JOIN customers c ON o.customerId = c.id");

        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void allOrdersWithTheirCustomersWhereThereAreAny(String mode) throws Exception {
        declare(mode);
        List<String> expected =
                orders.items().stream()
                        .map(order -> RowText.row(order.get("id").s(), name(order)))
                        .collect(Collectors.toList());

        List<String> result =
                session.result(
                        "SELECT o.id, c.name FROM orders o"
                                + " LEFT JOIN customers c ON o.customerId = c.id");

        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).anyMatch(row -> row.contains("null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aViewThatCountsAndAddsUp(String mode) throws Exception {
        declare(mode);
        session.run(
                "CREATE VIEW revenue AS SELECT status, COUNT(*) AS orders, SUM(total) AS total,"
                        + " MAX(total) AS biggest FROM orders GROUP BY status");
        Map<String, List<Long>> totals = new TreeMap<>();
        for (Map<String, AttributeValue> order : orders.items()) {
            totals.computeIfAbsent(order.get("status").s(), s -> new ArrayList<>())
                    .add(Long.valueOf(order.get("total").n()));
        }
        List<String> expected = new ArrayList<>();
        totals.forEach(
                (status, all) ->
                        expected.add(
                                RowText.row(
                                        status,
                                        all.size(),
                                        all.stream().mapToLong(Long::longValue).sum(),
                                        all.stream()
                                                .mapToLong(Long::longValue)
                                                .max()
                                                .getAsLong())));

        List<String> result = session.result("SELECT * FROM revenue");

        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).hasSizeGreaterThan(1);
    }

    @Test
    void aGroupThatLosesItsLastRowIsTakenBack() throws Exception {
        declare("full");

        List<String> result =
                session.result(
                        "SELECT customerId, COUNT(*) FROM orders WHERE status = 'paid'"
                                + " GROUP BY customerId");

        Map<String, Long> expected =
                orders.items().stream()
                        .filter(order -> order.get("status").s().equals("paid"))
                        .collect(
                                Collectors.groupingBy(
                                        order -> order.get("customerId").s(),
                                        Collectors.counting()));
        assertThat(result)
                .containsExactlyInAnyOrderElementsOf(
                        expected.entrySet().stream()
                                .map(e -> RowText.row(e.getKey(), e.getValue()))
                                .collect(Collectors.toList()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "upsert"})
    void aJoinIntoATableWithAKey(String mode) throws Exception {
        declare(mode);
        String sink = "joined_" + mode;
        session.declareChecked(
                sink, "id STRING, name STRING, PRIMARY KEY (id) NOT ENFORCED", "upsert");

        session.insert(
                        "INSERT INTO "
                                + sink
                                + " SELECT o.id, c.name FROM orders o"
                                + " LEFT JOIN customers c ON o.customerId = c.id"
                                + SqlSession.onConflict())
                .getJobExecutionResult()
                .get();

        assertThat(CheckedTable.rows(sink))
                .containsExactlyInAnyOrderElementsOf(
                        orders.items().stream()
                                .map(order -> RowText.row(order.get("id").s(), name(order)))
                                .collect(Collectors.toList()));
    }

    @Test
    void aBatchQuery() throws Exception {
        session.close();
        session = SqlSession.batch(2);
        session.declareBounded("log", orders, "id STRING, total BIGINT");

        List<String> result = session.result("SELECT COUNT(*), COUNT(DISTINCT id) FROM log");

        long keys = orders.changes().stream().map(ItemChange::key).distinct().count();
        assertThat(result).containsExactly(RowText.row(orders.changes().size(), keys));
    }
}
