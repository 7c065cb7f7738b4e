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
package io.github.flinkdynamodb.streams.source;

import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;

/**
 * Builds a {@link DynamoDbStreamsSource}. What isn't set has the default of its option in {@link
 * DynamoDbStreamsSourceOptions}; any option without a method of its own is set with {@link
 * #set(ConfigOption, Object)}.
 *
 * @param <T> the type of the source's elements
 */
@PublicEvolving
public final class DynamoDbStreamsSourceBuilder<T> {

    private final Configuration options = new Configuration();
    private Downstream downstream = Downstream.UPSERTS;
    private DynamoDbStreamsDeserializationSchema<T> deserializer;

    DynamoDbStreamsSourceBuilder() {}

    /**
     * Sets the stream to read. Either this or {@link #setTableName(String)} is required.
     *
     * @param streamArn the stream's ARN
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStreamArn(String streamArn) {
        return set(DynamoDbStreamsSourceOptions.STREAM_ARN, streamArn);
    }

    /**
     * Sets the table whose latest stream is read. If that stream is disabled and the table gets a
     * new one, the source continues with that.
     *
     * <p>The streams of a table that is named by its ARN are found by DescribeTable, which can be
     * allowed to other accounts; those of a table that is named by its name by ListStreams.
     *
     * @param tableName the table's name or ARN
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setTableName(String tableName) {
        return set(DynamoDbStreamsSourceOptions.TABLE_NAME, tableName);
    }

    /**
     * Sets the AWS region. Defaults to the region of the ARN, then to the AWS SDK's region provider
     * chain.
     *
     * @param region such as {@code eu-west-1}
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setRegion(String region) {
        return set(DynamoDbStreamsSourceOptions.AWS_REGION, region);
    }

    /**
     * Sets the URL of DynamoDB Streams, instead of the region's own endpoint.
     *
     * @param endpoint such as {@code http://localhost:8000}
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setEndpoint(String endpoint) {
        return set(DynamoDbStreamsSourceOptions.AWS_ENDPOINT, endpoint);
    }

    /**
     * Sets a fixed access key. For other credentials providers set the options {@code
     * aws.credentials.*} with {@link #set(ConfigOption, Object)}.
     *
     * @param accessKeyId the access key id
     * @param secretKey the secret access key
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setBasicCredentials(
            String accessKeyId, String secretKey) {
        set(DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER, CredentialsProviderType.BASIC);
        set(DynamoDbStreamsSourceOptions.CREDENTIALS_ACCESS_KEY_ID, accessKeyId);
        return set(DynamoDbStreamsSourceOptions.CREDENTIALS_SECRET_KEY, secretKey);
    }

    /**
     * Sets where to start without a savepoint. Defaults to {@link StartupPosition#latest()}. {@link
     * StartupPosition#snapshot()} makes the source bounded.
     *
     * @param position the position
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStartupPosition(StartupPosition position) {
        requireArgument("setStartupPosition", position, "StartupPosition.latest()");
        setTimestamp(
                DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS,
                position.timestamp().orElse(null));
        options.removeConfig(DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE);
        position.positionsFile()
                .ifPresent(file -> set(DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE, file));
        return set(
                DynamoDbStreamsSourceOptions.STARTUP_MODE,
                ScanStartupMode.valueOf(position.mode().name()));
    }

    /**
     * Sets an export that is read instead of the table by {@link StartupPosition#initial()} and
     * {@link StartupPosition#snapshot()}.
     *
     * @param folder the folder of a finished full export, on any file system that Flink knows
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setSnapshotExport(String folder) {
        return set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folder);
    }

    /**
     * Sets the bucket into which DynamoDB is asked to export the table, which is then read instead
     * of the table by {@link StartupPosition#initial()} and {@link StartupPosition#snapshot()}. The
     * table needs point-in-time recovery. Prefix, owner, key and where Flink reads the bucket are
     * options {@code scan.snapshot.export-*}, set with {@link #set(ConfigOption, Object)}.
     *
     * @param bucket the name of an S3 bucket
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setSnapshotExportBucket(String bucket) {
        return set(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET, bucket);
    }

    /**
     * Sets where to stop. Defaults to {@link StoppingPosition#never()}.
     *
     * @param position the position; any but {@link StoppingPosition#never()} makes the source
     *     bounded
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStoppingPosition(StoppingPosition position) {
        requireArgument("setStoppingPosition", position, "StoppingPosition.never()");
        setTimestamp(
                DynamoDbStreamsSourceOptions.BOUNDED_TIMESTAMP_MILLIS,
                position.timestamp().orElse(null));
        return set(
                DynamoDbStreamsSourceOptions.BOUNDED_MODE,
                position.mode() == StoppingPosition.Mode.NEVER
                        ? ScanBoundedMode.UNBOUNDED
                        : ScanBoundedMode.valueOf(position.mode().name()));
    }

    /**
     * Sets what to do if changes can no longer be read. By default the job fails.
     *
     * @param policy the policy
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDataLossPolicy(DataLossPolicy policy) {
        requireArgument("setDataLossPolicy", policy, "DataLossPolicy.FAIL");
        return set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, policy);
    }

    /**
     * Sets what to do with a record that the schema rejects. By default the job fails.
     *
     * @param policy FAIL, SKIP, or DEAD_LETTER with a schema that takes dead letters; {@link
     *     #build()} refuses NULL, which is for SQL tables
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDecodeErrorPolicy(DecodeErrorPolicy policy) {
        requireArgument("setDecodeErrorPolicy", policy, "DecodeErrorPolicy.FAIL");
        return set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, policy);
    }

    /**
     * Sets the intervals between two polls of a shard that has been read to its end. By default 200
     * ms to 1 s.
     *
     * @param minimum the interval after a record
     * @param maximum the interval to which the polls of an idle shard back off
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setPollInterval(Duration minimum, Duration maximum) {
        set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, minimum);
        return set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, maximum);
    }

    /**
     * Sets the budgets of a subtask. By default 64 requests and 64 MiB.
     *
     * @param maxRequests the maximum number of requests in flight
     * @param maxBytes the maximum size of fetched but not yet emitted pages
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setFetchBudget(int maxRequests, MemorySize maxBytes) {
        set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, maxRequests);
        return set(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, maxBytes);
    }

    /**
     * Sets the schema that turns changes into elements. Required.
     *
     * @param schema the schema
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDeserializer(
            DynamoDbStreamsDeserializationSchema<T> schema) {
        if (schema == null) {
            throw new IllegalConfigurationException(
                    "setDeserializer(...) must not be given null: pass a schema, for example a"
                            + " JsonStringDeserializationSchema");
        }
        this.deserializer = schema;
        return this;
    }

    /**
     * Sets any option.
     *
     * @param option one of {@link DynamoDbStreamsSourceOptions}, or an option of the provider that
     *     a role builds on
     * @param value its value, not null
     * @param <V> the type of the value
     * @return this
     * @throws IllegalConfigurationException if the option isn't one of the connector's, or if it or
     *     the value is null
     */
    public <V> DynamoDbStreamsSourceBuilder<T> set(ConfigOption<V> option, V value) {
        if (option == null) {
            throw new IllegalConfigurationException(
                    "set(...) must not be given a null option: pass one of"
                            + " DynamoDbStreamsSourceOptions");
        }
        KnownOptions.require(option.key());
        if (value == null) {
            throw new IllegalConfigurationException(
                    "'%s' must not be null: pass a value, or omit the call to use the default",
                    option.key());
        }
        options.set(option, value);
        return this;
    }

    /**
     * Sets options by their keys, with values as text: those of a SQL table, or of a file.
     *
     * @param values the values by the options' keys
     * @return this
     * @throws IllegalConfigurationException if a key isn't one of the connector's, or a value is
     *     null; {@link #build()} parses the values
     */
    public DynamoDbStreamsSourceBuilder<T> setOptions(Map<String, String> values) {
        requireArgument("setOptions", values, "no options");
        values.forEach(
                (key, value) -> set(ConfigOptions.key(key).stringType().noDefaultValue(), value));
        return this;
    }

    /** Sets a timestamp, or removes that of a position that was set before. */
    private void setTimestamp(ConfigOption<Long> option, Instant timestamp) {
        if (timestamp == null) {
            options.removeConfig(option);
            return;
        }
        try {
            set(option, timestamp.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new IllegalConfigurationException(
                    String.format(
                            "Invalid value '%s' for '%s': expected a time that 64 bits can hold in"
                                    + " epoch milliseconds",
                            timestamp, option.key()),
                    e);
        }
    }

    private static void requireArgument(String method, Object argument, String byDefault) {
        if (argument == null) {
            throw new IllegalConfigurationException(
                    "%s(...) must not be given null: omit the call to use the default, %s",
                    method, byDefault);
        }
    }

    /**
     * Checks the options as {@link #build()} does, without a schema and without building a source.
     * Performs no I/O.
     *
     * @return this
     * @throws IllegalConfigurationException if an option is missing, out of range, or contradicts
     *     another; the message names the option, the value and what is expected
     */
    public DynamoDbStreamsSourceBuilder<T> validateOptions() {
        SourceConfig.from(options);
        ClientSettingsFactory.from(options);
        return this;
    }

    /**
     * Builds the source. Performs no I/O.
     *
     * @return the source
     * @throws IllegalConfigurationException if an option is missing, out of range, or contradicts
     *     another, or if the schema cannot be serialized; the message names the option, the value
     *     and what is expected
     */
    public DynamoDbStreamsSource<T> build() {
        return build(StopMargin.standard());
    }

    /**
     * Has items and changes emitted as they come while both are read: an operator behind the source
     * puts them in order.
     *
     * @return this
     */
    @Internal
    public DynamoDbStreamsSourceBuilder<T> reconciledDownstream() {
        downstream = Downstream.RECONCILES;
        return this;
    }

    /**
     * Has elements emitted for an operator behind the source that keeps the row of each item: some
     * may be repeated.
     *
     * @return this
     */
    @Internal
    public DynamoDbStreamsSourceBuilder<T> keptDownstream() {
        downstream = Downstream.KEEPS;
        return this;
    }

    /**
     * Has nothing emitted that isn't a change of its own: the elements are rows of a log.
     *
     * @return this
     */
    @Internal
    public DynamoDbStreamsSourceBuilder<T> appendedDownstream() {
        downstream = Downstream.APPENDS;
        return this;
    }

    /** Builds the source, with another margin at its stopping time than jobs run with. */
    DynamoDbStreamsSource<T> build(StopMargin stopMargin) {
        SchemaCheck.require(deserializer);
        SourceConfig config = SourceConfig.from(options, stopMargin, downstream);
        SchemaCheck.requireDeadLetters(deserializer, config.onDecodeError());
        return new DynamoDbStreamsSource<>(
                config, ClientSettingsFactory.from(options), deserializer);
    }
}
