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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** Numbers of each of the types that they become, of few digits and of all 38. */
final class NumberItems implements Items {

    private static final int MANY_BITS = 120;
    private static final int MANY_SCALE = 18;

    @Override
    public DataType row() {
        return DataTypes.ROW(
                DataTypes.FIELD("customer", DataTypes.STRING()),
                DataTypes.FIELD("order_id", DataTypes.BIGINT()),
                DataTypes.FIELD("count", DataTypes.INT()),
                DataTypes.FIELD("change", DataTypes.INT()),
                DataTypes.FIELD("created", DataTypes.BIGINT()),
                DataTypes.FIELD("price", DataTypes.DECIMAL(12, 2)),
                DataTypes.FIELD("share", DataTypes.DECIMAL(18, 9)),
                DataTypes.FIELD("exact", DataTypes.DECIMAL(38, MANY_SCALE)),
                DataTypes.FIELD("weight", DataTypes.FLOAT()),
                DataTypes.FIELD("latitude", DataTypes.DOUBLE()));
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
                number("count", random.nextInt(100_000)),
                number("change", random.nextInt(2_000) - 1_000),
                number("created", 1_795_398_960_000L + random.nextInt(1_000_000)),
                number("price", BigDecimal.valueOf(random.nextInt(1_000_000), 2)),
                number("share", BigDecimal.valueOf(random.nextInt(1_000_000_000), 9)),
                number("exact", new BigDecimal(new BigInteger(MANY_BITS, random), MANY_SCALE)),
                number("weight", BigDecimal.valueOf(random.nextInt(100_000), 3)),
                number("latitude", BigDecimal.valueOf(random.nextInt(90_000_000), 6)));
    }

    private static String number(String name, long value) {
        return Items.member(name, "N", Items.quoted(Long.toString(value)));
    }

    private static String number(String name, BigDecimal value) {
        return Items.member(name, "N", Items.quoted(value.toPlainString()));
    }
}
