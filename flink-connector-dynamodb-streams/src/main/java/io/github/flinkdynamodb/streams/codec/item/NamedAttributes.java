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
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Reads items of which it is known what will be asked for. Belongs to one thread. */
final class NamedAttributes implements ItemReader {

    private static final int ABSENT = -1;

    private final NameTable names;
    private final int[] slots;
    private final ItemIndex index;

    NamedAttributes(Collection<String> names) {
        List<String> distinct = List.copyOf(new LinkedHashSet<>(names));
        ItemPlan plan = new ItemPlan();
        this.names = NameTable.of(distinct);
        this.slots = distinct.stream().mapToInt(name -> plan.want(name).slot()).toArray();
        this.index = new ItemIndex(plan);
    }

    @Override
    public Image read(JsonReader reader) {
        reader.peek();
        int begin = reader.position();
        if (!index.find(reader)) {
            reader.seek(begin);
            return ItemDecoder.skip(reader);
        }
        int[] places = new int[slots.length];
        for (int i = 0; i < slots.length; i++) {
            AttributeToken token = index.token(slots[i]);
            places[i] = token.type() == null ? ABSENT : token.begin();
        }
        int length = reader.position() - begin;
        return new Image(reader.bytes(), begin, length, new Places(names, places));
    }

    /** Where the attributes lie in one image. Immutable. */
    private static final class Places implements Image.Decoder {
        private final NameTable names;
        private final int[] places;

        Places(NameTable names, int[] places) {
            this.names = names;
            this.places = places;
        }

        @Override
        public Map<String, AttributeValue> decode(ByteSlice json) {
            return ItemDecoder.INSTANCE.decode(json);
        }

        @Override
        public AttributeValue decode(ByteSlice json, String name) {
            int index = names.indexOf(name);
            if (index < 0) {
                return ItemDecoder.INSTANCE.decode(json, name);
            }
            return places[index] == ABSENT
                    ? null
                    : ItemDecoder.INSTANCE.decodeValue(json, places[index]);
        }
    }
}
