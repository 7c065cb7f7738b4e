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

import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import io.github.flinkdynamodb.streams.model.AttributeType;
import org.apache.flink.annotation.Internal;

/**
 * Where an attribute value lies in an item's text, and what its type is. It is filled again and
 * again, and is valid as long as its index is of the same item.
 */
@Internal
public final class AttributeToken extends JsonToken {

    private static final int NONE = -1;
    private static final int UNREADABLE = -2;
    private static final int NULL = AttributeType.NULL.ordinal();

    private static final AttributeType[] TYPES = AttributeType.values();

    /** What is wanted of a map; null if it is the map as a whole. */
    final EntryIndex entries;

    /** What is wanted of a list; null if it is the list as a whole. */
    final ElementIndex elements;

    /** The ordinal of the type, not the type: a reference costs more to store. */
    private int type = NONE;

    private int begin;

    /** Creates a token of a value that is wanted as a whole. */
    AttributeToken() {
        this(null, null);
    }

    AttributeToken(EntryIndex entries, ElementIndex elements) {
        this.entries = entries;
        this.elements = elements;
    }

    /** Makes this the token of a value that isn't there. */
    void clear() {
        type = NONE;
        if (entries != null) {
            entries.clear();
        }
    }

    /** Makes this the token of JSON that isn't an attribute value, and begins there. */
    void setUnreadable(int at) {
        clear();
        type = UNREADABLE;
        begin = at;
    }

    /** Makes this the token of a value, with nothing found inside it yet. */
    void setType(AttributeType found) {
        type = found.ordinal();
        if (entries != null) {
            entries.clear();
        }
    }

    /** Makes this the token of a string or number without escapes. */
    void setPlain(AttributeType found, int valueBegin, int from, int end) {
        setType(found);
        begin = valueBegin;
        setPlain(from, end);
    }

    void setBegin(int position) {
        begin = position;
    }

    /**
     * The value's type. An element of a set has the type S, N or B.
     *
     * @return the type; null if there is no value, or one that can't be read
     */
    public AttributeType type() {
        return type < 0 ? null : TYPES[type];
    }

    /** Returns whether there is a value, of another type than NULL. */
    public boolean isPresent() {
        return type >= 0 && type != NULL;
    }

    /**
     * Returns whether there is JSON that isn't an attribute value.
     *
     * @return true if so; only {@link #begin()} is set then
     */
    public boolean isUnreadable() {
        return type == UNREADABLE;
    }

    /**
     * Returns whether the value is an object without a member. DynamoDB Local 3 writes empty maps
     * and empty lists like that in images, without their type.
     *
     * @return true if so; the type is M
     */
    public boolean isUntyped() {
        return type == AttributeType.M.ordinal() && from() == begin;
    }

    /** Returns whether the attribute is missing, or of type NULL. */
    public boolean isNull() {
        return type == NONE || type == NULL;
    }

    /**
     * Where the value begins, its type included.
     *
     * @return the position in the array
     */
    public int begin() {
        return begin;
    }
}
