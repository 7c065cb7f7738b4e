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

import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/**
 * Trees: a map with a list of a map with a list ..., so that the innermost value lies 25 deep; the
 * service allows 32.
 */
final class DeepItems implements Items {

    private static final int MAPS = 12;

    @Override
    public DataType row() {
        return DataTypes.ROW(
                DataTypes.FIELD("customer", DataTypes.STRING()),
                DataTypes.FIELD("order_id", DataTypes.BIGINT()),
                DataTypes.FIELD("tree", type(1)));
    }

    private static DataType type(int depth) {
        DataTypes.Field name = DataTypes.FIELD("name", DataTypes.STRING());
        DataTypes.Field weight = DataTypes.FIELD("weight", DataTypes.INT());
        return depth == MAPS
                ? DataTypes.ROW(name, weight)
                : DataTypes.ROW(
                        name,
                        weight,
                        DataTypes.FIELD("children", DataTypes.ARRAY(type(depth + 1))));
    }

    @Override
    public int records() {
        return 500;
    }

    @Override
    public String image(Random random, String keys, int bytes) {
        return keys + "," + Items.member("tree", "M", tree(random, 1));
    }

    private static String tree(Random random, int depth) {
        String name = Items.member("name", "S", Items.quoted("node-" + random.nextInt(10_000)));
        String weight = Items.member("weight", "N", Items.quoted("" + random.nextInt(1_000)));
        if (depth == MAPS) {
            return Items.object(List.of(name, weight));
        }
        String child = Items.value("M", tree(random, depth + 1));
        return Items.object(
                List.of(name, weight, Items.member("children", "L", Items.array(List.of(child)))));
    }
}
