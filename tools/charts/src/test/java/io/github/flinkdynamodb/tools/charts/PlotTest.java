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

import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import org.junit.jupiter.api.Test;

class PlotTest {

    private final Plot plot = new Plot("calls", "Calls & <such>").across("shards", Scale.LINEAR);

    @Test
    void onALinearAxisEqualStepsAreEquallyLong() {
        plot.point("line", 0, 0);
        plot.point("line", 25, 100);
        plot.point("line", 50, 50);

        assertThat(plot.svg()).contains("points='86.0,400.0 353.0,60.0 620.0,230.0'");
    }

    @Test
    void onALogarithmicAxisEqualFactorsAreEquallyLong() {
        plot.up("calls", Scale.LOGARITHMIC);
        plot.point("line", 0, 1);
        plot.point("line", 25, 10);
        plot.point("line", 50, 100);

        assertThat(plot.svg()).contains("points='86.0,400.0 353.0,230.0 620.0,60.0'");
    }

    @Test
    void logarithmicAxisHasNoZero() {
        plot.up("calls", Scale.LOGARITHMIC);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plot.point("line", 1, 0))
                .withMessage("line: a logarithmic axis has no place for 1.0, 0.0");
    }

    @Test
    void textsAreEscaped() {
        plot.point("a & b", 1, 1);

        assertThat(plot.svg()).contains(">Calls &amp; &lt;such></text>", ">a &amp; b</text>");
    }

    @Test
    void moreLinesThanColoursAreDashed() {
        for (int line = 0; line < 8; line++) {
            plot.point("line " + line, 1, 1);
        }
        assertThat(plot.svg()).doesNotContain("dasharray");

        plot.point("line 8", 1, 1);

        assertThat(plot.svg()).contains("stroke='#1f6fb4' stroke-width='2' stroke-dasharray='6 4'");
    }
}
