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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;

/** An answer to GetRecords with changes that have both images; the same whenever it is made. */
final class DecodePage {

    private static final int RECORD_BYTES = 1100;

    private static final Map<String, Items> ITEMS = new LinkedHashMap<>();

    static {
        ITEMS.put("uniform", new SmallItems(false));
        ITEMS.put("mixed", new SmallItems(true));
        ITEMS.put("large", new LargeItems());
        ITEMS.put("deep", new DeepItems());
        ITEMS.put("numbers", new NumberItems());
        ITEMS.put("sets", new SetItems());
    }

    private final Items items;
    private final byte[] json;

    private DecodePage(Items items) {
        this.items = items;
        Random random = new Random(1);
        StringBuilder page = new StringBuilder("{\"Records\":[");
        for (int i = 0; i < items.records(); i++) {
            page.append(i == 0 ? "" : ",").append(record(random, items));
        }
        this.json = page.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The names of all items that there are pages of. */
    static List<String> names() {
        return List.copyOf(ITEMS.keySet());
    }

    /** Creates the page of some items. */
    static DecodePage of(String items) {
        return new DecodePage(ITEMS.get(items));
    }

    /** The answer's body: the array itself. */
    byte[] json() {
        return json;
    }

    int records() {
        return items.records();
    }

    /** How many columns the table has. */
    int columns() {
        return items.row().getLogicalType().getChildren().size();
    }

    /** The names of as many of the table's first columns. */
    List<String> columnNames(int columns) {
        return DataType.getFieldNames(items.row()).subList(0, columns);
    }

    /** The types of as many of the table's first columns. */
    LogicalType[] columnTypes(int columns) {
        return items.row()
                .getLogicalType()
                .getChildren()
                .subList(0, columns)
                .toArray(LogicalType[]::new);
    }

    private static String record(Random random, Items items) {
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
                bare, items.image(random, keys, imageBytes), items.image(random, keys, imageBytes));
    }
}
