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
 * A place in JSON text in UTF-8, and how it moves over what gives the text its structure: white
 * space, brackets, commas, and the words {@code null}, {@code true} and {@code false}. {@link
 * JsonScanner} knows of names, strings and numbers.
 */
@Internal
public abstract class JsonCursor {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    byte[] bytes;
    int end;
    int pos;
    private int start;

    /** For the subclass in this package. */
    JsonCursor() {}

    final void begin(ByteSlice json) {
        if (bytes != json.bytes()) {
            bytes = json.bytes();
        }
        start = json.offset();
        end = json.offset() + json.length();
        pos = start;
    }

    /**
     * Where the next byte lies in the array; after {@link #peek()} this is where a token begins.
     */
    public int position() {
        return pos;
    }

    /** Skips white space and returns the first byte of the next token, without consuming it. */
    public byte peek() {
        while (pos < end) {
            byte b = bytes[pos];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
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

    /** Consumes what follows a member: true for a comma, false for the end of the object. */
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

    /** Consumes what follows an element: true for a comma, false for the end of the array. */
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

    final void expect(char wanted, String what) {
        byte b = peek();
        if (b != wanted) {
            throw fail(pos, "expected " + what + " but found " + describe(b));
        }
        pos++;
    }

    /**
     * Consumes bytes if it is these that come next.
     *
     * @return false, with nothing consumed, if something else does
     */
    final boolean consume(byte[] wanted) {
        int to = pos + wanted.length;
        if (to > end || !JsonSkip.isAt(bytes, pos, wanted)) {
            return false;
        }
        pos = to;
        return true;
    }

    /** Consumes {@code null} if it comes next. */
    public boolean consumeNull() {
        if (peek() != 'n') {
            return false;
        }
        literal(NULL);
        return true;
    }

    /** Consumes {@code true} or {@code false}. */
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
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                throw fail(pos, "expected the end of the text but found " + describe(b));
            }
            pos++;
        }
    }

    /** Makes an exception about the bytes at a position of the array. */
    public DecodeException fail(int at, String problem) {
        return new DecodeException(problem + ", at byte " + (at - start) + " of " + (end - start));
    }

    /** A few bytes of the text, for a message. */
    public String excerpt(int from, int to) {
        return JsonText.excerpt(bytes, from, to);
    }

    static String describe(byte b) {
        return JsonText.describe(b);
    }
}
