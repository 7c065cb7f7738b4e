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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * Reads JSON text in UTF-8 from front to back, for a caller that knows what to expect: each method
 * consumes one token, after any white space, or throws {@link DecodeException}. It creates no
 * objects but the strings that are asked for.
 *
 * <p>A value that is read is checked strictly; of one that is skipped only the quotes and the
 * balance of brackets, which tell where it ends.
 *
 * <pre>{@code
 * if (reader.beginObject()) {
 *     do {
 *         switch (reader.readName(NAMES)) { ... each branch reads or skips the value ... }
 *     } while (reader.hasNextMember());
 * }
 * }</pre>
 *
 * <p>Belongs to one thread.
 */
@Internal
public final class JsonReader {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    /** The name or string that was read last, unless the caller has a token of its own. */
    private final JsonToken last = new JsonToken();

    private byte[] bytes;
    private int start;
    private int end;
    private int pos;

    /** Creates a reader that has nothing to read yet. */
    public JsonReader() {}

    /**
     * Creates a reader that stands before the first token.
     *
     * @param json the text; not copied
     */
    public JsonReader(ByteSlice json) {
        begin(json);
    }

    /**
     * Begins a text.
     *
     * @param json the text; not copied
     */
    public void begin(ByteSlice json) {
        if (bytes != json.bytes()) {
            bytes = json.bytes();
        }
        start = json.offset();
        end = json.offset() + json.length();
        pos = start;
    }

    /**
     * The array that all positions are in.
     *
     * @return the array itself, which must not be changed
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Where the next byte lies in the array; after {@link #peek()} this is where a token begins.
     *
     * @return the position
     */
    public int position() {
        return pos;
    }

    /**
     * Where the text ends in the array.
     *
     * @return the position after its last byte
     */
    public int end() {
        return end;
    }

    /**
     * Goes to another place, such as the begin of an object that was found.
     *
     * @param position in the array
     */
    public void seek(int position) {
        pos = position;
    }

    /**
     * Skips white space and looks at the next token, without consuming it.
     *
     * @return its first byte
     */
    public byte peek() {
        while (pos < end) {
            byte b = bytes[pos];
            if (!isSpace(b)) {
                return b;
            }
            pos++;
        }
        throw fail(pos, "the text ends too early");
    }

    /**
     * Consumes the brace that opens an object, and the one that closes it if the object is empty.
     *
     * @return true if a member follows
     */
    public boolean beginObject() {
        return begin('{', '}', "an object");
    }

    /**
     * Consumes what follows a member.
     *
     * @return true for a comma, false for the end of the object
     */
    public boolean hasNextMember() {
        return hasNext('}');
    }

    /**
     * Consumes the bracket that opens an array, and the one that closes it if the array is empty.
     *
     * @return true if an element follows
     */
    public boolean beginArray() {
        return begin('[', ']', "an array");
    }

    /**
     * Consumes what follows an element.
     *
     * @return true for a comma, false for the end of the array
     */
    public boolean hasNextElement() {
        return hasNext(']');
    }

    private boolean begin(char open, char close, String what) {
        expect(open, what);
        if (peek() == close) {
            pos++;
            return false;
        }
        return true;
    }

    private boolean hasNext(char close) {
        if (pos < end && bytes[pos] == ',') {
            pos++;
            return true;
        }
        byte b = peek();
        if (b != ',' && b != close) {
            throw fail(pos, "expected ',' or '" + close + "' but found " + describe(b));
        }
        pos++;
        return b == ',';
    }

    private void expect(char wanted, String what) {
        byte b = peek();
        if (b != wanted) {
            throw fail(pos, "expected " + what + " but found " + describe(b));
        }
        pos++;
    }

    /**
     * Consumes bytes if it is these that come next.
     *
     * @param wanted the bytes
     * @return false, with nothing consumed, if something else does
     */
    public boolean consume(byte[] wanted) {
        int to = pos + wanted.length;
        if (to > end || !JsonBytes.isAt(bytes, pos, wanted)) {
            return false;
        }
        pos = to;
        return true;
    }

    /**
     * Consumes {@code null} if it comes next.
     *
     * @return false, with nothing but white space consumed, if something else does
     */
    public boolean consumeNull() {
        if (peek() != 'n') {
            return false;
        }
        literal(NULL);
        return true;
    }

    /**
     * Consumes {@code true} or {@code false}.
     *
     * @return which of them
     */
    public boolean readBoolean() {
        byte b = peek();
        if (b != 't' && b != 'f') {
            throw fail(pos, "expected true or false but found " + describe(b));
        }
        literal(b == 't' ? TRUE : FALSE);
        return b == 't';
    }

    private void literal(byte[] wanted) {
        if (!consume(wanted)) {
            throw fail(pos, "expected " + new String(wanted, StandardCharsets.US_ASCII));
        }
    }

    /** Checks that nothing but white space is left. */
    public void expectEnd() {
        while (pos < end) {
            byte b = bytes[pos];
            if (!isSpace(b)) {
                throw fail(pos, "expected the end of the text but found " + describe(b));
            }
            pos++;
        }
    }

    private static boolean isSpace(byte b) {
        return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param names the names that the caller knows
     * @return the index of the name among them, or -1 if it is another
     */
    public int readName(NameTable names) {
        readName(last);
        return last.escaped ? names.indexOf(text(last)) : names.indexOf(bytes, last.from, last.to);
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param cache saves creating the same name again and again
     * @return the name
     */
    public String readName(NameCache cache) {
        readName(last);
        return last.ascii && !last.escaped ? cache.get(bytes, last.from, last.to) : text(last);
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param token becomes the name
     */
    public void readName(JsonToken token) {
        expect('"', "a member's name");
        readContent(token);
        expect(':', "':'");
    }

    /**
     * The name that {@link #readName(NameTable)} consumed, if nothing was read since.
     *
     * @return the name, without escapes
     */
    public String lastName() {
        return text(last);
    }

    /**
     * Consumes a string.
     *
     * @return its text, without escapes
     */
    public String readString() {
        readString(last);
        return text(last);
    }

    /**
     * Consumes a string. Its escapes and its UTF-8 are checked when its text is asked for.
     *
     * @return the string, until the next name or string is read
     */
    public JsonToken readStringToken() {
        readString(last);
        return last;
    }

    /**
     * Consumes a string. Its escapes and its UTF-8 are checked when its text is asked for.
     *
     * @param token becomes the string
     */
    public void readString(JsonToken token) {
        expect('"', "a string");
        readContent(token);
    }

    /**
     * Consumes a string whose opening quote is consumed.
     *
     * @param token becomes the string
     */
    public void readContent(JsonToken token) {
        int to = JsonStrings.plainEnd(bytes, pos, end);
        if (to == JsonStrings.NOT_PLAIN) {
            JsonStrings.find(this, token);
        } else {
            token.setPlain(pos, to);
        }
        pos = token.to + 1;
    }

    /**
     * Consumes a string if it is this very one.
     *
     * @param ascii printable ASCII text without quotes and backslashes
     * @return false, with nothing but white space consumed, if something else comes next
     */
    public boolean consumeString(byte[] ascii) {
        int length = ascii.length;
        if (peek() != '"' || end - pos < length + 2 || bytes[pos + length + 1] != '"') {
            return false;
        }
        if (!JsonBytes.isAt(bytes, pos + 1, ascii)) {
            return false;
        }
        pos += length + 2;
        return true;
    }

    /**
     * The text of a string.
     *
     * @param token a string
     * @return its text, without escapes
     */
    public String text(JsonToken token) {
        return token.escaped
                ? JsonStrings.unescape(this, token)
                : JsonStrings.plain(this, token.from, token.to, token.ascii);
    }

    /**
     * Consumes a number.
     *
     * @return where it begins; it ends at {@link #position()}
     */
    public int readNumber() {
        byte b = peek();
        if (b != '-' && !JsonNumbers.isDigit(b)) {
            throw fail(pos, "expected a number but found " + describe(b));
        }
        int from = pos;
        pos = JsonNumbers.bytesEnd(bytes, from, end);
        if (!JsonNumbers.isNumber(bytes, from, pos)) {
            throw fail(from, "expected a number but found " + excerpt(from, pos));
        }
        return from;
    }

    /**
     * Consumes a number if it is this very one.
     *
     * @param wanted its text
     * @return false, with nothing consumed, if something else comes next
     */
    public boolean consumeNumber(byte[] wanted) {
        int to = pos + wanted.length;
        return to < end && !JsonNumbers.isNumberByte(bytes[to]) && consume(wanted);
    }

    /**
     * Consumes an integer of few digits.
     *
     * @return the number; -1, with nothing consumed, if something else comes next
     */
    public int readSmallNumber() {
        int to = JsonNumbers.smallEnd(bytes, pos, end);
        if (to < 0) {
            return -1;
        }
        int value = JsonNumbers.small(bytes, pos, to);
        pos = to;
        return value;
    }

    /** Consumes a value of any kind. */
    public void skipValue() {
        switch (peek()) {
            case '{':
            case '[':
                skipContainer();
                break;
            case '"':
                skipTo(JsonBytes.stringEnd(bytes, pos + 1, end), "the text ends within a string");
                break;
            case 't':
            case 'f':
                readBoolean();
                break;
            case 'n':
                consumeNull();
                break;
            default:
                readNumber();
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
        int to = JsonBytes.containerEnd(bytes, pos, end);
        skipTo(to, "the text ends within an object or array");
        if (bytes[to - 1] != close) {
            String found = describe(bytes[to - 1]);
            throw fail(to - 1, "expected '" + (char) close + "' but found " + found);
        }
    }

    private void skipTo(int to, String problem) {
        if (to == JsonBytes.NO_END) {
            throw fail(end, problem);
        }
        pos = to;
    }

    /**
     * Creates an exception about the bytes at a position of the array.
     *
     * @param at the position
     * @param problem what is wrong there
     * @return the exception, whose message names the place within the text
     */
    public DecodeException fail(int at, String problem) {
        return new DecodeException(problem + ", at byte " + (at - start) + " of " + (end - start));
    }

    /**
     * Quotes a few bytes of the text in a message.
     *
     * @param from the position of the first one
     * @param to the position after the last one
     * @return the text in quotes, shortened if it is long
     */
    public String excerpt(int from, int to) {
        return JsonStrings.excerpt(bytes, from, to);
    }

    private static String describe(byte b) {
        return JsonStrings.describe(b);
    }
}
