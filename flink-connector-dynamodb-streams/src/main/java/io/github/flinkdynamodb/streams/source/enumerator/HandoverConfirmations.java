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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.enumerator.assigner.ShardAssigner;
import io.github.flinkdynamodb.streams.source.event.ChildrenAssigned;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The finished shards whose readers are to be told that they may drop them. */
final class HandoverConfirmations {

    private final EnumeratorParts parts;

    /** For each shard the subtask that keeps it. */
    private final Map<String, Integer> owed = new LinkedHashMap<>();

    /** Those of which the reader has been told that their children have readers. */
    private final Set<String> followed = new HashSet<>();

    HandoverConfirmations(EnumeratorParts parts) {
        this.parts = parts;
    }

    /** A shard is finished: its reader may learn that now, or later. */
    void add(String shardId, int subtask) {
        owed.put(shardId, subtask);
    }

    /** Goes on with what another stream's session has left. */
    void addAll(HandoverConfirmations earlier) {
        owed.putAll(earlier.owed);
    }

    /** A reader failed, and will ask again. */
    void readerReset(int subtask) {
        owed.values().removeIf(reader -> reader == subtask);
        followed.retainAll(owed.keySet());
    }

    /**
     * Tells the readers. One that isn't registered will ask again; one that can't be reached now
     * receives it later.
     *
     * @param assigner knows what is still needed of a finished shard
     */
    void send(ShardAssigner assigner) {
        owed.values().removeIf(subtask -> !parts.isRegistered(subtask));
        followed.retainAll(owed.keySet());
        Map<String, Integer> reachable = new LinkedHashMap<>(owed);
        reachable.values().removeIf(subtask -> !parts.canReach(subtask));
        reachable.forEach((shardId, subtask) -> send(shardId, subtask, assigner));
    }

    private void send(String shardId, int subtask, ShardAssigner assigner) {
        if (assigner.mayBeDropped(shardId)) {
            owed.remove(shardId);
            followed.remove(shardId);
            parts.context.sendEventToSourceReader(subtask, new HandoverComplete(shardId));
        } else if (assigner.isFollowed(shardId) && followed.add(shardId)) {
            parts.context.sendEventToSourceReader(subtask, new ChildrenAssigned(shardId));
        }
    }
}
