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

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The items of a table as they are and, as far as that is kept, as they were. Thread-safe. */
public final class TableItems {

    private final SimulatedTable table;
    private final TableKeys keys;
    private final ItemStore items;

    TableItems(SimulatedTable table, TableKeys keys, ItemStore items) {
        this.table = table;
        this.keys = keys;
        this.items = items;
    }

    /** How many items there are. */
    public int count() {
        synchronized (table.lock()) {
            return items.count();
        }
    }

    /** The size of all items together, as the service accounts for it. */
    public long bytes() {
        synchronized (table.lock()) {
            return items.bytes();
        }
    }

    /**
     * All items by key, in the order in which they are scanned; keys as in {@link
     * SimulatedTable#sequenceNumbersByKey()}.
     */
    public Map<String, Item> all() {
        return as(Long.MAX_VALUE);
    }

    /**
     * All items by key as they were after the writes up to a time.
     *
     * @param time of the simulator's clock
     * @throws IllegalArgumentException where the versions of that time weren't kept
     */
    public Map<String, Item> at(Instant time) {
        synchronized (table.lock()) {
            long kept = items.keptMillis();
            if (kept < Long.MAX_VALUE && time.toEpochMilli() < table.nowMillis() - kept) {
                throw new IllegalArgumentException(
                        "Invalid time "
                                + time
                                + ": expected one of which the table's versions are kept; with"
                                + " keepHistory they all are");
            }
            return as(time.toEpochMilli());
        }
    }

    private Map<String, Item> as(long millis) {
        Map<String, Item> all = new LinkedHashMap<>();
        synchronized (table.lock()) {
            for (ItemStore.Version newest : items.all().values()) {
                ItemStore.Version version = newest.at(millis);
                if (version != null && version.item() != null) {
                    all.put(keys.text(version.item()), version.item());
                }
            }
        }
        return all;
    }

    /**
     * The versions of an item that are kept, from the oldest on; the newest alone unless the
     * settings say otherwise.
     *
     * @param item at least the key attributes
     */
    public List<ItemVersion> history(Item item) {
        List<ItemVersion> versions = new ArrayList<>();
        synchronized (table.lock()) {
            ItemStore.Version version = items.version(keys.position(keys.of(item)));
            for (; version != null; version = version.before()) {
                Instant since = Instant.ofEpochMilli(version.since());
                versions.add(new ItemVersion(since, version.item()));
            }
        }
        Collections.reverse(versions);
        return versions;
    }
}
