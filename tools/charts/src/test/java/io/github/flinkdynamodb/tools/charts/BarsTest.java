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
package io.github.flinkdynamodb.tools.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.flinkdynamodb.tools.charts.Bars.Span;
import org.junit.jupiter.api.Test;

class BarsTest {

    private final Bars bars = new Bars("file", "Title", "MB/s");

    @Test
    void aBarIsAsLongAsTheMedianOfItsValues() {
        bars.bar("one", "fast", new Span(100, 100, 100));
        bars.bar("one", "slow", new Span(25, 20, 90));
        bars.bar("two", "fast", new Span(50, 50, 50));

        assertThat(bars.svg())
                .containsSubsequence(
                        "<rect x='250.0' y='67.0' width='410.0' height='9.0' fill='#1f6fb4'/>",
                        "<rect x='250.0' y='78.0' width='102.5' height='9.0' fill='#d1495b'/>",
                        "<line x1='332.0' y1='82.5' x2='619.0' y2='82.5' stroke='#222'/>",
                        "<rect x='250.0' y='101.0' width='205.0' height='9.0' fill='#1f6fb4'/>");
    }

    @Test
    void aPictureWithoutBarsIsEmpty() {
        assertThat(bars.isEmpty()).isTrue();

        bars.bar("one", "fast", new Span(0, 0, 0));

        assertThat(bars.isEmpty()).isFalse();
    }

    @Test
    void aBarCannotBeNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bars.bar("one", "fast", new Span(1, -1, 1)))
                .withMessage("one, fast: a bar can't be -1.0 long");
    }
}
