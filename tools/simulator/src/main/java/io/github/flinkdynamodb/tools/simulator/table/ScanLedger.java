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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What was scanned of a table, and what it cost. Guarded by its table's lock. */
final class ScanLedger {

    private final Map<String, Count> itemsByKey = new LinkedHashMap<>();
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

    /** Notes a page that was sent whole, with its items. */
    void noteHandedOut(List<ItemStore.Version> page, Function<Item, String> key) {
        for (ItemStore.Version version : page) {
            version.scanned(() -> count(key.apply(version.item()))).scans++;
        }
        items += page.size();
        pages += page.isEmpty() ? 0 : 1;
        emptyPages += page.isEmpty() ? 1 : 0;
    }

    private Count count(String key) {
        return itemsByKey.computeIfAbsent(key, any -> new Count());
    }

    Map<String, Long> itemsByKey() {
        Map<String, Long> all = new LinkedHashMap<>();
        itemsByKey.forEach((key, count) -> all.put(key, count.scans));
        return all;
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

    /** How often the items of a key were scanned. */
    static final class Count {

        private long scans;
    }
}
