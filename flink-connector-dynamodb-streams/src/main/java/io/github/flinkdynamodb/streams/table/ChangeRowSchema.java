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

import io.github.flinkdynamodb.streams.codec.ImageScanner;
import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.decode.FieldErrors;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import io.github.flinkdynamodb.streams.table.decode.MetadataWriter;
import io.github.flinkdynamodb.streams.table.decode.RowDecoder;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/** Turns a change into the rows of a SQL table: those that the changelog mode asks for. */
final class ChangeRowSchema implements DynamoDbStreamsDeserializationSchema<RowData>, ImageScanner {

    private static final long serialVersionUID = 1L;

    /** Counts the fields that became NULL because they couldn't be decoded. */
    private static final String FIELDS_IN_ERRORS = "numFieldsInErrors";

    private final ScanChangelogMode mode;
    private final RowLayout layout;
    private final FieldSettings settings;
    private final boolean nullOnDecodeError;
    private final StreamRequirements requirements;
    private final RowSelection selection;

    /** Of the newer image of a change, or of its keys. */
    private transient RowDecoder decoder;

    /** Of the older of two images. */
    private transient RowDecoder oldDecoder;

    private transient RowFilter filter;
    private transient long rows;

    /**
     * Creates a schema.
     *
     * @param mode which rows a change becomes
     * @param layout what they are made of
     * @param settings how columns find their attributes
     * @param nullOnDecodeError whether a field that can't be decoded becomes NULL
     * @param requirements what the stream must be like
     * @param selection which rows are wanted
     */
    ChangeRowSchema(
            ScanChangelogMode mode,
            RowLayout layout,
            FieldSettings settings,
            boolean nullOnDecodeError,
            StreamRequirements requirements,
            RowSelection selection) {
        this.mode = mode;
        this.layout = layout;
        this.settings = settings;
        this.nullOnDecodeError = nullOnDecodeError;
        this.requirements = requirements;
        this.selection = selection;
    }

    @Override
    public void open(InitializationContext context) {
        Counter nulled =
                nullOnDecodeError ? context.getMetricGroup().counter(FIELDS_IN_ERRORS) : null;
        FieldErrors errors = nulled == null ? FieldErrors.reject() : FieldErrors.toNull(nulled);
        decoder = decoder(errors);
        oldDecoder = decoder(errors);
        filter = new RowFilter(selection, settings, nulled);
        rows = 0;
    }

    private RowDecoder decoder(FieldErrors errors) {
        return new RowDecoder(layout.columns(), settings, layout.metadata().size(), errors);
    }

    @Override
    public boolean scanNewImage(ValueScanner scanner) {
        return scan(decoder, scanner);
    }

    @Override
    public boolean scanOldImage(ValueScanner scanner) {
        return mode == ScanChangelogMode.FULL && scan(oldDecoder, scanner);
    }

    /** Looks into an image, unless only the filter knows whether its row is wanted. */
    private boolean scan(RowDecoder rows, ValueScanner scanner) {
        if (selection.condition() != null) {
            return false;
        }
        rows.scan(scanner);
        return true;
    }

    @Override
    public StreamRequirements requirements() {
        return requirements;
    }

    @Override
    public boolean isSatisfied() {
        return rows >= selection.limit();
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<RowData> out) {
        switch (mode) {
            case FULL:
                full(record, out);
                break;
            case UPSERT:
                upsert(record, out);
                break;
            default:
                collect(decoder, RowKind.INSERT, record, newestImage(record), out);
        }
    }

    private void full(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = requireKnown(record);
        if (type == ChangeType.INSERT) {
            collect(decoder, RowKind.INSERT, record, newImage(record), out);
        } else if (type == ChangeType.REMOVE) {
            collect(oldDecoder, RowKind.DELETE, record, oldImage(record), out);
        } else {
            collect(oldDecoder, RowKind.UPDATE_BEFORE, record, oldImage(record), out);
            collect(decoder, RowKind.UPDATE_AFTER, record, newImage(record), out);
        }
    }

    private void upsert(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = requireKnown(record);
        if (type == ChangeType.REMOVE) {
            Image keys = required(Images.keys(record), "keys");
            if (filter.admits(record, keys)) {
                decoder.begin(RowKind.DELETE);
                decoder.readKeys(keys.json());
                out.collect(finished(decoder, record));
            }
        } else {
            RowKind kind = type == ChangeType.INSERT ? RowKind.INSERT : RowKind.UPDATE_AFTER;
            collect(decoder, kind, record, newImage(record), out);
        }
    }

    private static ChangeType requireKnown(ChangeRecord record) {
        ChangeType type = record.changeType();
        if (type == null) {
            throw new IllegalArgumentException(
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
            throw new IllegalArgumentException(
                    String.format(
                            "the record has no %s, which '%s' = '%s' needs",
                            what,
                            DynamoDbStreamsConnectorOptions.CHANGELOG_MODE.key(),
                            mode.toString()));
        }
        return image;
    }

    private Image newestImage(ChangeRecord record) {
        Image newImage = Images.newImage(record);
        if (newImage != null) {
            return newImage;
        }
        Image oldImage = Images.oldImage(record);
        return oldImage != null ? oldImage : required(Images.keys(record), "keys");
    }

    private void collect(
            RowDecoder of, RowKind kind, ChangeRecord record, Image image, Collector<RowData> out) {
        if (filter.admits(record, image)) {
            of.begin(kind);
            of.readImage(image.json());
            out.collect(finished(of, record));
            rows++;
        }
    }

    private RowData finished(RowDecoder of, ChangeRecord record) {
        MetadataWriter writer = of.metadata();
        for (MetadataColumn column : layout.metadata()) {
            column.write(record, writer);
        }
        return of.finish();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return layout.type();
    }
}
