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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** Orders of ten attributes, so long that a record has 1.1 kB. */
final class SmallItems implements Items {

    private final boolean mixed;

    /**
     * Creates them.
     *
     * @param mixed true for attributes in any order, with a fifth of them left out
     */
    SmallItems(boolean mixed) {
        this.mixed = mixed;
    }

    /** The columns are in another order than the attributes. */
    @Override
    public DataType row() {
        return DataTypes.ROW(
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
    }

    @Override
    public int records() {
        return 1000;
    }

    @Override
    public String image(Random random, String keys, int bytes) {
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
