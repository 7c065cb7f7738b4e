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

import io.github.flinkdynamodb.streams.codec.json.JsonBytes;
import java.util.Arrays;

/** Where the lines of a text end, found eight bytes at a time. Grows as it is filled. */
final class Lines {

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long LINE_FEEDS = ONES * '\n';
    private static final int FEW = 64;

    private int[] ends = new int[FEW];
    private int count;

    private Lines() {}

    /**
     * Finds the ends of all lines.
     *
     * @param bytes the text; a line feed ends each line, which the last one may lack
     * @return the positions of the line feeds, and the end of a last line without one
     */
    static int[] ends(byte[] bytes) {
        Lines lines = new Lines();
        int p = 0;
        while (p <= bytes.length - Long.BYTES) {
            for (long found = lineFeeds(bytes, p); found != 0; found &= found - 1) {
                lines.add(p + (Long.numberOfTrailingZeros(found) >>> 3));
            }
            p += Long.BYTES;
        }
        for (; p < bytes.length; p++) {
            if (bytes[p] == '\n') {
                lines.add(p);
            }
        }
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            lines.add(bytes.length);
        }
        return Arrays.copyOf(lines.ends, lines.count);
    }

    private void add(int end) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = end;
    }

    /** The highest bit of each of eight bytes that is a line feed, exactly. */
    private static long lineFeeds(byte[] bytes, int from) {
        long word = JsonBytes.word(bytes, from) ^ LINE_FEEDS;
        return ~((word & ~HIGH_BITS) + ~HIGH_BITS | word | ~HIGH_BITS);
    }
}
