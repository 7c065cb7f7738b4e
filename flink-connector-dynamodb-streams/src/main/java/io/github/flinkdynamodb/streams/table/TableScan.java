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

import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;

/** A CREATE TABLE statement, validated. Immutable. */
final class TableScan {

    /**
     * Unlike {@link ChangelogMode#upsert()}, which since Flink 2.1 means that deletes have nothing
     * but the key.
     */
    private static final ChangelogMode UPSERT_WITH_WHOLE_DELETES =
            ChangelogMode.newBuilder()
                    .addContainedKind(RowKind.INSERT)
                    .addContainedKind(RowKind.UPDATE_AFTER)
                    .addContainedKind(RowKind.DELETE)
                    .build();

    private final String identifier;
    private final TableColumns columns;
    private final ScanChangelogMode mode;
    private final FieldSettings fields;
    private final SourceSettings settings;

    TableScan(
            String identifier,
            TableColumns columns,
            ScanChangelogMode mode,
            FieldSettings fields,
            SourceSettings settings) {
        this.identifier = identifier;
        this.columns = columns;
        this.mode = mode;
        this.fields = fields;
        this.settings = settings;
    }

    /** Returns the table's full name. */
    String identifier() {
        return identifier;
    }

    TableColumns columns() {
        return columns;
    }

    ScanChangelogMode mode() {
        return mode;
    }

    /** The mode as the planner knows it. */
    ChangelogMode flinkMode() {
        return hasWholeDeletes() ? UPSERT_WITH_WHOLE_DELETES : mode.flinkMode();
    }

    /**
     * Returns whether deletes must have more than the key: in upsert mode, where a column that
     * isn't of the key is NOT NULL. The planner, and operators and sinks after the source, rely on
     * a value there in each row, a delete too.
     */
    boolean hasWholeDeletes() {
        return mode == ScanChangelogMode.UPSERT && !columns.neverNullOutsideKey().isEmpty();
    }

    /**
     * Returns whether an operator behind the source reconciles the table's items with their
     * changes, so that each retraction is of the row that stands.
     */
    boolean isReconciled() {
        return mode == ScanChangelogMode.FULL && settings.isInitial() && !keepsRows();
    }

    /**
     * Returns whether an operator behind the source keeps the row of each item, so that each
     * retraction is of the row that stands although some history is repeated.
     */
    boolean keepsRows() {
        return mode == ScanChangelogMode.FULL && settings.repairsGaps();
    }

    FieldSettings fields() {
        return fields;
    }

    SourceSettings settings() {
        return settings;
    }

    /** Returns what the stream must be like. */
    StreamRequirements requirements() {
        StreamRequirements requirements = viewTypes();
        return columns.primaryKey().isEmpty()
                ? requirements
                : requirements.withKeyAttributes(
                        columns.primaryKey().stream()
                                .map(column -> fields.attributeName(List.of(column)))
                                .collect(Collectors.toList()),
                        "the PRIMARY KEY of the SQL table " + identifier);
    }

    /**
     * Checks the options of the source.
     *
     * @throws org.apache.flink.table.api.ValidationException if gaps are to be repaired of a table
     *     that can't be, or if it has no place for dead letters
     * @throws org.apache.flink.configuration.IllegalConfigurationException if one is missing, wrong
     *     or contradicts another
     */
    void validateSource() {
        if (settings.repairsGaps()) {
            new RepairCheck(this).check();
        }
        if (settings.emitsDeadLetters()) {
            new DeadLetterCheck(this).check();
        }
        this.<RowData>builder().validateOptions();
    }

    private StreamRequirements viewTypes() {
        if (settings.isSnapshot()) {
            return StreamRequirements.none();
        }
        String setting =
                "'" + DynamoDbStreamsConnectorOptions.CHANGELOG_MODE.key() + "' = '" + mode + "'";
        return hasWholeDeletes()
                ? StreamRequirements.none()
                        .withViewTypes(
                                List.of(StreamViewType.NEW_AND_OLD_IMAGES),
                                setting
                                        + " with NOT NULL on columns outside the key, "
                                        + columns.neverNullOutsideKey()
                                        + ", which a delete must have too,")
                : StreamRequirements.none().withViewTypes(mode.viewTypes(), setting);
    }

    /**
     * Creates the source.
     *
     * @param schema makes its elements
     * @param <T> their type
     */
    <T> DynamoDbStreamsSource<T> source(DynamoDbStreamsDeserializationSchema<T> schema) {
        return this.<T>builder().setDeserializer(schema).build();
    }

    private <T> DynamoDbStreamsSourceBuilder<T> builder() {
        DynamoDbStreamsSourceBuilder<T> builder = DynamoDbStreamsSource.builder();
        builder.setOptions(settings.values());
        if (mode == ScanChangelogMode.APPEND_ONLY) {
            return builder.appendedDownstream();
        }
        if (keepsRows()) {
            return builder.keptDownstream();
        }
        return isReconciled() ? builder.reconciledDownstream() : builder;
    }

    /** Describes which stream or table is read, how and from where; without credentials. */
    String summary() {
        Map<String, String> values = settings.values();
        String stream =
                values.getOrDefault(
                        DynamoDbStreamsSourceOptions.TABLE_NAME.key(),
                        values.get(DynamoDbStreamsSourceOptions.STREAM_ARN.key()));
        if (settings.isSnapshot()) {
            return "DynamoDB snapshot of " + stream;
        }
        if (settings.isIncrementalExport()) {
            int exports = settings.incrementalExports();
            return String.format(
                    "DynamoDB incremental export%s of %s, %s",
                    exports == 1 ? "" : "s (" + exports + ")", stream, mode);
        }
        return String.format(
                "DynamoDB Streams of %s, %s, from %s, %s",
                stream,
                mode,
                value(DynamoDbStreamsSourceOptions.STARTUP_MODE),
                (settings.isBounded() ? "to " : "")
                        + value(DynamoDbStreamsSourceOptions.BOUNDED_MODE));
    }

    private String value(ConfigOption<?> option) {
        return settings.values().getOrDefault(option.key(), option.defaultValue().toString());
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
                && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(identifier, columns, mode, fields, settings);
    }
}
