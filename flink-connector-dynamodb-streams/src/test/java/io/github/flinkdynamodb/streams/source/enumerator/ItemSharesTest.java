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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemSharesTest {

    private final ItemShares shares = new ItemShares(2);

    private Map<Integer, Long> due(long itemsLeft) {
        return shares.takeDue(itemsLeft, subtask -> true);
    }

    @Test
    void eachReaderIsToldItsEqualPartOnce() {
        assertThat(due(100_000)).isEqualTo(Map.of(0, 50_000L, 1, 50_000L));
        assertThat(due(100_000)).isEmpty();
    }

    @Test
    void aSmallChangeIsNoNewsAndTheLastOneIs() {
        due(100_000);

        assertThat(due(99_000)).isEmpty();
        assertThat(due(97_000)).isEqualTo(Map.of(0, 48_500L, 1, 48_500L));
        due(1_000);
        assertThat(due(0)).isEqualTo(Map.of(0, 0L, 1, 0L));
    }

    @Test
    void aSmallTableIsNoNews() {
        assertThat(due(9_999)).isEmpty();
        assertThat(due(0)).isEmpty();
    }

    @Test
    void aReaderThatCannotBeReachedIsToldLater() {
        assertThat(shares.takeDue(100_000, subtask -> subtask == 1)).isEqualTo(Map.of(1, 50_000L));

        assertThat(due(100_000)).isEqualTo(Map.of(0, 50_000L));
    }

    @Test
    void aReaderThatComesBackIsToldAgain() {
        due(100_000);

        shares.readerLost(1);

        assertThat(due(100_000)).isEqualTo(Map.of(1, 50_000L));
    }

    @Test
    void aReaderThatGetsNoMoreSplitsIsToldNothing() {
        due(100_000);

        shares.readerEnded(0);

        assertThat(due(0)).isEqualTo(Map.of(1, 0L));
    }
}
