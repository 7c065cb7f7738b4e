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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.table.decode.EpochUnit;
import io.github.flinkdynamodb.streams.table.decode.FieldSettings;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;

/** Makes the scan of a table with {@code 'connector' = 'dynamodb-streams'}. */
public final class DynamoDbStreamsTableFactory implements DynamicTableSourceFactory {

    /** The connector's name in SQL. */
    public static final String IDENTIFIER = "dynamodb-streams";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        Set<ConfigOption<?>> options = new HashSet<>();
        for (Field field : DynamoDbStreamsSourceOptions.class.getFields()) {
            try {
                options.add((ConfigOption<?>) field.get(null));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " is not public", e);
            }
        }
        options.add(DynamoDbStreamsTableOptions.CHANGELOG_MODE);
        options.add(DynamoDbStreamsTableOptions.EPOCH_UNIT);
        options.add(FactoryUtil.SOURCE_PARALLELISM);
        return options;
    }

    /**
     * Makes the scan of a table.
     *
     * @param context the table
     * @return the scan
     * @throws ValidationException if an option is missing, unknown, wrong or contradicts another;
     *     the message names its key, its value and what is allowed
     */
    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validateExcept(DynamoDbStreamsTableOptions.FIELDS_PREFIX, "aws.credentials.");
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        List<String> primaryKey =
                schema.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        ReadableConfig options = helper.getOptions();
        DataType physicalType = context.getPhysicalRowDataType();
        TableScan scan =
                new TableScan(
                        context.getObjectIdentifier().asSummaryString(),
                        physicalType,
                        primaryKey,
                        mode(options, primaryKey),
                        fields(options, context.getCatalogTable().getOptions()),
                        new SourceOptions(
                                sourceOptions(context.getCatalogTable().getOptions()),
                                options.get(FactoryUtil.SOURCE_PARALLELISM)));
        return new DynamoDbStreamsTableSource(scan, PushedDown.none(physicalType));
    }

    private static ScanChangelogMode mode(ReadableConfig options, List<String> primaryKey) {
        String value =
                options.getOptional(DynamoDbStreamsTableOptions.CHANGELOG_MODE)
                        .orElse(
                                (primaryKey.isEmpty()
                                                ? ScanChangelogMode.APPEND_ONLY
                                                : ScanChangelogMode.UPSERT)
                                        .optionValue());
        return Arrays.stream(ScanChangelogMode.values())
                .filter(mode -> mode.optionValue().equals(value))
                .findFirst()
                .orElseThrow(() -> new ValidationException("unknown changelog mode " + value));
    }

    private static FieldSettings fields(ReadableConfig options, Map<String, String> all) {
        Map<List<String>, String> names = new HashMap<>();
        all.forEach(
                (key, value) -> {
                    if (key.startsWith("fields.") && key.endsWith(".attribute")) {
                        String path = key.substring(7, key.length() - ".attribute".length());
                        names.put(List.of(path.split("\\.")), value);
                    }
                });
        EpochUnit unit =
                options.getOptional(DynamoDbStreamsTableOptions.EPOCH_UNIT)
                        .map(value -> EpochUnit.valueOf(value.toUpperCase(Locale.ROOT)))
                        .orElse(null);
        return new FieldSettings(unit, names, Map.of());
    }

    private static Map<String, String> sourceOptions(Map<String, String> all) {
        Map<String, String> own = new HashMap<>(all);
        own.keySet()
                .removeIf(
                        key ->
                                key.startsWith(DynamoDbStreamsTableOptions.FIELDS_PREFIX)
                                        || key.startsWith("scan.watermark.")
                                        || Set.of(
                                                        "connector",
                                                        "property-version",
                                                        "scan.parallelism",
                                                        "scan.changelog-mode",
                                                        "scan.epoch-unit")
                                                .contains(key));
        return own;
    }
}
