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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@OnEachFlink
class BalancedPlacementTest {

    private final BalancedPlacement placement = new BalancedPlacement(3);

    @Test
    void splitsAreSpreadOverAllSubtasksWhetherRegisteredOrNot() {
        List<Integer> subtasks =
                IntStream.range(0, 6)
                        .mapToObj(i -> placement.place("s" + i))
                        .collect(Collectors.toList());

        assertThat(subtasks).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    void aChoiceStays() {
        int first = placement.place("a");
        placement.place("b");

        assertThat(placement.place("a")).isEqualTo(first);
    }

    @Test
    void restoredSplitsCount() {
        placement.assigned(List.of("a", "b", "c"), 0);
        placement.assigned(List.of("d"), 1);

        assertThat(List.of(placement.place("x"), placement.place("y"))).containsExactly(2, 1);
    }

    @Test
    void aReleasedSplitMakesRoom() {
        placement.assigned(List.of("a"), 0);
        placement.assigned(List.of("b"), 1);
        placement.assigned(List.of("c"), 2);

        placement.released("b");

        assertThat(placement.place("d")).isEqualTo(1);
    }

    @Test
    void aFixedPlaceIsKept() {
        placement.placeOn("child", 2);

        assertThat(placement.place("child")).isEqualTo(2);
        assertThat(placement.place("other")).isEqualTo(0);
    }

    @Test
    void aReaderThatKnowsTheEndIsPassedOverUntilItHasFailed() {
        placement.endSignalled(0);
        placement.endSignalled(1);
        placement.endSignalled(2);
        placement.readerLost(1);

        assertThat(List.of(placement.place("a"), placement.place("b"))).containsExactly(1, 1);
    }

    @Test
    void aSplitThatNoReaderAcceptsIsAnError() {
        IntStream.range(0, 3).forEach(placement::endSignalled);

        assertThatThrownBy(() -> placement.place("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No reader accepts a: all have been told that no more splits come");
    }

    @Test
    void aLostReaderHasNothing() {
        placement.assigned(List.of("a", "b"), 1);

        placement.readerLost(1);
        placement.assigned(List.of("x"), 0);
        placement.assigned(List.of("y"), 2);

        assertThat(placement.place("a")).isEqualTo(1);
    }
}
