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

import org.apache.flink.annotation.Internal;

/**
 * Where something lies in a text, and what is known of it: what {@link JsonReader} finds. It is
 * filled again and again, and is valid as long as its reader reads the same text.
 */
@Internal
public class JsonToken {

    int from;
    int to;
    boolean escaped;
    boolean ascii;

    /** Creates a token that lies nowhere yet. */
    public JsonToken() {}

    /**
     * Where the content begins: that of a string without its quotes.
     *
     * @return the position in the array
     */
    public final int from() {
        return from;
    }

    /**
     * Where the content ends.
     *
     * @return the position in the array
     */
    public final int to() {
        return to;
    }

    /** Returns whether the content is a string with escapes. */
    public final boolean isEscaped() {
        return escaped;
    }

    /** Returns whether the content is a string of ASCII bytes only, as it stands. */
    public final boolean isAscii() {
        return ascii;
    }

    /**
     * Puts the token around something that isn't a string.
     *
     * @param begin the position of its first byte
     * @param end the position after its last byte
     */
    public final void set(int begin, int end) {
        from = begin;
        to = end;
    }

    /**
     * Puts the token around a string without escapes.
     *
     * @param begin the position of its first byte
     * @param end what {@link JsonStrings#plainEnd} returns
     */
    public final void setPlain(int begin, int end) {
        from = begin;
        to = end >= 0 ? end : ~end;
        ascii = end >= 0;
        escaped = false;
    }
}
