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

import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import io.github.flinkdynamodb.streams.table.convert.ImageColumn;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;

/** What the rows are made of: columns read from images, then metadata. Immutable. */
final class RowLayout implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<ImageColumn> columns;
    private final ArrayList<MetadataColumn> metadata;
    private final TypeInformation<RowData> type;

    RowLayout(
            List<ImageColumn> columns,
            List<MetadataColumn> metadata,
            TypeInformation<RowData> type) {
        this.columns = new ArrayList<>(columns);
        this.metadata = new ArrayList<>(metadata);
        this.type = type;
    }

    List<ImageColumn> columns() {
        return columns;
    }

    List<MetadataColumn> metadata() {
        return metadata;
    }

    TypeInformation<RowData> type() {
        return type;
    }

    /** Returns the types of the metadata columns. */
    List<LogicalType> metadataTypes() {
        return metadata.stream()
                .map(column -> column.type().getLogicalType())
                .collect(Collectors.toList());
    }

    /** Returns the types of the columns that are read from images. */
    List<LogicalType> columnTypes() {
        return columns.stream().map(ImageColumn::type).collect(Collectors.toList());
    }

    /**
     * Returns what decides the bytes of a row's columns, as a text for people.
     *
     * @param settings how the columns find their attributes
     */
    String text(FieldSettings settings) {
        return columns.stream()
                        .map(RowLayout::text)
                        .collect(Collectors.joining(", ", "columns (", "), "))
                + (metadata.size() + " metadata columns, " + settings);
    }

    private static String text(ImageColumn column) {
        return String.join(".", column.path()) + " " + column.type().asSummaryString();
    }
}
