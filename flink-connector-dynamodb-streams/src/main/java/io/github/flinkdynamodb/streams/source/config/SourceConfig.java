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
package io.github.flinkdynamodb.streams.source.config;

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.BOUNDED_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.BOUNDED_TIMESTAMP_MILLIS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DECODE_ERROR;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The settings of a source, validated: the only settings object that the enumerator and the readers
 * receive. Immutable.
 */
public final class SourceConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String streamArn;
    private final String tableName;
    private final StartupPosition startup;
    private final StoppingPosition stopping;
    private final DataLossPolicy onDataLoss;
    private final DecodeErrorPolicy onDecodeError;
    private final Duration shardDiscoveryInterval;
    private final Duration pollMinInterval;
    private final Duration pollMaxInterval;
    private final int fetchMaxRequests;
    private final long fetchMaxBytes;
    private final Duration retryMaxDuration;

    private SourceConfig(ReadableConfig options) {
        this.streamArn = options.getOptional(STREAM_ARN).orElse(null);
        this.tableName = options.getOptional(TABLE_NAME).orElse(null);
        requireOneStream();
        this.startup = startup(options);
        this.stopping = stopping(options);
        this.onDataLoss =
                oneOf(
                        options,
                        ON_DATA_LOSS,
                        Map.of("fail", DataLossPolicy.FAIL, "continue", DataLossPolicy.CONTINUE));
        this.onDecodeError =
                oneOf(
                        options,
                        ON_DECODE_ERROR,
                        Map.of("fail", DecodeErrorPolicy.FAIL, "skip", DecodeErrorPolicy.SKIP));
        this.shardDiscoveryInterval =
                within(
                        options,
                        SHARD_DISCOVERY_INTERVAL,
                        Duration.ofSeconds(1),
                        Duration.ofHours(1));
        this.pollMaxInterval =
                within(options, POLL_MAX_INTERVAL, Duration.ofMillis(1), Duration.ofMinutes(5));
        this.pollMinInterval =
                within(options, POLL_MIN_INTERVAL, Duration.ofMillis(1), pollMaxInterval);
        this.retryMaxDuration =
                within(options, RETRY_MAX_DURATION, Duration.ofSeconds(1), Duration.ofDays(1));
        this.fetchMaxRequests =
                (int) within(FETCH_MAX_REQUESTS, options.get(FETCH_MAX_REQUESTS), 1, 1000);
        this.fetchMaxBytes =
                within(
                        FETCH_MAX_BYTES,
                        options.get(FETCH_MAX_BYTES).getBytes(),
                        1L << 20,
                        1L << 40);
    }

    /**
     * Reads and validates settings. Does no I/O.
     *
     * @param options the settings; what isn't set has the default of its option
     * @return the validated settings
     * @throws IllegalConfigurationException if a setting is missing, out of range, or contradicts
     *     another; the message names the key, the value and what is allowed
     */
    public static SourceConfig from(ReadableConfig options) {
        return new SourceConfig(options);
    }

    private void requireOneStream() {
        if (streamArn == null && tableName == null) {
            throw new IllegalConfigurationException(
                    "Neither '%s' nor '%s' is set: one of them must say which stream to read",
                    STREAM_ARN.key(), TABLE_NAME.key());
        }
        if (streamArn != null && tableName != null) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' and '%s' = '%s' are both set: only one of them may be",
                    STREAM_ARN.key(), streamArn, TABLE_NAME.key(), tableName);
        }
        if (streamArn != null) {
            StreamArn.parse(streamArn);
        } else if (!tableName.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is no table name: 3 to 255 letters, digits, '_', '-' and '.' are"
                            + " allowed",
                    TABLE_NAME.key(), tableName);
        }
    }

    private static StartupPosition startup(ReadableConfig options) {
        StartupPosition.Mode mode =
                oneOf(
                        options,
                        STARTUP_MODE,
                        Map.of(
                                "trim-horizon", StartupPosition.Mode.TRIM_HORIZON,
                                "earliest-offset", StartupPosition.Mode.TRIM_HORIZON,
                                "latest", StartupPosition.Mode.LATEST,
                                "latest-offset", StartupPosition.Mode.LATEST,
                                "timestamp", StartupPosition.Mode.TIMESTAMP));
        Optional<Instant> timestamp =
                timestamp(
                        options,
                        STARTUP_MODE,
                        STARTUP_TIMESTAMP_MILLIS,
                        mode == StartupPosition.Mode.TIMESTAMP);
        switch (mode) {
            case TRIM_HORIZON:
                return StartupPosition.trimHorizon();
            case LATEST:
                return StartupPosition.latest();
            case TIMESTAMP:
                return StartupPosition.timestamp(timestamp.get());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    private static StoppingPosition stopping(ReadableConfig options) {
        StoppingPosition.Mode mode =
                oneOf(
                        options,
                        BOUNDED_MODE,
                        Map.of(
                                "unbounded", StoppingPosition.Mode.NEVER,
                                "latest", StoppingPosition.Mode.LATEST,
                                "timestamp", StoppingPosition.Mode.TIMESTAMP));
        Optional<Instant> timestamp =
                timestamp(
                        options,
                        BOUNDED_MODE,
                        BOUNDED_TIMESTAMP_MILLIS,
                        mode == StoppingPosition.Mode.TIMESTAMP);
        switch (mode) {
            case NEVER:
                return StoppingPosition.never();
            case LATEST:
                return StoppingPosition.latest();
            case TIMESTAMP:
                return StoppingPosition.timestamp(timestamp.get());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    private static Optional<Instant> timestamp(
            ReadableConfig options,
            ConfigOption<String> modeOption,
            ConfigOption<Long> option,
            boolean wanted) {
        Optional<Long> millis = options.getOptional(option);
        if (wanted && millis.isEmpty()) {
            throw new IllegalConfigurationException(
                    "'%s' is not set: '%s' = 'timestamp' needs it, in epoch milliseconds",
                    option.key(), modeOption.key());
        }
        if (!wanted && millis.isPresent()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' has no meaning with '%s' = '%s': set that to 'timestamp', or leave"
                            + " the timestamp out",
                    option.key(), millis.get(), modeOption.key(), options.get(modeOption));
        }
        if (millis.isPresent() && millis.get() < 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must not be negative: it counts epoch milliseconds",
                    option.key(), millis.get());
        }
        return millis.map(Instant::ofEpochMilli);
    }

    private static <T> T oneOf(
            ReadableConfig options, ConfigOption<String> option, Map<String, T> allowed) {
        String value = options.get(option);
        T found = allowed.get(value);
        if (found == null) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not known: allowed are %s",
                    option.key(), value, new java.util.TreeSet<>(allowed.keySet()));
        }
        return found;
    }

    private static Duration within(
            ReadableConfig options, ConfigOption<Duration> option, Duration least, Duration most) {
        Duration value = options.get(option);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s ms' must lie between %s ms and %s ms",
                    option.key(), value.toMillis(), least.toMillis(), most.toMillis());
        }
        return value;
    }

    private static long within(ConfigOption<?> option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must lie between %s and %s", option.key(), value, least, most);
        }
        return value;
    }

    /**
     * The stream to read.
     *
     * @return its ARN; empty where a table was named
     */
    public Optional<String> streamArn() {
        return Optional.ofNullable(streamArn);
    }

    /**
     * The table whose streams are read, one after the other.
     *
     * @return its name; empty where a stream was named
     */
    public Optional<String> tableName() {
        return Optional.ofNullable(tableName);
    }

    /**
     * Where reading begins.
     *
     * @return the position
     */
    public StartupPosition startup() {
        return startup;
    }

    /**
     * Where reading ends.
     *
     * @return the position
     */
    public StoppingPosition stopping() {
        return stopping;
    }

    /**
     * What to do about trimmed records.
     *
     * @return the policy
     */
    public DataLossPolicy onDataLoss() {
        return onDataLoss;
    }

    /**
     * What to do about records that the schema rejects.
     *
     * @return the policy
     */
    public DecodeErrorPolicy onDecodeError() {
        return onDecodeError;
    }

    /**
     * How often all shards are listed.
     *
     * @return the interval
     */
    public Duration shardDiscoveryInterval() {
        return shardDiscoveryInterval;
    }

    /**
     * The shortest pause between two polls of a shard that is caught up with.
     *
     * @return the pause
     */
    public Duration pollMinInterval() {
        return pollMinInterval;
    }

    /**
     * The longest pause between two polls of a shard that is caught up with.
     *
     * @return the pause, at least the shortest
     */
    public Duration pollMaxInterval() {
        return pollMaxInterval;
    }

    /**
     * How many requests a subtask keeps in flight.
     *
     * @return at least 1
     */
    public int fetchMaxRequests() {
        return fetchMaxRequests;
    }

    /**
     * How many bytes of pages a subtask holds that aren't emitted yet.
     *
     * @return the number of bytes
     */
    public long fetchMaxBytes() {
        return fetchMaxBytes;
    }

    /**
     * How long a shard is retried without one success.
     *
     * @return the time
     */
    public Duration retryMaxDuration() {
        return retryMaxDuration;
    }
}
