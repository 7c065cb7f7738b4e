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
package io.github.flinkdynamodb.streams.source.positions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which shard continues which one. Immutable. */
final class ShardParents {

    private final Map<String, String> parents;
    private final Set<String> withChildren;

    private ShardParents(Map<String, String> parents) {
        this.parents = new HashMap<>(parents);
        this.withChildren = new HashSet<>(parents.values());
    }

    /**
     * Takes what is known.
     *
     * @param parents the parent of each shard, or null
     */
    static ShardParents of(Map<String, String> parents) {
        return new ShardParents(parents);
    }

    /** Returns the parent of a shard, which needn't be known itself; null for none. */
    String of(String shardId) {
        return parents.get(shardId);
    }

    /** Returns whether a shard is known to be continued by another one. */
    boolean hasChild(String shardId) {
        return withChildren.contains(shardId);
    }

    /**
     * Returns the ancestors of a shard, its parent first; at most once each, if they are in a
     * circle.
     */
    List<String> ancestorsOf(String shardId) {
        List<String> ancestors = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(shardId));
        String parent = of(shardId);
        while (parent != null && seen.add(parent)) {
            ancestors.add(parent);
            parent = of(parent);
        }
        return ancestors;
    }

    /** Returns a shard that is its own ancestor; empty if there is none. */
    Optional<String> circle() {
        Set<String> sound = new HashSet<>();
        for (String shard : parents.keySet()) {
            Set<String> line = new HashSet<>();
            String id = shard;
            while (id != null && !sound.contains(id)) {
                if (!line.add(id)) {
                    return Optional.of(id);
                }
                id = of(id);
            }
            sound.addAll(line);
        }
        return Optional.empty();
    }
}
