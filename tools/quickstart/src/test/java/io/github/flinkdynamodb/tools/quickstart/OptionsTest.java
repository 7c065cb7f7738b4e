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
package io.github.flinkdynamodb.tools.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void everythingHasADefault() {
        assertThat(Options.parse()).isEqualTo(new Options(200, 500, 50, 2, false, false, false));
    }

    @Test
    void optionsComeInAnyOrder() {
        assertThat(
                        Options.parse(
                                "--crash",
                                "--rate",
                                "7",
                                "--keep",
                                "--parallelism",
                                "3",
                                "--changes",
                                "9",
                                "--items",
                                "5"))
                .isEqualTo(new Options(5, 9, 7, 3, true, true, false));
    }

    @ParameterizedTest
    @CsvSource({
        "--changes, 0",
        "--items, 100001",
        "--changes, -1",
        "--changes, many",
        "--rate, 1.5",
        "--parallelism, 65",
        "--rate, 99999999999"
    })
    void numberOutOfRangeIsRefusedWithItsNameAndValue(String option, String value) {
        assertThatThrownBy(() -> Options.parse(option, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(value)
                .hasMessageContaining("from 1 to");
    }

    @Test
    void sqlGoesWithAllButTheParallelism() {
        assertThat(Options.parse("--sql", "--crash", "--keep", "--changes", "9", "--rate", "7"))
                .isEqualTo(new Options(200, 9, 7, 2, true, true, true));
        assertThatThrownBy(() -> Options.parse("--parallelism", "3", "--sql"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--parallelism")
                .hasMessageContaining("--sql");
    }

    @Test
    void numberThatIsMissingIsRefused() {
        assertThatThrownBy(() -> Options.parse("--keep", "--rate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--rate takes a number");
    }

    @Test
    void unknownOptionIsRefused() {
        assertThatThrownBy(() -> Options.parse("--speed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--speed");
    }
}
