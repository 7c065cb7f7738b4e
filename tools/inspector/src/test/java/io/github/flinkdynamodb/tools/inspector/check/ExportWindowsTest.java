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
package io.github.flinkdynamodb.tools.inspector.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportWindowsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.250Z");

    private static List<String> covering(Duration length) {
        return ExportWindows.covering(NOW.minus(length), NOW).stream()
                .map(window -> window.length().toString())
                .collect(Collectors.toList());
    }

    @Test
    void windowsAreOfADayAndTheLastOneOfWhatIsLeft() {
        assertThat(covering(Duration.ofHours(60))).containsExactly("PT24H", "PT24H", "PT12H");
        assertThat(covering(Duration.ofHours(24))).containsExactly("PT24H");
        assertThat(covering(Duration.ofHours(3))).containsExactly("PT3H");
    }

    @Test
    void noWindowIsShorterThanAQuarterOfAnHour() {
        assertThat(covering(Duration.ofHours(24).plusMinutes(5)))
                .containsExactly("PT23H50M", "PT15M");
        assertThat(covering(Duration.ofMinutes(2))).containsExactly("PT15M");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 15, 16, 1439, 1440, 1441, 1454, 1455, 1456, 2885, 50_000})
    void theyFollowEachOtherAndCoverAll(int minutes) {
        Instant from = NOW.minus(Duration.ofMinutes(minutes));

        List<ExportWindows.Window> windows = ExportWindows.covering(from, NOW);

        assertThat(windows.get(0).from()).isBeforeOrEqualTo(from);
        assertThat(windows.get(windows.size() - 1).to()).isEqualTo("2026-11-30T12:00:00Z");
        for (int i = 0; i < windows.size(); i++) {
            assertThat(windows.get(i).length())
                    .isBetween(Duration.ofMinutes(15), Duration.ofHours(24));
            assertThat(windows.get(i).from().getNano()).isZero();
            if (i > 0) {
                assertThat(windows.get(i).from()).isEqualTo(windows.get(i - 1).to());
            }
        }
    }

    @Test
    void theyEndWhereRecoveryEnds() {
        Instant latest = Instant.parse("2026-11-30T11:55:00Z");
        Instant from = NOW.minus(Duration.ofHours(30));

        RepairEstimate estimate =
                RepairEstimate.of(
                        from,
                        NOW,
                        RecoveryDescription.enabled(from.minusSeconds(60), latest),
                        new Prices(0.1, 0.125, null));

        assertThat(estimate.windows().get(1).to()).isEqualTo(latest);
        assertThat(estimate.isCovered()).hasValue(true);
        assertThat(estimate.dollars()).isEmpty();
    }

    @Test
    void eachExportCostsTenMegabytesAtLeast() {
        RepairEstimate estimate =
                RepairEstimate.of(
                        NOW.minus(Duration.ofHours(48)), NOW, null, new Prices(0.1, 0.125, 0.5));

        assertThat(estimate.windows()).hasSize(2);
        assertThat(estimate.isCovered()).isEmpty();
        assertThat(estimate.dollars().getAsDouble())
                .as("two times 12 MB, at 0.5 MB an hour")
                .isEqualTo(0.0024, offset(1e-12));
        assertThat(
                        RepairEstimate.of(
                                        NOW.minus(Duration.ofHours(48)),
                                        NOW,
                                        null,
                                        new Prices(0.1, 0.125, 0.1))
                                .dollars()
                                .getAsDouble())
                .isEqualTo(0.002);
    }
}
