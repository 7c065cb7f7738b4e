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
package io.github.flinkdynamodb.streams.source.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static final int TEXTS = 2_000;
    private static final int LONGEST = 80;

    /** Bytes beside a line feed, and its bits in others: where counting by words may go wrong. */
    private static final byte[] ALPHABET = {'\n', '\n', 0x0b, 0x09, 0x00, 0x08, (byte) 0x8a, -1};

    private static byte[] text(Random random) {
        byte[] text = new byte[random.nextInt(LONGEST)];
        for (int i = 0; i < text.length; i++) {
            text[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return text;
    }

    @Test
    void aLineEndsAtEachLineFeedAndTheLastOneWithTheText() {
        Random random = new Random(1);
        for (int i = 0; i < TEXTS; i++) {
            byte[] text = text(random);
            List<Integer> expected = new ArrayList<>();
            for (int at = 0; at < text.length; at++) {
                if (text[at] == '\n' || at == text.length - 1) {
                    expected.add(text[at] == '\n' ? at : text.length);
                }
            }
            assertThat(Lines.ends(text)).containsExactly(expected.toArray(Integer[]::new));
        }
    }

    @Test
    void thereMayBeManyLines() {
        int lines = 10_000;
        byte[] text = "a\n".repeat(lines).getBytes(StandardCharsets.UTF_8);

        assertThat(Lines.ends(text)).hasSize(lines).endsWith(2 * lines - 3, 2 * lines - 1);
        assertThat(Lines.ends(new byte[0])).isEmpty();
    }
}
