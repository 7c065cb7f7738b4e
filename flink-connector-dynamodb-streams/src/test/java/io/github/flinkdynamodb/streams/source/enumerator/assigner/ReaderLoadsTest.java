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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReaderLoadsTest {

    private final BalancedPlacement placement = new BalancedPlacement(2);
    private final ReaderLoads shards = new ReaderLoads(false, placement);
    private final ReaderLoads bytes = new ReaderLoads(true, placement);

    @Test
    void byNumberEachShardCountsOne() {
        placement.assigned(List.of("a", "b", "c"), 0);
        placement.assigned(List.of("d"), 1);

        assertThat(shards.of(0)).isEqualTo(3);
        assertThat(shards.mean(0)).isEqualTo(2);
        assertThat(shards.mean(2)).isEqualTo(3);
        assertThat(shards.least()).isEqualTo(1);
    }

    @Test
    void aReaderThatAcceptsNoMoreIsNotTheLeast() {
        placement.assigned(List.of("a"), 0);
        placement.endSignalled(1);

        assertThat(shards.least()).isZero();
    }

    @Test
    void byBytesAShardCountsWhatWasReadOfItLast() {
        placement.assigned(List.of("a", "b"), 0);
        bytes.read(0, Map.of("a", 100L, "b", 10L));

        bytes.read(0, Map.of("a", 50L));

        assertThat(bytes.weight("a")).isEqualTo(50);
        assertThat(bytes.weight("b")).isZero();
        assertThat(bytes.of(0)).isEqualTo(50);
    }

    @Test
    void aChildIsExpectedToBeAnEqualPartUntilItHasBeenReadThroughout() {
        placement.assigned(List.of("a"), 0);
        bytes.read(0, Map.of("a", 100L));
        placement.released("a");
        bytes.followed("a", List.of("b", "c"));
        placement.assigned(List.of("b"), 0);

        bytes.read(0, Map.of("b", 1L));
        double begun = bytes.weight("b");
        bytes.read(0, Map.of("b", 2L));

        assertThat(bytes.weight("c")).isEqualTo(50);
        assertThat(begun).isEqualTo(50);
        assertThat(bytes.weight("b")).isEqualTo(2);
    }

    @Test
    void whatIsAddedAndReleasedCountsAtOnce() {
        placement.assigned(List.of("a"), 0);
        assertThat(shards.of(0)).isEqualTo(1);

        shards.added("b", 0);
        shards.release("a");

        assertThat(shards.of(0)).isEqualTo(1);
        assertThat(placement.subtaskOf("a")).isEmpty();
    }

    @Test
    void whatIsForgottenCountsNoMore() {
        placement.assigned(List.of("a"), 0);
        bytes.read(0, Map.of("a", 100L));

        bytes.keep(shardId -> false);

        assertThat(bytes.weight("a")).isZero();
    }
}
