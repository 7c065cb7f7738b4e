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
package io.github.flinkdynamodb.streams.codec.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.flink.annotation.Internal;

/**
 * Bytes of JSON text, looked at eight at a time: compared, searched for quotes and brackets, and
 * hashed.
 */
@Internal
public final class JsonBytes {

    /** What is returned where the text ends too early. */
    static final int NO_END = -1;

    private static final int NONE = -1;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    /** Braces are brackets with this bit set. */
    private static final long OPENING = ONES * '{';

    private static final long CLOSING = ONES * '}';

    private JsonBytes() {}

    /**
     * Finds the end of an object or array.
     *
     * @param bytes the text
     * @param from where its opening bracket is
     * @param end the end of the text
     * @return the position after the bracket that balances the opening one, which may be of the
     *     other kind; or {@link #NO_END}
     */
    static int containerEnd(byte[] bytes, int from, int end) {
        int depth = 0;
        long within = 0;
        int p = from;
        while (p < end) {
            if (p <= end - Long.BYTES) {
                long word = (long) LONG.get(bytes, p);
                if (zeros(word ^ BACKSLASHES) == 0) {
                    long strings = strings(word, within);
                    long closing = zeros((word | SPACES) ^ CLOSING) & ~strings;
                    long opening = zeros((word | SPACES) ^ OPENING) & ~strings;
                    int closed = Long.bitCount(closing);
                    int last = closed < Math.max(depth, 1) ? NONE : last(opening, closing, depth);
                    if (last != NONE) {
                        return p + last + 1;
                    }
                    depth += Long.bitCount(opening) - closed;
                    within = strings >> Long.SIZE - 1;
                    p += Long.BYTES;
                    continue;
                }
            }
            int stop = Math.min(end, p + Long.BYTES);
            while (p < stop) {
                byte b = bytes[p++];
                if (within != 0) {
                    within = b == '"' ? 0 : within;
                    p += b == '\\' ? 1 : 0;
                } else if (b == '"') {
                    within = -1;
                } else if (b == '{' || b == '[') {
                    depth++;
                } else if ((b == '}' || b == ']') && --depth == 0) {
                    return p;
                }
            }
        }
        return NO_END;
    }

    /** Which of eight bytes closes the outermost bracket, or {@link #NONE}. */
    private static int last(long opening, long closing, int depthBefore) {
        int depth = depthBefore;
        for (long left = opening | closing; left != 0; left &= left - 1) {
            if ((opening & left & -left) != 0) {
                depth++;
            } else if (--depth == 0) {
                return Long.numberOfTrailingZeros(left) >>> 3;
            }
        }
        return NONE;
    }

    /** Of eight bytes without escapes those within strings; the opening quote counts. */
    private static long strings(long word, long within) {
        long strings = zeros(word ^ QUOTES);
        strings ^= strings << Byte.SIZE;
        strings ^= strings << 2 * Byte.SIZE;
        strings ^= strings << 4 * Byte.SIZE;
        return strings ^ within & HIGH_BITS;
    }

    /** The highest bit of each byte that is 0, exactly. */
    private static long zeros(long word) {
        return ~((word & ~HIGH_BITS) + ~HIGH_BITS | word | ~HIGH_BITS);
    }

    /**
     * Finds the end of a string.
     *
     * @param bytes the text
     * @param from the position after its opening quote
     * @param end the end of the text
     * @return the position after its closing quote; or {@link #NO_END}
     */
    static int stringEnd(byte[] bytes, int from, int end) {
        int p = plainEnd(bytes, from, end);
        while (p < end) {
            byte b = bytes[p++];
            if (b == '"') {
                return p;
            }
            p = plainEnd(bytes, b == '\\' ? p + 1 : p, end);
        }
        return NO_END;
    }

    /**
     * Finds the end of characters that stand for themselves in a string.
     *
     * @param bytes the text
     * @param from where to begin
     * @param end the end of the text
     * @return the position of a quote, a backslash or a control character; at least {@code end} if
     *     there is none
     */
    static int plainEnd(byte[] bytes, int from, int end) {
        int p = from;
        while (p <= end - Long.BYTES) {
            long word = (long) LONG.get(bytes, p);
            long hit = special(word);
            if (hit != 0) {
                return p + (Long.numberOfTrailingZeros(hit) >>> 3);
            }
            p += Long.BYTES;
        }
        while (p < end && bytes[p] != '"' && bytes[p] != '\\' && (bytes[p] & 0xe0) != 0) {
            p++;
        }
        return p;
    }

    /** The lowest bit that is set lies in the first byte that is special; those above may lie. */
    static long special(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return (quote - ONES & ~quote | backslash - ONES & ~backslash | word - SPACES & ~word)
                & HIGH_BITS;
    }

    /**
     * Reads eight bytes.
     *
     * @param bytes holds them
     * @param from where they begin
     * @return the bytes, the first one lowest
     */
    public static long word(byte[] bytes, int from) {
        return (long) LONG.get(bytes, from);
    }

    /**
     * Returns whether some bytes are there.
     *
     * @param bytes the text
     * @param from where they are to be; as many bytes follow
     * @param wanted the bytes
     */
    public static boolean isAt(byte[] bytes, int from, byte[] wanted) {
        int length = wanted.length;
        int i = 0;
        while (i <= length - Long.BYTES) {
            if ((long) LONG.get(bytes, from + i) != (long) LONG.get(wanted, i)) {
                return false;
            }
            i += Long.BYTES;
        }
        if (i < length && length > Long.BYTES) {
            i = length - Long.BYTES;
            return (long) LONG.get(bytes, from + i) == (long) LONG.get(wanted, i);
        }
        while (i < length && bytes[from + i] == wanted[i]) {
            i++;
        }
        return i == length;
    }

    /** Returns whether none of eight bytes is beyond ASCII. */
    static boolean isAscii(long word) {
        return (word & HIGH_BITS) == 0;
    }

    /** Returns whether all bytes are ASCII. */
    static boolean isAscii(byte[] bytes, int from, int to) {
        int p = from;
        long seen = 0;
        while (p <= to - Long.BYTES) {
            seen |= (long) LONG.get(bytes, p);
            p += Long.BYTES;
        }
        while (p < to) {
            seen |= bytes[p++] < 0 ? HIGH_BITS : 0;
        }
        return (seen & HIGH_BITS) == 0;
    }

    /**
     * The first eight bytes of a name; of a shorter one, those it has.
     *
     * @return the bytes, the first one lowest
     */
    static long head(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= Long.BYTES) {
            return (long) LONG.get(bytes, from);
        }
        if (bytes.length - from >= Long.BYTES) {
            return (long) LONG.get(bytes, from) & (1L << length * Byte.SIZE) - 1;
        }
        long head = 0;
        for (int p = to - 1; p >= from; p--) {
            head = head << Byte.SIZE | bytes[p] & 0xff;
        }
        return head;
    }

    /** The last eight bytes of a name; of a shorter one, the same as the head. */
    static long tail(byte[] bytes, int to, int length, long head) {
        return length <= Long.BYTES ? head : (long) LONG.get(bytes, to - Long.BYTES);
    }

    /**
     * Mixes bits, for a hash table.
     *
     * @param word what is looked up
     * @return its hash, of which the highest bits are the best
     */
    public static long hash(long word) {
        return word * MIX;
    }

    /** The hash of a name. */
    static long hash(long head, long tail, int length) {
        return hash(head * 31 + tail + length);
    }
}
