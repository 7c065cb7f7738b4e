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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys of items, chosen by the shard that their changes go to. */
final class ShardKeys {

    private ShardKeys() {}

    /** A key for each open shard. */
    static List<String> ofEach(SimulatedTable table) {
        int shards = table.openShardIds().size();
        Set<String> seen = new HashSet<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < shards; i++) {
            String key = "key-" + i;
            if (seen.add(shardOf(table, key))) {
                keys.add(key);
            }
        }
        return keys;
    }

    /** The open shard that changes of a key go to now. */
    static String shardOf(SimulatedTable table, String key) {
        return table.shardOf(Item.builder().s("pk", key).build());
    }
}
