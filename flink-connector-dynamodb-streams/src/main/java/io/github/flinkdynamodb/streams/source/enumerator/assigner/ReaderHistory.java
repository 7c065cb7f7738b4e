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

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Which subtask has read which finished shard. Coordinator thread only. */
final class ReaderHistory {

    private final Map<String, Integer> subtasks = new HashMap<>();

    /** Notes that a subtask has read a shard to its end, or up to the stopping position. */
    void hasRead(int subtask, String shardId) {
        subtasks.put(shardId, subtask);
    }

    /**
     * Returns the subtask that has read a shard. A completed checkpoint doesn't end that: where
     * checkpoints are unaligned, the shard's last records may be in it, and still be on their way
     * to the next operator.
     *
     * @return the subtask; empty if the shard was finished before the last restore
     */
    OptionalInt readerOf(String shardId) {
        Integer subtask = subtasks.get(shardId);
        return subtask == null ? OptionalInt.empty() : OptionalInt.of(subtask);
    }

    /** Forgets all shards but some. */
    void keep(Predicate<String> shards) {
        subtasks.keySet().removeIf(shards.negate());
    }
}
