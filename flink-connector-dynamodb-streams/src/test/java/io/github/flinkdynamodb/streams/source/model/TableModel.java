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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table that is written to while its shards roll over, split, are listed late and trimmed. */
final class TableModel {

    /** So few values that an item has the same one again and again. */
    static final int VALUES = 3;

    private static final int MAX_FALL = 2;

    /** A shard is listed seconds late, and not minutes, after which it would count as trimmed. */
    private static final Duration MOST_LATE = Duration.ofSeconds(30);

    static final String ARN =
            "arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/2026-01-01T00:00:00.000";

    /** One change of one item, and where it is in the output. */
    static final class Change {
        final long number;
        final KeyModel key;
        final int index;
        final ShardModel shard;

        /** What the item was, and is; null without such a table. */
        ItemVersion before;

        ItemVersion after;

        /** Whether the source gives out both images of an update. */
        boolean isInHalves;

        /** When it was complete. */
        Instant completed;

        /** Whether it lies between where reading is to begin and to stop. */
        final boolean wanted;

        /** The subtask that emitted it, in the present epoch; or one of those below. */
        int subtask = NOWHERE;

        /** Its place among what the subtask has emitted. */
        int place;

        static final int NOWHERE = -1;
        static final int EARLIER_EPOCH = -2;

        Change(long number, KeyModel key, ShardModel shard, boolean wanted) {
            this.number = number;
            this.wanted = wanted;
            this.key = key;
            this.index = key.changes.size();
            this.shard = shard;
        }

        boolean isOut() {
            return subtask != NOWHERE;
        }

        @Override
        public String toString() {
            return key.name
                    + "#"
                    + index
                    + " ("
                    + number
                    + " in "
                    + shard
                    + (after == null ? "" : ", " + before + " -> " + after)
                    + ")";
        }
    }

    /** An item's key. */
    static final class KeyModel {
        final String name;
        final List<Change> changes = new ArrayList<>();

        /** So many changes at first aren't wanted. */
        int unwanted;

        /** So many changes after them are. */
        int wanted;

        /** How many of these are in the output. */
        int out;

        KeyModel(String name) {
            this.name = name;
        }

        /** The index of the first one in the output, from which on there is no gap. */
        private int first;

        /** The change that must come next if any is in the output; null if none is, or all are. */
        Change next() {
            return out == 0 || first + out == changes.size() ? null : changes.get(first + out);
        }

        void emitted(Change change) {
            first = out == 0 ? change.index : first;
            out++;
        }

        void undone(Change change) {
            out--;
            if (first + out != change.index) {
                throw new Violation(
                        "taken back, though a later change of the key stays: " + change);
            }
        }

        /** Returns the index of the first change in the output; beyond the last one if none is. */
        int firstOut() {
            return out == 0 ? changes.size() : first;
        }

        /** Returns the first change that wasn't complete before a time; null if there is none. */
        Change firstSince(Instant time) {
            for (Change change : changes) {
                if (!change.completed.isBefore(time)) {
                    return change;
                }
            }
            return null;
        }

        /** The change that is next to come out. */
        Change due() {
            return out < wanted ? changes.get(unwanted + out) : null;
        }
    }

    /** A shard as it is, whether it is listed or not. */
    static final class ShardModel {
        final String id;
        final String name;
        final ShardModel parent;
        final List<KeyModel> keys;
        final List<Change> changes = new ArrayList<>();
        final List<ShardModel> children = new ArrayList<>();
        final Instant opened;
        boolean closed;
        boolean listed = true;
        boolean listedAsChild = true;
        boolean dropped;

        /** The latest stamp in it or in those before it. */
        Instant latestStamp;

        ShardModel(String id, String name, ShardModel parent, List<KeyModel> keys, Instant opened) {
            this.opened = opened;
            this.id = id;
            this.name = name;
            this.parent = parent;
            this.keys = keys;
        }

        boolean isOut() {
            return changes.stream().allMatch(change -> change.isOut() || !change.wanted);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    final ScriptedStreamsClient service;
    final Map<String, ShardModel> shards = new LinkedHashMap<>();
    final List<ShardModel> open = new ArrayList<>();
    final List<KeyModel> keys = new ArrayList<>();
    private final Map<String, Change> changes = new HashMap<>();
    private final ManualClock clock;
    private final Setup setup;
    private final ItemsModel items;
    private int wantedCount;

    /**
     * Creates a table whose shards are open and empty.
     *
     * @param items what the table has, and is changed with each write; null if nobody scans it
     */
    TableModel(ManualClock clock, ScriptedStreamsClient client, Setup setup, ItemsModel items) {
        this.items = items;
        this.clock = clock;
        this.setup = setup;
        service = client.stream(ARN, "orders");
        if (setup.repairs) {
            service.table("orders");
        }
        service.shardsPerPage(setup.shardsPerPage);
        service.recordsPerPage(setup.recordsPerPage);
        service.listNewestFirst(setup.newestFirst);
        for (int root = 0; root < setup.roots; root++) {
            List<KeyModel> ofRoot = new ArrayList<>();
            for (int key = 0; key < setup.keysPerRoot; key++) {
                ofRoot.add(new KeyModel("k" + keys.size()));
                keys.add(ofRoot.get(key));
            }
            openShard(null, ofRoot);
        }
    }

    private ShardModel openShard(ShardModel parent, List<KeyModel> ofShard) {
        int number = shards.size();
        String name = "s" + number;
        String id =
                setup.history > 0 || items != null
                        ? String.format("shardId-%020d-%08x", clock.millis(), number)
                        : name;
        ShardModel shard = new ShardModel(id, name, parent, ofShard, clock.instant());
        service.shard(ARN, id, parent == null ? null : parent.id);
        shard.latestStamp = parent == null ? Instant.EPOCH : parent.latestStamp;
        shards.put(id, shard);
        open.add(shard);
        if (parent != null) {
            parent.children.add(shard);
        }
        return shard;
    }

    Change change(String number) {
        return changes.get(number);
    }

    /** How many changes are to come out. */
    int wantedCount() {
        return wantedCount;
    }

    /** Whether the readers remember what a repair after an outage would need to know. */
    boolean isToBeRepaired() {
        return setup.repairs;
    }

    /** Whether readers keep a shard that is finished until its children have readers. */
    boolean keepsParents() {
        return setup.repairs || setup.moves();
    }

    boolean isBounded() {
        return setup.isBounded();
    }

    /** Changes an item whose key is in an open shard. */
    void write(ShardModel shard, int key) {
        if (items != null) {
            writeItem(shard, key, key);
            return;
        }
        KeyModel written = shard.keys.get(key % shard.keys.size());
        String number = service.append(shard.id, written.name).digits();
        boolean early = clock.instant().isBefore(setup.from());
        boolean wanted = !early && !clock.instant().isAfter(setup.until());
        Change change = new Change(Long.parseLong(number), written, shard, wanted);
        change.completed = clock.instant();
        written.unwanted += early ? 1 : 0;
        written.wanted += wanted ? 1 : 0;
        wantedCount += wanted ? 1 : 0;
        written.changes.add(change);
        shard.changes.add(change);
        changes.put(number, change);
    }

    /** Changes an item of an open shard: to what, and how it is stamped, is chosen. */
    void writeItem(ShardModel shard, int index, int choice) {
        KeyModel key = shard.keys.get(index % shard.keys.size());
        ItemModel item = items.item(key.name);
        boolean existed = item.exists();
        ItemVersion before = existed ? item.now() : null;
        boolean deletes = existed && choice / 3 % 4 == 0;
        ItemVersion after = items.write(item, deletes ? null : (Integer) (choice / 5 % VALUES));
        String number =
                service.change(
                                shard.id,
                                stamp(shard, choice / 7 % setup.mostDelay),
                                key.name,
                                existed ? before.image() : null,
                                deletes ? null : after.image())
                        .digits();
        Change change = new Change(Long.parseLong(number), key, shard, true);
        change.before = before;
        change.after = after;
        change.isInHalves = setup.mode.isReconciled();
        change.completed = clock.instant();
        key.changes.add(change);
        shard.changes.add(change);
        changes.put(number, change);
    }

    /**
     * Returns when the service says that a change was made that is complete now: some seconds
     * earlier, in whole seconds, and up to two seconds before the change before.
     */
    private Instant stamp(ShardModel shard, int delay) {
        Instant stamp = clock.instant().minusSeconds(delay).truncatedTo(ChronoUnit.SECONDS);
        Instant least = shard.latestStamp.minusSeconds(MAX_FALL);
        stamp = stamp.isBefore(least) ? least : stamp;
        if (stamp.isAfter(shard.latestStamp)) {
            shard.latestStamp = stamp;
        }
        return stamp;
    }

    /** Closes a shard; one child has its keys, or two share them. */
    List<ShardModel> reshard(ShardModel shard, boolean split) {
        close(shard);
        if (split && shard.keys.size() > 1) {
            int half = shard.keys.size() / 2;
            openShard(shard, shard.keys.subList(0, half));
            openShard(shard, shard.keys.subList(half, shard.keys.size()));
        } else {
            openShard(shard, shard.keys);
        }
        return shard.children;
    }

    private void close(ShardModel shard) {
        service.closeShard(shard.id);
        shard.closed = true;
        open.remove(shard);
    }

    /**
     * Says where a shard is visible. One whose parent isn't listed yet isn't listed either: the
     * service is seconds late, and a shard lives for hours.
     */
    void visible(ShardModel shard, boolean inListing, boolean asChild) {
        boolean parentListed = shard.parent == null || shard.parent.listed;
        boolean late = !shard.listed;
        shard.listed = inListing && parentListed;
        shard.listedAsChild = asChild;
        if (late && shard.listed) {
            service.listLast(shard.id);
        }
        service.listed(shard.id, shard.listed, shard.listedAsChild);
    }

    List<ShardModel> hidden() {
        List<ShardModel> hidden = new ArrayList<>();
        for (ShardModel shard : shards.values()) {
            boolean late = !shard.listed || !shard.listedAsChild;
            if (late && !shard.dropped && (shard.parent == null || shard.parent.listed)) {
                hidden.add(shard);
            }
        }
        return hidden;
    }

    /** The retention passes over a shard: it is no longer listed, and its calls fail. */
    void drop(ShardModel shard) {
        shard.dropped = true;
        service.dropShard(shard.id);
    }

    /** The retention passes over all changes that were complete before a time. */
    List<Change> trim(Instant before) {
        List<Change> trimmed = new ArrayList<>();
        for (ShardModel shard : shards.values()) {
            Change kept = null;
            for (Change change : shard.changes) {
                if (change.completed.isBefore(before)) {
                    trimmed.add(change);
                } else {
                    kept = kept == null ? change : kept;
                }
            }
            if (!shard.dropped && kept == null) {
                service.trimAll(shard.id);
            } else if (!shard.dropped) {
                service.trim(shard.id, SequenceNumber.of(Long.toString(kept.number)));
            }
            if (setup.fault == Fault.SILENT_GAP) {
                service.trimInSilence(shard.id);
            }
        }
        return trimmed;
    }

    void expireIterators(ShardModel shard) {
        service.expireIterators(shard.id);
    }

    void emptyPages(ShardModel shard, int pages) {
        service.emptyPages(shard.id, pages);
    }

    void failDiscovery(StreamsException.Kind kind, int times) {
        service.fail(Operation.DESCRIBE_STREAM, ARN, kind, times);
        for (ShardModel shard : shards.values()) {
            if (shard.closed && !shard.dropped) {
                service.fail(Operation.CHILD_SHARDS, shard.id, kind, 1);
            }
        }
    }

    void failReading(ShardModel shard, StreamsException.Kind kind, int times) {
        service.fail(Operation.GET_RECORDS, shard.id, kind, times);
    }

    /** Everything is listed, nothing fails any more. */
    void heal() {
        showAll();
        shards.keySet().forEach(shardId -> service.emptyPages(shardId, 0));
    }

    void showAll() {
        showOpenedBefore(Instant.MAX);
    }

    /** Time has passed. */
    void showLate() {
        showOpenedBefore(clock.instant().minus(MOST_LATE));
    }

    private void showOpenedBefore(Instant time) {
        for (ShardModel shard : shards.values()) {
            boolean hidden = !shard.dropped && !(shard.listed && shard.listedAsChild);
            if (hidden && shard.opened.isBefore(time)) {
                visible(shard, true, true);
            }
        }
    }

    /** The stream is disabled: all shards are closed and nothing follows them. */
    void disable() {
        service.status(ARN, StreamStatus.DISABLED);
        new ArrayList<>(open).forEach(this::close);
    }
}
