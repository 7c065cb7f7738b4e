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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void optionsAndThePathComeInAnyOrder() {
        Arguments arguments =
                Arguments.parse(
                        "--check",
                        "savepoint",
                        "--aws.region",
                        "eu-west-1",
                        "--aws.credentials.provider",
                        "PROFILE",
                        "--taken-at",
                        "2026-11-30T10:00:00Z",
                        "--price-per-gb",
                        "0.12",
                        "--write-mb-per-hour",
                        "400");

        assertThat(arguments.path()).isEqualTo("savepoint");
        assertThat(arguments.isCheck()).isTrue();
        assertThat(arguments.isJson()).isFalse();
        assertThat(arguments.takenAt()).isEqualTo("2026-11-30T10:00:00Z");
        assertThat(arguments.options())
                .isEqualTo(
                        Map.of("aws.region", "eu-west-1", "aws.credentials.provider", "PROFILE"));
        assertThat(arguments.prices().perGb()).isEqualTo(0.12);
        assertThat(arguments.prices().perMillionUnits()).isEqualTo(0.125);
        assertThat(arguments.prices().writtenMbPerHour()).hasValue(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--json|The path of a savepoint or checkpoint is missing",
                "a b|There are two paths, a and b",
                "--chek a|Unknown option --chek",
                "a --verbose|Unknown option --verbose",
                "a --json --taken-at|--taken-at needs a value",
                "--aws.region --check a|--aws.region needs a value",
                "a --taken-at --json|--taken-at needs a value",
                "a --taken-at yesterday|--taken-at takes a time such as",
                "a --price-per-gb cheap|--price-per-gb takes a number, not 'cheap'",
                "a --price-per-gb -1|--price-per-gb takes a number, not '-1'",
                "a --check --aws.regoin eu-west-1|did you mean --aws.region?",
                "a --check --scan.poll.min-interval 1s|Unknown option --scan.poll.min-interval",
                "a --aws.region eu-west-1|--aws.region is used by --check alone"
            })
    void whatIsWrongIsNamed(String typed, String message) {
        assertThatThrownBy(() -> Arguments.parse(typed.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aWrongOptionEndsWithTwoAndHelpWithZero() {
        Run wrong = Run.at(NOW, "--nonsense", "x");
        assertThat(wrong.exitCode).isEqualTo(2);
        assertThat(wrong.err).contains("Unknown option --nonsense").contains("--help");

        Run help = Run.at(NOW, "--help");
        assertThat(help.exitCode).isZero();
        assertThat(help.out).startsWith("Usage: tools/inspector/run");
    }
}
