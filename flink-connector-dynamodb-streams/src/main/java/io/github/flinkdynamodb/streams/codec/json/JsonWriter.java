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
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.apache.flink.annotation.Internal;

/**
 * Writes JSON text in UTF-8, without white space. Commas are set by the writer; that members have
 * names and brackets match is the caller's part. Not thread-safe.
 */
@Internal
public final class JsonWriter {

    private static final int INITIAL_CAPACITY = 512;
    private static final int LONGEST_ESCAPE = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;
    private boolean commaNext;

    /**
     * Begins an object.
     *
     * @return this
     */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /**
     * Ends an object.
     *
     * @return this
     */
    public JsonWriter endObject() {
        return end('}');
    }

    /**
     * Begins an array.
     *
     * @return this
     */
    public JsonWriter beginArray() {
        return begin('[');
    }

    /**
     * Ends an array.
     *
     * @return this
     */
    public JsonWriter endArray() {
        return end(']');
    }

    private JsonWriter begin(char bracket) {
        separate();
        append(bracket);
        commaNext = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        append(bracket);
        commaNext = true;
        return this;
    }

    /**
     * Writes the name of a member, whose value must follow.
     *
     * @param name the name, not null
     * @return this
     */
    public JsonWriter name(String name) {
        string(name);
        append(':');
        commaNext = false;
        return this;
    }

    /**
     * Writes a string. A surrogate without its partner, which UTF-8 can't express, is escaped.
     *
     * @param text the text, not null
     * @return this
     */
    public JsonWriter string(String text) {
        separate();
        append('"');
        int i = 0;
        while (i < text.length()) {
            i = plain(text, i);
            if (i < text.length()) {
                i += special(text, i);
            }
        }
        append('"');
        return this;
    }

    /** Writes the characters from an index on that stand for themselves; returns their end. */
    private int plain(String text, int from) {
        int length = text.length();
        ensure(length - from);
        byte[] target = bytes;
        int at = size - from;
        int i = from;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                break;
            }
            target[at + i] = (byte) c;
        }
        size = at + i;
        return i;
    }

    /** Writes a character that isn't a plain one; returns how many it took in. */
    private int special(String text, int index) {
        char c = text.charAt(index);
        ensure(LONGEST_ESCAPE);
        if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            bytes[size++] = (byte) (0xc0 | c >> 6);
            bytes[size++] = (byte) (0x80 | c & 0x3f);
        } else if (!Character.isSurrogate(c)) {
            bytes[size++] = (byte) (0xe0 | c >> 12);
            bytes[size++] = (byte) (0x80 | c >> 6 & 0x3f);
            bytes[size++] = (byte) (0x80 | c & 0x3f);
        } else if (text.codePointAt(index) != c) {
            supplementary(text.codePointAt(index));
            return 2;
        } else {
            hexEscape(c);
        }
        return 1;
    }

    private void supplementary(int codePoint) {
        bytes[size++] = (byte) (0xf0 | codePoint >> 18);
        bytes[size++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
        bytes[size++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        bytes[size++] = (byte) (0x80 | codePoint & 0x3f);
    }

    private void escape(char c) {
        int letter = "\b\t\n\f\r\"\\".indexOf(c);
        if (letter < 0) {
            hexEscape(c);
        } else {
            bytes[size++] = '\\';
            bytes[size++] = (byte) "btnfr\"\\".charAt(letter);
        }
    }

    private void hexEscape(char c) {
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[c >> shift & 0xf];
        }
    }

    /**
     * Writes bytes as a string in base64.
     *
     * @param value the bytes, maybe none
     * @return this
     */
    public JsonWriter base64(byte[] value) {
        separate();
        append('"');
        appendAll(Base64.getEncoder().encode(value));
        append('"');
        return this;
    }

    /**
     * Writes a number.
     *
     * @param value the number
     * @return this
     */
    public JsonWriter number(long value) {
        return raw(Long.toString(value));
    }

    /**
     * Writes a number with all its digits.
     *
     * @param decimal its decimal text; one that JSON doesn't allow, such as {@code +.5}, is written
     *     as one that it does, with the same digits
     * @return this
     * @throws IllegalArgumentException if the text isn't a decimal number
     */
    public JsonWriter number(String decimal) {
        byte[] text = decimal.getBytes(StandardCharsets.UTF_8);
        if (!JsonNumbers.isNumber(text, 0, text.length)) {
            return raw(JsonNumbers.toJson(decimal));
        }
        separate();
        appendAll(text);
        return this;
    }

    /**
     * Writes a time as a number of seconds since 1970, with up to nine digits after the point.
     *
     * @param time the time
     * @return this
     */
    public JsonWriter seconds(Instant time) {
        return raw(JsonNumbers.ofInstant(time));
    }

    /**
     * Writes {@code true} or {@code false}.
     *
     * @param value which of them
     * @return this
     */
    public JsonWriter bool(boolean value) {
        return raw(Boolean.toString(value));
    }

    /**
     * Writes {@code null}.
     *
     * @return this
     */
    public JsonWriter nullValue() {
        return raw("null");
    }

    /**
     * Writes a value that is JSON already, as it is.
     *
     * @param json the text of one value in UTF-8
     * @return this
     */
    public JsonWriter json(ByteSlice json) {
        separate();
        append(json.bytes(), json.offset(), json.length());
        return this;
    }

    private JsonWriter raw(String ascii) {
        separate();
        appendAll(ascii.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /**
     * The text written so far.
     *
     * @return a copy of its bytes
     */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The text written so far. */
    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }

    private void separate() {
        if (commaNext) {
            append(',');
        }
        commaNext = true;
    }

    private void append(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
    }

    private void appendAll(byte[] text) {
        append(text, 0, text.length);
    }

    private void append(byte[] text, int from, int length) {
        ensure(length);
        System.arraycopy(text, from, bytes, size, length);
        size += length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
