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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * Remembers attribute names, which are the same from image to image. A name replaces the one that
 * was in its place. Threads may share one: they exchange nothing but names, which are immutable and
 * so safe to publish by a race.
 */
@Internal
public final class NameCache {

    private static final int PLACES = 256;
    private static final int MAX_LENGTH = 64;

    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    /** A name, with its first eight bytes and its last eight. */
    private static final class Name {
        private final String text;
        private final byte[] bytes;
        private final long head;
        private final long tail;

        Name(byte[] bytes, long head, long tail) {
            this.text = new String(bytes, StandardCharsets.ISO_8859_1);
            this.bytes = bytes;
            this.head = head;
            this.tail = tail;
        }

        private boolean isAt(byte[] other, int from, int to) {
            int length = to - from;
            return bytes.length == length
                    && (length <= 2 * Long.BYTES
                            || Arrays.equals(bytes, 0, length, other, from, to));
        }
    }

    private Name[] names;

    /**
     * Returns a name as a string.
     *
     * @param bytes holds the name, which is ASCII
     * @param from its first byte
     * @param to its end
     */
    public String get(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > MAX_LENGTH) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        Name[] places = names;
        if (places == null) {
            places = new Name[PLACES];
            names = places;
        }
        long head = JsonBytes.head(bytes, from, to);
        long tail = JsonBytes.tail(bytes, to, length, head);
        int place = (int) (JsonBytes.hash(head, tail, length) >>> SHIFT);
        Name name = places[place];
        if (name == null || name.head != head || name.tail != tail || !name.isAt(bytes, from, to)) {
            name = new Name(Arrays.copyOfRange(bytes, from, to), head, tail);
            places[place] = name;
        }
        return name.text;
    }
}
