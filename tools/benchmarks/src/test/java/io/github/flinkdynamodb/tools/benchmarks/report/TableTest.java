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

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Table table =
            new Table(
                    new PrintStream(bytes, true, StandardCharsets.UTF_8),
                    "Calls",
                    List.of("reader    ", "calls", "times"));

    @Test
    void rowsArePrintedAsTheyCome() {
        table.row("fixed", 12_000, new Quantiles(2, 1, 3.5));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "",
                        "Calls",
                        "  reader         calls     times",
                        "  fixed         12,000  2 (1 to 3.50)");
        assertThat(table.columns()).containsExactly("reader", "calls", "times");
    }

    @Test
    void rowOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.row("fixed", 1))
                .withMessage("2 cells for 3 columns of Calls");
        assertThat(table.rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0;0",
                "5;5",
                "0.0123;0.0123",
                "0.5;0.50",
                "12.34;12.3",
                "-12.34;-12.3",
                "1234.4;1,234"
            })
    void numbersHaveAboutThreeDigits(double number, String text) {
        assertThat(Table.text(number)).isEqualTo(text);
    }
}
