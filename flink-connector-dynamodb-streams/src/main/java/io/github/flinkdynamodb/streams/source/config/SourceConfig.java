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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DECODE_ERROR;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The settings of a source, validated: the only settings object that the enumerator and the readers
 * receive. Immutable.
 */
@Internal
public final class SourceConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Map<String, DataLossPolicy> DATA_LOSS_POLICIES =
            Map.of("fail", DataLossPolicy.FAIL, "continue", DataLossPolicy.CONTINUE);
    private static final Map<String, DecodeErrorPolicy> DECODE_ERROR_POLICIES =
            Map.of("fail", DecodeErrorPolicy.FAIL, "skip", DecodeErrorPolicy.SKIP);
    private static final Duration MOST_POLL_INTERVAL = Duration.ofMinutes(5);

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
        OptionValues values = new OptionValues(options);
        this.streamArn = options.getOptional(STREAM_ARN).orElse(null);
        this.tableName = options.getOptional(TABLE_NAME).orElse(null);
        requireOneStream();
        this.startup = PositionOptions.startup(values);
        this.stopping = PositionOptions.stopping(values);
        PositionOptions.requireOrder(startup, stopping);
        this.onDataLoss = values.oneOf(ON_DATA_LOSS, DATA_LOSS_POLICIES);
        rejectNullFields(values.get(ON_DECODE_ERROR, String.class));
        this.onDecodeError = values.oneOf(ON_DECODE_ERROR, DECODE_ERROR_POLICIES);
        this.shardDiscoveryInterval =
                values.within(SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1), Duration.ofHours(1));
        this.pollMinInterval =
                values.within(POLL_MIN_INTERVAL, Duration.ofMillis(1), MOST_POLL_INTERVAL);
        this.pollMaxInterval =
                values.within(POLL_MAX_INTERVAL, Duration.ofMillis(1), MOST_POLL_INTERVAL);
        requirePollIntervalsInOrder();
        this.retryMaxDuration =
                values.within(RETRY_MAX_DURATION, Duration.ofSeconds(1), Duration.ofDays(1));
        this.fetchMaxRequests = fetchMaxRequests(options);
        this.fetchMaxBytes =
                values.within(
                        FETCH_MAX_BYTES,
                        MemorySize.ofMebiBytes(1),
                        MemorySize.ofMebiBytes(1 << 20));
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
                    "'%s' = '%s' and '%s' = '%s' are both set: only one of them may be, leave the"
                            + " other out",
                    STREAM_ARN.key(), streamArn, TABLE_NAME.key(), tableName);
        }
        if (streamArn != null) {
            StreamArn.parse(streamArn);
        } else if (!tableName.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is no table name: 3 to 255 letters, digits, '_', '-' and '.' are"
                            + " allowed%s",
                    TABLE_NAME.key(),
                    tableName,
                    tableName.startsWith("arn:")
                            ? ". The ARN of a stream belongs into '" + STREAM_ARN.key() + "'"
                            : "");
        }
    }

    private static void rejectNullFields(String onDecodeError) {
        if (onDecodeError.equals("null")) {
            throw new IllegalConfigurationException(
                    "'%s' = 'null' is for SQL tables alone, whose fields can be NULL: allowed here"
                            + " are %s",
                    ON_DECODE_ERROR.key(), new TreeSet<>(DECODE_ERROR_POLICIES.keySet()));
        }
    }

    private void requirePollIntervalsInOrder() {
        if (pollMinInterval.compareTo(pollMaxInterval) > 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is longer than '%s' = '%s': lower the one or raise the other",
                    POLL_MIN_INTERVAL.key(),
                    OptionValues.text(pollMinInterval),
                    POLL_MAX_INTERVAL.key(),
                    OptionValues.text(pollMaxInterval));
        }
    }

    /**
     * Reads how many requests a subtask keeps in flight, which the client needs to know as well.
     *
     * @param options the settings
     * @return 1 to 1000
     * @throws IllegalConfigurationException if it is out of that range
     */
    public static int fetchMaxRequests(ReadableConfig options) {
        return new OptionValues(options).within(FETCH_MAX_REQUESTS, 1, 1000);
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
