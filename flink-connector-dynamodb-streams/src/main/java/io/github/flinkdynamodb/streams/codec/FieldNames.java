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
import java.util.Arrays;

/** The names that a reader knows among the members of an object, found by their bytes. */
final class FieldNames {

    private final String[] names;
    private final byte[][] bytes;
    private final byte[][] texts;

    private FieldNames(String[] names) {
        this.names = names;
        this.bytes =
                Arrays.stream(names)
                        .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new);
        this.texts =
                Arrays.stream(names)
                        .map(name -> ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII))
                        .toArray(byte[][]::new);
    }

    /** Names in ASCII; where they are many, the frequent ones first. */
    static FieldNames of(String... names) {
        return new FieldNames(names.clone());
    }

    /** Returns the index of a name that is given by its bytes, or -1 if it is none of these. */
    int indexOf(byte[] text, int from, int to) {
        int length = to - from;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i].length == length && Arrays.equals(bytes[i], 0, length, text, from, to)) {
                return i;
            }
        }
        return -1;
    }

    int count() {
        return names.length;
    }

    /** A name as it usually stands in a text: in quotes, and a colon. */
    byte[] text(int index) {
        return texts[index];
    }

    /** Returns the index of a name, or -1 if it is none of these. */
    int indexOf(String name) {
        return Arrays.asList(names).indexOf(name);
    }
}
