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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;

/** Reads how attribute values begin: the brace, and the name of the type. */
final class AttributeTypes {

    private static final AttributeType[] TYPES = AttributeType.values();

    private static final NameTable NAMES =
            NameTable.of(Arrays.stream(TYPES).map(AttributeType::name).toArray(String[]::new));

    /** The shortest value of all, which is longer than all types with what is around them. */
    private static final int SHORTEST_VALUE = "{\"S\":\"\"}".length();

    private AttributeTypes() {}

    /**
     * Consumes the name of a type and the colon.
     *
     * @param at the place that an exception names
     */
    static AttributeType readName(JsonReader reader, int at) {
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

    /** Returns whether this text stands there. */
    static boolean isAt(byte[] bytes, int at, int end, String ascii) {
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
}
