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
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** Makes the scan of a table with {@code 'connector' = 'dynamodb-streams'}. */
@Internal
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
     * Makes the scan of a table. Makes no call to AWS.
     *
     * @param context the table
     * @return the scan
     * @throws ValidationException if an option is unknown, or wrong, or contradicts the columns;
     *     the message names its key, its value and what is allowed
     * @throws org.apache.flink.configuration.IllegalConfigurationException the same of an option
     *     that the source itself checks
     */
    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        TableScan scan = scan(context);
        DynamoDbStreamsTableSource source =
                new DynamoDbStreamsTableSource(scan, PushedDown.none(scan.columns()));
        source.checkColumns();
        source.source(
                InternalTypeInfo.of((RowType) scan.columns().physicalType().getLogicalType()));
        FactoryUtil.createTableFactoryHelper(this, context)
                .validateExcept(DynamoDbStreamsTableOptions.FIELDS_PREFIX, "aws.credentials.");
        return source;
    }

    private static TableScan scan(Context context) {
        Map<String, String> all = context.getCatalogTable().getOptions();
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        TableOptions options = new TableOptions(all);
        TableColumns columns = TableColumns.of(schema, context.getPhysicalRowDataType());
        List<String> primaryKey = columns.primaryKey();
        ScanChangelogMode mode = options.mode(primaryKey);
        PrimaryKeyCheck.check((RowType) columns.physicalType().getLogicalType(), primaryKey);
        SourceWatermarks.check(schema);
        return new TableScan(
                context.getObjectIdentifier().asSummaryString(),
                columns,
                mode,
                FieldOptions.read(all, schema),
                new SourceOptions(
                        options.sourceValues(),
                        options.nullOnDecodeError(),
                        options.parallelism(mode, primaryKey),
                        options.watermarks(context.getConfiguration())));
    }
}
