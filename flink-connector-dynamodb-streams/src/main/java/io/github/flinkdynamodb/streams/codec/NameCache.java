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

import java.nio.charset.StandardCharsets;

/**
 * Remembers attribute names, which are the same from image to image. Forgetful: a name that falls
 * on another's place takes it. Threads may share one: they exchange nothing but strings, which are
 * safe to publish by a race.
 */
public final class NameCache {

    private static final int PLACES = 256;
    private static final int MAX_LENGTH = 64;

    private String[] names;

    /**
     * Gives a name as a string.
     *
     * @param bytes holds the name, which is ASCII
     * @param from its first byte
     * @param to its end
     * @return the name
     */
    public String get(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return make(bytes, from, to);
        }
        String[] places = names;
        if (places == null) {
            places = new String[PLACES];
            names = places;
        }
        int place = place(bytes, from, to);
        String name = places[place];
        if (name == null || !isSame(name, bytes, from, to)) {
            name = make(bytes, from, to);
            places[place] = name;
        }
        return name;
    }

    private static String make(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int place(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int p = from; p < to; p++) {
            hash = 31 * hash + bytes[p];
        }
        return (hash ^ hash >>> 8 ^ hash >>> 16) & PLACES - 1;
    }

    private static boolean isSame(String name, byte[] bytes, int from, int to) {
        if (name.length() != to - from) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
