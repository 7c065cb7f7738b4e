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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An order of the made-up shop, as the writer knows it.
 *
 * @param id the key of the item
 * @param version the number of changes so far
 * @param status NEW, PAID ...
 * @param customer who ordered
 * @param lines what was ordered
 */
record Order(String id, long version, Status status, Customer customer, List<Line> lines) {

    /** The name of the key attribute. */
    static final String KEY = "id";

    /** The name of the attribute that holds the version. */
    static final String VERSION = "version";

    /** The way of an order. */
    enum Status {
        NEW,
        PAID,
        PACKED,
        SHIPPED,
        DELIVERED;

        Status next() {
            return values()[Math.min(ordinal() + 1, values().length - 1)];
        }
    }

    /**
     * Who ordered.
     *
     * @param name the name
     * @param city where to
     * @param regular whether it isn't the first order
     */
    record Customer(String name, String city, boolean regular) {}

    /**
     * One line of an order.
     *
     * @param sku the article
     * @param quantity how many
     * @param price the price of one, exact
     */
    record Line(String sku, int quantity, BigDecimal price) {

        BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }
    }

    BigDecimal total() {
        return lines.stream().map(Line::total).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Returns the item: nested maps and lists, decimal numbers, a set, a boolean and a null.
     *
     * @param writtenAtMillis when it is written, milliseconds since the epoch
     */
    Map<String, AttributeValue> item(long writtenAtMillis) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(KEY, AttributeValue.ofS(id));
        item.put(VERSION, number(BigDecimal.valueOf(version)));
        item.put("status", AttributeValue.ofS(status.name()));
        item.put("customer", AttributeValue.ofM(customerItem()));
        item.put("lines", AttributeValue.ofL(lineItems()));
        item.put("total", number(total()));
        item.put("labels", AttributeValue.ofSs(List.of("web", status.name().toLowerCase())));
        item.put("coupon", AttributeValue.ofNull());
        item.put("writtenAt", number(BigDecimal.valueOf(writtenAtMillis)));
        return item;
    }

    private Map<String, AttributeValue> customerItem() {
        return Map.of(
                "name", AttributeValue.ofS(customer.name()),
                "regular", AttributeValue.ofBool(customer.regular()),
                "address", AttributeValue.ofM(Map.of("city", AttributeValue.ofS(customer.city()))));
    }

    private List<AttributeValue> lineItems() {
        List<AttributeValue> items = new ArrayList<>();
        for (Line line : lines) {
            items.add(
                    AttributeValue.ofM(
                            Map.of(
                                    "sku", AttributeValue.ofS(line.sku()),
                                    "quantity", number(BigDecimal.valueOf(line.quantity())),
                                    "price", number(line.price()))));
        }
        return items;
    }

    private static AttributeValue number(BigDecimal value) {
        return AttributeValue.ofN(value.toPlainString());
    }
}
