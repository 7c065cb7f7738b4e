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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.data.RowData;

/** What a CREATE TABLE statement says, validated. Immutable. */
final class TableScan {

    private final String identifier;
    private final TableColumns columns;
    private final ScanChangelogMode mode;
    private final FieldSettings fields;
    private final SourceOptions options;

    TableScan(
            String identifier,
            TableColumns columns,
            ScanChangelogMode mode,
            FieldSettings fields,
            SourceOptions options) {
        this.identifier = identifier;
        this.columns = columns;
        this.mode = mode;
        this.fields = fields;
        this.options = options;
    }

    /** The table's full name. */
    String identifier() {
        return identifier;
    }

    TableColumns columns() {
        return columns;
    }

    ScanChangelogMode mode() {
        return mode;
    }

    FieldSettings fields() {
        return fields;
    }

    SourceOptions options() {
        return options;
    }

    /** What the stream must be like. */
    StreamRequirements requirements() {
        StreamRequirements requirements =
                StreamRequirements.none()
                        .withViewTypes(
                                mode.viewTypes(),
                                "'"
                                        + DynamoDbStreamsTableOptions.CHANGELOG_MODE.key()
                                        + "' = '"
                                        + mode.optionValue()
                                        + "'");
        return columns.primaryKey().isEmpty()
                ? requirements
                : requirements.withKeyAttributes(
                        columns.primaryKey().stream()
                                .map(column -> fields.attributeName(List.of(column)))
                                .collect(Collectors.toList()),
                        "the PRIMARY KEY of the SQL table " + identifier);
    }

    DynamoDbStreamsSource<RowData> source(DynamoDbStreamsDeserializationSchema<RowData> schema) {
        DynamoDbStreamsSourceBuilder<RowData> builder = DynamoDbStreamsSource.builder();
        return builder.setOptions(options.values()).setDeserializer(schema).build();
    }

    /** Which stream is read, how and from where; without credentials. */
    String summary() {
        Map<String, String> values = options.values();
        String stream =
                values.getOrDefault(
                        DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                        values.get(DynamoDbStreamsSourceOptions.STREAM_ARN.key()));
        return String.format(
                "DynamoDB Streams of %s, %s, from %s, %s",
                stream,
                mode.optionValue(),
                value(DynamoDbStreamsSourceOptions.STARTUP_MODE),
                boundedness(value(DynamoDbStreamsSourceOptions.BOUNDED_MODE)));
    }

    private static String boundedness(String mode) {
        return mode.equals(DynamoDbStreamsSourceOptions.BOUNDED_MODE.defaultValue())
                ? mode
                : "to " + mode;
    }

    private String value(ConfigOption<String> option) {
        return options.values().getOrDefault(option.key(), option.defaultValue());
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof TableScan)) {
            return false;
        }
        TableScan that = (TableScan) o;
        return identifier.equals(that.identifier)
                && columns.equals(that.columns)
                && mode == that.mode
                && fields.equals(that.fields)
                && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return Objects.hash(identifier, columns, mode, fields, options);
    }
}
