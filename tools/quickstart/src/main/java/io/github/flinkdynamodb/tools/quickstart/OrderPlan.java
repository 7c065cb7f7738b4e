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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Invents changes: orders are placed, changed and deleted. Each change really changes something,
 * since a write that changes nothing gives no record in the stream. Not thread-safe.
 */
final class OrderPlan {

    private static final int CHANGES_PER_ORDER = 8;
    private static final int REMOVALS_PERCENT = 20;
    private static final int MAX_LINES = 4;
    private static final int MAX_QUANTITY = 9;
    private static final int MAX_CENTS = 20_000;
    private static final String[] NAMES = {"Ada", "Grace", "Zoë", "Jürgen", "María", "Łukasz", "陳"};
    private static final String[] CITIES = {"Berlin", "Lyon", "Kraków", "Málaga", "Oslo", "Tartu"};

    private final Random random;
    private final int orders;
    private final Map<String, Order> present = new HashMap<>();
    private final Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    private final Map<String, Long> versions = new HashMap<>();

    /**
     * Creates a plan.
     *
     * @param existing how many orders are placed before, by {@link #nextExisting(long)}
     * @param changes how many changes it is for: decides over how many more orders they spread
     * @param random makes the choices
     */
    OrderPlan(int existing, int changes, Random random) {
        this.random = random;
        this.orders = Math.max(1, existing + changes / CHANGES_PER_ORDER);
    }

    /**
     * Invents an order that is in the table before anything changes; one with the next number, each
     * time.
     *
     * @param nowMillis the time to note in the item, milliseconds since the epoch
     * @return its insertion
     */
    PlannedChange nextExisting(long nowMillis) {
        return insertion(id(versions.size() + 1), nowMillis);
    }

    private PlannedChange insertion(String id, long nowMillis) {
        long version = versions.merge(id, 1L, Long::sum);
        Order order = created(id, version);
        present.put(id, order);
        items.put(id, order.item(nowMillis));
        return new PlannedChange(new ChangeId(id, version), ChangeType.INSERT, items.get(id), null);
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "order-%05d", number);
    }

    /**
     * Invents the next change.
     *
     * @param nowMillis the time to note in the item, milliseconds since the epoch
     * @return the change
     */
    PlannedChange next(long nowMillis) {
        String id = id(1 + random.nextInt(orders));
        Order before = present.get(id);
        if (before == null) {
            return insertion(id, nowMillis);
        }
        long version = versions.merge(id, 1L, Long::sum);
        if (random.nextInt(100) < REMOVALS_PERCENT) {
            present.remove(id);
            return new PlannedChange(
                    new ChangeId(id, version), ChangeType.REMOVE, null, items.remove(id));
        }
        Order after = changed(before, version);
        present.put(id, after);
        Map<String, AttributeValue> newItem = after.item(nowMillis);
        return new PlannedChange(
                new ChangeId(id, version), ChangeType.MODIFY, newItem, items.put(id, newItem));
    }

    private Order created(String id, long version) {
        List<Order.Line> lines = new ArrayList<>();
        int count = 1 + random.nextInt(MAX_LINES);
        for (int i = 0; i < count; i++) {
            lines.add(line());
        }
        Order.Customer customer =
                new Order.Customer(oneOf(NAMES), oneOf(CITIES), random.nextBoolean());
        return new Order(id, version, Order.Status.NEW, customer, lines);
    }

    private Order changed(Order order, long version) {
        if (random.nextBoolean()) {
            return new Order(
                    order.id(), version, order.status().next(), order.customer(), order.lines());
        }
        List<Order.Line> lines = new ArrayList<>(order.lines());
        lines.set(random.nextInt(lines.size()), line());
        return new Order(order.id(), version, order.status(), order.customer(), lines);
    }

    private Order.Line line() {
        return new Order.Line(
                "sku-" + random.nextInt(1000),
                1 + random.nextInt(MAX_QUANTITY),
                BigDecimal.valueOf(1 + random.nextInt(MAX_CENTS), 2));
    }

    private String oneOf(String[] values) {
        return values[random.nextInt(values.length)];
    }
}
