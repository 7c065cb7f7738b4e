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
package io.github.flinkdynamodb.streams.codec;

import java.nio.charset.StandardCharsets;

/** The content of JSON strings: escapes and UTF-8, and how bytes appear in messages. */
final class JsonText {

    private static final int EXCERPT_BYTES = 40;
    private static final int HEX_DIGITS = 4;

    private JsonText() {}

    /**
     * Resolves the escapes of a string. A surrogate that an escape spells stands as it is, also
     * without its partner.
     *
     * @param scanner the owner of the bytes, which makes the exceptions
     * @param bytes the text
     * @param from the first byte of the string's content
     * @param to the end of the string's content, where its closing quote is
     * @return the text meant
     */
    static String unescape(JsonScanner scanner, byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int p = from;
        while (p < to) {
            int run = p;
            while (p < to && bytes[p] != '\\') {
                p++;
            }
            text.append(scanner.plainText(run, p, false));
            if (p < to) {
                text.append(escaped(scanner, bytes, p, to));
                p += bytes[p + 1] == 'u' ? 2 + HEX_DIGITS : 2;
            }
        }
        return text.toString();
    }

    private static char escaped(JsonScanner scanner, byte[] bytes, int backslash, int to) {
        byte b = bytes[backslash + 1];
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
                return unicode(scanner, bytes, backslash, to);
            default:
                throw scanner.fail(backslash, "no escape begins with " + describe(b));
        }
    }

    private static char unicode(JsonScanner scanner, byte[] bytes, int backslash, int to) {
        int first = backslash + 2;
        int value = 0;
        for (int p = first; p < first + HEX_DIGITS; p++) {
            int digit = p < to && bytes[p] > 0 ? Character.digit((char) bytes[p], 16) : -1;
            if (digit < 0) {
                throw scanner.fail(backslash, "expected four hexadecimal digits after \\u");
            }
            value = value * 16 + digit;
        }
        return (char) value;
    }

    /** Says whether half of a surrogate pair is in a text, which UTF-8 can't express. */
    static boolean hasHalfOfPair(String text) {
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

    /** Says whether bytes are well-formed UTF-8. */
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

    /** Names a byte in a message. */
    static String describe(byte b) {
        return b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("byte 0x%02x", b & 0xff);
    }

    /** Quotes the beginning of a text in a message. */
    static String excerpt(String text) {
        return "'" + shortened(text) + "'";
    }

    /** The beginning of a text in a message. */
    static String shortened(String text) {
        return text.length() <= EXCERPT_BYTES ? text : text.substring(0, EXCERPT_BYTES) + "...";
    }

    /** Quotes the beginning of some bytes in a message. */
    static String excerpt(byte[] bytes, int from, int to) {
        int length = Math.min(to - from, EXCERPT_BYTES);
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        return "'" + text + (length < to - from ? "...'" : "'");
    }
}
