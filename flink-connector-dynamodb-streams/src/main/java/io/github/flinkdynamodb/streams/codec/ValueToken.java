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

/**
 * Where a value lies in an image, and what its type is: what {@link ValueScanner} finds. It is
 * filled again and again, and means something as long as its scanner reads the same image.
 */
public final class ValueToken {

    private static final int NONE = -1;

    private static final AttributeType[] TYPES = AttributeType.values();

    /** The ordinal of the type, not the type: a reference costs more to store. */
    private int type = NONE;

    int begin;
    int from;
    int to;
    boolean escaped;
    boolean ascii;

    /** Creates a token of a value that isn't there. */
    public ValueToken() {}

    /** Makes this the token of a value that isn't there. */
    public void clear() {
        type = NONE;
    }

    void setType(AttributeType found) {
        type = found.ordinal();
    }

    /**
     * The value's type. An element of a set has the type S, N or B.
     *
     * @return the type; null if there is no value
     */
    public AttributeType type() {
        return type == NONE ? null : TYPES[type];
    }

    /**
     * Says whether there is no value, or one of type NULL.
     *
     * @return true if so
     */
    public boolean isNull() {
        return type == NONE || type == AttributeType.NULL.ordinal();
    }

    /**
     * Where the value begins, its type included.
     *
     * @return the position in the array
     */
    public int begin() {
        return begin;
    }

    /**
     * Where the content begins: that of a string without its quotes, that of a map or list with its
     * brackets.
     *
     * @return the position in the array
     */
    public int from() {
        return from;
    }

    /**
     * Where the content ends.
     *
     * @return the position in the array
     */
    public int to() {
        return to;
    }

    /**
     * Says whether the content is a string with escapes.
     *
     * @return true if so
     */
    public boolean isEscaped() {
        return escaped;
    }

    /**
     * Says whether the content is a string of ASCII bytes only, as it stands.
     *
     * @return true if so
     */
    public boolean isAscii() {
        return ascii;
    }
}
