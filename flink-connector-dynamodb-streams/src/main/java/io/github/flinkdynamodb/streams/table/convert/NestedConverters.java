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
import io.github.flinkdynamodb.streams.codec.item.ElementIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import io.github.flinkdynamodb.streams.codec.item.SortedEntries;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converters of what has other values inside. */
final class NestedConverters {

    private NestedConverters() {}

    /** Converts maps to rows. */
    static final class RowConverter extends AttributeConverter {
        private final boolean ofElements;
        private final RowFields fields;

        RowConverter(Field field, ItemPlan plan, RowFields fields) {
            super(field, fields.context());
            this.ofElements = plan.isRoot();
            this.fields = fields;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.M) {
                throw context.wrongType(field, value);
            }
            if (ofElements) {
                index.enter(value);
            }
            int arity = fields.count();
            int begin = context.out.beginRow(arity);
            fields.write(index, begin, begin + BinaryRowBuffer.rowSlot(0, arity));
            context.out.endNested(base, slot, begin);
        }
    }

    /** Converts what has elements, each of which another converter converts. */
    private abstract static class ElementsConverter extends AttributeConverter {
        private final int planSlot;

        ElementsConverter(Field field, ItemPlan plan, AttributeConverter elements) {
            super(field, elements.context);
            this.planSlot = plan.slot();
        }

        final ElementIndex elements(ItemIndex index) {
            return index.elements(planSlot);
        }

        /** Returns whether a value is a set. */
        static boolean isSet(AttributeToken value) {
            AttributeType type = value.type();
            return type == AttributeType.SS || type == AttributeType.NS || type == AttributeType.BS;
        }

        final void writeArray(
                AttributeConverter converter, ItemIndex each, List<AttributeToken> values) {
            writeArray(converter, each, values, values.size());
        }

        final void writeArray(
                AttributeConverter converter,
                ItemIndex each,
                List<AttributeToken> values,
                int length) {
            BinaryRowBuffer out = context.out;
            int slotSize = converter.slotSize();
            int begin = out.beginArray(length, slotSize);
            int first = begin + BinaryRowBuffer.arraySlot(0, length, slotSize);
            for (int i = 0; i < length; i++) {
                AttributeToken value = values.get(i);
                if (value.isPresent()) {
                    converter.convert(each, value, begin, first + i * slotSize);
                    continue;
                }
                context.item.requireReadable(value);
                if (converter.field.type.isNullable()) {
                    out.setArrayNull(begin, i);
                } else {
                    throw context.missing(converter.field, value);
                }
            }
        }
    }

    /** Converts lists and sets to arrays. */
    static final class ArrayConverter extends ElementsConverter {
        private final boolean ofElements;
        private final AttributeConverter converter;

        ArrayConverter(Field field, ItemPlan plan, AttributeConverter converter) {
            super(field, plan, converter);
            this.ofElements = plan.isRoot();
            this.converter = converter;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            ElementIndex elements = elements(index);
            int begin = context.out.size();
            if (value.type() == AttributeType.L) {
                if (ofElements) {
                    elements.enter(value);
                }
                writeArray(converter, elements.each(), elements.tokens(), elements.size());
            } else if (value.isUntyped()) {
                writeArray(converter, elements.each(), List.of());
            } else if (isSet(value)) {
                writeArray(converter, elements.each(), context.item.sortedSet(value));
            } else {
                throw context.wrongType(field, value);
            }
            context.out.endNested(base, slot, begin);
        }
    }

    /** Converts maps to maps. */
    static final class MapConverter extends ElementsConverter {
        private final AttributeConverter keys;
        private final AttributeConverter values;

        MapConverter(
                Field field, ItemPlan plan, AttributeConverter keys, AttributeConverter values) {
            super(field, plan, keys);
            this.keys = keys;
            this.values = values;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (value.type() != AttributeType.M) {
                throw context.wrongType(field, value);
            }
            ItemIndex each = elements(index).each();
            SortedEntries entries = context.item.sortedMap(value);
            int begin = context.out.beginMap();
            writeArray(keys, each, entries.names());
            context.out.endKeys(begin);
            writeArray(values, each, entries.values());
            context.out.endNested(base, slot, begin);
        }
    }

    /** Converts sets to multisets: maps of elements to how often they are there. */
    static final class MultisetConverter extends ElementsConverter {
        private final AttributeConverter converter;

        MultisetConverter(Field field, ItemPlan plan, AttributeConverter converter) {
            super(field, plan, converter);
            this.converter = converter;
        }

        @Override
        void convert(ItemIndex index, AttributeToken value, int base, int slot) {
            if (!isSet(value)) {
                throw context.wrongType(field, value);
            }
            ItemIndex each = elements(index).each();
            Map<ByteBuffer, Integer> counts = new LinkedHashMap<>();
            List<AttributeToken> distinct = new ArrayList<>();
            for (AttributeToken element : context.item.sortedSet(value)) {
                if (counts.merge(written(each, element), 1, Integer::sum) == 1) {
                    distinct.add(element);
                }
            }
            BinaryRowBuffer out = context.out;
            int begin = out.beginMap();
            writeArray(converter, each, distinct);
            out.endKeys(begin);
            int array = out.beginArray(distinct.size(), Integer.BYTES);
            int at = array + BinaryRowBuffer.arraySlot(0, distinct.size(), Integer.BYTES);
            for (int count : counts.values()) {
                out.putInt(at, count);
                at += Integer.BYTES;
            }
            out.endNested(base, slot, begin);
        }

        /** What an element becomes. */
        private ByteBuffer written(ItemIndex each, AttributeToken element) {
            int begin = context.out.size();
            writeArray(converter, each, List.of(element));
            byte[] copy = context.out.copyFrom(begin);
            context.out.cutTo(begin);
            return ByteBuffer.wrap(copy);
        }
    }
}
