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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The point-in-time recovery of a table: whether it is enabled, and the table's items as they were
 * in the last 35 days. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html">Point-in-time
 *     recovery</a>
 */
public final class PointInTimeRecovery {

    /** How far back a table can be recovered, unless it is set to fewer days. */
    public static final int MOST_DAYS = 35;

    private static final Duration LAG = Duration.ofMinutes(5);

    /** An export of the oldest table there is may take its time. */
    private static final Duration SPARE = Duration.ofDays(1);

    private final SimulatedTable table;
    private final TableSettings settings;
    private final Clock clock;
    private final TableKeys keys;
    private final ItemStore items;
    private Instant enabledSince;
    private int days;

    PointInTimeRecovery(
            SimulatedTable table,
            TableSettings settings,
            Clock clock,
            TableKeys keys,
            ItemStore items) {
        this.table = table;
        this.settings = settings;
        this.clock = clock;
        this.keys = keys;
        this.items = items;
        reset();
    }

    /** Creates the net change of an item from its keys, its images, and the last write's time. */
    public interface ChangeFactory<T> {
        /**
         * Creates one.
         *
         * @param keys the item's key attributes
         * @param before the item at the beginning, or null
         * @param after the item at the end, or null
         * @param written when it was written last
         */
        T change(Item keys, Item before, Item after, Instant written);
    }

    /** Begins as the table's settings say: for a table that was created just now. */
    void reset() {
        enabledSince = null;
        days = MOST_DAYS;
        if (settings.hasPointInTimeRecovery()) {
            enable();
        }
    }

    /** Enables it: from now on the table can be recovered. Does nothing where it is enabled. */
    public void enable() {
        synchronized (table.lock()) {
            if (enabledSince == null) {
                enabledSince = clock.instant();
                items.keepFor(Duration.ofDays(MOST_DAYS).plus(SPARE).toMillis());
            }
        }
    }

    /** Disables it; where it is enabled later, the table can be recovered from then on. */
    public void disable() {
        synchronized (table.lock()) {
            enabledSince = null;
        }
    }

    /**
     * Sets the recovery period.
     *
     * @param count how many days back the table can be recovered, 1 to 35; 35 by default
     */
    public void period(int count) {
        if (count < 1 || count > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "Invalid recovery period of " + count + " days: expected 1 to " + MOST_DAYS);
        }
        synchronized (table.lock()) {
            days = count;
        }
    }

    /** Returns the recovery period in days. */
    public int period() {
        synchronized (table.lock()) {
            return days;
        }
    }

    /** Returns whether it is enabled. */
    public boolean isEnabled() {
        synchronized (table.lock()) {
            return enabledSince != null;
        }
    }

    /**
     * Returns since when it is enabled: nothing is known of the table before.
     *
     * @throws IllegalStateException if it is disabled
     */
    public Instant enabledSince() {
        synchronized (table.lock()) {
            if (enabledSince == null) {
                throw new IllegalStateException(
                        "The table " + table.name() + " has no point-in-time recovery");
            }
            return enabledSince;
        }
    }

    /**
     * Returns the earliest time of which the table can be recovered.
     *
     * @throws IllegalStateException if it is disabled
     */
    public Instant earliest() {
        synchronized (table.lock()) {
            Instant enabled = enabledSince();
            Instant oldest = clock.instant().minus(Duration.ofDays(days));
            return enabled.isAfter(oldest) ? enabled : oldest;
        }
    }

    /**
     * Returns the latest restorable time that the service names: five minutes ago, or the earliest
     * one. Exports may be of a later time.
     *
     * @throws IllegalStateException if it is disabled
     */
    public Instant latest() {
        synchronized (table.lock()) {
            Instant earliest = earliest();
            Instant latest = clock.instant().minus(LAG);
            return latest.isAfter(earliest) ? latest : earliest;
        }
    }

    /**
     * Returns the table's items as they were, by partition. That the table was deleted since then
     * changes nothing.
     *
     * @param created when the table was created; there may be others of its name before and after
     * @param timeOf the time of which an item is wanted by its keys, in epoch milliseconds; writes
     *     up to that time are in it
     */
    public List<List<Item>> items(Instant created, ToLongFunction<Item> timeOf) {
        List<List<Item>> partitions = emptyPartitions();
        long start = created.toEpochMilli();
        synchronized (table.lock()) {
            for (Map.Entry<ItemKey, ItemStore.Version> entry : items.all().entrySet()) {
                Item keysOfItem = keysOf(entry.getValue());
                if (keysOfItem != null) {
                    long time = Math.max(start, timeOf.applyAsLong(keysOfItem));
                    Item item = item(entry.getValue().at(time), start);
                    if (item != null) {
                        partitions.get(partition(entry.getKey())).add(item);
                    }
                }
            }
        }
        return partitions;
    }

    /** Returns what a table that was created at a time had, also where it was deleted by then. */
    private static Item item(ItemStore.Version version, long created) {
        if (version == null) {
            return null;
        }
        boolean isEndOfThisTable = version.endsTable() && version.since() > created;
        return isEndOfThisTable ? version.before().item() : version.item();
    }

    /**
     * Returns what became of each item within a window, by partition. An item that was inserted and
     * deleted, or written without a change, isn't there; one that was changed and changed back is.
     *
     * @param from the beginning, inclusive
     * @param to the end, exclusive
     */
    public <T> List<List<T>> changes(WindowEdge from, WindowEdge to, ChangeFactory<T> factory) {
        List<List<T>> partitions = emptyPartitions();
        synchronized (table.lock()) {
            for (Map.Entry<ItemKey, ItemStore.Version> entry : items.all().entrySet()) {
                T change = change(entry.getValue(), from, to, factory);
                if (change != null) {
                    partitions.get(partition(entry.getKey())).add(change);
                }
            }
        }
        return partitions;
    }

    private <T> T change(
            ItemStore.Version newest, WindowEdge from, WindowEdge to, ChangeFactory<T> factory) {
        Item keysOfItem = keysOf(newest);
        if (keysOfItem == null) {
            return null;
        }
        long start = from.of(keysOfItem);
        ItemStore.Version last = lastBefore(newest, to.of(keysOfItem), to.millis());
        while (last != null && last.since() >= start && last.isSameAsBefore()) {
            last = last.before();
        }
        if (last == null || last.since() < start) {
            return null;
        }
        Item before = before(last, start);
        Instant written = Instant.ofEpochMilli(last.since());
        return before == null && last.item() == null
                ? null
                : factory.change(keysOfItem, before, last.item(), written);
    }

    /** Returns what was there before a time, or null where it was nothing or of another table. */
    private static Item before(ItemStore.Version last, long start) {
        ItemStore.Version version = last;
        while (version != null && version.since() >= start && !version.endsTable()) {
            version = version.before();
        }
        return version == null ? null : version.item();
    }

    /**
     * Returns the last version before the end of a window, or null. A table that is deleted behind
     * a window ends in none of them, though the edge is fuzzy; nor does another one begin.
     */
    private static ItemStore.Version lastBefore(ItemStore.Version newest, long end, long exactEnd) {
        ItemStore.Version last = newest.at(end - 1);
        ItemStore.Version version = last;
        while (version != null && version.since() >= exactEnd) {
            if (version.endsTable()) {
                last = version.before();
            }
            version = version.before();
        }
        return last;
    }

    /** Returns the keys that the versions of an item share, or null where all are deletions. */
    private Item keysOf(ItemStore.Version newest) {
        ItemStore.Version version = newest;
        while (version != null && version.item() == null) {
            version = version.before();
        }
        return version == null ? null : keys.of(version.item());
    }

    private <T> List<List<T>> emptyPartitions() {
        List<List<T>> partitions = new ArrayList<>();
        for (int i = 0; i < settings.partitions(); i++) {
            partitions.add(new ArrayList<>());
        }
        return partitions;
    }

    private int partition(ItemKey key) {
        return settings.partitionOf(key.hash());
    }
}
