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

import io.github.flinkdynamodb.streams.codec.json.JsonBytes;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.Arrays;

/**
 * Remembers how entries of items begin: the text from the name to the content of the value, such as
 * <code>status":{"S":"</code>, which says the name and the type at once and is the same from item
 * to item, in whatever order the entries come. Equal text is read equally, so an entry that begins
 * in a remembered way needn't be taken apart. Belongs to one thread.
 */
final class EntryStarts {

    /** So many are remembered; items with names without end are read the long way. */
    private static final int MOST = 512;

    private static final int LONGEST = 128;
    private static final int FEWEST_PLACES = 32;

    /** How an entry begins. The shortest, of a name of one character, has eight or nine bytes. */
    static final class Start {
        private final byte[] text;
        private final long head;
        private final long middle;
        private final long tail;

        /** How long the text is. */
        final int length;

        /** Where in the text the value's brace is. */
        final int value;

        final AttributeType type;

        /** Whether the content is a string, behind whose opening quote the text ends. */
        final boolean isString;

        /** The name's index among those that are wanted, or -1. */
        final int index;

        /** How the entry began that came after such a one last; null if none has. */
        private Start next;

        Start(byte[] text, int value, AttributeToken token, int index) {
            this.text = text;
            this.length = text.length;
            this.head = JsonBytes.word(text, 0);
            this.middle = text.length < 2 * Long.BYTES ? 0 : JsonBytes.word(text, Long.BYTES);
            this.tail = JsonBytes.word(text, text.length - Long.BYTES);
            this.value = value;
            this.type = token.type();
            this.isString = text[text.length - 1] == '"';
            this.index = index;
        }

        /** Returns whether the text is there, of which the first eight bytes are known to be. */
        private boolean isAt(byte[] bytes, int from, int end) {
            return length <= end - from
                    && JsonBytes.word(bytes, from + length - Long.BYTES) == tail
                    && (length <= 2 * Long.BYTES
                            || JsonBytes.word(bytes, from + Long.BYTES) == middle
                                    && (length <= 3 * Long.BYTES
                                            || JsonBytes.isAt(bytes, from, text)));
        }
    }

    /** How the entry began that was the first one last. */
    private Start first;

    private Start[] places = new Start[FEWEST_PLACES];
    private int shift = Long.SIZE - 5;
    private int count;

    /**
     * Finds how an entry begins: as the one that followed last time, or as another that is known.
     *
     * @param from the position after the opening quote of its name
     * @param end the end of the text
     * @param last how the entry before began; null if there is none, or that isn't known
     * @return what is known of such an entry; null if it hasn't been seen
     */
    Start find(byte[] bytes, int from, int end, Start last) {
        if (end - from < Long.BYTES) {
            return null;
        }
        long head = JsonBytes.word(bytes, from);
        Start expected = last == null ? first : last.next;
        if (expected != null && expected.head == head && expected.isAt(bytes, from, end)) {
            return expected;
        }
        Start found = lookUp(head, bytes, from, end);
        if (last == null) {
            first = found;
        } else {
            last.next = found;
        }
        return found;
    }

    private Start lookUp(long head, byte[] bytes, int from, int end) {
        Start[] table = places;
        int place = (int) (JsonBytes.hash(head) >>> shift);
        for (Start start = table[place]; start != null; start = table[place]) {
            if (start.head == head && start.isAt(bytes, from, end)) {
                return start;
            }
            place = place + 1 & table.length - 1;
        }
        return null;
    }

    /**
     * Remembers how an entry begins that isn't known: up to its content, of a string with the
     * quote.
     *
     * @param from the position after the opening quote of its name
     * @param token its value, which was read in the usual way
     * @param index of the name among those that are wanted, or -1
     */
    void add(byte[] bytes, int from, AttributeToken token, int index) {
        int to = token.from();
        int length = to - from;
        if (count == MOST || length < Long.BYTES || length > LONGEST) {
            return;
        }
        if (count * 2 >= places.length) {
            grow();
        }
        byte[] text = Arrays.copyOfRange(bytes, from, to);
        put(new Start(text, token.begin() - from, token, index));
        count++;
    }

    private void grow() {
        Start[] old = places;
        places = new Start[old.length * 2];
        shift--;
        for (Start start : old) {
            if (start != null) {
                put(start);
            }
        }
    }

    private void put(Start start) {
        int place = (int) (JsonBytes.hash(start.head) >>> shift);
        while (places[place] != null) {
            place = place + 1 & places.length - 1;
        }
        places[place] = start;
    }
}
