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
package io.github.flinkdynamodb.tools.benchmarks.rows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * A table of orders with ten attributes. The number of a record in its shard may be in the sort
 * key.
 */
public final class Orders {

    /** The attribute, and the column, that holds the number of a record. */
    public static final String NUMBER = "order_id";

    /** The key of an item: its partition key and its sort key. */
    public static final List<String> KEYS = List.of("customer", NUMBER);

    /** The order of record 0; the others count on. */
    public static final long FIRST_ORDER = 1_000_000_000_000L;

    /** The columns of the table, in another order than the attributes have. */
    public static final DataType ROW =
            DataTypes.ROW(
                    DataTypes.FIELD("customer", DataTypes.STRING().notNull()),
                    DataTypes.FIELD(NUMBER, DataTypes.BIGINT().notNull()),
                    DataTypes.FIELD("status", DataTypes.STRING()),
                    DataTypes.FIELD("total", DataTypes.DECIMAL(12, 2)),
                    DataTypes.FIELD("quantity", DataTypes.INT()),
                    DataTypes.FIELD("rating", DataTypes.DOUBLE()),
                    DataTypes.FIELD("paid", DataTypes.BOOLEAN()),
                    DataTypes.FIELD("note", DataTypes.STRING()),
                    DataTypes.FIELD(
                            "address",
                            DataTypes.ROW(
                                    DataTypes.FIELD("city", DataTypes.STRING()),
                                    DataTypes.FIELD("zip", DataTypes.STRING()))),
                    DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())));

    /** Where the number of a record is in a row. */
    public static final int NUMBER_COLUMN = DataType.getFieldNames(ROW).indexOf(NUMBER);

    private static final int QUOTES_AND_NAMES = 20;

    private Orders() {}

    /** The type of the table's rows. */
    public static RowType rowType() {
        return (RowType) ROW.getLogicalType();
    }

    /** The types of the columns. */
    public static LogicalType[] types() {
        return ROW.getLogicalType().getChildren().toArray(LogicalType[]::new);
    }

    /**
     * The JSON of an item's key: that of record 0.
     *
     * @param random chooses the customer
     */
    public static String keys(Random random) {
        return String.format(
                "\"customer\":{\"S\":\"customer-%08x\"},\"%s\":{\"N\":\"%d\"}",
                random.nextInt(), NUMBER, FIRST_ORDER);
    }

    /**
     * The JSON of an item, without the braces around it. ASCII only.
     *
     * @param random chooses the values
     * @param keys of the item
     * @param mixed true for attributes in any order, a fifth of them left out
     * @param bytes about how long the item is to be; it isn't shorter than its attributes need
     */
    public static String item(Random random, String keys, boolean mixed, int bytes) {
        List<String> attributes = attributes(random);
        int rest = bytes - keys.length() - String.join(",", attributes).length() - QUOTES_AND_NAMES;
        attributes.add("\"note\":{\"S\":\"" + "n".repeat(Math.max(1, rest)) + "\"}");
        if (mixed) {
            attributes.removeIf(attribute -> random.nextInt(5) == 0);
        }
        attributes.add(keys);
        if (mixed) {
            Collections.shuffle(attributes, random);
        }
        return String.join(",", attributes);
    }

    private static List<String> attributes(Random random) {
        List<String> attributes = new ArrayList<>();
        attributes.add("\"paid\":{\"BOOL\":" + random.nextBoolean() + "}");
        attributes.add(
                String.format(
                        "\"total\":{\"N\":\"%d.%02d\"}",
                        random.nextInt(10_000), random.nextInt(100)));
        attributes.add("\"quantity\":{\"N\":\"" + random.nextInt(1_000) + "\"}");
        attributes.add("\"rating\":{\"N\":\"" + random.nextInt(50) / 10.0 + "\"}");
        attributes.add(
                "\"status\":{\"S\":\"" + (random.nextBoolean() ? "open" : "shipped") + "\"}");
        attributes.add(
                String.format(
                        "\"address\":{\"M\":{\"city\":{\"S\":\"Dublin"
                                + " %d\"},\"zip\":{\"S\":\"D%02d\"}}}",
                        random.nextInt(24), random.nextInt(24)));
        attributes.add(
                "\"tags\":{\"L\":[{\"S\":\"new\"},{\"S\":\"tag-" + random.nextInt(100) + "\"}]}");
        return attributes;
    }
}
