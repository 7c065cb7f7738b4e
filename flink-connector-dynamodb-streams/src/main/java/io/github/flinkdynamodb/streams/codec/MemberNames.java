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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of the members that a reader wants, found by their bytes. Immutable. */
final class MemberNames {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NONE = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final byte[][] names;
    private final Map<String, Integer> byText = new HashMap<>();

    /**
     * At each place, which may be free: the name's index, its first eight bytes, its last eight.
     */
    private final int[] places;

    private final long[] heads;
    private final long[] tails;
    private final int shift;

    /**
     * Creates a table.
     *
     * @param names the names, each once
     */
    MemberNames(List<String> names) {
        this.names = new byte[names.size()][];
        int bits = Math.max(3, 34 - Integer.numberOfLeadingZeros(names.size()));
        this.places = new int[1 << bits];
        this.heads = new long[places.length];
        this.tails = new long[places.length];
        this.shift = Long.SIZE - bits;
        Arrays.fill(places, NONE);
        for (int i = 0; i < names.size(); i++) {
            byText.put(names.get(i), i);
            add(i, names.get(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(int index, byte[] name) {
        names[index] = name;
        long head = head(name, 0, name.length);
        long tail = tail(name, name.length, name.length, head);
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
     * @return its index in the list, or -1 if it isn't there
     */
    int indexOf(byte[] bytes, int from, int to) {
        int length = to - from;
        long head = head(bytes, from, to);
        long tail = tail(bytes, to, length, head);
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

    /** Looks a name up; returns -1 if it isn't there. */
    int indexOf(String name) {
        return byText.getOrDefault(name, NONE);
    }

    /** The first eight bytes, the first one lowest; of fewer, those. */
    static long head(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length >= Long.BYTES) {
            return (long) LONG.get(bytes, from);
        }
        if (bytes.length - from >= Long.BYTES) {
            return (long) LONG.get(bytes, from) & (1L << length * Byte.SIZE) - 1;
        }
        long head = 0;
        for (int p = to - 1; p >= from; p--) {
            head = head << Byte.SIZE | bytes[p] & 0xff;
        }
        return head;
    }

    /** The last eight bytes; of fewer, the same as the head. */
    static long tail(byte[] bytes, int to, int length, long head) {
        return length <= Long.BYTES ? head : (long) LONG.get(bytes, to - Long.BYTES);
    }

    private int place(long head, long tail, int length) {
        return (int) ((head * 31 + tail + length) * MIX >>> shift);
    }
}
