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
package io.github.flinkdynamodb.streams.codec.record;

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import java.util.Arrays;

/**
 * Reads the names of the members of objects that are alike: expects after each name the one that
 * followed it in an object before, and compares instead of taking apart. Belongs to one thread.
 */
final class FieldOrder {

    private static final int UNKNOWN = -1;

    private final NameTable names;

    /** For the beginning, then for each name, what followed last. */
    private final int[] followers;

    private int last;

    FieldOrder(NameTable names) {
        this.names = names;
        this.followers = new int[names.size() + 1];
        Arrays.fill(followers, UNKNOWN);
    }

    /** Begins an object. */
    void begin() {
        last = 0;
    }

    /**
     * Consumes the name of a member and the colon.
     *
     * @return the index of the name, or -1 if it is another
     */
    int readName(JsonReader reader) {
        int expected = followers[last];
        if (expected != UNKNOWN && reader.consume(names.member(expected))) {
            last = expected + 1;
            return expected;
        }
        int index = reader.readName(names);
        if (index >= 0) {
            followers[last] = index;
            last = index + 1;
        }
        return index;
    }
}
