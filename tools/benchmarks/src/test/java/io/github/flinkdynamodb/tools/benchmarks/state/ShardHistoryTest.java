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
package io.github.flinkdynamodb.tools.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.tools.benchmarks.state.ShardHistory.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardHistoryTest {

    private static final Duration KNOWN = Duration.ofHours(30);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 100, 1000})
    void itHasAsManyShardsAsWereAskedFor(int shards) {
        EnumeratorState state = ShardHistory.of(shards, KNOWN, Progress.UP_TO_DATE);

        assertThat(state.shards()).hasSize(shards);
        assertThat(state.shards()).extracting(ShardState::shardId).doesNotHaveDuplicates();
    }

    @Test
    void idsAreAsTheServiceMakesThem() {
        EnumeratorState state = ShardHistory.of(100, KNOWN, Progress.UP_TO_DATE);

        assertThat(state.shards())
                .allSatisfy(
                        shard ->
                                assertThat(shard.shardId())
                                        .matches("shardId-0000000\\d{13}-[0-9a-f]{8}"));
        assertThat(ShardHistory.bytesOfIds(state)).isEqualTo(100 * 37);
    }

    @Test
    void aShardComesAfterItsParentAndTheFirstOfAPartitionNamesOneThatIsNotKnown() {
        EnumeratorState state = ShardHistory.of(700, KNOWN, Progress.BACKLOG);

        Set<String> known = new HashSet<>();
        int unknown = 0;
        for (ShardState shard : state.shards()) {
            unknown += known.contains(shard.parentShardId().orElseThrow()) ? 0 : 1;
            known.add(shard.shardId());
        }
        assertThat(unknown).as("partitions of 7 shards each").isEqualTo(100);
    }

    @Test
    void whatIsUpToDateReadsTheLastShardOfEachPartition() {
        EnumeratorState state = ShardHistory.of(700, KNOWN, Progress.UP_TO_DATE);

        assertThat(state.shards().subList(0, 600))
                .allMatch(shard -> shard.status() == ShardStatus.FINISHED);
        assertThat(state.shards().subList(600, 700))
                .allMatch(shard -> shard.status() == ShardStatus.ASSIGNED);
    }

    @Test
    void aBacklogReadsTheFirstShardOfEachPartition() {
        EnumeratorState state = ShardHistory.of(700, KNOWN, Progress.BACKLOG);

        assertThat(state.shards().subList(0, 100))
                .allMatch(shard -> shard.status() == ShardStatus.ASSIGNED);
        assertThat(state.shards().subList(100, 700))
                .allMatch(shard -> shard.status() == ShardStatus.WAITING);
    }
}
