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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * Walks over JSON text in UTF-8, from front to back, on behalf of a reader that knows what to
 * expect: each method consumes one token, after any white space, or throws {@link DecodeException}.
 * It makes no objects but the strings that are asked for.
 *
 * <p>What is read is checked strictly. What is skipped is checked as far as its end must be found:
 * quotes and the balance of brackets.
 *
 * <pre>{@code
 * if (scanner.beginObject()) {
 *     do {
 *         switch (scanner.readName(NAMES)) { ... each branch reads or skips the value ... }
 *     } while (scanner.hasNextMember());
 * }
 * }</pre>
 */
@Internal
public class JsonScanner extends JsonCursor {

    private static final int SMALL_NUMBER_DIGITS = 8;

    /** The string that was scanned last. */
    private final ValueToken text = new ValueToken();

    /**
     * Creates a scanner that stands before the first token.
     *
     * @param json the text
     */
    public JsonScanner(ByteSlice json) {
        begin(json);
    }

    /** For a subclass that begins a text before it reads. */
    JsonScanner() {}

    /**
     * Consumes the name of a member and the colon.
     *
     * @param names the names that the caller knows
     * @return the index of the name among them, or -1 if it is another
     */
    public int readName(FieldNames names) {
        scanString("a member's name");
        int index =
                text.escaped
                        ? names.indexOf(scannedText())
                        : names.indexOf(bytes, text.from, text.to);
        expect(':', "':'");
        return index;
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param cache saves making the same name again and again
     * @return the name
     */
    public String readName(NameCache cache) {
        scanString("a member's name");
        String name =
                text.ascii && !text.escaped ? cache.get(bytes, text.from, text.to) : scannedText();
        expect(':', "':'");
        return name;
    }

    /** The name or string consumed last, as text. */
    public String scannedText() {
        return text.escaped
                ? JsonText.unescape(this, bytes, text.from, text.to)
                : plainText(text.from, text.to, text.ascii);
    }

    /** Text without escapes. */
    public String plainText(int from, int to, boolean ascii) {
        if (ascii) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0 && !JsonText.isUtf8(bytes, from, to)) {
            throw fail(from, "expected UTF-8 but found other bytes");
        }
        return text;
    }

    /** Consumes a string. */
    public String readString() {
        scanString("a string");
        return scannedText();
    }

    /** Consumes a string and gives its bytes, unescaped. */
    public ByteSlice readAsciiBytes() {
        scanString("a string");
        if (!text.escaped) {
            return new ByteSlice(bytes, text.from, text.to - text.from);
        }
        byte[] unescaped = scannedText().getBytes(StandardCharsets.UTF_8);
        return new ByteSlice(unescaped, 0, unescaped.length);
    }

    /**
     * Consumes a string if it is this very one.
     *
     * @param ascii printable ASCII text without quotes and backslashes
     * @return false, with nothing consumed, if something else comes next
     */
    boolean consumeString(byte[] ascii) {
        int length = ascii.length;
        if (peek() != '"' || end - pos < length + 2 || bytes[pos + length + 1] != '"') {
            return false;
        }
        if (!JsonSkip.isAt(bytes, pos + 1, ascii)) {
            return false;
        }
        pos += length + 2;
        return true;
    }

    /** Says whether the string consumed last may be looked for by {@link #consumeString}. */
    public boolean scannedPlainAscii() {
        return text.ascii && !text.escaped;
    }

    /** Consumes a string; returns where it is, until the next one is scanned. */
    final ValueToken scanString() {
        scanString("a string");
        return text;
    }

    private void scanString(String what) {
        expect('"', what);
        scanString(text);
    }

    /** Consumes a string whose opening quote is consumed. */
    final void scanString(ValueToken token) {
        int from = pos;
        int p = from;
        long seen = 0;
        long hit = 0;
        int lastWord = bytes.length - Long.BYTES; // what lies behind the text may be looked at
        while (hit == 0 && p <= lastWord) {
            long word = JsonSkip.word(bytes, p);
            hit = JsonSkip.special(word);
            int plain = hit == 0 ? Long.BYTES : Long.numberOfTrailingZeros(hit) >>> 3;
            seen |= plain == Long.BYTES ? word : word & (1L << plain * Byte.SIZE) - 1;
            p += plain;
        }
        token.from = from;
        if (hit != 0 && p < end && bytes[p] == '"') {
            token.escaped = false;
            token.ascii = JsonSkip.isAscii(seen);
            token.to = p;
        } else {
            scanOddString(token, from);
        }
        pos = token.to + 1;
    }

    /** Escapes, and strings near the end of the array. */
    private void scanOddString(ValueToken token, int from) {
        token.escaped = false;
        int p = JsonSkip.plain(bytes, from, end);
        while (p < end && bytes[p] == '\\') {
            token.escaped = true;
            p = JsonSkip.plain(bytes, p + 2, end);
        }
        requireQuote(p);
        token.to = p;
        token.ascii = JsonSkip.isAscii(bytes, from, p);
    }

    /** Checks that a string ends where its plain characters do. */
    private void requireQuote(int at) {
        if (at >= end) {
            throw fail(end, "the text ends within a string");
        }
        if (bytes[at] != '"') {
            throw fail(at, "a string must not contain " + describe(bytes[at]) + " unescaped");
        }
    }

    /**
     * Consumes a number.
     *
     * @return where it begins; it ends at {@link #position()}
     */
    public int skipNumber() {
        byte b = peek();
        if (b != '-' && !isDigit(b)) {
            throw fail(pos, "expected a number but found " + describe(b));
        }
        int from = pos;
        while (pos < end && isNumberByte(bytes[pos])) {
            pos++;
        }
        if (!NumberText.isJsonNumber(bytes, from, pos)) {
            throw fail(from, "expected a number but found " + excerpt(from, pos));
        }
        return from;
    }

    /**
     * Consumes a number if it is this very one.
     *
     * @return false, with nothing consumed, if something else comes next
     */
    final boolean consumeNumber(byte[] wanted) {
        int to = pos + wanted.length;
        return to < end && !isNumberByte(bytes[to]) && consume(wanted);
    }

    /**
     * Consumes an integer of few digits.
     *
     * @return the number; -1, with nothing consumed, if something else comes next
     */
    final int readSmallNumber() {
        int p = pos;
        int value = 0;
        while (p < end && p - pos < SMALL_NUMBER_DIGITS && isDigit(bytes[p])) {
            value = value * 10 + bytes[p++] - '0';
        }
        boolean leadingZero = p - pos > 1 && bytes[pos] == '0';
        if (p == pos || p == end || leadingZero || isNumberByte(bytes[p])) {
            return -1;
        }
        pos = p;
        return value;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isNumberByte(byte b) {
        return isDigit(b) || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
    }

    /** Consumes a value of any kind. */
    public void skipValue() {
        switch (peek()) {
            case '{':
            case '[':
                skipContainer();
                break;
            case '"':
                skipTo(JsonSkip.string(bytes, pos + 1, end), "the text ends within a string");
                break;
            case 't':
            case 'f':
                readBoolean();
                break;
            case 'n':
                consumeNull();
                break;
            default:
                skipNumber();
        }
    }

    /**
     * Consumes an object without looking into it.
     *
     * @return where it begins; it ends at {@link #position()}
     */
    public int skipObject() {
        byte b = peek();
        if (b != '{') {
            throw fail(pos, "expected an object but found " + describe(b));
        }
        int from = pos;
        skipContainer();
        return from;
    }

    private void skipContainer() {
        byte close = (byte) (bytes[pos] + 2); // '{' and '}', '[' and ']' lie two apart in ASCII
        int to = JsonSkip.container(bytes, pos, end);
        skipTo(to, "the text ends within an object or array");
        if (bytes[to - 1] != close) {
            String found = describe(bytes[to - 1]);
            throw fail(to - 1, "expected '" + (char) close + "' but found " + found);
        }
    }

    private void skipTo(int to, String problem) {
        if (to == JsonSkip.NO_END) {
            throw fail(end, problem);
        }
        pos = to;
    }
}
