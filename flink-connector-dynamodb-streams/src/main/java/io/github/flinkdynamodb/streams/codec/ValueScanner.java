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

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonNumbers;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.codec.json.NameCache;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
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
public final class ValueScanner {

    private final JsonReader reader = new JsonReader();
    private final NameCache nameCache = new NameCache();
    private int unreadableValues;

    /** Creates a scanner that has nothing to read yet. */
    public ValueScanner() {}

    /**
     * Begins an image.
     *
     * @param image an item in DynamoDB's JSON form; not copied
     */
    public void read(ByteSlice image) {
        reader.begin(image);
    }

    /** What walks over the text. */
    JsonReader reader() {
        return reader;
    }

    /**
     * The array that all positions are in.
     *
     * @return the array itself, which must not be changed
     */
    public byte[] bytes() {
        return reader.bytes();
    }

    /**
     * Where the next byte lies in the array.
     *
     * @return the position
     */
    public int position() {
        return reader.position();
    }

    /** Skips white space. */
    public void peek() {
        reader.peek();
    }

    /**
     * Consumes the brace that opens an object, and the one that closes it if the object is empty.
     *
     * @return true if a member follows
     */
    public boolean beginObject() {
        return reader.beginObject();
    }

    /**
     * Consumes what follows a member.
     *
     * @return true for a comma, false for the end of the object
     */
    public boolean hasNextMember() {
        return reader.hasNextMember();
    }

    /**
     * Consumes the bracket that opens an array, and the one that closes it if the array is empty.
     *
     * @return true if an element follows
     */
    public boolean beginArray() {
        return reader.beginArray();
    }

    /**
     * Consumes what follows an element.
     *
     * @return true for a comma, false for the end of the array
     */
    public boolean hasNextElement() {
        return reader.hasNextElement();
    }

    /** Consumes a value of any kind. */
    public void skipValue() {
        reader.skipValue();
    }

    /** Checks that nothing but white space is left. */
    public void expectEnd() {
        reader.expectEnd();
    }

    /**
     * Creates an exception about the bytes at a position of the array.
     *
     * @param at the position
     * @param problem what is wrong there
     * @return the exception, whose message names the place within the text
     */
    public DecodeException fail(int at, String problem) {
        return reader.fail(at, problem);
    }

    /**
     * Quotes a few bytes of the text in a message.
     *
     * @param from the position of the first one
     * @param to the position after the last one
     * @return the text in quotes, shortened if it is long
     */
    public String excerpt(int from, int to) {
        return reader.excerpt(from, to);
    }

    /**
     * Goes to another place, such as the begin of a map that was found.
     *
     * @param position in the array
     */
    public void seek(int position) {
        reader.seek(position);
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param names the names that the caller wants
     * @return the name's index among them, or -1 if it is another
     */
    int readName(NameTable names) {
        return reader.readName(names);
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @param token becomes the name, of type S
     */
    public void readName(ValueToken token) {
        token.setType(AttributeType.S);
        reader.peek();
        token.begin = reader.position();
        reader.readName(token);
    }

    /**
     * Consumes an element of a set.
     *
     * @param type of the element: S, N or B
     * @param token becomes the element
     */
    public void readElement(AttributeType type, ValueToken token) {
        token.setType(type);
        reader.peek();
        token.begin = reader.position();
        reader.readString(token);
        if (type == AttributeType.N) {
            requireNumber(token);
        }
    }

    /**
     * Consumes an attribute value: an object with one member, whose name is the type.
     *
     * @param token becomes the value
     * @return whether it was written as it usually is, without white space around the type
     */
    public boolean readValue(ValueToken token) {
        int begin = reader.position();
        AttributeType type = AttributeTypes.readUsualBegin(reader);
        if (type != null && readRest(type, token)) {
            token.begin = begin;
            return true;
        }
        reader.seek(begin);
        readOddValue(token);
        return false;
    }

    /**
     * Consumes an attribute value, or other JSON in its place, which is an error for whoever wants
     * the value, and for nobody else.
     *
     * @param token becomes the value, or is {@link ValueToken#isUnreadable unreadable}
     * @return whether there was a value, written as it usually is
     * @throws DecodeException if the end of what is there can't be found
     */
    public boolean readValueOrSkip(ValueToken token) {
        int begin = reader.position();
        try {
            return readValue(token);
        } catch (DecodeException e) {
            // Found again, and reported, by requireReadable().
            unreadableValues++;
            reader.seek(begin);
            reader.peek();
            token.setUnreadable(reader.position());
            reader.skipValue();
            return false;
        }
    }

    /**
     * The number of values that couldn't be read.
     *
     * @return how many {@link #readValueOrSkip} has skipped since this scanner was created
     */
    public int unreadableValues() {
        return unreadableValues;
    }

    /**
     * Checks that there is an attribute value.
     *
     * @param token a value that was found
     * @throws DecodeException if the token is {@link ValueToken#isUnreadable unreadable}; the
     *     message says why
     */
    public void requireReadable(ValueToken token) {
        if (token.isUnreadable()) {
            nestedValue(token);
            throw fail(token.begin, "expected an attribute value");
        }
    }

    /** Consumes the brace after a value's content, if it is right there. */
    private boolean endsValue() {
        int at = reader.position();
        if (at >= reader.end() || reader.bytes()[at] != '}') {
            return false;
        }
        reader.seek(at + 1);
        return true;
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
        int at = reader.position();
        if (at >= reader.end()) {
            return false;
        }
        token.setType(type);
        byte b = reader.bytes()[at];
        switch (type) {
            case S:
            case N:
            case B:
                if (b != '"') {
                    return false;
                }
                reader.seek(at + 1);
                reader.readContent(token);
                return true;
            case BOOL:
            case NULL:
                return readLiteral(at, token);
            default:
                if (b != (type == AttributeType.M ? '{' : '[')) {
                    return false;
                }
                if (!token.readContent(type, this)) {
                    reader.skipValue();
                }
                token.set(at, reader.position());
                return true;
        }
    }

    private boolean readLiteral(int at, ValueToken token) {
        byte[] bytes = reader.bytes();
        int end = reader.end();
        int length =
                AttributeTypes.isAt(bytes, at, end, "true")
                        ? 4
                        : AttributeTypes.isAt(bytes, at, end, "false") ? 5 : 0;
        token.set(at, at + length);
        reader.seek(at + length);
        return length > 0;
    }

    /** Consumes white space, types that are there twice, members that are null: the rare things. */
    private void readOddValue(ValueToken token) {
        reader.peek();
        token.begin = reader.position();
        AttributeType found = null;
        if (!reader.beginObject()) {
            found = AttributeType.M;
            token.set(token.begin, reader.position());
        } else {
            do {
                found = readOddMember(token, found);
            } while (reader.hasNextMember());
        }
        if (found == null) {
            throw reader.fail(token.begin, "expected an attribute value but found null");
        }
        token.setType(found);
    }

    private AttributeType readOddMember(ValueToken token, AttributeType found) {
        int at = reader.position();
        AttributeType type = AttributeTypes.readName(reader, at);
        if (reader.consumeNull()) {
            return found;
        }
        if (found != null && found != type) {
            throw reader.fail(at, "expected one type but found " + found + ", " + type);
        }
        byte b = reader.peek();
        if (!readContent(type, token)) {
            throw reader.fail(
                    reader.position(),
                    "expected a value of type " + type + " but found " + JsonStrings.describe(b));
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
        if (!token.isEscaped()) {
            requireNumber(token, reader.bytes(), token.from(), token.to());
        } else {
            byte[] unescaped = utf8(token);
            requireNumber(token, unescaped, 0, unescaped.length);
        }
    }

    private void requireNumber(ValueToken token, byte[] text, int from, int to) {
        if (!JsonNumbers.isDecimal(text, from, to)) {
            String found = JsonStrings.excerpt(text, from, to);
            throw reader.fail(token.from(), "expected a decimal number but found " + found);
        }
    }

    /**
     * The text of a string or number.
     *
     * @param token of type S, N or B
     * @return the text, without escapes
     */
    public String text(ValueToken token) {
        return reader.text(token);
    }

    /**
     * The bytes of a string or number, where it has escapes.
     *
     * @param token of type S, N or B
     * @return a copy of its text in UTF-8, without escapes
     * @throws DecodeException if half of a surrogate pair is among them
     */
    public byte[] utf8(ValueToken token) {
        return JsonStrings.utf8(reader, token);
    }

    /**
     * Checks a string that has no escapes.
     *
     * @param token of type S
     * @throws DecodeException if it isn't UTF-8
     */
    public void requireUtf8(ValueToken token) {
        JsonStrings.requireUtf8(reader, token);
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
        int continueAt = reader.position();
        reader.seek(token.begin);
        AttributeValue value = new AttributeReader(reader, nameCache).readValue(1);
        reader.seek(continueAt);
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
        int continueAt = reader.position();
        reader.seek(token.from() - 1);
        byte[] value = new AttributeReader(reader, nameCache).readBinary();
        reader.seek(continueAt);
        return value;
    }
}
