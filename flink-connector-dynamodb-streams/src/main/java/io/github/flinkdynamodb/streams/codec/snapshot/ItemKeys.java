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
package io.github.flinkdynamodb.streams.codec.snapshot;

import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.Image;
import java.math.BigDecimal;
import java.util.List;
import org.apache.flink.annotation.Internal;

/**
 * The key attributes of a table's items: an answer to Scan has them among the others, and no longer
 * says which they are. Immutable; threads share it.
 */
@Internal
public final class ItemKeys {

    private final List<String> names;
    private final NameTable table;

    /**
     * Creates the keys of a table.
     *
     * @param names the names of the partition key and, if there is one, of the sort key
     */
    public ItemKeys(List<String> names) {
        this.names = List.copyOf(names);
        this.table = NameTable.of(this.names);
    }

    /**
     * Returns the keys of an item as the record of a change has them.
     *
     * @param item the item
     * @return the key attributes as the item spells them, in a text of their own
     * @throws DecodeException if the item isn't an object, or lacks a key
     */
    public Image of(Image item) {
        ByteSlice[] values = values(item);
        JsonWriter writer = new JsonWriter().beginObject();
        for (int i = 0; i < values.length; i++) {
            writer.name(names.get(i)).json(values[i]);
        }
        byte[] json = writer.endObject().toBytes();
        return new Image(json, 0, json.length, ItemDecoder.INSTANCE);
    }

    /**
     * Returns the hash of an item's keys. Two items of a table have the same one if, and
     * practically only if, they have the same keys, however these are spelled: a number counts by
     * its value.
     *
     * @param item the item
     * @throws DecodeException if the item lacks a key, or a key is neither a string, a number nor
     *     binary
     */
    public Hash128 hash(Image item) {
        Hash128.Hasher hasher = new Hash128.Hasher();
        ByteSlice[] values = values(item);
        for (int i = 0; i < values.length; i++) {
            add(values[i], names.get(i), hasher);
        }
        return hasher.finish();
    }

    /** Finds the values of the keys, in the order of the names. */
    private ByteSlice[] values(Image item) {
        ByteSlice[] values = new ByteSlice[names.size()];
        JsonReader reader = new JsonReader(item.json());
        if (reader.beginObject()) {
            do {
                int name = reader.readName(table);
                reader.peek();
                int begin = reader.position();
                reader.skipValue();
                if (name >= 0) {
                    values[name] = new ByteSlice(reader.bytes(), begin, reader.position() - begin);
                }
            } while (reader.hasNextMember());
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw new DecodeException(
                        "the item has no attribute '" + names.get(i) + "', which is a key");
            }
        }
        return values;
    }

    private static void add(ByteSlice json, String name, Hash128.Hasher hasher) {
        AttributeValue value = ItemDecoder.INSTANCE.decodeValue(new JsonReader(json));
        switch (value.type()) {
            case S:
                hasher.add((byte) 'S').addWhole(value.s());
                break;
            case N:
                hasher.add((byte) 'N').addWhole(canonical(value.n()));
                break;
            case B:
                hasher.add((byte) 'B').addWhole(value.b());
                break;
            default:
                throw new DecodeException(
                        "the key attribute '" + name + "' has the type " + value.type());
        }
    }

    /** Returns the same text for each spelling of a number. */
    private static String canonical(String number) {
        return new BigDecimal(number).stripTrailingZeros().toString();
    }
}
