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
package io.github.flinkdynamodb.streams.source.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A table that is written to while its shards split: when each change was made, what the stream
 * says of that, and on which side of the edge of an export it is. Both err, at most by the
 * fuzziness together. All times are in milliseconds since 1970.
 */
final class TimedTable {

    private static final int FUZZINESS = (int) Lineage.FUZZINESS.toMillis();
    private static final long NEVER = Long.MAX_VALUE;

    /** By so many seconds a shard's stamps may fall. */
    private static final int MOST_FALL = 2;

    /** One change of one item. */
    static final class Change {
        final long number;
        final Key key;
        final long at;

        /** What the stream says of the time, in whole seconds. */
        final long stamp;

        /** A number of its own; 0 if the item was deleted. */
        final long value;

        /** What it replaces; 0 if there was no item. */
        final long before;

        final boolean inserts;

        private Change(long number, Key key, long at, long stamp, boolean deletes) {
            this.number = number;
            this.key = key;
            this.at = at;
            this.stamp = stamp;
            this.value = deletes ? 0 : number;
            this.before = key.valueNow();
            this.inserts = !deletes && before == 0;
        }
    }

    /** An item's key, and all its changes. */
    static final class Key {
        final String name;

        /** Which shard it is of follows from this. */
        final int place;

        final List<Change> changes = new ArrayList<>();
        private final Map<Long, Integer> cuts = new HashMap<>();

        private Key(int place) {
            this.name = "k" + place;
            this.place = place;
        }

        @Override
        public String toString() {
            return name;
        }

        long valueNow() {
            return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).value;
        }

        private long valueAfter(int count) {
            return count == 0 ? 0 : changes.get(count - 1).value;
        }
    }

    /** A shard, which has the keys of some places. */
    static final class Shard {
        final String id;
        final Shard parent;
        final int from;
        final int to;
        final long created;
        final List<Change> changes = new ArrayList<>();
        final List<Shard> children = new ArrayList<>();
        long closed = NEVER;
        private long latestStamp;

        private Shard(int number, Shard parent, int from, int to, long created) {
            this.id = String.format("shardId-%020d-%08x", created, number);
            this.parent = parent;
            this.from = from;
            this.to = to;
            this.created = created;
            this.latestStamp = parent == null ? 0 : parent.latestStamp;
        }

        boolean isOpen() {
            return closed == NEVER;
        }
    }

    /** What an export says of an item: its states at the beginning and the end of a window. */
    static final class Line {
        final Key key;

        /** 0 for an insertion, and if only the key is known of what is deleted. */
        final long before;

        /** 0 for a deletion. */
        final long value;

        Line(Key key, long before, long value) {
            this.key = key;
            this.before = before;
            this.value = value;
        }

        @Override
        public String toString() {
            return key.name + (value == 0 ? " deleted" : " is #" + value);
        }
    }

    final List<Key> keys = new ArrayList<>();
    final List<Shard> shards = new ArrayList<>();
    private final Random random;
    private final int mostOfEdge;
    private final int mostOfStamp;
    private long changeCount;

    /** Creates an empty table. */
    TimedTable(Random random, int keyCount, int rootCount, long now) {
        this.random = random;
        this.mostOfEdge = random.nextInt(3) * FUZZINESS / 2;
        this.mostOfStamp = FUZZINESS - mostOfEdge;
        for (int place = 0; place < keyCount; place++) {
            keys.add(new Key(place));
        }
        for (int root = 0; root < rootCount; root++) {
            int from = keyCount * root / rootCount;
            open(null, from, keyCount * (root + 1) / rootCount, now);
        }
    }

    private void open(Shard parent, int from, int to, long now) {
        Shard shard = new Shard(shards.size(), parent, from, to, now);
        shards.add(shard);
        if (parent != null) {
            parent.children.add(shard);
        }
    }

    /** An error of a clock, the greatest one as often as any. */
    private int error(int most) {
        int kind = random.nextInt(4);
        return kind < 2 ? most * (2 * kind - 1) : random.nextInt(2 * most + 1) - most;
    }

    /** Changes an item. */
    Change write(Key key, long now) {
        boolean deletes = key.valueNow() != 0 && random.nextInt(5) < 2;
        Shard shard = shardOf(key);
        long stamp = Math.floorDiv(now + error(mostOfStamp), 1_000L);
        stamp = Math.max(stamp, shard.latestStamp - random.nextInt(MOST_FALL + 1));
        shard.latestStamp = Math.max(shard.latestStamp, stamp);
        Change change = new Change(++changeCount, key, now, stamp, deletes);
        key.changes.add(change);
        shard.changes.add(change);
        return change;
    }

    private Shard shardOf(Key key) {
        return shards.stream()
                .filter(shard -> shard.isOpen() && shard.from <= key.place && key.place < shard.to)
                .findAny()
                .orElseThrow();
    }

    /** Closes an open shard, which one child continues, or two. */
    void split(long now) {
        List<Shard> open = new ArrayList<>();
        shards.stream().filter(Shard::isOpen).forEach(open::add);
        Shard shard = open.get(random.nextInt(open.size()));
        shard.closed = now;
        int middle = (shard.from + shard.to) / 2;
        if (middle > shard.from && random.nextBoolean()) {
            open(shard, shard.from, middle, now);
            open(shard, middle, shard.to, now);
        } else {
            open(shard, shard.from, shard.to, now);
        }
    }

    /** Returns how many changes of an item lie before an edge. */
    int countBefore(Key key, long edge) {
        long cut = edge + key.cuts.computeIfAbsent(edge, e -> error(mostOfEdge));
        return (int) key.changes.stream().filter(change -> change.at < cut).count();
    }

    /** Returns the lines of an export. */
    List<Line> export(long from, long to) {
        List<Line> lines = new ArrayList<>();
        for (Key key : keys) {
            int before = countBefore(key, from);
            int after = countBefore(key, to);
            long old = key.valueAfter(before);
            long now = key.valueAfter(after);
            if (after > before && (old != 0 || now != 0)) {
                lines.add(new Line(key, old, now));
            }
        }
        return lines;
    }

    @Override
    public String toString() {
        return keys.size() + " keys, edges err by " + mostOfEdge + " ms, stamps by " + mostOfStamp;
    }
}
