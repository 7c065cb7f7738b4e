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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The items of a table in the order in which it is scanned, and as they were before, as far back as
 * that is kept. Guarded by its table's lock.
 */
final class ItemStore {

    private final NavigableMap<ItemKey, Version> newest = new TreeMap<>();
    private final Deque<Deleted> deleted = new ArrayDeque<>();
    private long keptMillis;
    private int count;
    private long bytes;

    /**
     * Keeps versions from now on for at least this time; {@link Long#MAX_VALUE} for all of them.
     */
    void keepFor(long millis) {
        keptMillis = Math.max(keptMillis, millis);
    }

    /** How far back versions are kept. */
    long keptMillis() {
        return keptMillis;
    }

    /**
     * Writes an item.
     *
     * @param now the time in epoch milliseconds, which never goes back
     * @return the item that it replaces, or null
     */
    Item put(ItemKey key, Item item, long now) {
        dropDeleted(now);
        Version before = newest.get(key);
        newest.put(key, new Version(item, now, before, kept(before, now)));
        count++;
        bytes += item.size();
        return replaced(before);
    }

    /**
     * Removes an item.
     *
     * @param now the time in epoch milliseconds, which never goes back
     * @return the item, or null where there was none
     */
    Item remove(ItemKey key, long now) {
        return remove(key, now, false);
    }

    private Item remove(ItemKey key, long now, boolean endsTable) {
        dropDeleted(now);
        Version before = newest.get(key);
        if (before == null || before.item == null) {
            return null;
        }
        if (keptMillis == 0) {
            newest.remove(key);
        } else {
            Version end = new Version(null, now, before, kept(before, now));
            end.endsTable = endsTable;
            newest.put(key, end);
            deleted.add(new Deleted(key, end));
        }
        return replaced(before);
    }

    private Item replaced(Version before) {
        if (before == null || before.item == null) {
            return null;
        }
        count--;
        bytes -= before.item.size();
        return before.item;
    }

    /** A version with those before it, as far as they are kept; null where none is. */
    private Version kept(Version version, long now) {
        if (keptMillis == 0) {
            return null;
        }
        if (keptMillis < Long.MAX_VALUE && version != null) {
            version.forgetBefore(now - keptMillis);
        }
        return version;
    }

    /** Forgets items that were deleted too long ago. */
    private void dropDeleted(long now) {
        while (!deleted.isEmpty()
                && keptMillis < Long.MAX_VALUE
                && deleted.peek().version.since <= now - keptMillis) {
            Deleted oldest = deleted.remove();
            newest.remove(oldest.key, oldest.version);
        }
    }

    /** The item of a key, or null. */
    Item get(ItemKey key) {
        Version version = newest.get(key);
        return version == null ? null : version.item;
    }

    /** The newest version of a key, or null. */
    Version version(ItemKey key) {
        return newest.get(key);
    }

    /** How many items there are. */
    int count() {
        return count;
    }

    /** The size of all items together. */
    long bytes() {
        return bytes;
    }

    /** Removes all items, because the table is deleted. */
    void clear(long now) {
        for (ItemKey key : newest.keySet().toArray(new ItemKey[0])) {
            remove(key, now, true);
        }
    }

    /** The newest versions of all keys, in their order; those of deleted items as well. */
    NavigableMap<ItemKey, Version> all() {
        return newest;
    }

    /** The newest versions of the keys after a place, as {@link #all}. */
    NavigableMap<ItemKey, Version> after(ItemKey place) {
        return newest.tailMap(place, false);
    }

    /** A key whose item was deleted. */
    private static final class Deleted {

        private final ItemKey key;
        private final Version version;

        private Deleted(ItemKey key, Version version) {
            this.key = key;
            this.version = version;
        }
    }

    /** What a key had from some time on: an item, or none. */
    static final class Version {

        private final Item item;
        private final long since;
        private Version before;
        private boolean endsTable;
        private byte[] json;
        private ScanLedger.Count scanned;

        /** A version after another one, or null, of which {@code kept} is remembered. */
        private Version(Item item, long since, Version after, Version kept) {
            this.item = item;
            this.since = since;
            this.before = kept;
            this.scanned = after == null ? null : after.scanned;
        }

        /** The item, or null where it was deleted. */
        Item item() {
            return item;
        }

        /** When it was written, in epoch milliseconds. */
        long since() {
            return since;
        }

        /** The version before it, or null where there was none or it isn't kept. */
        Version before() {
            return before;
        }

        /** Whether the item went with its table, so that what follows is of another table. */
        boolean endsTable() {
            return endsTable;
        }

        /** Whether its write changed nothing. */
        boolean isSameAsBefore() {
            return item == null
                    ? before == null || before.item == null
                    : before != null && item.equals(before.item);
        }

        /** The version of a time, or null where the key had none then or it isn't kept. */
        Version at(long millis) {
            Version version = this;
            while (version != null && version.since > millis) {
                version = version.before;
            }
            return version;
        }

        private void forgetBefore(long millis) {
            Version version = at(millis);
            if (version != null) {
                version.before = null;
            }
        }

        /**
         * How often the key's items were scanned; shared by its versions, so that it is looked up
         * once.
         */
        ScanLedger.Count scanned(Supplier<ScanLedger.Count> lookUp) {
            if (scanned == null) {
                scanned = lookUp.get();
            }
            return scanned;
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
