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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.BOUNDED_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DECODE_ERROR;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.CHANGELOG_MODE;
import static io.github.flinkdynamodb.streams.table.DynamoDbStreamsConnectorOptions.EPOCH_UNIT;
import static org.apache.flink.configuration.ExecutionOptions.RUNTIME_MODE;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import io.github.flinkdynamodb.streams.source.config.OptionValues;
import io.github.flinkdynamodb.streams.table.convert.EpochUnit;
import io.github.flinkdynamodb.streams.table.convert.FieldSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * Parses the options of a SQL table. Methods throw an {@link IllegalConfigurationException} if a
 * value isn't of its option's type, and a {@link ValidationException} if it contradicts another
 * option or the columns.
 */
final class TableOptionsParser {

    private final ReadableConfig options;
    private final OptionValues values;
    private final DynamicTableFactory.Context context;

    /**
     * Creates a parser.
     *
     * @param options the table's options, merged with the forwarded ones of the catalog
     * @param context the table
     */
    TableOptionsParser(ReadableConfig options, DynamicTableFactory.Context context) {
        this.options = options;
        this.values = new OptionValues(options);
        this.context = context;
    }

    /** Returns how the stream is read. */
    SourceSettings source(ScanChangelogMode mode, List<String> primaryKey) {
        Map<String, String> sourceValues = new HashMap<>();
        for (ConfigOption<?> option : DynamoDbStreamsSourceOptions.all()) {
            ConfigOption<String> text =
                    ConfigOptions.key(option.key()).stringType().noDefaultValue();
            options.getOptional(text).ifPresent(value -> sourceValues.put(option.key(), value));
        }
        sourceValues.keySet().removeIf(KnownOptions::isAboutCredentials);
        sourceValues.putAll(credentials());
        DecodeErrorPolicy onDecodeError = values.get(ON_DECODE_ERROR, DecodeErrorPolicy.class);
        requireOverlap(mode, primaryKey, onDecodeError);
        boolean nullOnDecodeError = onDecodeError == DecodeErrorPolicy.NULL;
        if (nullOnDecodeError) {
            sourceValues.put(ON_DECODE_ERROR.key(), DecodeErrorPolicy.FAIL.toString());
        }
        return new SourceSettings(
                sourceValues,
                isSnapshot()
                        || startupMode() == ScanStartupMode.INCREMENTAL_EXPORT
                        || values.get(BOUNDED_MODE, ScanBoundedMode.class)
                                != ScanBoundedMode.UNBOUNDED,
                nullOnDecodeError,
                parallelism(mode, primaryKey),
                SourceWatermarks.of(options, context.getConfiguration()));
    }

    /**
     * The credentials of the catalog's table replace those of a compiled plan as a whole: an access
     * key that the plan still has would contradict another provider.
     */
    private Map<String, String> credentials() {
        Map<String, String> forwarded = credentials(context.getEnrichmentOptions());
        return forwarded.isEmpty()
                ? credentials(context.getCatalogTable().getOptions())
                : forwarded;
    }

    private static Map<String, String> credentials(Map<String, String> all) {
        Map<String, String> credentials = new HashMap<>(all);
        credentials.keySet().removeIf(key -> !KnownOptions.isAboutCredentials(key));
        return credentials;
    }

    /** Returns how fields find their attributes. */
    FieldSettings fields(ResolvedSchema schema) {
        return FieldOptionsParser.parse(
                context.getCatalogTable().getOptions(),
                values.getOptional(EPOCH_UNIT, EpochUnit.class).orElse(null),
                schema);
    }

    private boolean isSnapshot() {
        return startupMode() == ScanStartupMode.SNAPSHOT;
    }

    private ScanStartupMode startupMode() {
        return values.get(STARTUP_MODE, ScanStartupMode.class);
    }

    /** Checks what a table needs that is read beside its stream. */
    private void requireOverlap(
            ScanChangelogMode mode, List<String> primaryKey, DecodeErrorPolicy onDecodeError) {
        if (startupMode() != ScanStartupMode.INITIAL) {
            return;
        }
        if (context.getConfiguration().get(RUNTIME_MODE) == RuntimeExecutionMode.BATCH) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'initial' is not possible in batch mode, which has no"
                                    + " checkpoints: set '%s' = 'streaming', or read the table"
                                    + " alone with 'snapshot'",
                            STARTUP_MODE.key(), RUNTIME_MODE.key()));
        }
        boolean repairs = values.get(ON_DATA_LOSS, DataLossPolicy.class) == DataLossPolicy.REPAIR;
        if (mode == ScanChangelogMode.FULL && !repairs) {
            requireReconcilable(primaryKey, onDecodeError);
        }
    }

    private static void requireReconcilable(
            List<String> primaryKey, DecodeErrorPolicy onDecodeError) {
        String setting =
                String.format(
                        "'%s' = 'full' with '%s' = 'initial'",
                        CHANGELOG_MODE.key(), STARTUP_MODE.key());
        if (primaryKey.isEmpty()) {
            throw new ValidationException(
                    setting
                            + " needs a PRIMARY KEY, by which the table's items and their changes"
                            + " are matched: declare the columns of the DynamoDB table's key as"
                            + " PRIMARY KEY (...) NOT ENFORCED, or set 'append-only'");
        }
        if (onDecodeError == DecodeErrorPolicy.SKIP) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'skip' contradicts %s: without the changes that are left out,"
                                    + " those after them can't be told from older ones. Set 'fail'"
                                    + " or 'null', or '%s' = 'upsert'",
                            ON_DECODE_ERROR.key(), setting, CHANGELOG_MODE.key()));
        }
    }

    /**
     * Returns the changelog mode: the one that is set, else the one that fits the primary key. A
     * snapshot consists of inserts, each item's once, whatever the table's mode and key are for its
     * stream.
     */
    ScanChangelogMode mode(List<String> primaryKey) {
        if (isSnapshot()) {
            return ScanChangelogMode.APPEND_ONLY;
        }
        ScanChangelogMode mode =
                values.getOptional(CHANGELOG_MODE, ScanChangelogMode.class)
                        .orElse(
                                primaryKey.isEmpty()
                                        ? ScanChangelogMode.APPEND_ONLY
                                        : ScanChangelogMode.UPSERT);
        requireFittingKey(mode, primaryKey);
        return mode;
    }

    private static void requireFittingKey(ScanChangelogMode mode, List<String> primaryKey) {
        if (mode == ScanChangelogMode.UPSERT && primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'upsert' needs a PRIMARY KEY: declare the columns of the"
                                    + " DynamoDB table's key as PRIMARY KEY (...) NOT ENFORCED, or"
                                    + " set 'append-only'",
                            CHANGELOG_MODE.key()));
        }
        if (mode == ScanChangelogMode.APPEND_ONLY && !primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = 'append-only' contradicts PRIMARY KEY %s: each change becomes a"
                                    + " row, so a key has several rows. Remove the PRIMARY KEY, or"
                                    + " set 'upsert' or 'full'",
                            CHANGELOG_MODE.key(), primaryKey));
        }
    }

    /** The parallelism of the scan; null for that of the job. */
    private Integer parallelism(ScanChangelogMode mode, List<String> primaryKey) {
        ConfigOption<Integer> option = FactoryUtil.SOURCE_PARALLELISM;
        Integer parallelism = values.getOptional(option, Integer.class).orElse(null);
        if (parallelism == null) {
            return null;
        }
        if (parallelism < 1) {
            throw new ValidationException(
                    String.format(
                            "Invalid value '%s' for '%s': expected 1 or more",
                            parallelism, option.key()));
        }
        if (mode != ScanChangelogMode.APPEND_ONLY && primaryKey.isEmpty()) {
            throw new ValidationException(
                    String.format(
                            "'%s' = '%s' with '%s' = '%s' needs a PRIMARY KEY, by which rows keep"
                                    + " their order on the way to other subtasks: declare one, or"
                                    + " remove the parallelism",
                            option.key(), parallelism, CHANGELOG_MODE.key(), mode));
        }
        return parallelism;
    }
}
