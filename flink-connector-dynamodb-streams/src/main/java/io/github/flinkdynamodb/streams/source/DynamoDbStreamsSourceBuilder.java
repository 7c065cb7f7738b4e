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

import io.github.flinkdynamodb.streams.source.config.KnownOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
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
    private DynamoDbStreamsDeserializationSchema<T> deserializer;

    DynamoDbStreamsSourceBuilder() {}

    /**
     * Names the stream to read. Either this or {@link #setTableName(String)} is needed.
     *
     * @param streamArn the stream's ARN
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStreamArn(String streamArn) {
        return set(DynamoDbStreamsSourceOptions.STREAM_ARN, streamArn);
    }

    /**
     * Names the table whose latest stream is read, and the stream after it when that is disabled.
     *
     * @param tableName the table's name
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setTableName(String tableName) {
        return set(DynamoDbStreamsSourceOptions.TABLE_NAME, tableName);
    }

    /**
     * Sets the AWS region. By default that of the ARN, or what the AWS SDK finds in its usual
     * places.
     *
     * @param region such as {@code eu-west-1}
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setRegion(String region) {
        return set(DynamoDbStreamsSourceOptions.AWS_REGION, region);
    }

    /**
     * Sets the URL of the service instead of the regional endpoint.
     *
     * @param endpoint such as {@code http://localhost:8000}
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setEndpoint(String endpoint) {
        return set(DynamoDbStreamsSourceOptions.AWS_ENDPOINT, endpoint);
    }

    /**
     * Uses a fixed access key. For the other ways to get credentials set the options {@code
     * aws.credentials.*} with {@link #set(ConfigOption, Object)}.
     *
     * @param accessKeyId the access key id
     * @param secretKey the secret access key
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setBasicCredentials(
            String accessKeyId, String secretKey) {
        set(DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER, "BASIC");
        set(DynamoDbStreamsSourceOptions.CREDENTIALS_ACCESS_KEY_ID, accessKeyId);
        return set(DynamoDbStreamsSourceOptions.CREDENTIALS_SECRET_KEY, secretKey);
    }

    /**
     * Sets where to begin when the job starts without a savepoint. By default at latest.
     *
     * @param position the position
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStartupPosition(StartupPosition position) {
        requireArgument("setStartupPosition", position, "StartupPosition.latest()");
        setMoment(
                DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS,
                position.timestamp().orElse(null));
        return set(DynamoDbStreamsSourceOptions.STARTUP_MODE, key(position.mode()));
    }

    /**
     * Sets where to stop. By default never.
     *
     * @param position the position; any but {@link StoppingPosition#never()} makes the source
     *     bounded
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setStoppingPosition(StoppingPosition position) {
        requireArgument("setStoppingPosition", position, "StoppingPosition.never()");
        setMoment(
                DynamoDbStreamsSourceOptions.BOUNDED_TIMESTAMP_MILLIS,
                position.timestamp().orElse(null));
        return set(
                DynamoDbStreamsSourceOptions.BOUNDED_MODE,
                position.mode() == StoppingPosition.Mode.NEVER
                        ? DynamoDbStreamsSourceOptions.BOUNDED_MODE.defaultValue()
                        : key(position.mode()));
    }

    /**
     * Sets what to do when records were trimmed before they were read. By default the job fails.
     *
     * @param policy the policy
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDataLossPolicy(DataLossPolicy policy) {
        requireArgument("setDataLossPolicy", policy, "DataLossPolicy.FAIL");
        return set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, key(policy));
    }

    /**
     * Sets what to do with a record that the schema rejects. By default the job fails.
     *
     * @param policy the policy
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDecodeErrorPolicy(DecodeErrorPolicy policy) {
        requireArgument("setDecodeErrorPolicy", policy, "DecodeErrorPolicy.FAIL");
        return set(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, key(policy));
    }

    /**
     * Sets the pauses between two polls of a shard that is caught up with. By default 200 ms to 1
     * s.
     *
     * @param minimum the pause after a record
     * @param maximum the pause that the polls of an idle shard back off to
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setPollInterval(Duration minimum, Duration maximum) {
        set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, minimum);
        return set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, maximum);
    }

    /**
     * Sets the budgets of a subtask. By default 64 requests and 64 MiB.
     *
     * @param maxRequests how many requests are in flight
     * @param maxBytes how many bytes of pages are held that aren't emitted yet
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setFetchBudget(int maxRequests, MemorySize maxBytes) {
        set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, maxRequests);
        return set(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, maxBytes);
    }

    /**
     * Sets the schema that turns changes into elements. Needed.
     *
     * @param schema the schema
     * @return this
     */
    public DynamoDbStreamsSourceBuilder<T> setDeserializer(
            DynamoDbStreamsDeserializationSchema<T> schema) {
        if (schema == null) {
            throw new IllegalConfigurationException(
                    "setDeserializer(...) must not be given null: give it a schema, for instance a"
                            + " JsonStringDeserializationSchema");
        }
        this.deserializer = schema;
        return this;
    }

    /**
     * Sets any option.
     *
     * @param option one of {@link DynamoDbStreamsSourceOptions}, or a setting of the provider that
     *     assumes a role
     * @param value its value, not null
     * @param <V> the type of the value
     * @return this
     * @throws IllegalConfigurationException if the option is none of the connector's, or if it or
     *     the value is null
     */
    public <V> DynamoDbStreamsSourceBuilder<T> set(ConfigOption<V> option, V value) {
        if (option == null) {
            throw new IllegalConfigurationException(
                    "set(...) must not be given a null option: give it one of"
                            + " DynamoDbStreamsSourceOptions");
        }
        KnownOptions.require(option.key());
        if (value == null) {
            throw new IllegalConfigurationException(
                    "'%s' must not be null: give it a value, or leave the call out for the default",
                    option.key());
        }
        options.set(option, value);
        return this;
    }

    /**
     * Sets options by their keys, with values as texts: those of a SQL table, or of a file.
     *
     * @param values the values by the options' keys
     * @return this
     * @throws IllegalConfigurationException if a key is none of the connector's, or a value is
     *     null; whether a text can be read shows in {@link #build()}
     */
    public DynamoDbStreamsSourceBuilder<T> setOptions(Map<String, String> values) {
        requireArgument("setOptions", values, "no options");
        values.forEach(
                (key, value) -> set(ConfigOptions.key(key).stringType().noDefaultValue(), value));
        return this;
    }

    /** Sets a moment, or removes that of a position that was set before. */
    private void setMoment(ConfigOption<Long> option, Instant moment) {
        if (moment == null) {
            options.removeConfig(option);
            return;
        }
        try {
            set(option, moment.toEpochMilli());
        } catch (ArithmeticException e) {
            throw new IllegalConfigurationException(
                    String.format(
                            "'%s' = '%s' lies further away than epoch milliseconds can count: give"
                                    + " a nearer moment",
                            option.key(), moment),
                    e);
        }
    }

    private static void requireArgument(String method, Object argument, String byDefault) {
        if (argument == null) {
            throw new IllegalConfigurationException(
                    "%s(...) must not be given null: leave the call out for the default, %s",
                    method, byDefault);
        }
    }

    /**
     * Builds the source. Does no I/O.
     *
     * @return the source
     * @throws IllegalConfigurationException if a setting is missing, out of range, or contradicts
     *     another, or if the schema can't be serialized; the message names the setting, the value
     *     and what is allowed
     */
    public DynamoDbStreamsSource<T> build() {
        SchemaCheck.require(deserializer);
        return new DynamoDbStreamsSource<>(
                SourceConfig.from(options), ClientSettingsFactory.from(options), deserializer);
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
