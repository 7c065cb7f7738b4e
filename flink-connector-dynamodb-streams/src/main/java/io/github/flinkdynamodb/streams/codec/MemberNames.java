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
public final class MemberNames {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NONE = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final byte[][] names;
    private final Map<String, Integer> byText = new HashMap<>();
    private final int[] places;
    private final int shift;

    /**
     * Creates a table.
     *
     * @param names the names, each once
     */
    public MemberNames(List<String> names) {
        this.names = new byte[names.size()][];
        int bits = Math.max(3, 34 - Integer.numberOfLeadingZeros(names.size()));
        this.places = new int[1 << bits];
        this.shift = Long.SIZE - bits;
        Arrays.fill(places, NONE);
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.UTF_8);
            this.names[i] = name;
            byText.put(names.get(i), i);
            int place = place(name, 0, name.length);
            while (places[place] != NONE) {
                place = place + 1 & places.length - 1;
            }
            places[place] = i;
        }
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
        int place = place(bytes, from, to);
        while (places[place] != NONE) {
            byte[] name = names[places[place]];
            if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
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

    /** Looks at the two ends of the name. */
    private int place(byte[] bytes, int from, int to) {
        int length = to - from;
        long hash;
        if (length >= Long.BYTES) {
            hash = (long) LONG.get(bytes, from) * 31 + (long) LONG.get(bytes, to - Long.BYTES);
        } else {
            hash = 0;
            for (int p = from; p < to; p++) {
                hash = hash << 8 | bytes[p] & 0xff;
            }
        }
        return (int) ((hash + length) * MIX >>> shift);
    }
}
