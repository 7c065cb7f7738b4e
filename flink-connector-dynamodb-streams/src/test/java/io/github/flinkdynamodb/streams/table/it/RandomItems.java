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

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Random items with attributes of many types, the columns of a SQL table for them, and what such a
 * table has to say of an item. Any attribute but the keys may be absent or NULL.
 */
final class RandomItems {

    /** The key of the items. */
    static final String KEY = "PRIMARY KEY (pk, sk) NOT ENFORCED";

    private static final Map<String, Column> COLUMNS = columns();

    private final Random random;

    RandomItems(Random random) {
        this.random = random;
    }

    private static Map<String, Column> columns() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put("pk", new Column("STRING", AttributeValue::s));
        columns.put("sk", new Column("BIGINT", a -> Long.valueOf(a.n())));
        columns.put("title", new Column("STRING", AttributeValue::s));
        columns.put("quantity", new Column("BIGINT", a -> Long.valueOf(a.n())));
        columns.put("size", new Column("INT", a -> Integer.valueOf(a.n())));
        columns.put("price", new Column("DECIMAL(30, 6)", a -> new BigDecimal(a.n()).setScale(6)));
        columns.put("ratio", new Column("DOUBLE", a -> Double.valueOf(a.n())));
        columns.put("active", new Column("BOOLEAN", AttributeValue::bool));
        columns.put("payload", new Column("BYTES", a -> a.b().asByteArray()));
        columns.put("at", new Column("TIMESTAMP_LTZ(3)", a -> Instant.parse(a.s())));
        addNested(columns);
        return columns;
    }

    private static void addNested(Map<String, Column> columns) {
        columns.put(
                "tags",
                new Column(
                        "ARRAY<STRING>",
                        a -> a.l().stream().map(AttributeValue::s).collect(Collectors.toList())));
        columns.put(
                "counts",
                new Column(
                        "MAP<STRING, BIGINT>",
                        a ->
                                a.m().entrySet().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        e -> Long.valueOf(e.getValue().n())))));
        columns.put(
                "address",
                new Column(
                        "ROW<street STRING, geo ROW<lat DOUBLE, lon DOUBLE>>",
                        a ->
                                Row.of(
                                        a.m().get("street").s(),
                                        Row.of(
                                                degrees(a.m().get("geo"), "lat"),
                                                degrees(a.m().get("geo"), "lon")))));
        columns.put(
                "labels",
                new Column(
                        "MULTISET<STRING>",
                        a -> a.ss().stream().collect(Collectors.toMap(s -> s, s -> 1))));
        columns.put("anything", new Column("STRING", RandomItems::text));
    }

    private static Double degrees(AttributeValue map, String name) {
        return Double.valueOf(map.m().get(name).n());
    }

    /** What a STRING column says of any scalar. */
    private static String text(AttributeValue value) {
        if (value.n() != null) {
            return value.n();
        }
        return value.bool() != null ? value.bool().toString() : value.s();
    }

    /** The columns as CREATE TABLE has them. */
    static String sqlColumns() {
        return COLUMNS.entrySet().stream()
                .map(column -> "`" + column.getKey() + "` " + column.getValue().type)
                .collect(Collectors.joining(", "));
    }

    /** The names of the columns, separated by commas. */
    static String names() {
        return COLUMNS.keySet().stream()
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }

    /** What a row of the columns says of an item; more values may come first. */
    static String row(Map<String, AttributeValue> item, Object... firstValues) {
        List<Object> values = new ArrayList<>(List.of(firstValues));
        COLUMNS.forEach(
                (name, column) -> {
                    AttributeValue attribute = item.get(name);
                    boolean isNull = attribute == null || Boolean.TRUE.equals(attribute.nul());
                    values.add(isNull ? null : column.value.apply(attribute));
                });
        return RowText.row(values);
    }

    static List<String> rows(List<Map<String, AttributeValue>> items) {
        return items.stream().map(item -> row(item)).collect(Collectors.toList());
    }

    /** A key of not too many, so that items are changed often. */
    Map<String, AttributeValue> key() {
        return Map.of(
                "pk", AttributeValue.fromS("k" + random.nextInt(8)),
                "sk", AttributeValue.fromN("" + random.nextInt(4)));
    }

    /** A random item with a key. */
    Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> item = new HashMap<>(key);
        for (String name : COLUMNS.keySet()) {
            if (!key.containsKey(name) && random.nextInt(5) > 0) {
                item.put(name, attribute(name));
            }
        }
        item.put("no column", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))));
        return item;
    }

    /** The name of an attribute that isn't in the key. */
    String attributeName() {
        List<String> names = new ArrayList<>(COLUMNS.keySet());
        return names.get(2 + random.nextInt(names.size() - 2));
    }

    /** A random value for an attribute, sometimes NULL. */
    AttributeValue attribute(String name) {
        if (random.nextInt(8) == 0) {
            return AttributeValue.fromNul(true);
        }
        switch (name) {
            case "title":
                return AttributeValue.fromS(text());
            case "quantity":
                return AttributeValue.fromN(Long.toString(random.nextLong()));
            case "size":
                return AttributeValue.fromN(Integer.toString(random.nextInt()));
            case "price":
                return AttributeValue.fromN(
                        BigDecimal.valueOf(random.nextLong(), random.nextInt(7)).toPlainString());
            case "ratio":
                return AttributeValue.fromN(Double.toString(random.nextInt(100_000) / 1000.0));
            case "active":
                return AttributeValue.fromBool(random.nextBoolean());
            case "payload":
                return AttributeValue.fromB(SdkBytes.fromUtf8String(text()));
            case "at":
                return AttributeValue.fromS(Instant.ofEpochMilli(random.nextInt()).toString());
            case "anything":
                return anything();
            default:
                return nested(name);
        }
    }

    private AttributeValue anything() {
        switch (random.nextInt(3)) {
            case 0:
                return AttributeValue.fromN(
                        "12345678901234567890123456789012345" + random.nextInt(100));
            case 1:
                return AttributeValue.fromBool(random.nextBoolean());
            default:
                return AttributeValue.fromS(text());
        }
    }

    private AttributeValue nested(String name) {
        AttributeValue number = AttributeValue.fromN("" + random.nextInt(1000) / 8.0);
        switch (name) {
            case "tags":
                return AttributeValue.fromL(
                        List.of(AttributeValue.fromS(text()), AttributeValue.fromS("tag")));
            case "counts":
                return AttributeValue.fromM(
                        Map.of(
                                "one",
                                AttributeValue.fromN("1"),
                                text(),
                                AttributeValue.fromN("-2")));
            case "address":
                return AttributeValue.fromM(
                        Map.of(
                                "street",
                                AttributeValue.fromS(text()),
                                "geo",
                                AttributeValue.fromM(Map.of("lat", number, "lon", number))));
            case "labels":
                return AttributeValue.fromSs(List.of("a", "b" + text()));
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private String text() {
        String[] texts = {"", "plain", "\"quoted\" \\ / \n", "\u00e4\u4e2d\ud83d\ude00", "\u0001"};
        return texts[random.nextInt(texts.length)] + random.nextInt(1000);
    }

    /** A column of the SQL table. */
    private static final class Column {
        private final String type;
        private final Function<AttributeValue, Object> value;

        Column(String type, Function<AttributeValue, Object> value) {
            this.type = type;
            this.value = value;
        }
    }
}
