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
package io.github.flinkdynamodb.streams.source.metrics;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The lags of a reader's shards. Those of shards that have ended count for the records that their
 * children have: until one of these is here, all are with readers, or the split is dropped. But for
 * {@link #followed} changed by the fetcher thread alone, read by any.
 */
final class ShardLags {

    /** Of so many shards that count no more it is known how far they were read. */
    private static final int MOST_DROPPED = 1_000;

    private final Clock clock;
    private final long toleranceMillis;
    private final ShardGauges gauges;
    private final Map<String, ShardLag> reading = new ConcurrentHashMap<>();
    private final Map<String, ShardLag> ended = new ConcurrentHashMap<>();

    /** Shards whose splits are kept, though what follows them is with readers. */
    private final Set<String> followed = ConcurrentHashMap.newKeySet();

    /** For each shard that is read the one that it continues, which isn't itself. */
    private final Map<String, String> parents = new HashMap<>();

    /** Ended shards that count no more, of which a child may come yet. */
    private final Map<String, ShardLag> dropped =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ShardLag> eldest) {
                    return size() > MOST_DROPPED;
                }
            };

    /**
     * Creates the lags of a reader without shards.
     *
     * @param clock the wall clock
     * @param toleranceMillis for so long after a poll a shard still counts as caught up
     * @param gauges shows the lag of each shard
     */
    ShardLags(Clock clock, long toleranceMillis, ShardGauges gauges) {
        this.clock = clock;
        this.toleranceMillis = toleranceMillis;
        this.gauges = gauges;
    }

    /**
     * Begins to watch a shard.
     *
     * @param parentId the shard that it continues, which may be itself; null if it continues none
     * @param readUpTo up to when it has been read, or has nothing that is wanted; null if that
     *     isn't known
     * @return where to note what is read
     */
    ShardLag watch(String shardId, String parentId, Instant readUpTo) {
        ShardLag lag = new ShardLag(clock.millis(), toleranceMillis);
        ShardLag parent = parentId == null ? null : endedOrDropped(parentId);
        if (parent != null) {
            lag.continueFrom(parent);
        }
        if (readUpTo != null) {
            lag.startAt(Math.min(clock.millis(), readUpTo.toEpochMilli()), parent != null);
        }
        if (parentId != null && !parentId.equals(shardId)) {
            parents.put(shardId, parentId);
        }
        reading.put(shardId, lag);
        gauges.add(shardId, lag);
        drop(parentId);
        return lag;
    }

    /** A shard has been read to its end; an unknown one is ignored. */
    void ended(String shardId) {
        ShardLag lag = reading.get(shardId);
        if (lag != null) {
            ended.put(shardId, lag);
        }
        stop(shardId);
        if (parents.containsValue(shardId)) {
            // After a restore a child may come before its parent.
            drop(shardId);
        }
    }

    /**
     * What follows an ended shard is with readers, and counts there; or nothing follows it. Called
     * on the task thread.
     */
    void followed(String shardId) {
        followed.add(shardId);
    }

    /** The split of a shard is dropped; an unknown one is ignored. */
    void unwatch(String shardId) {
        stop(shardId);
        drop(shardId);
        followed.remove(shardId);
    }

    private ShardLag endedOrDropped(String shardId) {
        ShardLag lag = ended.get(shardId);
        return lag == null ? dropped.get(shardId) : lag;
    }

    private void drop(String shardId) {
        ShardLag lag = shardId == null ? null : ended.remove(shardId);
        if (lag != null) {
            dropped.put(shardId, lag);
        }
    }

    private void stop(String shardId) {
        gauges.remove(shardId);
        reading.remove(shardId);
        parents.remove(shardId);
    }

    /**
     * Returns the largest lag in milliseconds, that of ended shards included; 0 where all are
     * caught up with.
     */
    long mostMillis() {
        long now = clock.millis();
        return counted().mapToLong(lag -> lag.millis(now)).max().orElse(0);
    }

    /** Returns about how many records the shards and their descendants have to be read. */
    long records() {
        long now = clock.millis();
        return Math.round(counted().mapToDouble(lag -> lag.records(now)).sum());
    }

    private Stream<ShardLag> counted() {
        return Stream.concat(
                reading.values().stream(),
                ended.entrySet().stream()
                        .filter(shard -> !followed.contains(shard.getKey()))
                        .map(Map.Entry::getValue));
    }
}
