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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.annotation.Internal;

/**
 * The names that a reader knows among the members of an object, found by their bytes. Immutable.
 */
@Internal
public final class NameTable {

    private static final int NONE = -1;
    private static final int FEWEST_BITS = 3;

    private final byte[][] names;
    private final byte[][] members;
    private final Map<String, Integer> byText = new HashMap<>();

    /**
     * At each place, which may be free: the name's index, its first eight bytes, its last eight.
     */
    private final int[] places;

    private final long[] heads;
    private final long[] tails;
    private final int shift;

    private NameTable(List<String> names) {
        int bits = Math.max(FEWEST_BITS, 34 - Integer.numberOfLeadingZeros(names.size()));
        this.names = new byte[names.size()][];
        this.members = new byte[names.size()][];
        this.places = new int[1 << bits];
        this.heads = new long[places.length];
        this.tails = new long[places.length];
        this.shift = Long.SIZE - bits;
        Arrays.fill(places, NONE);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            byText.put(name, i);
            members[i] = ('"' + name + "\":").getBytes(StandardCharsets.UTF_8);
            add(i, name.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Creates a table.
     *
     * @param names the names, each once
     * @return the table, in which the index of a name is its place in the list
     */
    public static NameTable of(String... names) {
        return of(List.of(names));
    }

    /**
     * Creates a table.
     *
     * @param names the names, each once
     * @return the table, in which the index of a name is its place in the list
     */
    public static NameTable of(List<String> names) {
        return new NameTable(names);
    }

    private void add(int index, byte[] name) {
        names[index] = name;
        long head = JsonBytes.head(name, 0, name.length);
        long tail = JsonBytes.tail(name, name.length, name.length, head);
        int place = place(head, tail, name.length);
        while (places[place] != NONE) {
            place = place + 1 & places.length - 1;
        }
        places[place] = index;
        heads[place] = head;
        tails[place] = tail;
    }

    /**
     * Looks a name up.
     *
     * @param bytes holds the name
     * @param from its first byte
     * @param to its end
     * @return its index, or -1 if it isn't there
     */
    public int indexOf(byte[] bytes, int from, int to) {
        int length = to - from;
        long head = JsonBytes.head(bytes, from, to);
        long tail = JsonBytes.tail(bytes, to, length, head);
        int place = place(head, tail, length);
        while (places[place] != NONE) {
            byte[] name = names[places[place]];
            if (heads[place] == head
                    && tails[place] == tail
                    && name.length == length
                    && (length <= 2 * Long.BYTES
                            || Arrays.equals(name, 0, length, bytes, from, to))) {
                return places[place];
            }
            place = place + 1 & places.length - 1;
        }
        return NONE;
    }

    private int place(long head, long tail, int length) {
        return (int) (JsonBytes.hash(head, tail, length) >>> shift);
    }

    /**
     * Looks a name up.
     *
     * @param name the name
     * @return its index, or -1 if it isn't there
     */
    public int indexOf(String name) {
        return byText.getOrDefault(name, NONE);
    }

    /**
     * How many names there are.
     *
     * @return the number
     */
    public int size() {
        return names.length;
    }

    /**
     * A name as members usually begin with it: in quotes, and a colon.
     *
     * @param index of the name
     * @return the bytes themselves, which must not be changed
     */
    public byte[] member(int index) {
        return members[index];
    }
}
