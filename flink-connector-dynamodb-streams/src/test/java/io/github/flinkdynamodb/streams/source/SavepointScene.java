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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream of which a savepoint is taken at a moment when every kind of shard is on its way, and
 * which gives the rest afterwards. It is the same in every run, to the sequence numbers: a
 * savepoint that was taken long ago goes on with it.
 *
 * <ul>
 *   <li>{@code ...active}: in the middle; three records were read, two are still to come.
 *   <li>{@code ...ended}: read to its end; its child can't be found yet.
 *   <li>{@code ...parent}: in the middle, one record to come, and closed; its child is listed, and
 *       waits.
 * </ul>
 */
final class SavepointScene {

    static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    static final String ACTIVE = "shardId-00000001795392000000-active";
    static final String ENDED = "shardId-00000001795392000000-ended";
    static final String PARENT = "shardId-00000001795392000000-parent";
    static final String ENDED_CHILD = "shardId-00000001795406400000-endedchild";
    static final String WAITING_CHILD = "shardId-00000001795406400000-waitingchild";

    /** How many records are read before the savepoint. */
    static final int BEFORE = 7;

    private static final int FOR_EVER = Integer.MAX_VALUE;

    private static ScriptedStreamsClient service;

    private final Map<String, List<String>> written = new TreeMap<>();

    private SavepointScene() {
        service = new ScriptedStreamsClient(new ManualClock(Instant.ofEpochMilli(1795399200000L)));
    }

    /** The stream before the savepoint, from its first record. */
    static SavepointScene begin() {
        SavepointScene scene = new SavepointScene();
        service.stream(ARN, "Orders")
                .shard(ARN, ACTIVE, null)
                .shard(ARN, ENDED, null)
                .shard(ARN, PARENT, null);
        scene.write(ACTIVE, "key-of-active", 3);
        scene.write(ENDED, "key-of-ended", 2);
        scene.write(PARENT, "key-of-parent", 2);
        return scene;
    }

    /** Once the first records are read: two shards give no more for now, the third is closed. */
    void holdUp() {
        service.emptyPages(ACTIVE, FOR_EVER);
        service.emptyPages(PARENT, FOR_EVER);
        write(ACTIVE, "key-of-active", 2);
        write(PARENT, "key-of-parent", 1);
        service.closeShard(PARENT);
        service.shard(ARN, WAITING_CHILD, PARENT);
        write(WAITING_CHILD, "key-of-parent", 2);
        service.closeShard(ENDED);
    }

    /**
     * The moment for the savepoint: the ended shard's child is looked for, the other one listed.
     */
    static boolean isHeldUp() {
        return service.calls(Operation.CHILD_SHARDS, ENDED) > 0
                && service.calls(Operation.DESCRIBE_STREAM) > 0;
    }

    static int listings() {
        return service.calls(Operation.DESCRIBE_STREAM);
    }

    /** What comes after the savepoint. */
    void goOn() {
        service.emptyPages(ACTIVE, 0);
        service.emptyPages(PARENT, 0);
        service.shard(ARN, ENDED_CHILD, ENDED);
        write(ENDED_CHILD, "key-of-ended", 2);
    }

    ScriptedStreamsClient service() {
        return service;
    }

    private void write(String shardId, String key, int records) {
        for (int i = 0; i < records; i++) {
            String number = service.append(shardId, key).digits();
            written.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
        }
    }

    /** The sequence numbers of each key's changes, in order. */
    Map<String, List<String>> written() {
        return written;
    }

    int writtenCount() {
        return written.values().stream().mapToInt(List::size).sum();
    }

    static StreamsClientProvider clients() {
        return new Clients();
    }

    private static final class Clients implements StreamsClientProvider {
        private static final long serialVersionUID = 1L;

        @Override
        public StreamsClient create(ClassLoader userCodeClassLoader) {
            return service;
        }
    }
}
