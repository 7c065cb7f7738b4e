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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;

/** The columns that a table declares. Immutable. */
final class TableColumns {

    private final DataType physicalType;
    private final List<String> primaryKey;
    private final List<MetadataColumn> metadata;
    private final boolean watermarked;

    TableColumns(
            DataType physicalType,
            List<String> primaryKey,
            List<MetadataColumn> metadata,
            boolean watermarked) {
        this.physicalType = physicalType;
        this.primaryKey = List.copyOf(primaryKey);
        this.metadata = List.copyOf(metadata);
        this.watermarked = watermarked;
    }

    /** Returns the columns of a schema. */
    static TableColumns of(ResolvedSchema schema, DataType physicalType) {
        List<String> primaryKey =
                schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        List<MetadataColumn> metadata = new ArrayList<>();
        for (ReadableMetadata known : ReadableMetadata.values()) {
            declared(schema, known)
                    .map(c -> new MetadataColumn(known, c.getName(), c.getDataType()))
                    .ifPresent(metadata::add);
        }
        return new TableColumns(
                physicalType, primaryKey, metadata, !schema.getWatermarkSpecs().isEmpty());
    }

    private static Optional<Column.MetadataColumn> declared(
            ResolvedSchema schema, ReadableMetadata metadata) {
        return schema.getColumns().stream()
                .filter(Column.MetadataColumn.class::isInstance)
                .map(Column.MetadataColumn.class::cast)
                .filter(c -> c.getMetadataKey().orElse(c.getName()).equals(metadata.key()))
                .findFirst();
    }

    /** The row type of the columns that are read from attributes. */
    DataType physicalType() {
        return physicalType;
    }

    /** The columns of the primary key; empty without one. */
    List<String> primaryKey() {
        return primaryKey;
    }

    /** The attribute columns that are NOT NULL and not part of the primary key. */
    List<String> neverNullOutsideKey() {
        return ((RowType) physicalType.getLogicalType())
                .getFields().stream()
                        .filter(field -> !field.getType().isNullable())
                        .map(RowType.RowField::getName)
                        .filter(name -> !primaryKey.contains(name))
                        .collect(Collectors.toList());
    }

    /** Returns whether the table declares a watermark. */
    boolean isWatermarked() {
        return watermarked;
    }

    /** The metadata columns in the order in which the planner asks for them. */
    List<MetadataColumn> metadata() {
        return metadata;
    }

    /** The metadata columns with these keys, in the order of the keys. */
    List<MetadataColumn> metadata(List<String> keys) {
        return keys.stream()
                .map(
                        key ->
                                metadata.stream()
                                        .filter(column -> column.metadata().key().equals(key))
                                        .findFirst()
                                        .orElseThrow(() -> new IllegalArgumentException(key)))
                .collect(Collectors.toList());
    }

    /** The type that the table declares for a metadata column, or its default type. */
    DataType typeOf(ReadableMetadata wanted) {
        return metadata.stream()
                .filter(column -> column.metadata() == wanted)
                .map(MetadataColumn::type)
                .findFirst()
                .orElse(wanted.type());
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof TableColumns)) {
            return false;
        }
        TableColumns that = (TableColumns) o;
        return physicalType.equals(that.physicalType)
                && primaryKey.equals(that.primaryKey)
                && metadata.equals(that.metadata)
                && watermarked == that.watermarked;
    }

    @Override
    public int hashCode() {
        return Objects.hash(physicalType, primaryKey, metadata, watermarked);
    }
}
