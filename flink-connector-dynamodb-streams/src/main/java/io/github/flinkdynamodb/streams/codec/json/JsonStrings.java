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

import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/** The content of JSON strings: escapes and UTF-8, and how bytes appear in messages. */
@Internal
public final class JsonStrings {

    /** The end of a string that isn't plain, or may not be. */
    public static final int NOT_PLAIN = Integer.MIN_VALUE;

    /** What is wrong with a text for which {@link #hasHalfOfPair(String)} is true. */
    public static final String HALF_OF_PAIR = "half of a surrogate pair is not a character";

    private static final int EXCERPT_BYTES = 40;
    private static final int HEX_DIGITS = 4;

    private JsonStrings() {}

    /**
     * Finds the end of a string without escapes.
     *
     * @param bytes the text
     * @param from the position after its opening quote
     * @param end the end of the text
     * @return the position of its closing quote, as it is if all bytes before are ASCII, else its
     *     complement; or {@link #NOT_PLAIN} if there are escapes, or the array ends soon
     */
    public static int plainEnd(byte[] bytes, int from, int end) {
        int lastWord = bytes.length - Long.BYTES; // what lies behind the text may be looked at
        long seen = 0;
        long hit = 0;
        int p = from;
        while (hit == 0 && p <= lastWord) {
            long word = JsonBytes.word(bytes, p);
            hit = JsonBytes.special(word);
            int plain = hit == 0 ? Long.BYTES : Long.numberOfTrailingZeros(hit) >>> 3;
            seen |= plain == Long.BYTES ? word : word & (1L << plain * Byte.SIZE) - 1;
            p += plain;
        }
        if (hit == 0 || p >= end || bytes[p] != '"') {
            return NOT_PLAIN;
        }
        return JsonBytes.isAscii(seen) ? p : ~p;
    }

    /**
     * Finds the end of a string with escapes, or near the end of the array.
     *
     * @param reader stands at the first byte of the string's content
     * @param token becomes the string
     */
    static void find(JsonReader reader, JsonToken token) {
        byte[] bytes = reader.bytes();
        int from = reader.position();
        int end = reader.end();
        token.escaped = false;
        int p = JsonBytes.plainEnd(bytes, from, end);
        while (p < end && bytes[p] == '\\') {
            token.escaped = true;
            p = JsonBytes.plainEnd(bytes, p + 2, end);
        }
        requireQuote(reader, p);
        token.set(from, p);
        token.ascii = JsonBytes.isAscii(bytes, from, p);
    }

    /** Checks that a string ends where its plain characters do. */
    private static void requireQuote(JsonReader reader, int at) {
        if (at >= reader.end()) {
            throw reader.fail(reader.end(), "the text ends within a string");
        }
        byte b = reader.bytes()[at];
        if (b != '"') {
            throw reader.fail(at, "a string must not contain " + describe(b) + " unescaped");
        }
    }

    /** Text without escapes. */
    static String plain(JsonReader reader, int from, int to, boolean ascii) {
        byte[] bytes = reader.bytes();
        if (ascii) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(reader, from, to);
        }
        return text;
    }

    private static void requireUtf8(JsonReader reader, int from, int to) {
        if (!isUtf8(reader.bytes(), from, to)) {
            throw reader.fail(from, "expected UTF-8 but found other bytes");
        }
    }

    /**
     * Checks a string that has no escapes.
     *
     * @param reader the owner of the bytes
     * @param token the string
     * @throws DecodeException if it isn't UTF-8
     */
    public static void requireUtf8(JsonReader reader, JsonToken token) {
        if (!token.ascii) {
            requireUtf8(reader, token.from, token.to);
        }
    }

    /**
     * The bytes of a string that has escapes.
     *
     * @param reader the owner of the bytes
     * @param token the string
     * @return a copy of its text in UTF-8, without escapes
     * @throws DecodeException if half of a surrogate pair is among them
     */
    public static byte[] utf8(JsonReader reader, JsonToken token) {
        String text = reader.text(token);
        if (hasHalfOfPair(text)) {
            throw reader.fail(token.from, HALF_OF_PAIR);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Resolves the escapes of a string. A surrogate that an escape spells stands as it is, also
     * without its partner.
     *
     * @param reader the owner of the bytes, which creates the exceptions
     * @param token the string
     * @return the text meant
     */
    static String unescape(JsonReader reader, JsonToken token) {
        byte[] bytes = reader.bytes();
        int to = token.to;
        StringBuilder text = new StringBuilder(to - token.from);
        int p = token.from;
        while (p < to) {
            int run = p;
            while (p < to && bytes[p] != '\\') {
                p++;
            }
            text.append(plain(reader, run, p, false));
            if (p < to) {
                text.append(escaped(reader, p, to));
                p += bytes[p + 1] == 'u' ? 2 + HEX_DIGITS : 2;
            }
        }
        return text.toString();
    }

    private static char escaped(JsonReader reader, int backslash, int to) {
        byte b = reader.bytes()[backslash + 1];
        switch (b) {
            case '"':
            case '\\':
            case '/':
                return (char) b;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return unicode(reader, backslash, to);
            default:
                throw reader.fail(backslash, "no escape begins with " + describe(b));
        }
    }

    private static char unicode(JsonReader reader, int backslash, int to) {
        byte[] bytes = reader.bytes();
        int first = backslash + 2;
        int value = 0;
        for (int p = first; p < first + HEX_DIGITS; p++) {
            int digit = p < to && bytes[p] > 0 ? Character.digit((char) bytes[p], 16) : -1;
            if (digit < 0) {
                throw reader.fail(backslash, "expected four hexadecimal digits after \\u");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    /**
     * Returns whether half of a surrogate pair is in a text, which UTF-8 can't express.
     *
     * @param text the text
     * @return true if a surrogate has no partner
     */
    public static boolean hasHalfOfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = text.codePointAt(i) != text.charAt(i);
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Returns whether bytes are well-formed UTF-8. */
    static boolean isUtf8(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            int length = bytes[p] >= 0 ? 1 : sequenceLength(bytes, p, to);
            if (length == 0) {
                return false;
            }
            p += length;
        }
        return true;
    }

    /** The length of a character of more than one byte; 0 if it isn't one. */
    private static int sequenceLength(byte[] bytes, int from, int to) {
        int lead = bytes[from] & 0xff;
        int length = lead >= 0xc2 && lead < 0xe0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : 4;
        if (lead < 0xc2 || lead > 0xf4 || from + length > to) {
            return 0;
        }
        int second = bytes[from + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        boolean valid = second >= least && second <= most;
        for (int p = from + 2; p < from + length; p++) {
            valid &= (bytes[p] & 0xc0) == 0x80;
        }
        return valid ? length : 0;
    }

    /**
     * Names a byte in a message.
     *
     * @param b the byte
     * @return the character in quotes, or the byte in hexadecimal
     */
    public static String describe(byte b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }

    /**
     * Quotes the beginning of a text in a message.
     *
     * @param text the text
     * @return its first characters in quotes
     */
    public static String excerpt(String text) {
        return "'" + shortened(text) + "'";
    }

    /**
     * The beginning of a text in a message.
     *
     * @param text the text
     * @return its first characters
     */
    public static String shortened(String text) {
        return text.length() <= EXCERPT_BYTES ? text : text.substring(0, EXCERPT_BYTES) + "...";
    }

    /**
     * Quotes the beginning of some bytes in a message.
     *
     * @param bytes holds them
     * @param from the position of the first one
     * @param to the position after the last one
     * @return the text in quotes, shortened if it is long
     */
    public static String excerpt(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, EXCERPT_BYTES);
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return "'" + text + (length < to - from ? "...'" : "'");
    }
}
