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

import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.FIELDS_PREFIX;

import io.github.flinkdynamodb.streams.source.config.OptionValues;
import io.github.flinkdynamodb.streams.table.convert.EpochUnit;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Parses the options of single fields: which attributes they are read from, and how. */
final class FieldOptionsParser {

    private static final String ATTRIBUTE = ".attribute";
    private static final String EPOCH_UNIT = ".epoch-unit";
    private final ResolvedSchema schema;
    private final RowType row;
    private final Map<List<String>, String> attributes = new HashMap<>();
    private final Map<List<String>, EpochUnit> units = new HashMap<>();

    private FieldOptionsParser(ResolvedSchema schema, RowType row) {
        this.schema = schema;
        this.row = row;
    }

    /**
     * Parses the options.
     *
     * @param options all options of the table
     * @param tableUnit the unit of all numbers that stand for times; null if none is set
     * @param schema the table's columns
     * @return the settings of its fields
     * @throws ValidationException if an option is unknown, or names no field
     * @throws IllegalConfigurationException if an option has a wrong value
     */
    static FieldSettings parse(
            Map<String, String> options, EpochUnit tableUnit, ResolvedSchema schema) {
        RowType row = (RowType) schema.toPhysicalRowDataType().getLogicalType();
        FieldOptionsParser fields = new FieldOptionsParser(schema, row);
        new TreeMap<>(options)
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(FIELDS_PREFIX)) {
                                fields.read(key, value);
                            }
                        });
        return new FieldSettings(tableUnit, fields.attributes, fields.units);
    }

    /** Returns whether a key ends like those of the options of fields. */
    static boolean hasSuffix(String key) {
        return key.endsWith(ATTRIBUTE) || key.endsWith(EPOCH_UNIT);
    }

    private void read(String key, String value) {
        if (key.endsWith(ATTRIBUTE)) {
            if (value.isEmpty()) {
                throw new ValidationException(
                        String.format(
                                "Empty value for '%s': set the name of an attribute, or remove the"
                                        + " option",
                                key));
            }
            attributes.put(field(key, value, ATTRIBUTE).path, value);
        } else if (key.endsWith(EPOCH_UNIT)) {
            FieldPaths.Found field = field(key, value, EPOCH_UNIT);
            requireTime(key, value, field.type);
            units.put(field.path, unit(key, value));
        } else {
            throw new ValidationException(
                    String.format(
                            "Unknown option '%s' of a field: expected '%s<path>%s' or '%s<path>%s'",
                            key, FIELDS_PREFIX, ATTRIBUTE, FIELDS_PREFIX, EPOCH_UNIT));
        }
    }

    private FieldPaths.Found field(String key, String value, String suffix) {
        String path =
                key.length() <= FIELDS_PREFIX.length() + suffix.length()
                        ? ""
                        : key.substring(FIELDS_PREFIX.length(), key.length() - suffix.length());
        List<FieldPaths.Found> found = FieldPaths.find(row, path);
        if (found.size() == 1) {
            return found.get(0);
        }
        String problem =
                found.isEmpty()
                        ? "names no column or field that is read from an attribute"
                                + otherColumn(path)
                        : "may name several fields, because their names contain dots: rename one";
        throw new ValidationException(
                String.format(
                        "'%s' = '%s' %s. The fields are %s",
                        key, value, problem, FieldPaths.all(row)));
    }

    private String otherColumn(String name) {
        return schema.getColumn(name)
                .map(
                        column ->
                                column instanceof Column.MetadataColumn
                                        ? ": " + name + " is a metadata column"
                                        : ": " + name + " is a computed column")
                .orElse("");
    }

    private static void requireTime(String key, String value, LogicalType type) {
        boolean time =
                type.is(LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE)
                        || type.is(LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        if (!time) {
            throw new ValidationException(
                    String.format(
                            "'%s' = '%s' is not used by a field of type %s: remove it, or declare"
                                    + " the field as TIMESTAMP or TIMESTAMP_LTZ",
                            key, value, type.asSummaryString()));
        }
    }

    private static EpochUnit unit(String key, String value) {
        ConfigOption<EpochUnit> option =
                ConfigOptions.key(key).enumType(EpochUnit.class).noDefaultValue();
        Configuration options = Configuration.fromMap(Map.of(key, value));
        return new OptionValues(options).getOptional(option, EpochUnit.class).orElseThrow();
    }
}
