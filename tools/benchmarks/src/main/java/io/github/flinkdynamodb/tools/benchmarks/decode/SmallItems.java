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

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.util.Random;
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

    @Override
    public DataType row() {
        return Orders.ROW;
    }

    @Override
    public int records() {
        return 1000;
    }

    @Override
    public String image(Random random, String keys, int bytes) {
        return Orders.item(random, keys, mixed, bytes);
    }
}
