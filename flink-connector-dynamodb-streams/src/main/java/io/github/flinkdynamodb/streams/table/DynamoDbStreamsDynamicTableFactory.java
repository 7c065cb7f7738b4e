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

import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.CHANGELOG_MODE;
import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.EPOCH_UNIT;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the scan of a table with {@code 'connector' = 'dynamodb-streams'}. */
@Internal
public final class DynamoDbStreamsDynamicTableFactory implements DynamicTableSourceFactory {

    private static final Logger LOG =
            LoggerFactory.getLogger(DynamoDbStreamsDynamicTableFactory.class);

    /** The connector's name in SQL. */
    public static final String IDENTIFIER = "dynamodb-streams";

    /** Options that say how a stream is read, and not what a row is; credentials belong to them. */
    private static final List<ConfigOption<?>> FORWARDED =
            List.of(
                    DynamoDbStreamsSourceOptions.AWS_ENDPOINT,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_PREFIX,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_OWNER,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_KMS_KEY,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH,
                    DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_MAX_AGE,
                    DynamoDbStreamsSourceOptions.ON_DATA_LOSS,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_PREFIX,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_OWNER,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_KMS_KEY,
                    DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH,
                    DynamoDbStreamsSourceOptions.ON_DECODE_ERROR,
                    DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL,
                    DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL,
                    DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL,
                    DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS,
                    DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES,
                    DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION,
                    DynamoDbStreamsSourceOptions.METRICS_PER_SHARD,
                    DynamoDbStreamsSourceOptions.REBALANCE_MODE,
                    DynamoDbStreamsSourceOptions.REBALANCE_THRESHOLD,
                    DynamoDbStreamsSourceOptions.REBALANCE_MAX_WAIT);

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
        Set<ConfigOption<?>> options = new HashSet<>(DynamoDbStreamsSourceOptions.all());
        options.add(CHANGELOG_MODE);
        options.add(EPOCH_UNIT);
        options.add(FactoryUtil.SOURCE_PARALLELISM);
        return options;
    }

    /**
     * Returns the options that can be changed under a compiled plan: the table of the catalog
     * overrides the table in the plan. If the former has an option of credentials, its credentials
     * replace those of the plan as a whole.
     *
     * @return credentials, endpoints, places of exports, error policies, discovery, polling,
     *     budgets, retries and metrics
     */
    @Override
    public Set<ConfigOption<?>> forwardOptions() {
        Set<ConfigOption<?>> options =
                DynamoDbStreamsSourceOptions.all().stream()
                        .filter(option -> KnownOptions.isAboutCredentials(option.key()))
                        .collect(Collectors.toCollection(HashSet::new));
        options.addAll(FORWARDED);
        return options;
    }

    /**
     * Creates the scan of a table. Makes no call to AWS.
     *
     * @param context the table
     * @return the scan
     * @throws ValidationException if an option is unknown, or wrong, or contradicts the columns;
     *     the message names its key, its value and what is expected
     */
    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
        Optional<ValidationException> refused =
                UnknownOptions.validate(IDENTIFIER, helper, context);
        try {
            TableScan scan = scan(helper, context);
            scan.validateSource();
            DynamoDbStreamsDynamicTableSource source =
                    new DynamoDbStreamsDynamicTableSource(scan, PushedDown.none(scan.columns()));
            source.checkColumns();
            refused.ifPresent(
                    e -> {
                        throw e;
                    });
            return source;
        } catch (IllegalConfigurationException | IllegalArgumentException e) {
            throw invalid(e);
        }
    }

    /**
     * The SQL client shows only the cause that stands last in the stack trace, so the one that
     * helps has no cause, nor a suppressed one.
     */
    private static ValidationException invalid(RuntimeException e) {
        LOG.debug("A table is refused", e);
        return new ValidationException(e.getMessage());
    }

    private static TableScan scan(FactoryUtil.TableFactoryHelper helper, Context context) {
        ResolvedSchema schema = context.getCatalogTable().getResolvedSchema();
        TableOptionsParser options = new TableOptionsParser(helper.getOptions(), context);
        TableColumns columns = TableColumns.of(schema, context.getPhysicalRowDataType());
        List<String> primaryKey = columns.primaryKey();
        ScanChangelogMode mode = options.mode(primaryKey);
        PrimaryKeyCheck.check((RowType) columns.physicalType().getLogicalType(), primaryKey);
        SourceWatermarks.check(schema);
        return new TableScan(
                context.getObjectIdentifier().asSummaryString(),
                columns,
                mode,
                options.fields(schema),
                options.source(mode, primaryKey));
    }
}
