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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The children that have left the reader of their parent, as long as their new reader may be ahead
 * of them in event time. Until then the parent stays with its reader: its output, which is open,
 * holds the watermark before the records of the child. A child that ends before it has caught up is
 * followed by its own children. Coordinator thread only.
 */
final class ShardsCatchingUp {

    /** The shards that a parent is kept for, by the parent. */
    private final Map<String, Set<String>> awaited = new HashMap<>();

    /** The readers of these shards, or of their parents if they aren't assigned yet. */
    private final Map<String, Integer> readers = new HashMap<>();

    /** Notes that a child is assigned to another reader than that of its parent. */
    void moved(String parentShardId, String shardId, int reader) {
        awaited.computeIfAbsent(parentShardId, parent -> new HashSet<>()).add(shardId);
        readers.put(shardId, reader);
    }

    /** The reader of a shard has read it as far as its other ones, or will never. */
    void caughtUp(String shardId) {
        replace(shardId, List.of());
    }

    /** Notes that a shard has been read to its end. */
    void finished(String shardId, Collection<String> children) {
        Integer reader = readers.get(shardId);
        if (reader != null) {
            children.forEach(child -> readers.put(child, reader));
            replace(shardId, children);
        }
    }

    private void replace(String shardId, Collection<String> followers) {
        if (readers.remove(shardId) != null) {
            for (Set<String> shards : awaited.values()) {
                if (shards.remove(shardId)) {
                    shards.addAll(followers);
                }
            }
            awaited.values().removeIf(Set::isEmpty);
        }
    }

    /** A reader failed: the one that comes back begins with all its shards at once. */
    void readerReset(int subtask) {
        List<String> shards = new ArrayList<>(readers.keySet());
        shards.removeIf(shardId -> readers.get(shardId) != subtask);
        shards.forEach(this::caughtUp);
    }

    /** Returns whether a shard that is finished is kept by its reader for a child's sake. */
    boolean isKept(String parentShardId) {
        return awaited.containsKey(parentShardId);
    }
}
