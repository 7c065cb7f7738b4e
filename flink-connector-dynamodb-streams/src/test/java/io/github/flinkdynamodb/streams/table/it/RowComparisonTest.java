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
package io.github.flinkdynamodb.streams.table.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowComparisonTest {

    private static final List<String> ROWS =
            List.of(RowText.row("a", 1), RowText.row("b", 2), RowText.row("c", 3));

    @Test
    void sameRowsInAnotherOrderAreRight() {
        RowComparison comparison =
                RowComparison.of(ROWS, List.of(ROWS.get(2), ROWS.get(0), ROWS.get(1)), 1);

        assertThat(comparison.isRight()).isTrue();
        assertThat(comparison.share()).isEqualTo(1.0);
        assertThat(comparison).hasToString("rows checked=3 lost=0 wrong=0 extra=0");
    }

    @Test
    void oneThatIsMissingIsLostOneThatDiffersWrongAndOneThatIsTooManyExtra() {
        List<String> rows = List.of(ROWS.get(0), RowText.row("b", 7), RowText.row("d", 4));

        RowComparison comparison = RowComparison.of(ROWS, rows, 1);

        assertThat(comparison).hasToString("rows checked=3 lost=1 wrong=1 extra=1");
        assertThat(comparison.isRight()).isFalse();
        assertThat(comparison.share()).isEqualTo(0.25);
        assertThat(comparison.examples())
                .isEqualTo("lost [[c | 3]], wrong [[b | 2] is [b | 7]], extra [[d | 4]]");
    }

    @Test
    void aRowThatIsThereTwiceIsExtraAndOneThatIsThereOnceOfTwiceIsLost() {
        List<String> twice = List.of(ROWS.get(0), ROWS.get(0));

        assertThat(RowComparison.of(List.of(ROWS.get(0)), twice, 1))
                .hasToString("rows checked=1 lost=0 wrong=0 extra=1");
        assertThat(RowComparison.of(twice, List.of(ROWS.get(0)), 1))
                .hasToString("rows checked=2 lost=1 wrong=0 extra=0");
    }
}
