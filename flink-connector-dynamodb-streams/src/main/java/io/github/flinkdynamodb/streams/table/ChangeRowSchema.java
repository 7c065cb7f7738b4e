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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.decode.DecodedColumn;
import io.github.flinkdynamodb.streams.table.decode.FieldErrors;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import io.github.flinkdynamodb.streams.table.decode.MetadataWriter;
import io.github.flinkdynamodb.streams.table.decode.RowDecoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.Collector;

/** Turns a change into the rows of a SQL table: those that the changelog mode asks for. */
final class ChangeRowSchema implements DynamoDbStreamsDeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final ScanChangelogMode mode;
    private final ArrayList<DecodedColumn> columns;
    private final ArrayList<ReadableMetadata> metadata;
    private final FieldSettings settings;
    private final StreamRequirements requirements;
    private final TypeInformation<RowData> producedType;

    private transient RowDecoder decoder;

    ChangeRowSchema(
            ScanChangelogMode mode,
            List<DecodedColumn> columns,
            List<ReadableMetadata> metadata,
            FieldSettings settings,
            StreamRequirements requirements,
            TypeInformation<RowData> producedType) {
        this.mode = mode;
        this.columns = new ArrayList<>(columns);
        this.metadata = new ArrayList<>(metadata);
        this.settings = settings;
        this.requirements = requirements;
        this.producedType = producedType;
    }

    @Override
    public void open(InitializationContext context) {
        decoder = new RowDecoder(columns, settings, metadata.size(), FieldErrors.reject());
    }

    @Override
    public StreamRequirements requirements() {
        return requirements;
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
                out.collect(row(RowKind.INSERT, record, newestImage(record)));
        }
    }

    private void full(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = record.changeType();
        if (type == ChangeType.INSERT) {
            out.collect(row(RowKind.INSERT, record, record.newImage()));
        } else if (type == ChangeType.REMOVE) {
            out.collect(row(RowKind.DELETE, record, record.oldImage()));
        } else {
            out.collect(row(RowKind.UPDATE_BEFORE, record, record.oldImage()));
            out.collect(row(RowKind.UPDATE_AFTER, record, record.newImage()));
        }
    }

    private void upsert(ChangeRecord record, Collector<RowData> out) {
        ChangeType type = record.changeType();
        if (type == ChangeType.REMOVE) {
            out.collect(keyRow(record));
        } else {
            RowKind kind = type == ChangeType.INSERT ? RowKind.INSERT : RowKind.UPDATE_AFTER;
            out.collect(row(kind, record, record.newImage()));
        }
    }

    private static Image newestImage(ChangeRecord record) {
        if (record.newImage() != null) {
            return record.newImage();
        }
        return record.oldImage() != null ? record.oldImage() : record.keys();
    }

    private RowData row(RowKind kind, ChangeRecord record, Image image) {
        decoder.begin(kind);
        decoder.readImage(image.json());
        return finished(record);
    }

    private RowData keyRow(ChangeRecord record) {
        decoder.begin(RowKind.DELETE);
        decoder.readKeys(record.keys().json());
        return finished(record);
    }

    private RowData finished(ChangeRecord record) {
        MetadataWriter writer = decoder.metadata();
        for (ReadableMetadata column : metadata) {
            column.write(record, writer);
        }
        return decoder.finish();
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return producedType;
    }
}
