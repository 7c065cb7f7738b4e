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

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the enumerator tells readers of the items that are left of a table, in four segments. */
@OnEachFlink
class EnumeratorItemsLeftTest {

    private static final int ITEMS = 20_000;

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void readTheTable() {
        harness.readItems(4);
        for (int i = 0; i < ITEMS; i++) {
            harness.service.putItem("orders", "k" + i, i);
        }
    }

    private List<String> told() {
        return harness.context.actions.stream()
                .filter(action -> action.startsWith("ItemsLeft"))
                .collect(Collectors.toList());
    }

    @Test
    void eachReaderIsToldItsPartAsSegmentsAreReadAndThatNothingIsLeft() {
        harness.start(1, 0);

        harness.endSegments(0, 0);
        harness.endSegments(0, 1, 2, 3);

        assertThat(told())
                .containsExactly(
                        "ItemsLeft(20000) -> 0",
                        "ItemsLeft(15000) -> 0",
                        "ItemsLeft(10000) -> 0",
                        "ItemsLeft(5000) -> 0",
                        "ItemsLeft(0) -> 0");
    }

    @Test
    void readersShareThemEqually() {
        harness.start(2, 0, 1);

        assertThat(told()).containsExactly("ItemsLeft(10000) -> 0", "ItemsLeft(10000) -> 1");
    }

    @Test
    void afterARestoreItIsWhatIsLeftThen() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.restore(1, state, 0);

        assertThat(told()).containsExactly("ItemsLeft(10000) -> 0");
    }
}
