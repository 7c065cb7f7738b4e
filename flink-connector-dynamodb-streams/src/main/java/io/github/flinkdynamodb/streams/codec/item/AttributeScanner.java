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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;

/**
 * Finds where attribute values lie: objects with one member, whose name is the type. Strings and
 * numbers are checked when they are found, except for their escapes, their UTF-8 and what a number
 * is; maps and lists when they are entered.
 */
final class AttributeScanner {

    private static final AttributeType[] TYPES = AttributeType.values();

    private static final NameTable NAMES =
            NameTable.of(Arrays.stream(TYPES).map(AttributeType::name).toArray(String[]::new));

    /** The shortest value of all, which is longer than all types with what is around them. */
    private static final int SHORTEST_VALUE = "{\"S\":\"\"}".length();

    private AttributeScanner() {}

    /**
     * Consumes the name of a type and the colon.
     *
     * @param at the place that an exception names
     */
    static AttributeType readType(JsonReader reader, int at) {
        int index = reader.readName(NAMES);
        if (index < 0) {
            throw reader.fail(
                    at,
                    "expected an attribute type of "
                            + Arrays.toString(TYPES)
                            + " but found "
                            + JsonStrings.excerpt(reader.lastName()));
        }
        return TYPES[index];
    }

    /**
     * Consumes the begin of an attribute value, up to its content, if it is written as it usually
     * is, without white space.
     *
     * @return the type; null, with nothing consumed, if something else comes next
     */
    static AttributeType readUsualBegin(JsonReader reader) {
        byte[] bytes = reader.bytes();
        int begin = reader.position();
        int end = reader.end();
        if (end - begin < SHORTEST_VALUE || bytes[begin] != '{' || bytes[begin + 1] != '"') {
            return null;
        }
        int at = begin + 2;
        byte second = bytes[at + 1];
        AttributeType type;
        int length = 3;
        if (second == '"') {
            type = bytes[at + 2] == ':' ? scalarOrContainer(bytes[at]) : null;
        } else if (second == 'S') {
            type = bytes[at + 2] == '"' && bytes[at + 3] == ':' ? set(bytes[at]) : null;
            length = 4;
        } else {
            type = isAt(bytes, at, end, "BOOL\":") ? AttributeType.BOOL : null;
            type = type == null && isAt(bytes, at, end, "NULL\":") ? AttributeType.NULL : type;
            length = 6;
        }
        if (type != null) {
            reader.seek(at + length);
        }
        return type;
    }

    private static AttributeType scalarOrContainer(byte name) {
        switch (name) {
            case 'S':
                return AttributeType.S;
            case 'N':
                return AttributeType.N;
            case 'B':
                return AttributeType.B;
            case 'M':
                return AttributeType.M;
            case 'L':
                return AttributeType.L;
            default:
                return null;
        }
    }

    private static AttributeType set(byte name) {
        return name == 'S'
                ? AttributeType.SS
                : name == 'N' ? AttributeType.NS : name == 'B' ? AttributeType.BS : null;
    }

    private static boolean isAt(byte[] bytes, int at, int end, String ascii) {
        if (end - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Consumes an attribute value.
     *
     * @param token becomes the value
     * @return whether it was written as it usually is, without white space around the type
     */
    static boolean readValue(JsonReader reader, AttributeToken token) {
        int begin = reader.position();
        AttributeType type = readUsualBegin(reader);
        if (type != null && readRest(reader, type, token)) {
            token.setBegin(begin);
            return true;
        }
        reader.seek(begin);
        readOddValue(reader, token);
        return false;
    }

    /**
     * Consumes JSON that isn't an attribute value.
     *
     * @param begin where it begins, white space before it included
     * @param token becomes unreadable
     */
    static void skipUnreadable(JsonReader reader, int begin, AttributeToken token) {
        reader.seek(begin);
        reader.peek();
        token.setUnreadable(reader.position());
        reader.skipValue();
    }

    /**
     * Consumes the content of a value, and the brace after it.
     *
     * @param token becomes the value, except for where it begins
     * @return false if something else comes there
     */
    static boolean readRest(JsonReader reader, AttributeType type, AttributeToken token) {
        return readContent(reader, type, token) && endsValue(reader);
    }

    /** Consumes the brace after a value's content, if it is right there. */
    private static boolean endsValue(JsonReader reader) {
        int at = reader.position();
        if (at >= reader.end() || reader.bytes()[at] != '}') {
            return false;
        }
        reader.seek(at + 1);
        return true;
    }

    /** Consumes the content of a type; returns false if there is the content of another. */
    private static boolean readContent(
            JsonReader reader, AttributeType type, AttributeToken token) {
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
                return readLiteral(reader, token);
            default:
                if (b != (type == AttributeType.M ? '{' : '[')) {
                    return false;
                }
                readInside(reader, type, token);
                token.set(at, reader.position());
                return true;
        }
    }

    private static boolean readLiteral(JsonReader reader, AttributeToken token) {
        byte[] bytes = reader.bytes();
        int at = reader.position();
        int end = reader.end();
        int length = isAt(bytes, at, end, "true") ? 4 : isAt(bytes, at, end, "false") ? 5 : 0;
        token.set(at, at + length);
        reader.seek(at + length);
        return length > 0;
    }

    /** Consumes a map, list or set, and finds what is wanted of it. */
    private static void readInside(JsonReader reader, AttributeType type, AttributeToken token) {
        if (type == AttributeType.M && token.entries != null) {
            token.entries.read(reader);
        } else if (type == AttributeType.L && token.elements != null) {
            token.elements.read(reader);
        } else {
            reader.skipValue();
        }
    }

    /** Consumes white space, types that are there twice, members that are null: the rare things. */
    private static void readOddValue(JsonReader reader, AttributeToken token) {
        reader.peek();
        int begin = reader.position();
        AttributeType found = null;
        if (reader.beginObject()) {
            do {
                found = readOddMember(reader, token, found);
            } while (reader.hasNextMember());
        } else {
            found = AttributeType.M;
            token.setType(found);
            token.set(begin, reader.position());
        }
        if (found == null) {
            throw reader.fail(begin, "expected an attribute value but found null");
        }
        token.setBegin(begin);
    }

    private static AttributeType readOddMember(
            JsonReader reader, AttributeToken token, AttributeType found) {
        int at = reader.position();
        AttributeType type = readType(reader, at);
        if (reader.consumeNull()) {
            return found;
        }
        if (found != null && found != type) {
            throw reader.fail(at, "expected one type but found " + found + ", " + type);
        }
        byte b = reader.peek();
        if (!readContent(reader, type, token)) {
            throw reader.fail(
                    reader.position(),
                    "expected a value of type " + type + " but found " + JsonStrings.describe(b));
        }
        return type;
    }

    /**
     * Consumes an element of a set.
     *
     * @param type of the element: S, N or B
     * @param token becomes the element
     */
    static void readElement(JsonReader reader, AttributeType type, AttributeToken token) {
        token.setType(type);
        reader.peek();
        token.setBegin(reader.position());
        reader.readString(token);
    }

    /**
     * Consumes the name of an entry of a map, and the colon.
     *
     * @param token becomes the name, of type S
     */
    static void readEntryName(JsonReader reader, AttributeToken token) {
        token.setType(AttributeType.S);
        reader.peek();
        token.setBegin(reader.position());
        reader.readName(token);
    }
}
