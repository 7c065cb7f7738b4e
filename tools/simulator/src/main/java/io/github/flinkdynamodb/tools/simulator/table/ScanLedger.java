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
package io.github.flinkdynamodb.tools.simulator.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What was scanned of a table, and what it cost. Guarded by its table's lock. */
final class ScanLedger {

    private final Map<String, Long> itemsByKey = new LinkedHashMap<>();
    private final Map<Long, Double> unitsBySecond = new TreeMap<>();
    private long pages;
    private long emptyPages;
    private long items;
    private long throttled;
    private double units;

    /** Notes a page that was read, whether or not it reaches anybody. */
    void noteRead(double cost, long nowMillis) {
        units += cost;
        unitsBySecond.merge(Math.floorDiv(nowMillis, 1000L), cost, Double::sum);
    }

    /** Notes a page that was refused for lack of capacity. */
    void noteThrottled() {
        throttled++;
    }

    /** Notes a page that was sent whole, with its items' keys. */
    void noteHandedOut(Iterable<String> keys) {
        long before = items;
        for (String key : keys) {
            itemsByKey.merge(key, 1L, Long::sum);
            items++;
        }
        pages += items > before ? 1 : 0;
        emptyPages += items > before ? 0 : 1;
    }

    Map<String, Long> itemsByKey() {
        return new LinkedHashMap<>(itemsByKey);
    }

    Map<Long, Double> unitsBySecond() {
        return new TreeMap<>(unitsBySecond);
    }

    long pages() {
        return pages;
    }

    long emptyPages() {
        return emptyPages;
    }

    long items() {
        return items;
    }

    long throttled() {
        return throttled;
    }

    double units() {
        return units;
    }
}
