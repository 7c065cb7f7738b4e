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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A table on a scripted service whose partitions roll over and split while it is written to. Each
 * key lives in one open shard and moves to a child with it, as keys of a real table do.
 */
final class ScriptedTable {

    private static final Map<String, ScriptedStreamsClient> SERVICES = new ConcurrentHashMap<>();

    final String streamArn;
    final ScriptedStreamsClient service = new ScriptedStreamsClient(new ManualClock());
    private final Random random;
    private final Map<String, List<String>> keysOfOpenShard = new LinkedHashMap<>();
    private final Map<String, List<String>> written = new TreeMap<>();
    private int shardCount;

    ScriptedTable(String name, int shards, int keysPerShard, long seed) {
        this.streamArn =
                "arn:aws:dynamodb:eu-west-1:1:table/" + name + "/stream/2026-01-01T00:00:00.000";
        this.random = new Random(seed);
        service.stream(streamArn, name);
        SERVICES.put(name, service);
        for (int s = 0; s < shards; s++) {
            List<String> keys = new ArrayList<>();
            for (int k = 0; k < keysPerShard; k++) {
                keys.add("key-" + s + "-" + k);
            }
            openShard(null, keys);
        }
    }

    private void openShard(String parent, List<String> keys) {
        String shardId = String.format("shard-%04d", shardCount++);
        service.shard(streamArn, shardId, parent);
        keysOfOpenShard.put(shardId, keys);
    }

    /** Returns a client of the table's service, by the table's name. */
    static StreamsClientProvider clients(String name) {
        return new Clients(name);
    }

    /** Writes some changes to random keys. */
    synchronized void write(int changes) {
        for (int i = 0; i < changes; i++) {
            String shardId = randomOpenShard();
            List<String> keys = keysOfOpenShard.get(shardId);
            String key = keys.get(random.nextInt(keys.size()));
            String number = service.append(shardId, key).digits();
            written.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
        }
    }

    /** Closes a random shard; one child gets its keys, or two share them. */
    synchronized void reshard() {
        String shardId = randomOpenShard();
        List<String> keys = keysOfOpenShard.remove(shardId);
        service.closeShard(shardId);
        if (keys.size() > 1 && random.nextInt(3) == 0) {
            openShard(shardId, new ArrayList<>(keys.subList(0, keys.size() / 2)));
            openShard(shardId, new ArrayList<>(keys.subList(keys.size() / 2, keys.size())));
        } else {
            openShard(shardId, keys);
        }
    }

    synchronized String randomOpenShard() {
        List<String> open = new ArrayList<>(keysOfOpenShard.keySet());
        return open.get(random.nextInt(open.size()));
    }

    /** The sequence numbers of each key's changes, in order. */
    synchronized Map<String, List<String>> written() {
        Map<String, List<String>> copy = new TreeMap<>();
        written.forEach((key, numbers) -> copy.put(key, new ArrayList<>(numbers)));
        return copy;
    }

    synchronized int writtenCount() {
        return written.values().stream().mapToInt(List::size).sum();
    }

    synchronized int shardCount() {
        return shardCount;
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;
        private final String name;

        Clients(String name) {
            this.name = name;
        }

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return SERVICES.get(name);
        }
    }
}
