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
package io.github.flinkdynamodb.streams.table.decode;

import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.codec.ValueToken;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Readers of what has other values inside. */
final class NestedReaders {

    private NestedReaders() {}

    /** Reads maps as rows. */
    static final class RowReader extends ValueReader implements ValueToken.ContentReader {
        private final RowFields fields;

        RowReader(Field field, DecodeContext context, RowFields fields) {
            super(field, context);
            this.fields = fields;
        }

        @Override
        public boolean readContent(AttributeType type, ValueScanner scanner) {
            if (type != AttributeType.M) {
                return false;
            }
            fields.find(scanner);
            return true;
        }

        @Override
        void read(ValueToken value, int base, int slot) {
            if (value.type() != AttributeType.M) {
                throw context.wrongType(field, value);
            }
            if (!value.isContentReadBy(this)) {
                context.scanner.seek(value.from());
                fields.find(context.scanner);
            }
            int arity = fields.count();
            int begin = context.out.beginRow(arity);
            int first = BinaryBuffer.rowSlot(0, arity);
            for (int i = 0; i < arity; i++) {
                fields.write(i, begin, begin + first + i * Long.BYTES);
            }
            context.out.endNested(base, slot, begin);
        }
    }

    /** Reads lists and sets as arrays. */
    static final class ArrayReader extends ValueReader implements ValueToken.ContentReader {
        private final ValueReader elements;

        /** Those of the last list, for the next one; a list is written before another is read. */
        private final List<ValueToken> tokens = new ArrayList<>();

        /** How many of them the last list has. */
        private int length;

        ArrayReader(Field field, ValueReader elements) {
            super(field, elements.context);
            this.elements = elements;
        }

        @Override
        public boolean readContent(AttributeType type, ValueScanner scanner) {
            if (type != AttributeType.L) {
                return false;
            }
            findElements(scanner);
            return true;
        }

        @Override
        void read(ValueToken value, int base, int slot) {
            int begin = context.out.size();
            if (value.type() == AttributeType.L) {
                if (!value.isContentReadBy(this)) {
                    context.scanner.seek(value.from());
                    findElements(context.scanner);
                }
                writeArray(elements, tokens, length);
            } else if (value.isUntyped()) {
                writeArray(elements, List.of());
            } else if (Element.typeWithin(value.type()) != null) {
                writeArray(elements, Element.sortedSet(context.scanner, value));
            } else {
                throw context.wrongType(field, value);
            }
            context.out.endNested(base, slot, begin);
        }

        private void findElements(ValueScanner scanner) {
            length = 0;
            if (scanner.beginArray()) {
                do {
                    if (length == tokens.size()) {
                        tokens.add(new ValueToken());
                    }
                    scanner.readValueOrSkip(tokens.get(length++));
                } while (scanner.hasNextElement());
            }
        }
    }

    private static void writeArray(ValueReader reader, List<Element> elements) {
        List<ValueToken> tokens = new ArrayList<>(elements.size());
        elements.forEach(element -> tokens.add(element.value));
        writeArray(reader, tokens, tokens.size());
    }

    private static void writeArray(ValueReader reader, List<ValueToken> tokens, int length) {
        BinaryBuffer out = reader.context.out;
        int slotSize = reader.slotSize();
        int begin = out.beginArray(length, slotSize);
        int first = begin + BinaryBuffer.arraySlot(0, length, slotSize);
        for (int i = 0; i < length; i++) {
            ValueToken value = tokens.get(i);
            reader.context.scanner.requireReadable(value);
            if (!value.isNull()) {
                reader.read(value, begin, first + i * slotSize);
            } else if (reader.field.type.isNullable()) {
                out.setArrayNull(begin, i);
            } else {
                throw reader.context.missing(reader.field, value);
            }
        }
    }

    /** Reads maps as maps. */
    static final class MapReader extends ValueReader {
        private final ValueReader keys;
        private final ValueReader values;

        MapReader(Field field, ValueReader keys, ValueReader values) {
            super(field, keys.context);
            this.keys = keys;
            this.values = values;
        }

        @Override
        void read(ValueToken value, int base, int slot) {
            if (value.type() != AttributeType.M) {
                throw context.wrongType(field, value);
            }
            List<Element> names = new ArrayList<>();
            List<Element> entries = new ArrayList<>();
            for (Element[] entry : Element.sortedMap(context.scanner, value)) {
                names.add(entry[0]);
                entries.add(entry[1]);
            }
            int begin = context.out.beginMap();
            writeArray(keys, names);
            context.out.endKeys(begin);
            writeArray(values, entries);
            context.out.endNested(base, slot, begin);
        }
    }

    /** Reads sets as multisets: maps of elements to how often they are there. */
    static final class MultisetReader extends ValueReader {
        private final ValueReader elements;

        MultisetReader(Field field, ValueReader elements) {
            super(field, elements.context);
            this.elements = elements;
        }

        @Override
        void read(ValueToken value, int base, int slot) {
            if (Element.typeWithin(value.type()) == null) {
                throw context.wrongType(field, value);
            }
            Map<ByteBuffer, Integer> counts = new LinkedHashMap<>();
            List<Element> distinct = new ArrayList<>();
            for (Element element : Element.sortedSet(context.scanner, value)) {
                if (counts.merge(written(element), 1, Integer::sum) == 1) {
                    distinct.add(element);
                }
            }
            BinaryBuffer out = context.out;
            int begin = out.beginMap();
            writeArray(elements, distinct);
            out.endKeys(begin);
            int array = out.beginArray(distinct.size(), Integer.BYTES);
            int at = array + BinaryBuffer.arraySlot(0, distinct.size(), Integer.BYTES);
            for (int count : counts.values()) {
                out.putInt(at, count);
                at += Integer.BYTES;
            }
            out.endNested(base, slot, begin);
        }

        /** What an element becomes. */
        private ByteBuffer written(Element element) {
            int begin = context.out.size();
            writeArray(elements, List.of(element));
            byte[] copy = context.out.copyFrom(begin);
            context.out.cutTo(begin);
            return ByteBuffer.wrap(copy);
        }
    }
}
