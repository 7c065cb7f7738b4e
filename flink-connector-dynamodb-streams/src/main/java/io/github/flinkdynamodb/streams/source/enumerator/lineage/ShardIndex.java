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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The shards of a graph by id, by parent and by status, with the counts that go with it. */
final class ShardIndex {

    private final Map<String, Shard> shards = new LinkedHashMap<>();
    private final Map<String, Set<Shard>> children = new HashMap<>();
    private final Set<String> ready = new LinkedHashSet<>();
    private int waiting;
    private int unfinished;

    /** Adds a waiting shard, which must not be there yet. */
    Shard add(String shardId, String parentShardId) {
        Shard shard = new Shard(shardId, parentShardId);
        shards.put(shardId, shard);
        if (parentShardId != null) {
            children.computeIfAbsent(parentShardId, id -> new LinkedHashSet<>()).add(shard);
        }
        waiting++;
        unfinished++;
        return shard;
    }

    /** Removes a finished shard. */
    void remove(Shard shard) {
        shards.remove(shard.shardId());
        if (shard.parentShardId() != null) {
            Set<Shard> siblings = children.get(shard.parentShardId());
            siblings.remove(shard);
            if (siblings.isEmpty()) {
                children.remove(shard.parentShardId());
            }
        }
    }

    void setStatus(Shard shard, ShardStatus status) {
        waiting -= shard.status() == ShardStatus.WAITING ? 1 : 0;
        unfinished -= shard.status() == ShardStatus.FINISHED ? 0 : 1;
        shard.setStatus(status);
        waiting += status == ShardStatus.WAITING ? 1 : 0;
        unfinished += status == ShardStatus.FINISHED ? 0 : 1;
        if (status == ShardStatus.READY) {
            ready.add(shard.shardId());
        } else {
            ready.remove(shard.shardId());
        }
    }

    /** Returns the shard with an id, or null. */
    Shard get(String shardId) {
        return shardId == null ? null : shards.get(shardId);
    }

    /** Returns the shard with an id; empty if it isn't known. */
    Optional<Shard> find(String shardId) {
        return Optional.ofNullable(get(shardId));
    }

    /** Returns the shard with an id, which must be known. */
    Shard known(String shardId) {
        Shard shard = shards.get(shardId);
        if (shard == null) {
            throw new IllegalStateException("shard " + shardId + " is not known");
        }
        return shard;
    }

    /** Returns the known children of a shard, which need not be known itself. */
    Set<Shard> childrenOf(String shardId) {
        return Collections.unmodifiableSet(children.getOrDefault(shardId, Set.of()));
    }

    /** Returns all shards, in the order in which they were found. */
    Collection<Shard> all() {
        return Collections.unmodifiableCollection(shards.values());
    }

    /** Returns a copy of the ids of the ready shards, in the order in which they became ready. */
    List<String> ready() {
        return new ArrayList<>(ready);
    }

    int readyCount() {
        return ready.size();
    }

    int waitingCount() {
        return waiting;
    }

    int unfinishedCount() {
        return unfinished;
    }
}
