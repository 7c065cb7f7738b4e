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

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/** The entries of a map, sorted by their names; of a name that is there twice the last one. */
@Internal
public final class SortedEntries {

    private final List<AttributeToken> names = new ArrayList<>();
    private final List<AttributeToken> values = new ArrayList<>();

    SortedEntries() {}

    void add(AttributeToken name, AttributeToken value) {
        names.add(name);
        values.add(value);
    }

    /**
     * The names.
     *
     * @return tokens of type S
     */
    public List<AttributeToken> names() {
        return names;
    }

    /**
     * The values.
     *
     * @return a token for each name
     */
    public List<AttributeToken> values() {
        return values;
    }
}
