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

import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemPlan;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/**
 * Converts images to rows. A row is begun, filled from the index of an image, then with metadata,
 * and finished. What is wanted of an image is one plan, of which there may be several indexes: one
 * for each image of a change. The values are converted in the order of the columns, so that equal
 * values make equal bytes. Belongs to one thread.
 */
@Internal
public final class ImageConverter {

    private final ConverterContext context;
    private final ItemPlan plan = new ItemPlan();
    private final ItemIndex index;
    private final RowFields fields;
    private final boolean[] keys;
    private final int arity;
    private final int firstSlot;
    private final MetadataColumns metadata;

    /**
     * Creates a converter.
     *
     * @param columns the columns that are read from images: the first ones of the rows
     * @param settings how columns find their attributes
     * @param metadataColumns how many columns follow that the caller writes
     * @param errors what becomes of fields that can't be converted
     * @throws IllegalArgumentException if a column has a type that no attribute becomes; the
     *     message names the column and what is allowed
     */
    public ImageConverter(
            List<ImageColumn> columns,
            FieldSettings settings,
            int metadataColumns,
            FieldErrors errors) {
        this.context = new ConverterContext(errors);
        AttributeConverters converters = new AttributeConverters(context);
        List<AttributeConverter> ofColumns = new ArrayList<>();
        List<List<ItemPlan>> ways = new ArrayList<>();
        this.keys = new boolean[columns.size()];
        for (ImageColumn column : columns) {
            List<ItemPlan> way = way(column.path(), settings);
            keys[ofColumns.size()] = column.isKey();
            ofColumns.add(converters.of(Field.column(column, settings), way.get(way.size() - 1)));
            ways.add(way);
        }
        this.fields = new RowFields(context, ofColumns, ways);
        this.arity = columns.size() + metadataColumns;
        this.firstSlot = BinaryRowBuffer.rowSlot(0, arity);
        this.metadata = new MetadataColumns(context, columns.size(), arity);
        this.index = newIndex();
    }

    /** Wants an attribute, and the maps that it lies in. */
    private List<ItemPlan> way(List<String> path, FieldSettings settings) {
        List<ItemPlan> way = new ArrayList<>();
        ItemPlan last = plan;
        for (int i = 1; i <= path.size(); i++) {
            last = last.want(settings.attributeName(path.subList(0, i)));
            way.add(last);
        }
        return way;
    }

    /**
     * Checks that columns can be read.
     *
     * @param columns the columns that are read from images
     * @param settings how columns find their attributes
     * @throws IllegalArgumentException if a column has a type that no attribute becomes; the
     *     message names the column and what is allowed
     */
    public static void check(List<ImageColumn> columns, FieldSettings settings) {
        new ImageConverter(columns, settings, 0, FieldErrors.reject());
    }

    /**
     * Creates an index that finds what the columns are converted from.
     *
     * @return the index, which is of nothing yet
     */
    public ItemIndex newIndex() {
        return new ItemIndex(plan);
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
     * @param image the index of the image, one that this has created
     * @throws FieldException if an attribute can't become its column, and that isn't to become NULL
     */
    public void write(ItemIndex image) {
        context.begin(image.text());
        fields.write(image, 0, firstSlot);
    }

    /**
     * Fills the row from an image that comes without an index.
     *
     * @param image the item in DynamoDB's JSON form
     * @throws FieldException if an attribute can't become its column, and that isn't to become NULL
     * @throws DecodeException if the text isn't an item
     */
    public void write(ByteSlice image) {
        write(index.of(image));
    }

    /**
     * Fills the row's key columns from an image of the keys. The other columns become NULL, also
     * where their types say NOT NULL.
     *
     * @param image the keys in DynamoDB's JSON form
     * @throws FieldException if an attribute can't become its column
     * @throws DecodeException if the text isn't an item
     */
    public void writeKeys(ByteSlice image) {
        index.of(image);
        context.begin(index.text());
        for (int i = 0; i < keys.length; i++) {
            if (keys[i]) {
                fields.write(index, i, 0, firstSlot + i * Long.BYTES);
            } else {
                context.out.setRowNull(0, i);
            }
        }
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
