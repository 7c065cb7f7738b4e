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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import io.github.flinkdynamodb.streams.table.convert.MetadataWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/**
 * Rows of a log in which a rejected record is a row too: NULL in all columns that are read from
 * attributes, with the metadata of the record, and the cause. Which records are rejected doesn't
 * depend on the query: columns that it doesn't read are decoded as well.
 */
final class DeadLetterRowSchema implements DeadLetterSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private static final byte[] NO_ATTRIBUTES = "{}".getBytes(StandardCharsets.UTF_8);

    private final ChangeRowSchema rows;
    private final RowLayout layout;
    private final FieldSettings settings;

    /** The columns that aren't wholly in the rows. */
    private final ArrayList<ImageColumn> unread;

    /** The metadata columns that aren't in the rows, and may be a reason to reject a record. */
    private final ArrayList<MetadataColumn> unreadMetadata;

    private transient ImageConverter letters;
    private transient ImageConverter check;

    /**
     * Creates a schema.
     *
     * @param rows makes the rows of records that aren't rejected
     * @param layout what the rows consist of
     * @param declared the table's columns
     * @param settings how columns find their attributes
     */
    DeadLetterRowSchema(
            ChangeRowSchema rows, RowLayout layout, TableColumns declared, FieldSettings settings) {
        this.rows = rows;
        this.layout = layout;
        this.settings = settings;
        this.unread = unread(declared, layout.columns());
        this.unreadMetadata =
                declared.metadata().stream()
                        .filter(MetadataColumn::mayBeRejected)
                        .filter(column -> !layout.metadata().contains(column))
                        .collect(Collectors.toCollection(ArrayList::new));
    }

    private static ArrayList<ImageColumn> unread(TableColumns declared, List<ImageColumn> read) {
        ArrayList<ImageColumn> unread = new ArrayList<>();
        RowType row = (RowType) declared.physicalType().getLogicalType();
        for (RowType.RowField field : row.getFields()) {
            List<String> path = List.of(field.getName());
            if (read.stream().noneMatch(column -> column.path().equals(path))) {
                unread.add(new ImageColumn(path, field.getType()));
            }
        }
        return unread;
    }

    @Override
    public void open(InitializationContext context) {
        rows.open(context);
        letters =
                new ImageConverter(
                        layout.columns(), settings, layout.metadata().size(), FieldErrors.reject());
        check = new ImageConverter(unread, settings, unreadMetadata.size(), FieldErrors.reject());
    }

    @Override
    public AttributeSelection attributes() {
        return rows.attributes();
    }

    @Override
    public StreamRequirements requirements() {
        return rows.requirements();
    }

    @Override
    public boolean isSatisfied() {
        return rows.isSatisfied();
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<RowData> out) {
        if (!unread.isEmpty() || !unreadMetadata.isEmpty()) {
            check(record);
        }
        rows.deserialize(record, out);
    }

    private void check(ChangeRecord record) {
        Image newest = Images.newest(record);
        check.begin(RowKind.INSERT);
        check.write(newest == null ? noAttributes() : newest.json());
        MetadataWriter writer = check.metadata();
        unreadMetadata.forEach(column -> column.write(record, writer));
    }

    private static ByteSlice noAttributes() {
        return new ByteSlice(NO_ATTRIBUTES, 0, NO_ATTRIBUTES.length);
    }

    @Override
    public void deserializeRejected(
            ChangeRecord record, DeadLetter letter, Collector<RowData> out) {
        letters.begin(RowKind.INSERT);
        letters.write(noAttributes());
        MetadataWriter writer = letters.metadata();
        for (MetadataColumn column : layout.metadata()) {
            write(column, record, letter, writer);
        }
        out.collect(letters.finish());
    }

    private static void write(
            MetadataColumn column, ChangeRecord record, DeadLetter letter, MetadataWriter writer) {
        switch (column.metadata()) {
            case DECODE_ERROR:
                writer.string(letter.cause());
                break;
            case RAW_RECORD:
                writer.string(letter.record());
                break;
            case RECORD_LOCATION:
                writer.string(letter.location());
                break;
            default:
                writeIfReadable(column, record, writer);
        }
    }

    /** The metadata may be what can't be decoded: keys, or an image as VARIANT. */
    private static void writeIfReadable(
            MetadataColumn column, ChangeRecord record, MetadataWriter writer) {
        try {
            column.write(record, writer);
        } catch (DecodeException e) {
            writer.nullValue();
        }
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return rows.getProducedType();
    }
}
