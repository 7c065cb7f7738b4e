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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.reader.LineagesInUse;
import io.github.flinkdynamodb.streams.source.repair.TimedTable.Change;
import io.github.flinkdynamodb.streams.source.repair.TimedTable.Shard;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads the shards of a {@link TimedTable}: a real state each, with what it remembers. */
final class TimedReader {

    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    /** So long before it was seen to be empty a shard has been read to its end. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** A shard that is read. */
    private static final class Held {
        final Shard shard;
        ShardSplitState state;

        /** The index of the next change. */
        int next;

        Held(Shard shard, ShardSplitState state) {
            this.shard = shard;
            this.state = state;
        }

        boolean isRead() {
            return next == shard.changes.size();
        }
    }

    private final RepairFault fault;
    private final Consumer<Change> output;
    private final List<Held> held = new ArrayList<>();
    private LineagesInUse lineages;
    private long now;

    TimedReader(RepairFault fault, Consumer<Change> output) {
        this.fault = fault;
        this.output = output;
        this.lineages = new LineagesInUse(() -> Instant.ofEpochMilli(now));
    }

    /**
     * Begins with the shards that the stream has.
     *
     * @param notBefore the creation time of the first record that is wanted; null for any
     */
    void begin(TimedTable table, long time, Instant notBefore) {
        now = time;
        held.clear();
        lineages = new LineagesInUse(() -> Instant.ofEpochMilli(now));
        Set<Shard> listed = new HashSet<>();
        long oldest = time - RepairWindows.RETENTION.toMillis();
        for (Shard shard : table.shards) {
            boolean isListed = shard.closed >= oldest;
            if (isListed && !listed.contains(shard.parent)) {
                held.add(new Held(shard, lineages.begin(split(shard, notBefore))));
            }
            if (isListed) {
                listed.add(shard);
            }
        }
    }

    /** A shard as the enumerator assigns it. */
    private ShardSplit split(Shard shard, Instant notBefore) {
        ShardSplit split =
                ShardSplit.of(
                        "stream",
                        shard.id,
                        shard.parent == null ? null : shard.parent.id,
                        ShardPosition.trimHorizon(notBefore));
        return RestoredShard.begun(split, Instant.ofEpochMilli(now));
    }

    int shardCount() {
        return held.size();
    }

    /** Reads some records of a shard; all that are left go into one page. */
    void read(int index, int most, long time) {
        now = time;
        Held reading = held.get(index);
        List<Change> page =
                reading.shard.changes.subList(reading.next, reading.shard.changes.size());
        List<Change> wanted =
                page.stream()
                        .filter(change -> isWanted(reading, change))
                        .collect(Collectors.toList());
        remember(reading, wanted);
        int count = 0;
        for (Change change : page) {
            if (count == most) {
                // The rest of the page is read again: by another state, after a restore.
                reading.state = lineages.restored(reading.state.toSplit());
                return;
            }
            if (wanted.contains(change)) {
                output.accept(change);
                reading.state.advanceTo(
                        SequenceNumber.of(Long.toString(change.number)), change.stamp * 1_000);
                reading.state.startAt(null);
            }
            reading.next++;
            count++;
        }
        end(reading);
    }

    private static boolean isWanted(Held reading, Change change) {
        return reading.state
                .position()
                .notBefore()
                .filter(time -> change.stamp < time.getEpochSecond())
                .isEmpty();
    }

    private static void remember(Held reading, List<Change> page) {
        RecentInsertsLog keys = new RecentInsertsLog();
        for (Change change : page) {
            if (change.inserts) {
                byte[] json = change.key.name.getBytes(StandardCharsets.UTF_8);
                keys.add(change.stamp, new ByteSlice(json, 0, json.length));
            }
        }
        if (!keys.toInserts().isEmpty()) {
            reading.state.insertsFollow(keys.toInserts());
        }
    }

    /** The children of a shard that has been read are begun. */
    private void end(Held reading) {
        if (reading.shard.isOpen() || !reading.isRead()) {
            return;
        }
        Instant notBefore = reading.state.position().notBefore().orElse(null);
        for (Shard child : reading.shard.children) {
            ShardSplitState state = lineages.begin(split(child, notBefore));
            if (fault == RepairFault.CHILD_WITHOUT_KEYS) {
                state =
                        new ShardSplitState(
                                state.toSplit().withRecentInserts(RecentInserts.none()));
            }
            held.add(new Held(child, state));
        }
        held.remove(reading);
    }

    /** An open shard that has been read to its end has been seen to be empty for a while. */
    void seenEmpty(int index, long time) {
        Held reading = held.get(index);
        if (reading.isRead() && reading.shard.isOpen()) {
            reading.state.readUpTo(Instant.ofEpochMilli(time).minus(MARGIN));
        }
    }

    /** Reads all that there is. */
    void readAll(long time) {
        boolean more = true;
        while (more) {
            more = false;
            for (Held reading : new ArrayList<>(held)) {
                more |= !reading.isRead() || !reading.shard.isOpen();
                read(held.indexOf(reading), Integer.MAX_VALUE, time);
            }
        }
    }

    /** The same from the state that a checkpoint has. */
    void restore() {
        lineages = new LineagesInUse(() -> Instant.ofEpochMilli(now));
        held.forEach(shard -> shard.state = lineages.restored(shard.state.toSplit()));
    }

    /** Returns whether something that hasn't been read has been trimmed. */
    boolean hasLost(long time) {
        long oldest = time - RepairWindows.RETENTION.toMillis();
        return held.stream().anyMatch(shard -> hasLost(shard, oldest));
    }

    private static boolean hasLost(Held reading, long oldest) {
        List<Change> changes = reading.shard.changes;
        return changes.subList(reading.next, changes.size()).stream()
                        .anyMatch(change -> change.at < oldest && isWanted(reading, change))
                || hasLost(reading.shard.children, oldest);
    }

    private static boolean hasLost(List<Shard> shards, long oldest) {
        return shards.stream()
                .anyMatch(
                        shard ->
                                shard.changes.stream().anyMatch(change -> change.at < oldest)
                                        || hasLost(shard.children, oldest));
    }

    /** Returns what a reader says of its shards at a restore. */
    List<Lineage> lineages() {
        Duration shift =
                fault == RepairFault.BEGIN_WITHOUT_FUZZINESS ? Lineage.FUZZINESS : Duration.ZERO;
        List<Lineage> all = new ArrayList<>();
        for (Held reading : held) {
            ShardSplit split = reading.state.toSplit();
            all.add(
                    new Lineage(
                            new HeldShard(
                                    split.shardId(),
                                    split.lastRecordTime()
                                            .map(time -> time.plus(shift))
                                            .orElse(null),
                                    split.readUpTo().map(time -> time.plus(shift)).orElse(null),
                                    split.isReadUpToAssumed(),
                                    split.recentInserts()
                                            .orElseThrow()
                                            .since()
                                            .orElse(Instant.EPOCH))));
        }
        return all;
    }

    /** Returns the names of the items of some shards that were inserted lately. */
    Set<String> keys(Set<String> shardIds, Instant from) {
        Set<String> keys = new HashSet<>();
        for (Held reading : held) {
            ShardSplit split = reading.state.toSplit();
            if (shardIds.contains(split.shardId())) {
                long first = Math.max(from.getEpochSecond(), forgotten(split));
                split.recentInserts()
                        .orElseThrow()
                        .forEach(
                                (second, key) -> {
                                    if (second >= first) {
                                        keys.add(key.utf8());
                                    }
                                });
            }
        }
        return keys;
    }

    private long forgotten(ShardSplit split) {
        return fault == RepairFault.KEYS_OF_ONE_MINUTE
                ? split.lastRecordTime().orElse(Instant.EPOCH).minus(ONE_MINUTE).getEpochSecond()
                : Long.MIN_VALUE;
    }
}
