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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A table with a stream: writes go in, and the stream's shards can be ended, split, hidden, trimmed
 * and lost by hand. Thread-safe. Its stream is read over the wire.
 */
public final class SimulatedTable {

    private final Object lock = new Object();
    private final TableSettings settings;
    private final Clock clock;
    private final TableKeys keys;
    private final RecordJson json;
    private final WriteLedger ledger = new WriteLedger();
    private final ItemStore items = new ItemStore();
    private final TableStreams streams;
    private final TableScans scans;
    private final PointInTimeRecovery recovery;
    private boolean deleted;

    /**
     * A table with an enabled stream.
     *
     * @param settings how it behaves
     * @param region the region that its ARN and its records name
     * @param clock the time of its records
     * @param random for ids and times
     */
    public SimulatedTable(TableSettings settings, String region, Clock clock, Random random) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new TableKeys(settings);
        this.json = new RecordJson(settings.viewType(), region);
        this.streams = new TableStreams(settings, region, clock, random, ledger);
        this.scans = new TableScans(this, settings, clock, items);
        this.recovery = new PointInTimeRecovery(this, settings, clock, keys, items);
    }

    /** The table's name. */
    public String name() {
        return settings.name();
    }

    /** The table's ARN, which may be given in place of its name. */
    public String arn() {
        return streams.tableArn();
    }

    /**
     * The ARN of the table's latest stream, enabled or not.
     *
     * @throws IllegalStateException where the table never had one, or where it was disabled so long
     *     ago that it is gone
     */
    public String streamArn() {
        synchronized (lock) {
            if (!streams.hasStream()) {
                throw new IllegalStateException("The table " + name() + " has no stream");
            }
            return streams.latest().arn();
        }
    }

    /**
     * Whether the table has a stream, which may be disabled, but not for so long that it is gone.
     */
    public boolean hasStream() {
        synchronized (lock) {
            return streams.hasStream();
        }
    }

    /** The ARNs of all its streams that the service knows, from the oldest on. */
    public List<String> streamArns() {
        synchronized (lock) {
            return streams.arns();
        }
    }

    /**
     * Writes a whole item in place of the one with its keys. What changes nothing gives no record.
     *
     * @return the sequence number of the record, or null where there is none
     * @throws IllegalArgumentException where a key attribute is missing, empty or of another type
     */
    public String put(Item item) {
        Item key = keys.of(item);
        ItemKey place = keys.position(key);
        synchronized (lock) {
            Item before = items.put(place, item, clock.millis());
            return item.equals(before) ? null : write(new Change(key, before, item, false));
        }
    }

    /**
     * Deletes an item. Deleting what isn't there gives no record.
     *
     * @param item at least the key attributes
     * @return the sequence number of the record, or null where there is none
     * @throws IllegalArgumentException where a key attribute is missing, empty or of another type
     */
    public String delete(Item item) {
        return remove(item, false);
    }

    /**
     * Deletes an item as {@link #delete}, but as the service does at the end of its time to live.
     *
     * @param item at least the key attributes
     * @return the sequence number of the record, or null where there is none
     */
    public String expire(Item item) {
        return remove(item, true);
    }

    private String remove(Item item, boolean expiry) {
        Item key = keys.of(item);
        ItemKey place = keys.position(key);
        synchronized (lock) {
            Item before = items.remove(place, clock.millis());
            return before == null ? null : write(new Change(key, before, null, expiry));
        }
    }

    private String write(Change change) {
        SimulatedStream stream = streams.latest();
        if (stream.isDisabled()) {
            ledger.noteMissed();
            return null;
        }
        long now = clock.millis();
        SimulatedShard shard = stream.shardOf(keys.hash(change.keys()), now);
        WriteLedger.KeyWrites writes = ledger.of(keys.text(change.keys()));
        long sequence = stream.append(shard, change, json, now, writes);
        ledger.noteWritten(writes, sequence);
        return SequenceNumbers.text(sequence);
    }

    /**
     * The key attributes of an item alone.
     *
     * @throws IllegalArgumentException where a key attribute is missing, empty or of another type
     */
    public Item keysOf(Item item) {
        return keys.of(item);
    }

    /** The item of these keys as it is now, or null where there is none. */
    public Item get(Item item) {
        ItemKey place = keys.position(keys.of(item));
        synchronized (lock) {
            return items.get(place);
        }
    }

    /**
     * The shards of the latest stream, those that are gone included, by their ids; none where the
     * stream itself is gone.
     */
    public List<ShardInfo> shards() {
        synchronized (lock) {
            List<ShardInfo> all = new ArrayList<>();
            if (!streams.hasStream()) {
                return all;
            }
            streams.latest().shards().forEach(shard -> all.add(shard.info()));
            return all;
        }
    }

    /** The ids of the latest stream's open shards, by the keys' hashes. */
    public List<String> openShardIds() {
        synchronized (lock) {
            List<String> ids = new ArrayList<>();
            streams.latest().openShards().forEach(shard -> ids.add(shard.id()));
            return ids;
        }
    }

    /**
     * The open shard that the next change of an item goes to.
     *
     * @throws IllegalStateException where the stream is disabled
     */
    public String shardOf(Item item) {
        Item key = keys.of(item);
        synchronized (lock) {
            return streams.latest().shardOf(keys.hash(key), clock.millis()).id();
        }
    }

    /**
     * Ends an open shard; one child follows it.
     *
     * @return the child's id
     */
    public String rollShard(String shardId) {
        return change(shardId, shard -> streams.latest().roll(shard, clock.millis()).id());
    }

    /** Ends every open shard; one child follows each. */
    public void rollAllShards() {
        openShardIds().forEach(this::rollShard);
    }

    /**
     * Ends an open shard; two children follow it, each with half of its keys.
     *
     * @return the children's ids
     */
    public List<String> splitShard(String shardId) {
        return change(
                shardId,
                shard -> {
                    List<String> ids = new ArrayList<>();
                    streams.latest()
                            .split(shard, clock.millis())
                            .forEach(child -> ids.add(child.id()));
                    return ids;
                });
    }

    /** Takes a shard out of all listings; it can still be read by who knows its id. */
    public void hideShard(String shardId) {
        changeQuietly(shardId, shard -> shard.setHidden(true));
    }

    /** Undoes {@link #hideShard}. */
    public void showShard(String shardId) {
        changeQuietly(shardId, shard -> shard.setHidden(false));
    }

    /** Lets a shard be listed, but not read. */
    public void makeUnreadable(String shardId) {
        changeQuietly(shardId, shard -> shard.setUnreadable(true));
    }

    /** Undoes {@link #makeUnreadable}. */
    public void makeReadable(String shardId) {
        changeQuietly(shardId, shard -> shard.setUnreadable(false));
    }

    /**
     * Trims a shard's oldest records.
     *
     * @param records how many of the shard's records are gone then, from its first one on
     */
    public void trimShard(String shardId, long records) {
        changeQuietly(
                shardId,
                shard -> {
                    shard.log().trimTo(records);
                    streams.noteTrimmed(shard);
                });
    }

    /** Forgets an ended shard with all its records, as the service does after the retention. */
    public void dropShard(String shardId) {
        changeQuietly(
                shardId,
                shard -> {
                    if (shard.isOpen()) {
                        throw new IllegalStateException(
                                "The open shard " + shardId + " can't be dropped");
                    }
                    shard.drop();
                    streams.noteTrimmed(shard);
                });
    }

    private void changeQuietly(String shardId, Consumer<SimulatedShard> change) {
        synchronized (lock) {
            change.accept(streams.shard(shardId));
        }
    }

    private <T> T change(String shardId, Function<SimulatedShard, T> change) {
        synchronized (lock) {
            return change.apply(streams.shard(shardId));
        }
    }

    /** Disables the stream: its open shards end without children and can still be read. */
    public void disableStream() {
        synchronized (lock) {
            streams.latest().disable(clock.millis());
        }
    }

    /**
     * Enables a stream after the last one was disabled.
     *
     * @return the new stream's ARN
     */
    public String enableStream() {
        synchronized (lock) {
            if (!streams.latest().isDisabled()) {
                throw new IllegalStateException("The stream " + streamArn() + " is enabled");
            }
            if (deleted) {
                throw new IllegalStateException("The table " + name() + " was deleted");
            }
            streams.begin();
            return streamArn();
        }
    }

    /** Deletes the table. Its stream is disabled and can still be read. */
    public void delete() {
        synchronized (lock) {
            if (!streams.latest().isDisabled()) {
                disableStream();
            }
            items.clear(clock.millis());
            deleted = true;
        }
    }

    /**
     * Creates the table once more under its name, empty, with another id and, unless the settings
     * say otherwise, a new stream; deletes it first if that wasn't done. Its earlier streams can
     * still be read.
     *
     * @return the new stream's ARN, or null if there is none
     */
    public String recreate() {
        synchronized (lock) {
            if (!deleted) {
                delete();
            }
            deleted = false;
            streams.recreate();
            recovery.reset();
            return streams.hasStream() ? streamArn() : null;
        }
    }

    /** Rolls over and trims what is due by the clock; the calls over the wire do the same. */
    public void keepHouse() {
        synchronized (lock) {
            streams.keepHouse();
        }
    }

    /** How many records its streams got. */
    public long written() {
        synchronized (lock) {
            return ledger.written();
        }
    }

    /** How many changes no stream has, because it was disabled. */
    public long missed() {
        synchronized (lock) {
            return ledger.missed();
        }
    }

    /** How many records were trimmed before they were on any page. */
    public long trimmedUnread() {
        synchronized (lock) {
            keepHouse();
            return ledger.trimmedUnread();
        }
    }

    /** How many different records have been on pages that were sent whole. */
    public long handedOut() {
        synchronized (lock) {
            return ledger.handedOut();
        }
    }

    /** How many records have been on no page yet and can still be read. */
    public long unread() {
        synchronized (lock) {
            keepHouse();
            return ledger.written() - ledger.handedOut() - ledger.trimmedUnread();
        }
    }

    /**
     * The sequence numbers of all records by key, in the order of the writes. A key is the text of
     * its attribute, or of both with a bar between.
     */
    public Map<String, List<String>> sequenceNumbersByKey() {
        synchronized (lock) {
            return ledger.sequenceNumbers();
        }
    }

    /** How many records each key has; keys as in {@link #sequenceNumbersByKey()}. */
    public Map<String, Long> recordsByKey() {
        synchronized (lock) {
            return ledger.counts();
        }
    }

    /**
     * How many different records of each key have been on pages that were sent whole; keys as in
     * {@link #sequenceNumbersByKey()}.
     */
    public Map<String, Long> handedOutByKey() {
        synchronized (lock) {
            return ledger.handedOutByKey();
        }
    }

    /** What the calls over the wire see; for the simulator's own use. */
    public TableReads reads() {
        return new TableReads(this);
    }

    /** Its items as they are, and as they were as far as that is kept. */
    public TableItems items() {
        return new TableItems(this, keys, items);
    }

    /** The scans of the table: how they behave, and what was scanned. */
    public TableScans scans() {
        return scans;
    }

    /** The point-in-time recovery of the table: whether it is enabled, and its earlier items. */
    public PointInTimeRecovery pointInTimeRecovery() {
        return recovery;
    }

    /** The table's id, which it shares with no other table, one of the same name included. */
    public String id() {
        synchronized (lock) {
            return new TableDescription(streams).tableId();
        }
    }

    /** When the table was created. */
    public Instant created() {
        synchronized (lock) {
            return Instant.ofEpochMilli(streams.tableCreatedMillis());
        }
    }

    Object lock() {
        return lock;
    }

    /** Whether it was deleted. */
    public boolean isDeleted() {
        synchronized (lock) {
            return deleted;
        }
    }

    /** The time by the simulator's clock. */
    long nowMillis() {
        return clock.millis();
    }

    TableStreams streams() {
        return streams;
    }
}
