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

import io.github.flinkdynamodb.streams.codec.item.ItemIndex;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.convert.FieldErrors;
import io.github.flinkdynamodb.streams.table.convert.FieldException;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageConverter;
import io.github.flinkdynamodb.streams.table.convert.MetadataWriter;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/** Turns a change into the rows of a SQL table: those that the changelog mode asks for. */
final class ChangeRowSchema implements DynamoDbStreamsDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    /** Counts the fields that became NULL because they couldn't be decoded. */
    private static final String FIELDS_IN_ERRORS = "numFieldsInErrors";

    private final ChangelogRules rules;
    private final RowLayout layout;
    private final FieldSettings settings;
    private final StreamRequirements requirements;
    private final RowSelection selection;

    private transient ImageConverter converter;

    /** Of the newer image of a change. */
    private transient ItemIndex newImages;

    /** Of the older of two images. */
    private transient ItemIndex oldImages;

    private transient RowFilter filter;
    private transient long rows;

    /** The reason why a metadata column of the current record is NULL; null if none is. */
    private transient FieldException metadataProblem;

    /** Whether the row that is being emitted has nothing but the key. */
    private transient boolean ofKeyAlone;

    /**
     * Creates a schema.
     *
     * @param rules which rows a change becomes
     * @param layout what the rows consist of
     * @param settings how columns find their attributes
     * @param requirements what the table needs of the stream
     * @param selection which rows are wanted
     */
    ChangeRowSchema(
            ChangelogRules rules,
            RowLayout layout,
            FieldSettings settings,
            StreamRequirements requirements,
            RowSelection selection) {
        this.rules = rules;
        this.layout = layout;
        this.settings = settings;
        this.requirements = requirements;
        this.selection = selection;
    }

    @Override
    public void open(InitializationContext context) {
        Counter nulled =
                rules.nullsFields() ? context.getMetricGroup().counter(FIELDS_IN_ERRORS) : null;
        FieldErrors errors = nulled == null ? FieldErrors.reject() : FieldErrors.toNull(nulled);
        converter =
                new ImageConverter(layout.columns(), settings, layout.metadata().size(), errors);
        newImages = converter.newIndex();
        oldImages = converter.newIndex();
        filter = new RowFilter(selection, settings, nulled);
        rows = 0;
    }

    /** What the rows are made of, unless only the filter knows whether a row is wanted at all. */
    @Override
    public AttributeSelection attributes() {
        if (selection.condition() != null) {
            return AttributeSelection.all();
        }
        boolean both = rules.mode() == ScanChangelogMode.FULL;
        return AttributeSelection.by(newImages, both ? oldImages : ItemReader.skipping());
    }

    @Override
    public StreamRequirements requirements() {
        return requirements;
    }

    @Override
    public boolean isSatisfied() {
        return rows >= selection.limit();
    }

    /**
     * Emits the rows of a change.
     *
     * @throws PartialRecordException if a part of the record can't be decoded
     * @throws DecodeException if nothing of it can
     */
    @Override
    public void deserialize(ChangeRecord record, Collector<RowData> out) {
        metadataProblem = null;
        if (record.isSnapshot()) {
            collect(row(newImages, rules.kindOfInsert(), record, newImage(record)), out);
        } else {
            rowsOf(record, out);
        }
        if (metadataProblem != null) {
            throw new PartialRecordException(metadataProblem);
        }
    }

    private void rowsOf(ChangeRecord record, Collector<RowData> out) {
        switch (rules.mode()) {
            case FULL:
                full(record, out);
                break;
            case UPSERT:
                upsert(record, out);
                break;
            default:
                collect(row(newImages, RowKind.INSERT, record, newestImage(record)), out);
        }
    }

    private void full(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = requireKnown(record);
        if (type == ChangeType.INSERT) {
            collect(row(newImages, RowKind.INSERT, record, newImage(record)), out);
        } else if (type == ChangeType.REMOVE) {
            remove(record, out);
        } else {
            modify(record, oldImage(record), newImage(record), out);
        }
    }

    /**
     * Deletes a row. Where another row may stand than that of the old image, it goes although that
     * can't be decoded, or isn't there: of what was inserted last before a gap nobody has more than
     * the key.
     */
    private void remove(ChangeRecord record, Collector<RowData> out) {
        if (rules.deletesByKey() && Images.oldImage(record) == null) {
            collectByKey(record, out);
            return;
        }
        RowData before;
        try {
            before = row(oldImages, RowKind.DELETE, record, oldImage(record));
        } catch (DecodeException e) {
            if (!rules.deletesByKey()) {
                throw e;
            }
            collectByKey(record, out);
            throw new PartialRecordException(e);
        }
        collect(before, out);
    }

    private void collectByKey(ChangeRecord record, Collector<RowData> out) {
        ofKeyAlone = true;
        try {
            collect(deletedByKey(record), out);
        } finally {
            ofKeyAlone = false;
        }
    }

    /** Returns whether the row that is being emitted is a deletion that has the key alone. */
    boolean isOfKeyAlone() {
        return ofKeyAlone;
    }

    /**
     * Replaces a row. An image that can't be decoded has no row, neither now nor as the other image
     * of another change: then a row comes, or goes, instead.
     */
    private void modify(
            ChangeRecord record, Image oldImage, Image newImage, Collector<RowData> out) {
        RowData before = null;
        RowData after = null;
        DecodeException problem = null;
        boolean byKey = false;
        try {
            before = row(oldImages, RowKind.UPDATE_BEFORE, record, oldImage);
        } catch (DecodeException e) {
            problem = e;
            byKey = rules.deletesByKey();
        }
        try {
            after = row(newImages, RowKind.UPDATE_AFTER, record, newImage);
        } catch (DecodeException e) {
            problem = e;
        }
        if (problem == null) {
            collect(before, out);
            collect(after, out);
        } else {
            if (byKey && after == null) {
                collectByKey(record, out);
            }
            collect(ofKind(RowKind.DELETE, before), out);
            collect(ofKind(RowKind.INSERT, after), out);
            throw new PartialRecordException(problem);
        }
    }

    private static RowData ofKind(RowKind kind, RowData row) {
        if (row != null) {
            row.setRowKind(kind);
        }
        return row;
    }

    private void upsert(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = requireKnown(record);
        if (type == ChangeType.REMOVE) {
            collect(deleted(record), out);
        } else if (type == ChangeType.INSERT) {
            collect(row(newImages, rules.kindOfInsert(), record, newImage(record)), out);
        } else {
            update(record, newImage(record), out);
        }
    }

    /** Sets a row. If the new one can't be decoded, the old one goes. */
    private void update(ChangeRecord record, Image newImage, Collector<RowData> out) {
        RowData after;
        try {
            after = row(newImages, RowKind.UPDATE_AFTER, record, newImage);
        } catch (DecodeException e) {
            collect(deleted(record), out);
            throw new PartialRecordException(e);
        }
        collect(after, out);
    }

    /**
     * Returns the row that deletes an item's: whole if the record has the old image, else of the
     * key alone. An old image that can't be decoded never had a row, if such records are left out;
     * if they aren't, the key says enough. So it does for a line of an export, since that tells
     * what was there when its window began: another row may have been emitted since.
     *
     * @return null if the row isn't wanted
     */
    private RowData deleted(ChangeRecord record) {
        Image oldImage = rules.wholeDeletes() ? oldImage(record) : Images.oldImage(record);
        if (oldImage != null) {
            try {
                return row(oldImages, RowKind.DELETE, record, oldImage);
            } catch (DecodeException e) {
                boolean neverHadRow = rules.skipsRecords() && !record.isExported();
                if (rules.wholeDeletes() || neverHadRow) {
                    throw e;
                }
            }
        }
        return deletedByKey(record);
    }

    private RowData deletedByKey(ChangeRecord record) {
        Image keys = required(Images.keys(record), "keys");
        if (!filter.admits(record, keys)) {
            return null;
        }
        converter.begin(RowKind.DELETE);
        converter.writeKeys(keys.json());
        return finished(record);
    }

    private static ChangeType requireKnown(ChangeRecord record) {
        ChangeType type = record.changeType();
        if (type == null) {
            throw new DecodeException(
                    "the record's eventName is "
                            + record.eventName()
                            + ": only INSERT, MODIFY and REMOVE are known");
        }
        return type;
    }

    private Image newImage(ChangeRecord record) {
        return required(Images.newImage(record), "new image");
    }

    private Image oldImage(ChangeRecord record) {
        return required(Images.oldImage(record), "old image");
    }

    private Image required(Image image, String what) {
        if (image == null) {
            throw new DecodeException(
                    String.format(
                            "the record has no %s, which '%s' = '%s' needs",
                            what,
                            DynamoDbStreamsConnectorOptions.CHANGELOG_MODE.key(),
                            rules.mode()));
        }
        return image;
    }

    private Image newestImage(ChangeRecord record) {
        return required(Images.newest(record), "keys");
    }

    /** Makes a row of an image; returns null if the row isn't wanted. */
    private RowData row(ItemIndex index, RowKind kind, ChangeRecord record, Image image) {
        if (!filter.admits(record, image)) {
            return null;
        }
        converter.begin(kind);
        converter.write(index.of(image));
        return finished(record);
    }

    private void collect(RowData row, Collector<RowData> out) {
        if (row != null) {
            out.collect(row);
            rows++;
        }
    }

    private RowData finished(ChangeRecord record) {
        MetadataWriter writer = converter.metadata();
        for (MetadataColumn column : layout.metadata()) {
            try {
                column.write(record, writer);
            } catch (FieldException e) {
                nullUnlessLog(writer, e);
            }
        }
        return converter.finish();
    }

    /**
     * A log can do without the record. In a table, metadata don't decide whether a row is there:
     * another change takes the row back with metadata of its own.
     */
    private void nullUnlessLog(MetadataWriter writer, FieldException problem) {
        if (rules.mode() == ScanChangelogMode.APPEND_ONLY) {
            throw problem;
        }
        writer.nullValue();
        metadataProblem = problem;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return layout.type();
    }
}
