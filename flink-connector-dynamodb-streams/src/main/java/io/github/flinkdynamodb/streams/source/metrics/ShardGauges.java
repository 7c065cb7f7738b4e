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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * Gauges of single shards, in groups {@code shard.<shard id>}: {@code millisBehindLatest}, {@code
 * recordsPerSecond} and {@code recordsBehind}. None is named as a metric of the whole reader is
 * that Flink's autoscaler looks for: it goes by the ends of names.
 *
 * <p>Shards come and go every few hours, so the gauges of one go with it, and there are those of so
 * many shards at most; another one gets its own when one of them ends. A group that is closed stays
 * known to the group above it. That is why the group above is closed too, and its living part
 * registered again, before closed ones are more than those that may be open. Fetcher thread only.
 */
final class ShardGauges {

    /** So many shards of a reader have gauges. */
    static final int MOST = 200;

    private static final String GROUP = "shard";

    private final MetricGroup reader;
    private final Clock clock;
    private final int most;
    private final Map<String, ShardLag> shown = new LinkedHashMap<>();
    private final Map<String, MetricGroup> groups = new HashMap<>();

    /** The shards that are too many, in the order in which they came. */
    private final Map<String, ShardLag> hidden = new LinkedHashMap<>();

    private int closed;

    /**
     * Creates gauges without shards.
     *
     * @param reader the reader's group
     * @param clock the wall clock
     * @param most of how many shards there are gauges; 0 for none
     */
    ShardGauges(MetricGroup reader, Clock clock, int most) {
        this.reader = reader;
        this.clock = clock;
        this.most = most;
    }

    /** Begins to show a shard, in the place of what was shown of it before. */
    void add(String shardId, ShardLag lag) {
        if (most == 0) {
            return;
        }
        remove(shardId);
        if (shown.size() < most) {
            show(shardId, lag);
        } else {
            hidden.put(shardId, lag);
        }
    }

    /** Shows a shard no longer, and one that had no place instead; an unknown one is ignored. */
    void remove(String shardId) {
        hidden.remove(shardId);
        if (shown.remove(shardId) == null) {
            return;
        }
        close(groups.remove(shardId));
        closed++;
        if (closed > most) {
            registerAgain();
        }
        if (!hidden.isEmpty()) {
            String next = hidden.keySet().iterator().next();
            show(next, hidden.remove(next));
        }
    }

    private void registerAgain() {
        closed = 0;
        close(reader.addGroup(GROUP));
        groups.clear();
        shown.forEach(this::register);
    }

    private void show(String shardId, ShardLag lag) {
        shown.put(shardId, lag);
        register(shardId, lag);
    }

    private void register(String shardId, ShardLag lag) {
        MetricGroup group = reader.addGroup(GROUP, shardId);
        groups.put(shardId, group);
        group.<Long, Gauge<Long>>gauge("millisBehindLatest", () -> lag.millis(clock.millis()));
        group.<Double, Gauge<Double>>gauge("recordsPerSecond", lag::recordsPerSecond);
        group.<Long, Gauge<Long>>gauge(
                "recordsBehind", () -> Math.round(lag.records(clock.millis())));
    }

    /** Flink has no other way to unregister a metric while its task runs. */
    private static void close(MetricGroup group) {
        if (group instanceof AbstractMetricGroup) {
            ((AbstractMetricGroup<?>) group).close();
        }
    }
}
