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
package io.github.flinkdynamodb.tools.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.File;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final CommandLine options =
            new CommandLine()
                    .option("--shards", "1,100", "2", "how many")
                    .option("--call-ms", "10", "5", "how long")
                    .option("--items", "uniform,mixed", "mixed", "which");

    @Test
    void usualValues() {
        options.parse(List.of());

        assertThat(options.isQuick()).isFalse();
        assertThat(options.numbers("--shards", 1, 100)).containsExactly(1, 100);
        assertThat(options.millis("--call-ms")).isEqualTo(Duration.ofMillis(10));
        assertThat(options.texts("--items", "uniform|mixed")).containsExactly("uniform", "mixed");
    }

    @Test
    void whatIsTypedComesBeforeWhatQuickMeans() {
        options.parse(List.of("--call-ms", "7", "--quick"));

        assertThat(options.isQuick()).isTrue();
        assertThat(options.numbers("--shards", 1, 100)).containsExactly(2);
        assertThat(options.number("--call-ms", 0, 100)).isEqualTo(7);
        assertThat(options.values()).containsEntry("--items", "mixed").hasSize(3);
    }

    @Test
    void jarsAreShownWithoutTheirFolders() {
        CommandLine peer = new CommandLine().classPath("--peer-classpath", "its jars");
        String typed = String.join(File.pathSeparator, "some/folder/a.jar", "b.jar", "classes/");
        peer.parse(List.of("--peer-classpath", typed));

        assertThat(peer.text("--peer-classpath")).isEqualTo(typed);
        assertThat(peer.values().get("--peer-classpath"))
                .isEqualTo(String.join(File.pathSeparator, "a.jar", "b.jar", "classes"));
        assertThat(peer.parse(List.of("--peer-classpath", "")).values())
                .containsEntry("--peer-classpath", "");
    }

    @Test
    void eachOptionHasALineOfHelp() {
        assertThat(options.help().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("--shards").contains("how many (1,100)"),
                        line -> assertThat(line).contains("--call-ms").contains("how long (10)"),
                        line -> assertThat(line).contains("--items").contains("which"),
                        line -> assertThat(line).contains("--quick"));
    }

    @Test
    void secondsMayHaveDigitsAfterAPoint() {
        CommandLine seconds = new CommandLine().option("--seconds", "10", "0.25", "how long");
        assertThat(seconds.seconds("--seconds")).isEqualTo(Duration.ofSeconds(10));

        seconds.parse(List.of("--quick"));

        assertThat(seconds.seconds("--seconds")).isEqualTo(Duration.ofMillis(250));
        seconds.parse(List.of("--seconds", "86400.1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seconds.seconds("--seconds"))
                .withMessage("--seconds takes 0 to 86400, not '86400.1'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--shard 1 ; Unknown option --shard",
                "--shards ; --shards needs a value",
                "--shards 0 ; --shards takes 1 to 100, not '0'",
                "--shards 1,x ; --shards takes 1 to 100, not 'x'",
                "--items odd ; --items takes uniform|mixed, not 'odd'"
            })
    void wrongOptionsAreNamed(String typed, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> {
                            options.parse(List.of(typed.split(" ")));
                            options.numbers("--shards", 1, 100);
                            options.texts("--items", "uniform|mixed");
                        })
                .withMessage(message);
    }
}
