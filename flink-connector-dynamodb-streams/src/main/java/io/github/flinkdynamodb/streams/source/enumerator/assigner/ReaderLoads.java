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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How much each reader has, as it counts for the balance: the number of its shards, or the bytes
 * that it has read of them between two checkpoints. Coordinator thread only.
 */
final class ReaderLoads {

    private final boolean byBytes;
    private final BalancedPlacement placement;

    /** What was read of shards last, or is expected of those that begin. */
    private final Map<String, Double> bytes = new HashMap<>();

    /** The shards of which that is an expectation. */
    private final Set<String> expected = new HashSet<>();

    /** The load of each reader; null if it is to be computed. */
    private double[] loads;

    /**
     * Creates loads.
     *
     * @param byBytes whether bytes count, rather than shards
     * @param placement knows which reader has which shards
     */
    ReaderLoads(boolean byBytes, BalancedPlacement placement) {
        this.byBytes = byBytes;
        this.placement = placement;
    }

    /** Notes that readers may have other shards than before. */
    void refresh() {
        loads = null;
    }

    /** Returns how much a shard counts. */
    double weight(String shardId) {
        return byBytes ? bytes.getOrDefault(shardId, 0.0) : 1;
    }

    /** Returns how much a reader has. */
    double of(int subtask) {
        return all()[subtask];
    }

    /** Returns how much readers have on average, with so much more. */
    double mean(double more) {
        double sum = more;
        for (double load : all()) {
            sum += load;
        }
        return sum / all().length;
    }

    /** Returns the reader that has least of those that accept splits, which must be one. */
    int least() {
        int least = -1;
        for (int subtask = 0; subtask < all().length; subtask++) {
            boolean less = least < 0 || all()[subtask] < all()[least];
            if (less && placement.accepts(subtask)) {
                least = subtask;
            }
        }
        return least;
    }

    /** Notes that a reader is to have a shard. */
    void added(String shardId, int subtask) {
        all()[subtask] += weight(shardId);
    }

    /** Takes a shard away that a reader was to have. */
    void release(String shardId) {
        placement.subtaskOf(shardId).ifPresent(subtask -> all()[subtask] -= weight(shardId));
        placement.released(shardId);
    }

    private double[] all() {
        if (loads == null) {
            loads = placement.loads(this::weight);
        }
        return loads;
    }

    /** Notes that a shard has been read to its end. Each child is expected to be an equal part. */
    void followed(String shardId, Collection<String> children) {
        Double read = bytes.remove(shardId);
        expected.remove(shardId);
        if (read != null) {
            for (String child : children) {
                bytes.put(child, read / children.size());
                expected.add(child);
            }
        }
    }

    /**
     * Notes what a reader has read since the checkpoint before. Of a shard that has begun since,
     * that is less than it will be.
     *
     * @param subtask the reader
     * @param read the bytes of its shards; none of those that aren't there
     */
    void read(int subtask, Map<String, Long> read) {
        for (String shardId : placement.splitsOf(subtask)) {
            double now = read.getOrDefault(shardId, 0L);
            boolean begins = expected.remove(shardId);
            bytes.merge(shardId, now, (before, after) -> begins ? Math.max(before, after) : after);
        }
        refresh();
    }

    /** Forgets all shards but some. */
    void keep(Predicate<String> shards) {
        bytes.keySet().removeIf(shards.negate());
        expected.removeIf(shards.negate());
    }
}
