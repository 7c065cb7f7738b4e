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
package io.github.flinkdynamodb.streams.source.it;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.ShardInfo;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A simulated table that is written to by shard: the test says into which shard a change goes, and
 * knows afterwards which records were in it. Not thread-safe.
 */
final class ShardedTable {

    private static final int KEYS_A_SHARD = 2;

    private final SimulatedTable table;
    private final List<String[]> records = new ArrayList<>();
    private int versions;

    ShardedTable(Simulator simulator, TableSettings settings) {
        this.table = simulator.createTable(settings);
    }

    SimulatedTable table() {
        return table;
    }

    String name() {
        return table.name();
    }

    String openShard(int index) {
        return table.openShardIds().get(index);
    }

    /** Writes changes to an open shard, of a few keys in turn. */
    void write(String shardId, int changes) {
        List<String> keys = keysOf(shardId);
        for (int i = 0; i < changes; i++) {
            String key = keys.get(i % keys.size());
            Item item = Item.builder().s("pk", key).n("v", ++versions).build();
            records.add(new String[] {shardId, key, table.put(item)});
        }
    }

    private List<String> keysOf(String shardId) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < KEYS_A_SHARD; i++) {
            String key = "key-" + i;
            if (table.shardOf(Item.builder().s("pk", key).build()).equals(shardId)) {
                keys.add(key);
            }
        }
        return keys;
    }

    ShardInfo shard(String shardId) {
        return table.shards().stream()
                .filter(shard -> shard.id().equals(shardId))
                .findAny()
                .orElseThrow();
    }

    /** Whether all records of a shard have been on a page. */
    boolean isHandedOut(String shardId) {
        ShardInfo shard = shard(shardId);
        return shard.handedOut() == shard.records();
    }

    boolean isAllHandedOut() {
        return table.shards().stream().allMatch(shard -> shard.handedOut() == shard.records());
    }

    /**
     * What was written, without some records of some shards.
     *
     * @param lost for each shard the indexes, from and to, of the records that are left out
     */
    Map<String, List<String>> writtenWithout(Map<String, int[]> lost) {
        Map<String, List<String>> byKey = new TreeMap<>();
        Map<String, Integer> indexes = new HashMap<>();
        for (String[] record : records) {
            int index = indexes.merge(record[0], 1, Integer::sum) - 1;
            int[] range = lost.getOrDefault(record[0], new int[] {0, 0});
            if (index < range[0] || index >= range[1]) {
                byKey.computeIfAbsent(record[1], key -> new ArrayList<>()).add(record[2]);
            }
        }
        return byKey;
    }

    int writtenCount() {
        return records.size();
    }
}
