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

import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The items of a table in the order in which it is scanned. Guarded by its table's lock. */
final class ItemStore {

    private final NavigableMap<ItemKey, Stored> items = new TreeMap<>();
    private long bytes;

    /**
     * Writes an item.
     *
     * @return the item that it replaces, or null
     */
    Item put(ItemKey key, Item item) {
        bytes += item.size();
        return replaced(items.put(key, new Stored(item)));
    }

    /**
     * Removes an item.
     *
     * @return the item, or null where there was none
     */
    Item remove(ItemKey key) {
        return replaced(items.remove(key));
    }

    private Item replaced(Stored before) {
        if (before == null) {
            return null;
        }
        bytes -= before.item.size();
        return before.item;
    }

    /** The item of a key, or null. */
    Item get(ItemKey key) {
        Stored stored = items.get(key);
        return stored == null ? null : stored.item;
    }

    /** How many items there are. */
    int count() {
        return items.size();
    }

    /** The size of all items together. */
    long bytes() {
        return bytes;
    }

    void clear() {
        items.clear();
        bytes = 0;
    }

    /**
     * The items from a place on, in their order.
     *
     * @param place where
     * @param inclusive whether an item at this very place is one of them
     */
    NavigableMap<ItemKey, Stored> from(ItemKey place, boolean inclusive) {
        return items.tailMap(place, inclusive);
    }

    /** An item, and how it goes over the wire once it was scanned. */
    static final class Stored {

        private final Item item;
        private byte[] json;

        private Stored(Item item) {
            this.item = item;
        }

        Item item() {
            return item;
        }

        /** The item's JSON; written once, so that scanning again costs nothing. */
        byte[] json() {
            if (json == null) {
                json = item.toJson().getBytes(StandardCharsets.UTF_8);
            }
            return json;
        }
    }
}
