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
package io.github.flinkdynamodb.streams.table.convert;

import io.github.flinkdynamodb.streams.codec.item.AttributeToken;
import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.List;

/** The fields of rows of one type: writes them one after the other. */
final class RowFields {

    private final ConverterContext context;
    private final AttributeConverter[] converters;

    /** For each field the slots of the maps that it lies in, and its own. */
    private final int[][] ways;

    private final int[] slots;
    private final boolean[] nullable;

    /**
     * Creates fields.
     *
     * @param context shared by all converters
     * @param converters a converter a field
     * @param ways for each field the plans of the maps that it lies in, and its own
     */
    RowFields(
            ConverterContext context,
            List<AttributeConverter> converters,
            List<List<ItemPlan>> ways) {
        this.context = context;
        this.converters = converters.toArray(AttributeConverter[]::new);
        this.ways = new int[this.converters.length][];
        this.slots = new int[this.converters.length];
        this.nullable = new boolean[this.converters.length];
        for (int i = 0; i < this.converters.length; i++) {
            this.ways[i] = ways.get(i).stream().mapToInt(ItemPlan::slot).toArray();
            this.slots[i] = this.ways[i][this.ways[i].length - 1];
            this.nullable[i] = this.converters[i].field.type.isNullable();
        }
    }

    /**
     * Writes all fields.
     *
     * @param index has found the fields
     * @param base of the row
     */
    void write(ItemIndex index, int base, int firstSlot) {
        int slot = firstSlot;
        for (int i = 0; i < slots.length; i++) {
            write(index, i, base, slot);
            slot += Long.BYTES;
        }
    }

    /**
     * Writes a field.
     *
     * @param index has found the field
     * @param field the place of the field in the row
     * @param base of the row
     * @param slot of the field
     */
    void write(ItemIndex index, int field, int base, int slot) {
        AttributeToken value = index.token(slots[field]);
        int size = context.out.size();
        try {
            if (value.isPresent()) {
                converters[field].convert(index, value, base, slot);
            } else {
                writeNull(index, field, base);
            }
        } catch (DecodeException e) {
            if (!nullable[field] || !context.errors.toNull()) {
                throw FieldException.of(converters[field].field, e);
            }
            context.out.cutTo(size);
            context.out.putLong(slot, 0);
            context.out.setRowNull(base, field);
        }
    }

    private void writeNull(ItemIndex index, int field, int base) {
        context.item.requireReadable(index.token(slots[field]));
        requireNullable(index, field);
        context.out.setRowNull(base, field);
    }

    private void requireNullable(ItemIndex index, int field) {
        int[] way = ways[field];
        Field of = converters[field].field;
        for (int i = 0; i < way.length - 1 && !index.token(way[i]).isNull(); i++) {
            AttributeToken map = index.token(way[i]);
            context.item.requireReadable(map);
            if (map.type() != AttributeType.M) {
                String path = String.join(".", of.path.subList(0, i + 1));
                throw context.fail(of, map, "'" + path + "' takes M");
            }
        }
        if (!nullable[field]) {
            throw context.missing(of, index.token(slots[field]));
        }
    }

    ConverterContext context() {
        return context;
    }

    int count() {
        return converters.length;
    }
}
