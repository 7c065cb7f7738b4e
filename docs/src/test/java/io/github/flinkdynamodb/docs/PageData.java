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
package io.github.flinkdynamodb.docs;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;

/**
 * The tables that the SQL page reads: what has happened to them within three minutes. Their streams
 * are disabled, so that a query that reads one to its end needn't wait for more. A table whose
 * stream is read beside its items is on a service of its own, whose time goes on.
 */
final class PageData {

    private static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private final SimulatorClock clock = SimulatorClock.standing(START);
    private final Simulator simulator =
            Simulator.builder().region("eu-west-1").clock(clock).start();

    private PageData() {}

    /** Starts a simulator with the tables. */
    static Simulator start() {
        PageData data = new PageData();
        data.writeOrdersAndCustomers();
        data.writeSessions();
        data.writeReadings();
        data.writeShop();
        data.writePayments();
        data.simulator.tables().forEach(SimulatedTable::disableStream);
        return data.simulator;
    }

    /** Starts a simulator with the table whose stream is enabled. */
    static Simulator startFollowed() {
        Simulator simulator = Simulator.builder().region("eu-west-1").start();
        SimulatedTable stock =
                simulator.createTable(
                        TableSettings.table("stock").partitionKey("id", "S").withoutStream());
        stock.put(Item.builder().s("id", "chair").n("pieces", 12).build());
        stock.put(Item.builder().s("id", "lamp").n("pieces", 7).build());
        stock.enableStream();
        return simulator;
    }

    private SimulatedTable table(String name) {
        return simulator.createTable(TableSettings.table(name).partitionKey("id", "S"));
    }

    private void writeOrdersAndCustomers() {
        SimulatedTable customers = table("customers");
        customers.put(customer("c1", "Ann"));
        customers.put(customer("c2", "Bob"));
        SimulatedTable orders = table("orders");
        clock.advance(Duration.ofSeconds(10));
        orders.put(firstOrder("new"));
        orders.put(order("o2", "c2", "new", "5.50").build());
        orders.put(order("o3", "c2", "new", "12.25").build());
        clock.advance(Duration.ofSeconds(40));
        customers.put(customer("c1", "Anna"));
        clock.advance(Duration.ofSeconds(20));
        orders.put(firstOrder("paid"));
        orders.put(order("o2", "c2", "paid", "5.50").build());
        clock.advance(Duration.ofMinutes(1));
        orders.delete(order("o3", "c2", "new", "12.25").build());
        orders.put(order("o4", "c1", "new", "8").build());
    }

    private static Item customer(String id, String name) {
        return Item.builder().s("id", id).s("name", name).build();
    }

    private static Item.Builder order(String id, String customer, String status, String total) {
        return Item.builder()
                .s("id", id)
                .s("customer", customer)
                .s("status", status)
                .n("total", total);
    }

    private static Item firstOrder(String status) {
        return order("o1", "c1", status, "20")
                .n("placed", START.toEpochMilli())
                .json("Ship-To", "{\"M\":{\"City\":{\"S\":\"Berlin\"},\"zip\":{\"S\":\"10115\"}}}")
                .json("tags", "{\"L\":[{\"S\":\"fragile\"},{\"S\":\"new\"}]}")
                .build();
    }

    private void writeSessions() {
        SimulatedTable sessions = table("sessions");
        sessions.put(Item.builder().s("id", "s1").n("hits", 3).build());
        sessions.put(Item.builder().s("id", "s2").n("hits", 7).build());
        sessions.delete(Item.builder().s("id", "s1").build());
        sessions.expire(Item.builder().s("id", "s2").build());
    }

    /** The last change of one of them makes its amount text. */
    private void writePayments() {
        SimulatedTable payments = table("payments");
        payments.put(Item.builder().s("id", "p1").n("amount", 3).build());
        payments.put(Item.builder().s("id", "p2").n("amount", 12).build());
        payments.put(Item.builder().s("id", "p2").s("amount", "twelve").build());
    }

    private void writeReadings() {
        SimulatedTable readings = table("readings");
        put(readings, "r1", "{\"M\":{\"temperature\":{\"N\":\"21.5\"},\"unit\":{\"S\":\"C\"}}}");
        put(readings, "r2", "{\"N\":\"1013\"}");
        put(
                readings,
                "r3",
                "{\"L\":[{\"S\":\"broken\"},{\"M\":{\"since\":{\"S\":\"2026-11-23\"}}}]}");
    }

    private static void put(SimulatedTable table, String id, String reading) {
        table.put(Item.builder().s("id", id).json("reading", reading).build());
    }

    private void writeShop() {
        SimulatedTable shop =
                simulator.createTable(
                        TableSettings.table("shop").partitionKey("pk", "S").sortKey("sk", "S"));
        shop.put(shopItem("1", "PROFILE").s("name", "Ann").build());
        shop.put(shopItem("1", "ORDER#7").n("total", 20).build());
        shop.put(shopItem("1", "ORDER#9").n("total", 1).build());
        shop.put(shopItem("1", "ORDER#7").n("total", 25).build());
        shop.put(shopItem("2", "PROFILE").s("name", "Bob").build());
    }

    private static Item.Builder shopItem(String customer, String sortKey) {
        return Item.builder().s("pk", "CUSTOMER#" + customer).s("sk", sortKey);
    }
}
