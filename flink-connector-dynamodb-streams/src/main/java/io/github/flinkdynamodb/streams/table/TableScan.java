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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;

/** What a CREATE TABLE statement says, validated. Immutable. */
final class TableScan {

    private final String identifier;
    private final DataType physicalType;
    private final List<String> primaryKey;
    private final ScanChangelogMode mode;
    private final FieldSettings fields;
    private final SourceOptions options;

    TableScan(
            String identifier,
            DataType physicalType,
            List<String> primaryKey,
            ScanChangelogMode mode,
            FieldSettings fields,
            SourceOptions options) {
        this.identifier = identifier;
        this.physicalType = physicalType;
        this.primaryKey = List.copyOf(primaryKey);
        this.mode = mode;
        this.fields = fields;
        this.options = options;
    }

    /** The table's full name. */
    String identifier() {
        return identifier;
    }

    DataType physicalType() {
        return physicalType;
    }

    /** The columns of the primary key; empty without one. */
    List<String> primaryKey() {
        return primaryKey;
    }

    ScanChangelogMode mode() {
        return mode;
    }

    FieldSettings fields() {
        return fields;
    }

    /** The source's own parallelism, if one is set. */
    Optional<Integer> parallelism() {
        return options.parallelism();
    }

    DynamoDbStreamsSource<RowData> source(DynamoDbStreamsDeserializationSchema<RowData> schema) {
        DynamoDbStreamsSourceBuilder<RowData> builder = DynamoDbStreamsSource.builder();
        return builder.setOptions(options.values()).setDeserializer(schema).build();
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof TableScan)) {
            return false;
        }
        TableScan that = (TableScan) o;
        return identifier.equals(that.identifier)
                && physicalType.equals(that.physicalType)
                && primaryKey.equals(that.primaryKey)
                && mode == that.mode
                && fields.equals(that.fields)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(identifier, physicalType, primaryKey, mode, fields, options);
    }
}
