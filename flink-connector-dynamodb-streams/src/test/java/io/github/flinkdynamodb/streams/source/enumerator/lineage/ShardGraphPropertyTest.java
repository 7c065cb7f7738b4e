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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ShardGraphPropertyTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private static ShardDescriptor open(String shardId, String parentShardId) {
        return new ShardDescriptor(shardId, parentShardId, null, null);
    }

    /** Whatever the order of pages: each shard is read once, and never before its parent. */
    @Property(tries = 300)
    void everyShardIsReadOnceAndAfterItsParent(@ForAll long seed) {
        Random random = new Random(seed);
        List<ShardDescriptor> shards = randomForest(random);
        List<ShardDescriptor> pages = new ArrayList<>(shards);
        Collections.shuffle(pages, random);
        ShardGraph forest = new ShardGraph(StartRule.trimHorizon(), false);
        List<String> reading = new ArrayList<>();
        Set<String> done = new HashSet<>();

        int next = 0;
        while (done.size() < shards.size()) {
            if (next < pages.size() && random.nextBoolean()) {
                forest.listed(List.of(pages.get(next++)));
                if (next == pages.size()) {
                    forest.listingComplete(NOW);
                }
            } else if (!reading.isEmpty()) {
                String shardId = reading.remove(random.nextInt(reading.size()));
                forest.finished(shardId);
                assertThat(done.add(shardId)).isTrue();
            }
            for (String shardId : forest.ready()) {
                forest.assigned(shardId);
                String parent = forest.shard(shardId).orElseThrow().parentShardId();
                assertThat(parent == null || !ids(shards).contains(parent) || done.contains(parent))
                        .isTrue();
                reading.add(shardId);
            }
        }
        assertThat(forest.allFinished()).isTrue();
    }

    private List<ShardDescriptor> randomForest(Random random) {
        List<ShardDescriptor> shards = new ArrayList<>();
        int size = 1 + random.nextInt(30);
        for (int i = 0; i < size; i++) {
            String parent = null;
            if (i > 0 && random.nextInt(4) > 0) {
                parent = "s" + random.nextInt(i);
            } else if (random.nextBoolean()) {
                parent = "trimmed" + i;
            }
            shards.add(open("s" + i, parent));
        }
        return shards;
    }

    private Set<String> ids(List<ShardDescriptor> shards) {
        Set<String> ids = new HashSet<>();
        shards.forEach(shard -> ids.add(shard.shardId()));
        return ids;
    }
}
