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

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * Where the elements of a list lie. Filled again and again; what is inside an element is found when
 * that element is entered.
 */
@Internal
public final class ElementIndex {

    private final ItemIndex each;

    /** Those of the longest list so far. */
    private final List<AttributeToken> tokens = new ArrayList<>();

    private int size;

    ElementIndex(ItemIndex each) {
        this.each = each;
    }

    /** Consumes a list, and finds its elements. */
    void read(JsonReader reader) {
        size = 0;
        if (reader.beginArray()) {
            do {
                if (size == tokens.size()) {
                    tokens.add(new AttributeToken());
                }
                each.text().readValue(reader, tokens.get(size++));
            } while (reader.hasNextElement());
        }
    }

    /**
     * Finds the elements of a list that isn't found with its item, since it lies in another.
     *
     * @param list of type L
     */
    public void enter(AttributeToken list) {
        JsonReader reader = each.text().reader();
        reader.seek(list.from());
        read(reader);
    }

    /**
     * How many elements the list has.
     *
     * @return the number
     */
    public int size() {
        return size;
    }

    /**
     * The elements.
     *
     * @return their tokens, of which as many are the list's as it is long
     */
    public List<AttributeToken> tokens() {
        return tokens;
    }

    /**
     * The index of one element after the other.
     *
     * @return the index, which is of the element that was entered last
     */
    public ItemIndex each() {
        return each;
    }
}
