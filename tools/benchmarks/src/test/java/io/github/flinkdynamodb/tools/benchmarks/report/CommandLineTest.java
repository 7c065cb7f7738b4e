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

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {

    private final CommandLine options = new CommandLine().option("--seconds", "10", "0.25", "");

    @Test
    void secondsMayHaveDigitsAfterAPoint() {
        assertThat(options.seconds("--seconds")).isEqualTo(Duration.ofSeconds(10));

        options.parse(List.of("--quick"));

        assertThat(options.seconds("--seconds")).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void secondsBeyondADayAreRefused() {
        options.parse(List.of("--seconds", "86400.1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.seconds("--seconds"))
                .withMessage("--seconds takes 0 to 86400, not '86400.1'");
    }
}
