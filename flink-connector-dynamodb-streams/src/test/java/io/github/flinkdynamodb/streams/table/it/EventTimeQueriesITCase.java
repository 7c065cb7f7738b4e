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
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
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
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Windows and temporal joins by the creation time of changes, on a clock of the test's own. */
@OnEachFlink
class EventTimeQueriesITCase {

    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");
    private static final String TIME =
            "ts TIMESTAMP_LTZ(3) METADATA FROM 'approximate-creation-time' VIRTUAL,"
                    + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND";

    private static TestCluster cluster;
    private static Simulator simulator;
    private static ItemTable orders;
    private static ItemTable rates;
    private static final List<Instant> ORDER_TIMES = new ArrayList<>();
    private static final List<Instant> RATE_TIMES = new ArrayList<>();

    private SqlSession session;

    @BeforeAll
    static void write() throws Exception {
        cluster = TestCluster.start(2);
        SimulatorClock clock = SimulatorClock.standing(START);
        simulator = Simulator.builder().clock(clock).start();
        for (String name : List.of("orders", "rates")) {
            simulator.createTable(
                    TableSettings.table(name)
                            .partitionKey("id", "S")
                            .shards(2)
                            .rollAfterRecords(30));
        }
        orders = ItemTable.of(simulator, "orders", "id");
        rates = ItemTable.of(simulator, "rates", "id");
        Random random = new Random(5);
        for (int i = 0; i < 150; i++) {
            writeRate(random);
            note(rates, RATE_TIMES, clock.instant());
            clock.advance(Duration.ofSeconds(1 + random.nextInt(4)));
            writeOrder(random);
            note(orders, ORDER_TIMES, clock.instant());
            clock.advance(Duration.ofSeconds(1 + random.nextInt(4)));
        }
        JoinsAndViewsITCase.endStreams(simulator);
    }

    private static void note(ItemTable table, List<Instant> times, Instant now) {
        while (times.size() < table.changes().size()) {
            times.add(now);
        }
    }

    private static void writeRate(Random random) {
        AttributeValue currency = AttributeValue.fromS("r" + random.nextInt(4));
        if (random.nextInt(5) == 0) {
            rates.delete(Map.of("id", currency));
        } else {
            AttributeValue rate = AttributeValue.fromN("" + random.nextInt(1000));
            rates.put(Map.of("id", currency, "rate", rate));
        }
    }

    private static void writeOrder(Random random) {
        orders.put(
                Map.of(
                        "id", AttributeValue.fromS("o" + random.nextInt(20)),
                        "currency", AttributeValue.fromS("r" + random.nextInt(4)),
                        "total", AttributeValue.fromN("" + random.nextInt(1000))));
    }

    @AfterAll
    static void stop() {
        orders.close();
        rates.close();
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

    @Test
    void changesByTheMinute() throws Exception {
        session.declareBounded(
                "changes",
                orders,
                "total BIGINT, event STRING METADATA FROM 'event-name' VIRTUAL, " + TIME);
        Map<String, Long> totals = new TreeMap<>();
        for (int i = 0; i < ORDER_TIMES.size(); i++) {
            LocalDateTime time = LocalDateTime.ofInstant(ORDER_TIMES.get(i), ZoneOffset.UTC);
            ItemChange change = orders.changes().get(i);
            totals.merge(
                    RowText.row(time.withSecond(0), change.eventName()),
                    Long.valueOf(change.after().get("total").n()),
                    Long::sum);
        }

        List<String> result =
                session.result(
                        "SELECT window_start, event, SUM(total)"
                                + " FROM TABLE(TUMBLE(TABLE changes, DESCRIPTOR(ts),"
                                + " INTERVAL '1' MINUTE))"
                                + " GROUP BY window_start, window_end, event");

        assertThat(result)
                .containsExactlyInAnyOrderElementsOf(
                        totals.entrySet().stream()
                                .map(e -> e.getKey().replace("]", " | " + e.getValue() + "]"))
                                .collect(Collectors.toList()));
        assertThat(totals).hasSizeGreaterThan(10);
    }

    @Test
    void ordersAtTheRatesOfTheirTime() throws Exception {
        session.declareBounded(
                "orders", orders, "id STRING, currency STRING, total BIGINT, " + TIME);
        session.declareBounded(
                "rates",
                rates,
                "id STRING, rate BIGINT, " + TIME + ", PRIMARY KEY (id) NOT ENFORCED",
                "scan.changelog-mode",
                "full");

        List<String> result =
                session.result(
                        "SELECT o.id, o.total, r.rate FROM orders o"
                                + " LEFT JOIN rates FOR SYSTEM_TIME AS OF o.ts r"
                                + " ON o.currency = r.id");

        List<String> expected = atTheRatesOfTheirTime();
        assertThat(result).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(expected).anyMatch(row -> row.contains("null"));
        assertThat(expected).filteredOn(row -> !row.contains("null")).hasSizeGreaterThan(50);
    }

    @Test
    void aTableOfUpsertsIsRightWhereverReadingBegins() throws Exception {
        int first = RATE_TIMES.size() / 2;
        Instant start = RATE_TIMES.get(first);
        session.declareBounded(
                "rates",
                rates,
                "id STRING, rate BIGINT, PRIMARY KEY (id) NOT ENFORCED",
                "scan.startup.mode",
                "timestamp",
                "scan.startup.timestamp-millis",
                Long.toString(start.toEpochMilli()));
        Map<String, Long> current = new TreeMap<>();
        for (ItemChange change : rates.changes().subList(first, RATE_TIMES.size())) {
            String id = change.key().get("id").s();
            if (change.after() == null) {
                current.remove(id);
            } else {
                current.put(id, Long.valueOf(change.after().get("rate").n()));
            }
        }
        long sum = current.values().stream().mapToLong(Long::longValue).sum();

        assertThat(session.result("SELECT COUNT(*), SUM(rate) FROM rates"))
                .containsExactly(RowText.row(current.size(), sum));
        assertThat(rates.changes().get(first).before()).as("of before the start").isNotNull();
    }

    /** Goes through time as it was. */
    private static List<String> atTheRatesOfTheirTime() {
        List<String> rows = new ArrayList<>();
        Map<String, String> current = new HashMap<>();
        int seen = 0;
        for (int i = 0; i < ORDER_TIMES.size(); i++) {
            while (seen < RATE_TIMES.size() && !RATE_TIMES.get(seen).isAfter(ORDER_TIMES.get(i))) {
                ItemChange change = rates.changes().get(seen++);
                String id = change.key().get("id").s();
                current.put(id, change.after() == null ? null : change.after().get("rate").n());
            }
            Map<String, AttributeValue> order = orders.changes().get(i).after();
            rows.add(
                    RowText.row(
                            order.get("id").s(),
                            order.get("total").n(),
                            current.get(order.get("currency").s())));
        }
        return rows;
    }
}
