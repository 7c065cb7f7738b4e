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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * An answer to GetRecords with 1,000 changes of orders: ten attributes, both images, 1.1 kB each.
 */
final class DecodePage {

    static final int RECORDS = 1000;
    private static final int RECORD_BYTES = 1100;

    /** The columns of the table, in another order than the attributes have. */
    static final DataType ROW =
            DataTypes.ROW(
                    DataTypes.FIELD("customer", DataTypes.STRING()),
                    DataTypes.FIELD("order_id", DataTypes.BIGINT()),
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

    private DecodePage() {}

    /** The table's type with as many of its first columns. */
    static List<String> names(int columns) {
        return DataType.getFieldNames(ROW).subList(0, columns);
    }

    static LogicalType[] types(int columns) {
        return ROW.getLogicalType().getChildren().subList(0, columns).toArray(LogicalType[]::new);
    }

    /**
     * Makes a page.
     *
     * @param mixed true for attributes in any order, with a fifth of them left out
     */
    static byte[] of(boolean mixed) {
        Random random = new Random(1);
        StringBuilder page = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < RECORDS; i++) {
            page.append(i == 0 ? "" : ",").append(record(random, mixed));
        }
        return page.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String record(Random random, boolean mixed) {
        String customer = String.format("customer-%08x", random.nextInt());
        String order = Integer.toString(100_000 + random.nextInt(900_000));
        String keys =
                "\"customer\":{\"S\":\"" + customer + "\"},\"order_id\":{\"N\":\"" + order + "\"}";
        String bare =
                String.format(
                        "{\"eventID\":\"%016x%016x\",\"eventName\":\"MODIFY\",\"eventVersion\":\"1.1\","
                            + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-west-1\","
                            + "\"dynamodb\":{\"ApproximateCreationDateTime\":1795398960,"
                            + "\"Keys\":{%s},\"NewImage\":{%%s},\"OldImage\":{%%s},"
                            + "\"SequenceNumber\":\"1000000000000%08d\",\"SizeBytes\":800,"
                            + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}",
                        random.nextLong(), random.nextLong(), keys, random.nextInt(100_000_000));
        int imageBytes = (RECORD_BYTES - bare.length()) / 2;
        return String.format(
                bare,
                image(random, customer, order, mixed, imageBytes),
                image(random, customer, order, mixed, imageBytes));
    }

    private static String image(
            Random random, String customer, String order, boolean mixed, int bytes) {
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
        String keys =
                "\"customer\":{\"S\":\"" + customer + "\"},\"order_id\":{\"N\":\"" + order + "\"}";
        int rest = bytes - keys.length() - String.join(",", attributes).length() - 20;
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
}
