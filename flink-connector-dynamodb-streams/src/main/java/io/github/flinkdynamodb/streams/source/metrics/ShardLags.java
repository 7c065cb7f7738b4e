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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The lags of a reader's shards. Those of shards that have ended count until one of their children
 * is here or their splits are dropped, for the records that their children have. Changed by the
 * fetcher thread alone, read by any.
 */
final class ShardLags {

    /** Of so many shards that count no more it is known how far they were read. */
    private static final int MOST_DROPPED = 1_000;

    private final Clock clock;
    private final long toleranceMillis;
    private final ShardGauges gauges;
    private final Map<String, ShardLag> reading = new ConcurrentHashMap<>();
    private final Map<String, ShardLag> ended = new ConcurrentHashMap<>();

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
     * @return where to note what is read
     */
    ShardLag watch(String shardId, String parentId) {
        ShardLag lag = new ShardLag(clock.millis(), toleranceMillis);
        if (parentId != null) {
            drop(parentId);
            ShardLag parent = dropped.get(parentId);
            if (parent != null) {
                lag.continueFrom(parent);
            }
        }
        reading.put(shardId, lag);
        gauges.add(shardId, lag);
        return lag;
    }

    /** A shard has been read to its end; an unknown one is ignored. */
    void ended(String shardId) {
        ShardLag lag = stop(shardId);
        if (lag != null) {
            ended.put(shardId, lag);
        }
    }

    /** The split of a shard is dropped; an unknown one is ignored. */
    void unwatch(String shardId) {
        stop(shardId);
        drop(shardId);
    }

    private void drop(String shardId) {
        ShardLag lag = ended.remove(shardId);
        if (lag != null) {
            dropped.put(shardId, lag);
        }
    }

    private ShardLag stop(String shardId) {
        gauges.remove(shardId);
        return reading.remove(shardId);
    }

    /** Returns the largest lag in milliseconds; 0 where all are caught up with. */
    long mostMillis() {
        long now = clock.millis();
        long most = 0;
        for (ShardLag lag : reading.values()) {
            most = Math.max(most, lag.millis(now));
        }
        return most;
    }

    /** Returns about how many records the shards and their descendants have to be read. */
    long records() {
        long now = clock.millis();
        ToDoubleFunction<ShardLag> left = lag -> lag.records(now);
        double sum =
                reading.values().stream().mapToDouble(left).sum()
                        + ended.values().stream().mapToDouble(left).sum();
        return Math.round(sum);
    }
}
