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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
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

    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Object lock = new Object();
    private final TableSettings settings;
    private final String tableArn;
    private final Clock clock;
    private final Random random;
    private final RecordJson json;
    private final WriteLedger ledger = new WriteLedger();
    private final Map<Item, Item> items = new HashMap<>();
    private final Map<String, SimulatedStream> streams = new LinkedHashMap<>();
    private SimulatedStream latest;
    private boolean deleted;
    private long lastTrim = Long.MIN_VALUE;

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
        this.tableArn = "arn:aws:dynamodb:" + region + ":000000000000:table/" + settings.name();
        this.clock = clock;
        this.random = random;
        this.json = new RecordJson(settings.viewType(), region);
        this.latest = newStream();
    }

    private SimulatedStream newStream() {
        long now = clock.millis();
        String label = LABEL.format(Instant.ofEpochMilli(now));
        while (streams.containsKey(tableArn + "/stream/" + label)) {
            now++;
            label = LABEL.format(Instant.ofEpochMilli(now));
        }
        String arn = tableArn + "/stream/" + label;
        SimulatedStream stream = new SimulatedStream(arn, label, clock.millis(), settings, random);
        streams.put(arn, stream);
        return stream;
    }

    /** The table's name. */
    public String name() {
        return settings.name();
    }

    /** The ARN of the table's latest stream. */
    public String streamArn() {
        synchronized (lock) {
            return latest.arn();
        }
    }

    /** The ARNs of all its streams that the service knows, from the oldest on. */
    public List<String> streamArns() {
        synchronized (lock) {
            return new ArrayList<>(streams.keySet());
        }
    }

    /**
     * Writes a whole item in place of the one with its keys. What changes nothing gives no record.
     *
     * @return the sequence number of the record, or null where there is none
     */
    public String put(Item item) {
        Item keys = item.only(settings.keyNames());
        synchronized (lock) {
            Item before = items.put(keys, item);
            return item.equals(before) ? null : write(new Change(keys, before, item, false));
        }
    }

    /**
     * Deletes an item. Deleting what isn't there gives no record.
     *
     * @param keys an item with at least the key attributes
     * @return the sequence number of the record, or null where there is none
     */
    public String delete(Item keys) {
        return remove(keys, false);
    }

    /**
     * Deletes an item as the service does at the end of its time to live.
     *
     * @param keys an item with at least the key attributes
     * @return the sequence number of the record, or null where there is none
     */
    public String expire(Item keys) {
        return remove(keys, true);
    }

    private String remove(Item item, boolean expiry) {
        Item keys = item.only(settings.keyNames());
        synchronized (lock) {
            Item before = items.remove(keys);
            return before == null ? null : write(new Change(keys, before, null, expiry));
        }
    }

    private String write(Change change) {
        if (latest.isDisabled()) {
            ledger.noteMissed();
            return null;
        }
        long now = clock.millis();
        SimulatedShard shard = latest.shardOf(hash(change.keys()), now);
        long sequence = latest.append(shard, change, json, now);
        ledger.noteWritten(keyText(change.keys()), sequence);
        return SequenceNumbers.text(sequence);
    }

    /** All bits count: the shard is chosen by the highest. */
    private int hash(Item keys) {
        int hash = keys.attribute(settings.partitionKey()).hashCode() * 0x9E3779B9;
        hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }

    private String keyText(Item keys) {
        StringBuilder text = new StringBuilder();
        for (String name : settings.keyNames()) {
            String value = keys.attribute(name);
            int colon = value.indexOf(':');
            text.append(text.length() == 0 ? "" : "|")
                    .append(value, colon + 2, value.lastIndexOf('"'));
        }
        return text.toString();
    }

    /** The item of these keys as it is now, or null where there is none. */
    public Item get(Item keys) {
        synchronized (lock) {
            return items.get(keys.only(settings.keyNames()));
        }
    }

    /** The shards of the latest stream, those that are gone included, by their ids. */
    public List<ShardInfo> shards() {
        synchronized (lock) {
            List<ShardInfo> all = new ArrayList<>();
            latest.shards().forEach(shard -> all.add(shard.info()));
            return all;
        }
    }

    /** The ids of the latest stream's open shards, by the keys' hashes. */
    public List<String> openShardIds() {
        synchronized (lock) {
            List<String> ids = new ArrayList<>();
            latest.openShards().forEach(shard -> ids.add(shard.id()));
            return ids;
        }
    }

    /** The open shard that the next change of an item goes to. */
    public String shardOf(Item keys) {
        synchronized (lock) {
            return latest.shardOf(hash(keys.only(settings.keyNames())), clock.millis()).id();
        }
    }

    /**
     * Ends an open shard; one child follows it.
     *
     * @return the child's id
     */
    public String rollShard(String shardId) {
        return change(shardId, shard -> latest.roll(shard, clock.millis()).id());
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
                    latest.split(shard, clock.millis()).forEach(child -> ids.add(child.id()));
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
        changeQuietly(shardId, shard -> noteTrimmed(shard, () -> shard.log().trimTo(records)));
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
                    noteTrimmed(shard, shard::drop);
                });
    }

    private void changeQuietly(String shardId, Consumer<SimulatedShard> change) {
        change(
                shardId,
                shard -> {
                    change.accept(shard);
                    return null;
                });
    }

    private <T> T change(String shardId, Function<SimulatedShard, T> change) {
        synchronized (lock) {
            for (SimulatedStream stream : streams.values()) {
                for (SimulatedShard shard : stream.shards()) {
                    if (shard.id().equals(shardId)) {
                        return change.apply(shard);
                    }
                }
            }
        }
        throw new IllegalArgumentException("The table " + name() + " has no shard " + shardId);
    }

    private void noteTrimmed(SimulatedShard shard, Runnable trim) {
        trim.run();
        ledger.noteTrimmedUnread(shard.noteHandedOut(shard.log().trimmed()));
    }

    /** Disables the stream: its open shards end without children and can still be read. */
    public void disableStream() {
        synchronized (lock) {
            latest.disable(clock.millis());
        }
    }

    /**
     * Enables a stream after the last one was disabled.
     *
     * @return the new stream's ARN
     */
    public String enableStream() {
        synchronized (lock) {
            if (!latest.isDisabled()) {
                throw new IllegalStateException("The stream " + latest.arn() + " is enabled");
            }
            latest = newStream();
            return latest.arn();
        }
    }

    /** Deletes the table. Its stream is disabled and can still be read. */
    public void delete() {
        synchronized (lock) {
            if (!latest.isDisabled()) {
                disableStream();
            }
            items.clear();
            deleted = true;
        }
    }

    /** Rolls over and trims what is due by the clock; the calls over the wire do the same. */
    public void keepHouse() {
        synchronized (lock) {
            long now = clock.millis();
            latest.rollOld(now);
            long pause = Math.min(1000, settings.retention().toMillis() / 100);
            if (lastTrim != Long.MIN_VALUE && now - lastTrim < pause) {
                return;
            }
            lastTrim = now;
            for (SimulatedStream stream : streams.values()) {
                stream.trim(now);
                for (SimulatedShard shard : stream.shards()) {
                    noteTrimmed(shard, () -> {});
                }
            }
            streams.values().removeIf(stream -> stream != latest && stream.isForgotten(now));
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

    /** What the calls over the wire see; for the simulator's own use. */
    public TableReads reads() {
        return new TableReads(this);
    }

    Object lock() {
        return lock;
    }

    TableSettings settings() {
        return settings;
    }

    Clock clock() {
        return clock;
    }

    boolean isDeleted() {
        return deleted;
    }

    String tableArn() {
        return tableArn;
    }

    SimulatedStream latest() {
        return latest;
    }

    Map<String, SimulatedStream> streams() {
        return Collections.unmodifiableMap(streams);
    }
}
