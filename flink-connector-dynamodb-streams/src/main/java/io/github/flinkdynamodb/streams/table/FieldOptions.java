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

import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsTableOptions.FIELDS_PREFIX;

import io.github.flinkdynamodb.streams.table.decode.EpochUnit;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;

/** Reads and validates the options that say how fields find their attributes. */
final class FieldOptions {

    private static final String ATTRIBUTE = ".attribute";
    private static final String EPOCH_UNIT = ".epoch-unit";
    private static final Map<String, EpochUnit> UNITS =
            Stream.of(EpochUnit.values())
                    .collect(
                            Collectors.toMap(
                                    unit -> unit.name().toLowerCase(Locale.ROOT),
                                    Function.identity(),
                                    (a, b) -> a,
                                    TreeMap::new));

    private final ResolvedSchema schema;
    private final RowType row;
    private final Map<List<String>, String> attributes = new HashMap<>();
    private final Map<List<String>, EpochUnit> units = new HashMap<>();

    private FieldOptions(ResolvedSchema schema, RowType row) {
        this.schema = schema;
        this.row = row;
    }

    /**
     * Reads the options.
     *
     * @param options all options of the table
     * @param schema the table's columns
     * @return the settings of its fields
     * @throws ValidationException if an option is unknown, names no field, or has a wrong value
     */
    static FieldSettings read(Map<String, String> options, ResolvedSchema schema) {
        RowType row = (RowType) schema.toPhysicalRowDataType().getLogicalType();
        FieldOptions fields = new FieldOptions(schema, row);
        new TreeMap<>(options)
                .forEach(
                        (key, value) -> {
                            if (key.startsWith(FIELDS_PREFIX)) {
                                fields.read(key, value);
                            }
                        });
        String unitKey = DynamoDbStreamsTableOptions.EPOCH_UNIT.key();
        EpochUnit tableUnit =
                options.containsKey(unitKey) ? unit(unitKey, options.get(unitKey)) : null;
        return new FieldSettings(tableUnit, fields.attributes, fields.units);
    }

    /** Says whether a key ends as those of the options of fields do. */
    static boolean hasSuffix(String key) {
        return key.endsWith(ATTRIBUTE) || key.endsWith(EPOCH_UNIT);
    }

    private void read(String key, String value) {
        if (key.endsWith(ATTRIBUTE)) {
            if (value.isEmpty()) {
                throw new ValidationException(
                        String.format(
                                "'%s' = '' names no attribute: give the attribute's name, or leave"
                                        + " the option out",
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
                            "'%s' is no option of a field: allowed are '%s<path>%s' and"
                                    + " '%s<path>%s'",
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
                        ? "names no column that is read from an attribute, and no field of one"
                                + otherColumn(path)
                        : "may mean several fields, since their names have dots: rename one";
        throw new ValidationException(
                String.format(
                        "'%s' = '%s' %s. Fields are %s", key, value, problem, FieldPaths.all(row)));
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
                            "'%s' = '%s' has no meaning for a field of type %s: allowed for"
                                    + " TIMESTAMP and TIMESTAMP_LTZ. Leave it out, or declare the"
                                    + " field as one of these",
                            key, value, type.asSummaryString()));
        }
    }

    private static EpochUnit unit(String key, String value) {
        return TableOptions.oneOf(key, value, UNITS);
    }
}
