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
package io.github.flinkdynamodb.docs.examples;

import java.math.BigDecimal;
import java.util.Objects;

/** The DataStream guide's element type: what an order is worth after a change. */
public class OrderTotal {

    /** The order's key. */
    public String orderId;

    /** Its total; null after the order was deleted. */
    public BigDecimal total;

    /** Made by Flink, which fills the fields. */
    public OrderTotal() {}

    /**
     * Creates an element.
     *
     * @param orderId the order's key
     * @param total its total, or null
     */
    public OrderTotal(String orderId, BigDecimal total) {
        this.orderId = orderId;
        this.total = total;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof OrderTotal
                && Objects.equals(orderId, ((OrderTotal) o).orderId)
                && Objects.equals(total, ((OrderTotal) o).total);
    }

    @Override
    public int hashCode() {
        return Objects.hash(orderId, total);
    }

    @Override
    public String toString() {
        return orderId + ": " + total;
    }
}
