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
package io.github.flinkdynamodb.streams.codec.item;

import io.github.flinkdynamodb.streams.codec.json.Decimal;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * What the tokens of an index say: reads their values from the item's text. Belongs to one thread.
 */
@Internal
public final class ItemText {

    private final JsonReader reader = new JsonReader();
    private int unreadableValues;

    ItemText() {}

    void begin(ByteSlice item) {
        reader.begin(item);
    }

    JsonReader reader() {
        return reader;
    }

    /**
     * Consumes an attribute value, or other JSON in its place, which is an error for whoever wants
     * the value, and for nobody else.
     *
     * @param from reads this item, or the text around it
     * @param token becomes the value, or unreadable
     * @return whether there was a value, written as it usually is
     * @throws DecodeException if the end of what is there can't be found
     */
    boolean readValue(JsonReader from, AttributeToken token) {
        int begin = from.position();
        try {
            return AttributeScanner.readValue(from, token);
        } catch (DecodeException e) {
            // Found again, and reported, by requireReadable().
            unreadableValues++;
            AttributeScanner.skipUnreadable(from, begin, token);
            return false;
        }
    }

    /** How many values couldn't be read since this was created. */
    int unreadableValues() {
        return unreadableValues;
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
     * Creates an exception about the bytes at a position of the array.
     *
     * @param at the position
     * @param problem what is wrong there
     * @return the exception, whose message names the place within the item
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
     * Checks that there is an attribute value.
     *
     * @param token a value that was found
     * @throws DecodeException if the token is {@link AttributeToken#isUnreadable unreadable}; the
     *     message says why
     */
    public void requireReadable(AttributeToken token) {
        if (token.isUnreadable()) {
            nestedValue(token);
            throw fail(token.begin(), "expected an attribute value");
        }
    }

    /**
     * Checks the content of a number.
     *
     * @param token of type N
     * @throws DecodeException if it isn't a decimal number
     */
    public void requireNumber(AttributeToken token) {
        if (!token.isEscaped()) {
            requireNumber(token, bytes(), token.from(), token.to());
        } else {
            byte[] unescaped = utf8(token);
            requireNumber(token, unescaped, 0, unescaped.length);
        }
    }

    private void requireNumber(AttributeToken token, byte[] text, int from, int to) {
        if (!Decimal.isDecimal(text, from, to)) {
            String found = JsonStrings.excerpt(text, from, to);
            throw fail(token.from(), "expected a decimal number but found " + found);
        }
    }

    /**
     * Checks a string that has no escapes.
     *
     * @param token of type S
     * @throws DecodeException if it isn't UTF-8
     */
    public void requireUtf8(AttributeToken token) {
        JsonStrings.requireUtf8(reader, token);
    }

    /**
     * The text of a string or number.
     *
     * @param token of type S, N or B
     * @return the text, without escapes
     */
    public String text(AttributeToken token) {
        return reader.text(token);
    }

    /**
     * The bytes of a string or number that has escapes.
     *
     * @param token of type S, N or B
     * @return a copy of its text in UTF-8, without escapes
     * @throws DecodeException if half of a surrogate pair is among them
     */
    public byte[] utf8(AttributeToken token) {
        return JsonStrings.utf8(reader, token);
    }

    /**
     * Decodes a value of type B.
     *
     * @param token of type B
     * @return its bytes
     */
    public byte[] binary(AttributeToken token) {
        reader.seek(token.from() - 1);
        return ItemDecoder.INSTANCE.decodeBinary(reader);
    }

    /**
     * Decodes a value.
     *
     * @param token an attribute value, or an element of a set
     * @return the value, with all that is in it
     */
    public AttributeValue value(AttributeToken token) {
        switch (token.type()) {
            case S:
                return AttributeValue.ofS(text(token));
            case N:
                requireNumber(token);
                return AttributeValue.ofN(text(token));
            case B:
                return AttributeValue.ofB(binary(token));
            default:
                return nestedValue(token);
        }
    }

    private AttributeValue nestedValue(AttributeToken token) {
        reader.seek(token.begin());
        return ItemDecoder.INSTANCE.decodeValue(reader);
    }

    /**
     * Finds the elements of a set, and sorts them: numbers from the least on, others by their
     * bytes.
     *
     * @param set of type SS, NS or BS
     * @return the tokens of the elements, of type S, N or B
     */
    public List<AttributeToken> sortedSet(AttributeToken set) {
        return SortedElements.ofSet(this, set);
    }

    /**
     * Finds the entries of a map, and sorts them by their names.
     *
     * @param map of type M
     * @return the entries
     */
    public SortedEntries sortedMap(AttributeToken map) {
        return SortedElements.ofMap(this, map);
    }
}
