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

import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static final String CLEAR = "\r\u001B[2K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void plainOutputHasNoControlCharacters() {
        Screen screen = screen(false, 10);

        screen.status("status, and longer than ten");
        screen.line("bad", Style.BAD);
        screen.shortLine("Zoë in Kraków", Style.GOOD);
        screen.end("end");

        assertThat(lines()).isEqualTo("status, and longer than ten\nbad\nZoë in Kraków\nend\n");
    }

    @Test
    void statusOfATerminalGivesWayToALine() {
        Screen screen = screen(true, 80);

        screen.status("one");
        screen.line("line");
        screen.status("two");

        assertThat(lines().replaceAll("\u001B\\[[01]m", "")).isEqualTo("one" + CLEAR + "line\ntwo");
    }

    @Test
    void statusIsNeverWiderThanTheTerminal() {
        Screen screen = screen(true, 10);

        screen.status("0123456789abc");

        assertThat(lines()).contains("012345678").doesNotContain("9");
    }

    @Test
    void nothingIsShownAfterTheEnd() {
        Screen screen = screen(true, 80);

        screen.end("end");
        screen.line("late");
        screen.status("late");

        assertThat(lines()).isEqualTo("end\n");
    }

    private Screen screen(boolean terminal, int columns) {
        return new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, columns);
    }

    private String lines() {
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
