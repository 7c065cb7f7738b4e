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

import io.github.flinkdynamodb.streams.codec.JsonScanner;
import io.github.flinkdynamodb.streams.codec.NameCache;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.types.RowKind;

/**
 * Makes rows from the bytes of images. A row is begun, filled from an image and with metadata, and
 * finished. Belongs to one thread.
 */
public final class RowDecoder {

    private final List<DecodedColumn> columns;
    private final Map<String, Integer> positions = new HashMap<>();
    private final NameCache names = new NameCache();
    private final BitSet written = new BitSet();
    private final BinaryRowData row;
    private final BinaryRowWriter writer;

    /**
     * Creates a decoder.
     *
     * @param columns the columns that are read from images: the first ones of the rows
     * @param settings how columns find their attributes
     * @param metadataColumns how many columns follow that the caller writes
     * @param errors what becomes of fields that can't be decoded
     * @throws IllegalArgumentException if a column has a type that no attribute becomes; the
     *     message names the column and what is allowed
     */
    public RowDecoder(
            List<DecodedColumn> columns,
            FieldSettings settings,
            int metadataColumns,
            FieldErrors errors) {
        this.columns = List.copyOf(columns);
        for (int i = 0; i < columns.size(); i++) {
            positions.put(settings.attributeName(columns.get(i).path()), i);
        }
        this.row = new BinaryRowData(columns.size() + metadataColumns);
        this.writer = new BinaryRowWriter(row);
    }

    /**
     * Begins a row.
     *
     * @param kind what the row is to say
     */
    public void begin(RowKind kind) {
        writer.reset();
        writer.writeRowKind(kind);
        written.clear();
    }

    /**
     * Fills the row's key columns from an image of the keys. The other columns become NULL, also
     * where their types say NOT NULL.
     *
     * @param keys the keys in DynamoDB's JSON form
     */
    public void readKeys(ByteSlice keys) {
        readImage(keys);
    }

    /**
     * Fills the row from an image.
     *
     * @param image the item in DynamoDB's JSON form
     */
    public void readImage(ByteSlice image) {
        JsonScanner scanner = new JsonScanner(image);
        if (scanner.beginObject()) {
            do {
                Integer position = positions.get(scanner.readName(names));
                if (position == null) {
                    scanner.skipValue();
                } else {
                    readValue(scanner, position);
                }
            } while (scanner.hasNextMember());
        }
        scanner.expectEnd();
    }

    private void readValue(JsonScanner scanner, int position) {
        scanner.beginObject();
        written.set(position);
        String type = scanner.readName(names);
        if (type.equals("NULL")) {
            scanner.skipValue();
            written.clear(position);
        } else {
            String text = type.equals("BOOL") ? "" + scanner.readBoolean() : scanner.readString();
            write(position, text);
        }
        scanner.hasNextMember();
    }

    private void write(int position, String text) {
        switch (columns.get(position).type().getTypeRoot()) {
            case BIGINT:
                writer.writeLong(position, Long.parseLong(text));
                break;
            case INTEGER:
                writer.writeInt(position, Integer.parseInt(text));
                break;
            case DOUBLE:
                writer.writeDouble(position, Double.parseDouble(text));
                break;
            case BOOLEAN:
                writer.writeBoolean(position, Boolean.parseBoolean(text));
                break;
            case DECIMAL:
                DecimalType decimal = (DecimalType) columns.get(position).type();
                writer.writeDecimal(
                        position,
                        DecimalData.fromBigDecimal(
                                new BigDecimal(text), decimal.getPrecision(), decimal.getScale()),
                        decimal.getPrecision());
                break;
            default:
                writer.writeString(position, StringData.fromString(text));
        }
    }

    /**
     * Where the caller writes the columns behind those of the image, after the image.
     *
     * @return the writer, before the first of these columns
     */
    public MetadataWriter metadata() {
        return new Metadata();
    }

    /**
     * Finishes the row. Columns that the image didn't have are NULL.
     *
     * @return the row, the caller's own
     */
    public RowData finish() {
        for (int i = written.nextClearBit(0); i < columns.size(); i = written.nextClearBit(i + 1)) {
            writer.setNullAt(i);
        }
        writer.complete();
        return row.copy();
    }

    private final class Metadata implements MetadataWriter {
        private int position = columns.size();

        @Override
        public void nullValue() {
            writer.setNullAt(position++);
        }

        @Override
        public void string(String value) {
            if (value == null) {
                nullValue();
            } else {
                writer.writeString(position++, StringData.fromString(value));
            }
        }

        @Override
        public void string(ByteSlice utf8) {
            string(utf8 == null ? null : utf8.utf8());
        }

        @Override
        public void bigint(Long value) {
            if (value == null) {
                nullValue();
            } else {
                writer.writeLong(position++, value);
            }
        }

        @Override
        public void bool(Boolean value) {
            if (value == null) {
                nullValue();
            } else {
                writer.writeBoolean(position++, value);
            }
        }

        @Override
        public void timestamp(Instant value, int precision) {
            if (value == null) {
                nullValue();
            } else {
                writer.writeTimestamp(position++, TimestampData.fromInstant(value), precision);
            }
        }

        @Override
        public void row(String... fields) {
            nullValue();
        }

        @Override
        public void variant(ByteSlice item) {
            nullValue();
        }
    }
}
