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
import io.github.flinkdynamodb.streams.model.ByteSlice;

/** Reads how attribute values begin: the brace, and the name of the type. */
class TypeScanner extends JsonScanner {

    /** The shortest value of all, which is longer than all types with what is around them. */
    private static final int SHORTEST_VALUE = "{\"S\":\"\"}".length();

    /**
     * Creates a scanner that stands before the first token.
     *
     * @param json the text
     */
    TypeScanner(ByteSlice json) {
        super(json);
    }

    /** For a subclass that begins a text before it reads. */
    TypeScanner() {}

    /**
     * Consumes the begin of an attribute value, up to its content, if it is written as it usually
     * is, without white space.
     *
     * @return the type; null, with nothing consumed, if something else comes next
     */
    final AttributeType readUsualBegin() {
        int begin = pos;
        AttributeType type =
                end - begin >= SHORTEST_VALUE && bytes[begin] == '{' && bytes[begin + 1] == '"'
                        ? readUsualType(begin + 2)
                        : null;
        if (type == null) {
            pos = begin;
        }
        return type;
    }

    /** Consumes a type that stands right there; returns null if there is something else. */
    private AttributeType readUsualType(int at) {
        byte second = bytes[at + 1];
        AttributeType type = null;
        int length = 3;
        if (second == '"') {
            type = bytes[at + 2] == ':' ? scalarOrContainer(bytes[at]) : null;
        } else if (second == 'S') {
            type = bytes[at + 2] == '"' && bytes[at + 3] == ':' ? set(bytes[at]) : null;
            length = 4;
        } else {
            type = matches(at, "BOOL\":") ? AttributeType.BOOL : null;
            type = type == null && matches(at, "NULL\":") ? AttributeType.NULL : type;
            length = 6;
        }
        pos = at + length;
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

    /** Says whether this text stands there. */
    final boolean matches(int at, String ascii) {
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
