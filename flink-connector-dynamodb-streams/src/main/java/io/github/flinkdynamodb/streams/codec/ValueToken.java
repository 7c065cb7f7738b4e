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
import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import io.github.flinkdynamodb.streams.model.AttributeType;
import org.apache.flink.annotation.Internal;

/**
 * Where a value lies in an image, and what its type is: what {@link ValueScanner} finds. It is
 * filled again and again, and means something as long as its scanner reads the same image.
 */
@Internal
public final class ValueToken extends JsonToken {

    private static final int NONE = -1;
    private static final int UNREADABLE = -2;

    private static final AttributeType[] TYPES = AttributeType.values();

    /** The ordinal of the type, not the type: a reference costs more to store. */
    private int type = NONE;

    /** Reads what is inside; null for nobody. */
    private ContentReader contentReader;

    private boolean contentRead;

    int begin;

    /** Reads what is inside a map or list at once when it is found, so that it is read once. */
    public interface ContentReader {

        /**
         * Consumes the content of a value, which it remembers for later.
         *
         * @param type of the value: M or L
         * @param scanner stands at the opening bracket
         * @return false, with nothing consumed, if it isn't the type for this reader
         * @throws DecodeException if the content isn't that of such a value
         */
        boolean readContent(AttributeType type, ValueScanner scanner);
    }

    /** Creates a token of a value that isn't there. */
    public ValueToken() {}

    /** Makes this the token of a value that isn't there. */
    public void clear() {
        type = NONE;
    }

    /** Makes this the token of JSON that isn't an attribute value, and begins there. */
    void setUnreadable(int at) {
        type = UNREADABLE;
        contentRead = false;
        begin = at;
    }

    void setType(AttributeType found) {
        type = found.ordinal();
        contentRead = false;
    }

    /**
     * Lets what is inside be read when the value is found. The first reader that is named stays.
     *
     * @param reader is told of each map or list that the token becomes
     */
    public void letContentBeReadBy(ContentReader reader) {
        if (contentReader == null) {
            contentReader = reader;
        }
    }

    /**
     * Says whether a reader has read what is inside the value.
     *
     * @param reader maybe one that was never named
     * @return true if what it remembers is of this value
     */
    public boolean isContentReadBy(ContentReader reader) {
        return contentRead && contentReader == reader;
    }

    /** Lets the content be read; returns false, with nothing consumed, if nobody does. */
    boolean readContent(AttributeType found, ValueScanner scanner) {
        contentRead = contentReader != null && contentReader.readContent(found, scanner);
        return contentRead;
    }

    /**
     * The value's type. An element of a set has the type S, N or B.
     *
     * @return the type; null if there is no value, or one that can't be read
     */
    public AttributeType type() {
        return type < 0 ? null : TYPES[type];
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
        return from() == begin && type == AttributeType.M.ordinal();
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
}
