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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** Sets of strings, numbers and binaries, with eight elements each, in any order. */
final class SetItems implements Items {

    private static final int ELEMENTS = 8;
    private static final int BINARY = 12;

    @Override
    public DataType row() {
        return DataTypes.ROW(
                DataTypes.FIELD("customer", DataTypes.STRING()),
                DataTypes.FIELD("order_id", DataTypes.BIGINT()),
                DataTypes.FIELD("tags", DataTypes.ARRAY(DataTypes.STRING())),
                DataTypes.FIELD("places", DataTypes.ARRAY(DataTypes.BIGINT())),
                DataTypes.FIELD("prices", DataTypes.ARRAY(DataTypes.DECIMAL(12, 2))),
                DataTypes.FIELD("digests", DataTypes.ARRAY(DataTypes.BYTES())));
    }

    @Override
    public int records() {
        return 1000;
    }

    @Override
    public String image(Random random, String keys, int bytes) {
        return String.join(
                ",",
                keys,
                set("tags", "SS", () -> Items.quoted("tag-" + random.nextInt(1_000_000))),
                set("places", "NS", () -> Items.quoted("" + random.nextInt(1_000_000))),
                set(
                        "prices",
                        "NS",
                        () -> Items.quoted(random.nextInt(100_000) + "." + random.nextInt(10))),
                set("digests", "BS", () -> Items.base64(random, BINARY)));
    }

    private static String set(String name, String type, Supplier<String> element) {
        List<String> elements =
                Stream.generate(element).distinct().limit(ELEMENTS).collect(Collectors.toList());
        return Items.member(name, type, Items.array(elements));
    }
}
