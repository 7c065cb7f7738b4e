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
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.List;

/** The fields of rows of one type: finds their values, and writes them one after the other. */
final class RowFields {

    private final DecodeContext context;
    private final ValueReader[] readers;
    private final Members members;

    /** For each field the maps that it lies in, and it. */
    private final ValueToken[][] ways;

    private final ValueToken[] values;
    private final boolean[] nullable;

    /**
     * Creates fields.
     *
     * @param context shared by all readers
     * @param readers a reader a field
     * @param attributes for each field the names that lead to its attribute
     */
    RowFields(DecodeContext context, List<ValueReader> readers, List<List<String>> attributes) {
        this.context = context;
        this.readers = readers.toArray(ValueReader[]::new);
        this.ways = new ValueToken[this.readers.length][];
        this.values = new ValueToken[this.readers.length];
        this.nullable = new boolean[this.readers.length];
        Members.Node wanted = new Members.Node();
        for (int i = 0; i < this.readers.length; i++) {
            ways[i] = wanted.want(attributes.get(i));
            values[i] = ways[i][ways[i].length - 1];
            nullable[i] = this.readers[i].field.type.isNullable();
            if (this.readers[i] instanceof ValueToken.ContentReader) {
                values[i].letContentBeReadBy((ValueToken.ContentReader) this.readers[i]);
            }
        }
        this.members = wanted.build();
    }

    /** Finds the values in the object that comes next, and consumes it. */
    void find(ValueScanner scanner) {
        members.find(scanner);
    }

    /**
     * Writes a field that was found.
     *
     * @param base of the row
     * @param slot of the field
     */
    void write(int index, int base, int slot) {
        BinaryBuffer out = context.out;
        int size = out.size();
        try {
            if (values[index].isNull()) {
                requireNullable(index);
                out.setRowNull(base, index);
            } else {
                context.scanner.requireReadable(values[index]);
                readers[index].read(values[index], base, slot);
            }
        } catch (DecodeException e) {
            if (!nullable[index] || !context.errors.toNull()) {
                throw FieldException.of(readers[index].field, e);
            }
            out.cutTo(size);
            out.putLong(slot, 0);
            out.setRowNull(base, index);
        }
    }

    private void requireNullable(int index) {
        ValueToken[] way = ways[index];
        for (int i = 0; i < way.length - 1 && !way[i].isNull(); i++) {
            context.scanner.requireReadable(way[i]);
            if (way[i].type() != AttributeType.M) {
                throw context.fail(
                        readers[index].field,
                        way[i],
                        "'"
                                + String.join(".", readers[index].field.path.subList(0, i + 1))
                                + "' takes M");
            }
        }
        if (!nullable[index]) {
            throw context.missing(readers[index].field, values[index]);
        }
    }

    int count() {
        return readers.length;
    }
}
