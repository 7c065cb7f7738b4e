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

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import org.apache.flink.annotation.Internal;

/**
 * Finds the values of an image without making objects of them: for a reader that knows which
 * attributes it wants, and makes something else of their bytes. Strings and numbers are checked
 * when they are found, except for their escapes and their UTF-8; maps and lists when they are
 * entered, at the latest when the token's {@link ValueToken.ContentReader} is asked.
 *
 * <p>{@link MemberReader} reads the members of an image with it.
 *
 * <p>Belongs to one thread.
 */
@Internal
public final class ValueScanner extends TypeScanner {

    private final NameCache nameCache = new NameCache();
    private final ValueToken name = new ValueToken();

    /** Creates a scanner that has nothing to read yet. */
    public ValueScanner() {}

    /**
     * Begins an image.
     *
     * @param image an item in DynamoDB's JSON form; not copied
     */
    public void read(ByteSlice image) {
        begin(image);
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
     * Goes to another place, such as the begin of a map that was found.
     *
     * @param position in the array
     */
    public void seek(int position) {
        pos = position;
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param names the names that the caller wants
     * @return the name's index among them, or -1 if it is another
     */
    int readName(MemberNames names) {
        readName(name);
        return name.escaped ? names.indexOf(text(name)) : names.indexOf(bytes, name.from, name.to);
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param token becomes the name, of type S
     */
    public void readName(ValueToken token) {
        token.setType(AttributeType.S);
        readString(token, "a member's name");
        expect(':', "':'");
    }

    /**
     * Consumes an element of a set.
     *
     * @param type of the element: S, N or B
     * @param token becomes the element
     */
    public void readElement(AttributeType type, ValueToken token) {
        token.setType(type);
        readString(token, "a string");
        if (type == AttributeType.N) {
            requireNumber(token);
        }
    }

    private void readString(ValueToken token, String what) {
        expect('"', what);
        token.begin = pos - 1;
        scanString(token);
    }

    /**
     * Consumes an attribute value: an object with one member, whose name is the type.
     *
     * @param token becomes the value
     * @return whether it was written as it usually is, without white space around the type
     */
    public boolean readValue(ValueToken token) {
        int begin = pos;
        AttributeType type = readUsualBegin();
        if (type != null && readRest(type, token)) {
            token.begin = begin;
            return true;
        }
        pos = begin;
        readOddValue(token);
        return false;
    }

    /** Consumes the brace after a value's content, if it is right there. */
    private boolean endsValue() {
        return pos < end && bytes[pos++] == '}';
    }

    /**
     * Consumes the content of a value, and the brace after it.
     *
     * @param token becomes the value, except for where it begins
     * @return false if something else comes there
     */
    boolean readRest(AttributeType type, ValueToken token) {
        return readContent(type, token) && endsValue();
    }

    /** Consumes the content of a type; returns false if there is the content of another. */
    private boolean readContent(AttributeType type, ValueToken token) {
        if (pos >= end) {
            return false;
        }
        token.setType(type);
        byte b = bytes[pos];
        switch (type) {
            case S:
            case N:
            case B:
                if (b != '"') {
                    return false;
                }
                pos++;
                scanString(token);
                return true;
            case BOOL:
            case NULL:
                token.from = pos;
                pos += matches(pos, "true") ? 4 : matches(pos, "false") ? 5 : 0;
                token.to = pos;
                return token.to > token.from;
            default:
                if (b != (type == AttributeType.M ? '{' : '[')) {
                    return false;
                }
                token.from = pos;
                if (!token.readContent(type, this)) {
                    skipValue();
                }
                token.to = pos;
                return true;
        }
    }

    /** Consumes white space, types that are there twice, members that are null: the rare things. */
    private void readOddValue(ValueToken token) {
        peek();
        token.begin = pos;
        token.from = pos;
        AttributeType found = null;
        if (!beginObject()) {
            found = AttributeType.M;
            token.to = pos;
        } else {
            do {
                found = readOddMember(token, found);
            } while (hasNextMember());
        }
        if (found == null) {
            throw fail(token.begin, "expected an attribute value but found null");
        }
        token.setType(found);
    }

    private AttributeType readOddMember(ValueToken token, AttributeType found) {
        int at = pos;
        AttributeType type = AttributeReader.readType(this, at);
        if (consumeNull()) {
            return found;
        }
        if (found != null && found != type) {
            throw fail(at, "expected one type but found " + found + ", " + type);
        }
        byte b = peek();
        if (!readContent(type, token)) {
            throw fail(
                    pos, "expected a value of type " + type + " but found " + JsonText.describe(b));
        }
        return type;
    }

    /**
     * Checks the content of a number, which {@link #readValue} doesn't look at.
     *
     * @param token of type N
     * @throws DecodeException if it isn't a decimal number
     */
    public void requireNumber(ValueToken token) {
        if (!token.escaped) {
            requireNumber(token, bytes, token.from, token.to);
        } else {
            byte[] unescaped = utf8(token);
            requireNumber(token, unescaped, 0, unescaped.length);
        }
    }

    private void requireNumber(ValueToken token, byte[] text, int from, int to) {
        if (!NumberText.isDecimal(text, from, to)) {
            String found = JsonText.excerpt(text, from, to);
            throw fail(token.from, "expected a decimal number but found " + found);
        }
    }

    /**
     * The text of a string or number.
     *
     * @param token of type S, N or B
     * @return the text, without escapes
     */
    public String text(ValueToken token) {
        return token.escaped
                ? JsonText.unescape(this, bytes, token.from, token.to)
                : plainText(token.from, token.to, token.ascii);
    }

    /**
     * The bytes of a string or number, where it has escapes.
     *
     * @param token of type S, N or B
     * @return a copy of its text in UTF-8, without escapes
     * @throws DecodeException if half of a surrogate pair is among them
     */
    public byte[] utf8(ValueToken token) {
        String text = text(token);
        if (JsonText.hasHalfOfPair(text)) {
            throw fail(token.from, "half of a surrogate pair is no character");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks a string that has no escapes.
     *
     * @param token of type S
     * @throws DecodeException if it isn't UTF-8
     */
    public void requireUtf8(ValueToken token) {
        if (!token.ascii && !JsonText.isUtf8(bytes, token.from, token.to)) {
            throw fail(token.from, "expected UTF-8 but found other bytes");
        }
    }

    /**
     * Decodes a value. The entries of maps and the elements of sets are sorted.
     *
     * @param token an attribute value, or an element of a set
     * @return the value, with all that is in it
     */
    public AttributeValue sortedValue(ValueToken token) {
        switch (token.type()) {
            case S:
                return AttributeValue.ofS(text(token));
            case N:
                requireNumber(token);
                return AttributeValue.ofN(text(token));
            case B:
                return AttributeValue.ofB(binary(token));
            default:
                return SortedValues.of(nestedValue(token));
        }
    }

    private AttributeValue nestedValue(ValueToken token) {
        int continueAt = pos;
        pos = token.begin;
        AttributeValue value = new AttributeReader(this, nameCache).readValue(1);
        pos = continueAt;
        return value;
    }

    /**
     * Decodes an item. The entries of maps and the elements of sets are sorted.
     *
     * @param item in DynamoDB's JSON form
     * @return a value of type M
     */
    public static AttributeValue sortedItem(ByteSlice item) {
        return SortedValues.ofEntries(new ImageDecoder().decode(item));
    }

    /**
     * Writes a value in plain JSON, sorted, as {@link ChangeRecordJson#plain} writes those within
     * an image.
     *
     * @param token an attribute value
     * @return the text in UTF-8
     */
    public byte[] plainJson(ValueToken token) {
        JsonWriter writer = new JsonWriter();
        new PlainJson(writer).write(sortedValue(token));
        return writer.toBytes();
    }

    /**
     * Decodes a value of type B.
     *
     * @param token of type B
     * @return its bytes
     */
    public byte[] binary(ValueToken token) {
        int continueAt = pos;
        pos = token.from - 1;
        byte[] value = new AttributeReader(this, nameCache).readBinary();
        pos = continueAt;
        return value;
    }
}
