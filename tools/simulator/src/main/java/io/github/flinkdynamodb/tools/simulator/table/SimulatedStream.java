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

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A stream of a table: its shards and their lineage. Guarded by its table's lock. */
final class SimulatedStream {

    private final String arn;
    private final String label;
    private final long createdMillis;
    private final TableSettings settings;
    private final Random random;
    private final SequenceNumbers sequences = new SequenceNumbers();
    private final Map<String, SimulatedShard> shards = new HashMap<>();
    private final TreeMap<String, SimulatedShard> listing = new TreeMap<>();
    private final Map<String, List<SimulatedShard>> children = new HashMap<>();
    private final TreeMap<Long, SimulatedShard> open = new TreeMap<>();
    private long disabledMillis = Long.MAX_VALUE;

    SimulatedStream(
            String arn, String label, long createdMillis, TableSettings settings, Random random) {
        this.arn = arn;
        this.label = label;
        this.createdMillis = createdMillis;
        this.settings = settings;
        this.random = random;
        long share = SimulatedShard.HASHES / settings.shards();
        for (int i = 0; i < settings.shards(); i++) {
            long to = i == settings.shards() - 1 ? SimulatedShard.HASHES : (i + 1) * share;
            add(null, i * share, to, createdMillis);
        }
    }

    String arn() {
        return arn;
    }

    String label() {
        return label;
    }

    long createdMillis() {
        return createdMillis;
    }

    boolean isDisabled() {
        return disabledMillis != Long.MAX_VALUE;
    }

    /** What DescribeStream says about it. */
    String status(long nowMillis) {
        if (isDisabled()) {
            boolean soon = nowMillis - disabledMillis < settings.disablingTime().toMillis();
            return soon ? "DISABLING" : "DISABLED";
        }
        return isEnabling(nowMillis) ? "ENABLING" : "ENABLED";
    }

    private boolean isEnabling(long nowMillis) {
        return nowMillis - createdMillis < settings.enablingTime().toMillis();
    }

    /** All its shards in the order of listings, those that are gone included. */
    Collection<SimulatedShard> shards() {
        return listing.values();
    }

    /** The shards that listings show, in their order. */
    Stream<SimulatedShard> listed(String afterId, long nowMillis) {
        if (isEnabling(nowMillis)) {
            return Stream.empty();
        }
        Collection<SimulatedShard> rest =
                afterId == null ? shards() : listing.tailMap(place(afterId), false).values();
        // A part of a tree counts all its elements when it is asked for its size.
        Spliterator<SimulatedShard> all =
                Spliterators.spliteratorUnknownSize(rest.iterator(), Spliterator.ORDERED);
        return StreamSupport.stream(all, false)
                .filter(shard -> shard.isListed(nowMillis, settings));
    }

    /** The children of a shard that listings show. */
    Stream<SimulatedShard> listedChildren(String parentId, long nowMillis) {
        return children.getOrDefault(parentId, List.of()).stream()
                .filter(shard -> shard.isListed(nowMillis, settings));
    }

    /**
     * Where a shard is in the listings: by its id, or in an order that has nothing to do with it.
     */
    private String place(String id) {
        if (!settings.listsShuffled()) {
            return id;
        }
        long hash = 1125899906842597L;
        for (int i = 0; i < id.length(); i++) {
            hash = 31 * hash + id.charAt(i);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return String.format("%016x", hash ^ (hash >>> 29)) + id;
    }

    /** A shard, also one that is gone from the service; null where there never was one. */
    SimulatedShard find(String id) {
        return shards.get(id);
    }

    List<SimulatedShard> openShards() {
        return new ArrayList<>(open.values());
    }

    /** A shard that the service hasn't forgotten. */
    SimulatedShard shard(String id) {
        SimulatedShard shard = shards.get(id);
        if (shard == null || shard.isDropped()) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Shard: "
                                    + id
                                    + " in stream: "
                                    + arn
                                    + " not found"));
        }
        return shard;
    }

    boolean isBeyond(String sequenceNumber) {
        return sequences.isBeyond(sequenceNumber);
    }

    /** The open shard of a key; rolls it over first where it is due. */
    SimulatedShard shardOf(int keyHash, long nowMillis) {
        if (isDisabled()) {
            throw new IllegalStateException("The stream " + arn + " is disabled");
        }
        SimulatedShard shard = open.floorEntry(keyHash & 0xFFFF_FFFFL).getValue();
        if (shard.log().size() >= settings.rollAfterRecords() || isTooOld(shard, nowMillis)) {
            return roll(shard, nowMillis);
        }
        return shard;
    }

    private boolean isTooOld(SimulatedShard shard, long nowMillis) {
        return settings.rollAfter() != null
                && nowMillis - shard.createdMillis() >= settings.rollAfter().toMillis();
    }

    /** Rolls over what is older than the settings allow. */
    void rollOld(long nowMillis) {
        if (settings.rollAfter() != null && !isDisabled()) {
            for (SimulatedShard shard : openShards()) {
                if (isTooOld(shard, nowMillis)) {
                    roll(shard, nowMillis);
                }
            }
        }
    }

    long append(
            SimulatedShard shard,
            Change change,
            RecordJson json,
            long nowMillis,
            WriteLedger.KeyWrites key) {
        long sequence = sequences.next();
        long back = settings.timesBack().toMillis();
        long time = back == 0 ? nowMillis : nowMillis - (long) (random.nextDouble() * back);
        byte[] bytes = json.write(change, sequence, Math.floorDiv(time, 1000L), random);
        shard.log().append(bytes, sequence, nowMillis, key);
        return sequence;
    }

    /** Ends a shard and goes on in one child; returns the child. */
    SimulatedShard roll(SimulatedShard shard, long nowMillis) {
        close(shard, nowMillis);
        return add(shard, shard.fromHash(), shard.toHash(), nowMillis);
    }

    /** Ends a shard and goes on in two children, one for each half of its keys. */
    List<SimulatedShard> split(SimulatedShard shard, long nowMillis) {
        if (shard.toHash() - shard.fromHash() < 2) {
            throw new IllegalStateException("The shard " + shard.id() + " can't be split further");
        }
        close(shard, nowMillis);
        long middle = (shard.fromHash() + shard.toHash()) >>> 1;
        return List.of(
                add(shard, shard.fromHash(), middle, nowMillis),
                add(shard, middle, shard.toHash(), nowMillis));
    }

    private SimulatedShard add(SimulatedShard parent, long from, long to, long nowMillis) {
        String id;
        do {
            id = String.format("shardId-%020d-%08x", nowMillis, random.nextInt());
        } while (shards.containsKey(id));
        SimulatedShard shard =
                new SimulatedShard(id, parent, from, to, sequences.next(), nowMillis);
        shards.put(id, shard);
        listing.put(place(id), shard);
        if (parent != null) {
            children.computeIfAbsent(parent.id(), any -> new ArrayList<>()).add(shard);
        }
        open.put(from, shard);
        return shard;
    }

    private void close(SimulatedShard shard, long nowMillis) {
        shard.close(nowMillis);
        open.remove(shard.fromHash());
    }

    /** Ends its open shards; nothing happens where it is disabled. */
    void disable(long nowMillis) {
        if (isDisabled()) {
            return;
        }
        for (SimulatedShard shard : openShards()) {
            close(shard, nowMillis);
        }
        disabledMillis = nowMillis;
    }

    /** Trims what is older than the retention; shards that ended before it are gone. */
    void trim(long nowMillis) {
        long oldest = nowMillis - settings.retention().toMillis();
        for (SimulatedShard shard : shards.values()) {
            if (!shard.isDropped()) {
                shard.log().trimBefore(oldest);
                if (shard.closedMillis() < oldest) {
                    shard.drop();
                }
            }
        }
    }

    /** What is gone for as long again isn't even kept for the ledger. */
    void forget(long nowMillis) {
        long oldest = nowMillis - 2 * settings.retention().toMillis();
        listing.values()
                .removeIf(
                        shard -> {
                            boolean old = shard.isDropped() && shard.closedMillis() < oldest;
                            if (old) {
                                shards.remove(shard.id());
                                children.getOrDefault(shard.parentId(), new ArrayList<>())
                                        .remove(shard);
                            }
                            return old;
                        });
    }

    /** Whether the service knows it no more: it was disabled before the retention. */
    boolean isForgotten(long nowMillis) {
        return isDisabled() && nowMillis - disabledMillis > settings.retention().toMillis();
    }
}
