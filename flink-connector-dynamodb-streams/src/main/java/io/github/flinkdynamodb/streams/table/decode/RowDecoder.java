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
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Makes rows from the bytes of images. A row is begun, filled from an image, then with metadata,
 * and finished. The image is read once to find the wanted values, if it hasn't been scanned before;
 * they are then read in the order of the columns, so that equal values make equal bytes. Belongs to
 * one thread.
 */
@Internal
public final class RowDecoder {

    private final DecodeContext context;
    private final RowFields fields;
    private final boolean[] keys;
    private final int arity;
    private final int firstSlot;
    private final MetadataColumns metadata;

    /** Where the image begins whose values are found already; null if there is none. */
    private byte[] scannedBytes;

    private int scannedAt;

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
        this.context = new DecodeContext(errors);
        Readers readers = new Readers(context);
        List<ValueReader> columnReaders = new ArrayList<>();
        List<List<String>> attributes = new ArrayList<>();
        this.keys = new boolean[columns.size()];
        for (DecodedColumn column : columns) {
            keys[columnReaders.size()] = column.isKey();
            columnReaders.add(readers.of(Field.column(column, settings)));
            attributes.add(attributePath(column.path(), settings));
        }
        this.fields = new RowFields(context, columnReaders, attributes);
        this.arity = columns.size() + metadataColumns;
        this.firstSlot = BinaryBuffer.rowSlot(0, arity);
        this.metadata = new MetadataColumns(context, columns.size(), arity);
    }

    private static List<String> attributePath(List<String> path, FieldSettings settings) {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= path.size(); i++) {
            names.add(settings.attributeName(path.subList(0, i)));
        }
        return names;
    }

    /**
     * Checks that columns can be read.
     *
     * @param columns the columns that are read from images
     * @param settings how columns find their attributes
     * @throws IllegalArgumentException if a column has a type that no attribute becomes; the
     *     message names the column and what is allowed
     */
    public static void check(List<DecodedColumn> columns, FieldSettings settings) {
        new RowDecoder(columns, settings, 0, FieldErrors.reject());
    }

    /**
     * Begins a row.
     *
     * @param kind what the row is to say
     */
    public void begin(RowKind kind) {
        context.out.clear();
        context.out.beginRow(arity);
        context.out.setRowKind(0, kind.toByteValue());
    }

    /**
     * Fills the row from an image.
     *
     * @param image the item in DynamoDB's JSON form
     * @throws FieldException if an attribute can't become its column, and that isn't to become NULL
     * @throws DecodeException if the text isn't an item
     */
    public void readImage(ByteSlice image) {
        find(image);
        for (int i = 0; i < keys.length; i++) {
            fields.write(i, 0, firstSlot + i * Long.BYTES);
        }
    }

    /**
     * Fills the row's key columns from an image of the keys. The other columns become NULL, also
     * where their types say NOT NULL.
     *
     * @param image the keys in DynamoDB's JSON form
     * @throws FieldException if an attribute can't become its column
     * @throws DecodeException if the text isn't an item
     */
    public void readKeys(ByteSlice image) {
        find(image);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i]) {
                fields.write(i, 0, firstSlot + i * Long.BYTES);
            } else {
                context.out.setRowNull(0, i);
            }
        }
    }

    private void find(ByteSlice image) {
        context.scanner.read(image);
        if (scannedBytes != image.bytes() || scannedAt != image.offset()) {
            scannedBytes = null;
            fields.find(context.scanner);
            context.scanner.expectEnd();
        }
    }

    /**
     * Finds the values of an image within a longer text. A row that is filled from this image next
     * is made of what was found.
     *
     * @param text stands before the image; stands behind it afterwards
     * @throws DecodeException if there is no item, or something in it isn't an attribute value: the
     *     image's end is to be found without a look into it, and what is wrong shows in {@link
     *     #readImage}
     */
    public void scan(ValueScanner text) {
        scannedBytes = null;
        text.peek();
        scannedAt = text.position();
        int unreadable = text.unreadableValues();
        fields.find(text);
        if (text.unreadableValues() != unreadable) {
            throw text.fail(scannedAt, "a value can't be read");
        }
        scannedBytes = text.bytes();
    }

    /**
     * Where the caller writes the columns behind those of the image, after the image.
     *
     * @return the writer, before the first of these columns
     */
    public MetadataWriter metadata() {
        return metadata.restart();
    }

    /**
     * Finishes the row.
     *
     * @return the row, the caller's own
     */
    public RowData finish() {
        if (arity > keys.length) {
            metadata.requireAll();
        }
        return context.out.toRow(arity);
    }
}
