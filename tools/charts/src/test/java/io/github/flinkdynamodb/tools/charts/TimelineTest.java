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

import io.github.flinkdynamodb.tools.charts.Timeline.Curve;
import io.github.flinkdynamodb.tools.charts.Timeline.Point;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private static final Curve SPEED =
            new Curve("#123456", List.of(new Point(0, 0), new Point(50, 10), new Point(100, 20)));

    private final Timeline timeline = new Timeline("file", "Title", "seed 7");

    @Test
    void curvesRunFromTheStartAtTheLeftToTheLastTimeAtTheRight() {
        timeline.panel("speed", SPEED);

        assertThat(timeline.svg())
                .contains("points='250.0,326.0 865.0,211.0 1480.0,96.0' fill='none'")
                .contains("stroke='#123456'");
    }

    @Test
    void bandsGoThroughAllPanelsAndLieBelowTheCurves() {
        timeline.panel("speed", SPEED);
        timeline.panel("lag", SPEED);
        timeline.band(50, 100, "#abcdef");

        assertThat(timeline.svg())
                .containsSubsequence(
                        "<rect x='865.0' y='96.0' width='615.0' height='230.0' fill='#abcdef'",
                        "<rect x='865.0' y='372.0' width='615.0' height='230.0' fill='#abcdef'",
                        "<polyline");
    }

    @Test
    void eachKindOfEventHasARowWithItsNumberAndADotForEach() {
        timeline.panel("speed", SPEED);
        timeline.events("faults", "#ff0000", Map.of("throttled", List.of(0.0, 50.0)));

        assertThat(timeline.svg())
                .containsSubsequence(
                        ">faults</text>",
                        ">throttled  2</text>",
                        "<circle cx='250.0' cy='398.0' r='2.6' fill='#ff0000'/>",
                        "<circle cx='865.0' cy='398.0' r='2.6' fill='#ff0000'/>");
    }

    @Test
    void whatIsLaterThanTheLastPointIsDrawnAtTheRight() {
        timeline.panel("speed", SPEED);
        timeline.events("faults", "#ff0000", Map.of("late", List.of(120.0)));

        assertThat(timeline.svg()).contains("<circle cx='1480.0'");
    }

    @Test
    void aPictureWithoutPanelsIsEmpty() {
        assertThat(timeline.isEmpty()).isTrue();

        timeline.panel("speed", SPEED);

        assertThat(timeline.isEmpty()).isFalse();
    }
}
