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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.AWS_ENDPOINT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.BOUNDED_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.METRICS_PER_SHARD;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DATA_LOSS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.ON_DECODE_ERROR;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STREAM_ARN;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The validated settings of a source: the only settings that the enumerator and the readers
 * receive. Immutable.
 */
@Internal
public final class SourceConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The policies that are available. */
    private static final List<DecodeErrorPolicy> DECODE_ERROR_POLICIES =
            List.of(DecodeErrorPolicy.DEAD_LETTER, DecodeErrorPolicy.FAIL, DecodeErrorPolicy.SKIP);

    private static final Duration MOST_POLL_INTERVAL = Duration.ofMinutes(5);

    private final String streamArn;
    private final String tableName;
    private final StartupPosition startup;
    private final StoppingPosition stopping;
    private final ScanConfig scan;
    private final DataLossPolicy onDataLoss;
    private final RepairConfig repair;
    private final RebalanceConfig rebalance;
    private final DecodeErrorPolicy onDecodeError;
    private final Duration shardDiscoveryInterval;
    private final Duration pollMinInterval;
    private final Duration pollMaxInterval;
    private final int fetchMaxRequests;
    private final long fetchMaxBytes;
    private final Duration retryMaxDuration;
    private final boolean metricsPerShard;
    private final StopMargin stopMargin;

    private SourceConfig(ReadableConfig options, StopMargin stopMargin, Downstream downstream) {
        this.stopMargin = stopMargin;
        OptionValues values = new OptionValues(options);
        this.streamArn = options.getOptional(STREAM_ARN).orElse(null);
        this.tableName = options.getOptional(TABLE_NAME).orElse(null);
        requireOneStream(options);
        this.startup = PositionOptionsParser.startup(options);
        this.stopping = PositionOptionsParser.stopping(options);
        PositionOptionsParser.requireOrder(startup, stopping);
        PositionOptionsParser.requireNoStopOfSnapshot(startup, stopping);
        this.scan = ScanConfig.parse(options, startup, downstream == Downstream.RECONCILES);
        requireNoStopAtStartOfExport();
        requireTable();
        this.onDataLoss = values.get(ON_DATA_LOSS, DataLossPolicy.class);
        this.repair = RepairConfig.parse(options, onDataLoss, stopping, downstream);
        this.rebalance = RebalanceConfig.parse(options, onDataLoss);
        this.onDecodeError = values.get(ON_DECODE_ERROR, DECODE_ERROR_POLICIES);
        rejectNullFields();
        this.shardDiscoveryInterval =
                values.within(SHARD_DISCOVERY_INTERVAL, Duration.ofSeconds(1), Duration.ofHours(1));
        this.pollMinInterval =
                values.within(POLL_MIN_INTERVAL, Duration.ofMillis(1), MOST_POLL_INTERVAL);
        this.pollMaxInterval =
                values.within(POLL_MAX_INTERVAL, Duration.ofMillis(1), MOST_POLL_INTERVAL);
        requirePollIntervalsInOrder();
        this.retryMaxDuration =
                values.within(RETRY_MAX_DURATION, Duration.ofSeconds(1), Duration.ofDays(1));
        this.metricsPerShard = values.get(METRICS_PER_SHARD, Boolean.class);
        this.fetchMaxRequests = fetchMaxRequests(options);
        this.fetchMaxBytes =
                values.within(
                        FETCH_MAX_BYTES,
                        MemorySize.ofMebiBytes(1),
                        MemorySize.ofMebiBytes(1 << 20));
    }

    /**
     * Reads and validates options. Performs no I/O.
     *
     * @param options the options; one that isn't set has its default
     * @return the validated settings
     * @throws IllegalConfigurationException if an option is missing, out of range, or contradicts
     *     another; the message names the key, the value and what is expected
     */
    public static SourceConfig from(ReadableConfig options) {
        return from(options, StopMargin.standard());
    }

    /**
     * Reads and validates options, with another margin than jobs run with.
     *
     * @param options the options
     * @param stopMargin what shows that a shard has been read up to its stopping time
     * @return the validated settings
     * @throws IllegalConfigurationException as in {@link #from(ReadableConfig)}
     */
    public static SourceConfig from(ReadableConfig options, StopMargin stopMargin) {
        return from(options, stopMargin, Downstream.UPSERTS);
    }

    /**
     * Reads and validates options of a source whose elements are for a purpose.
     *
     * @param options the options
     * @param stopMargin what shows that a shard has been read up to its stopping time
     * @param downstream what is done with the elements
     * @return the validated settings
     * @throws IllegalConfigurationException as in {@link #from(ReadableConfig)}
     */
    public static SourceConfig from(
            ReadableConfig options, StopMargin stopMargin, Downstream downstream) {
        return new SourceConfig(options, stopMargin, downstream);
    }

    private void requireOneStream(ReadableConfig options) {
        if (streamArn == null && tableName == null) {
            throw new IllegalConfigurationException(
                    "Missing option '%s' or '%s': set one of them to the stream or the table to"
                            + " read",
                    STREAM_ARN.key(), TABLE_NAME.key());
        }
        if (streamArn != null && tableName != null) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' and '%s' = '%s' are both set: remove one of them",
                    STREAM_ARN.key(), streamArn, TABLE_NAME.key(), tableName);
        }
        if (streamArn != null) {
            StreamArn.parse(streamArn, options.getOptional(AWS_ENDPOINT).isPresent());
        } else {
            TableArn.requireNameOrArn(tableName);
        }
    }

    private void requireTable() {
        boolean wanted = ScanConfig.readsTable(startup) || isIncrementalExport();
        if (wanted && table().isEmpty()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' names no table, which '%s' = '%s' reads: set '%s' instead",
                    STREAM_ARN.key(),
                    streamArn,
                    STARTUP_MODE.key(),
                    ScanStartupMode.valueOf(startup.mode().name()),
                    TABLE_NAME.key());
        }
    }

    /** Reading starts at the time of the export, and that is where it would stop, too. */
    private void requireNoStopAtStartOfExport() {
        if (scan.readsExport() && stopping.mode() == StoppingPosition.Mode.LATEST) {
            throw new IllegalConfigurationException(
                    "'%s' = 'latest' is not possible with '%s', after which changes are read from"
                            + " the export's time on: remove it, or set '%s' = 'timestamp'",
                    BOUNDED_MODE.key(), scan.exportOption().key(), BOUNDED_MODE.key());
        }
    }

    private void rejectNullFields() {
        if (onDecodeError == DecodeErrorPolicy.NULL) {
            throw new IllegalConfigurationException(
                    "Invalid value 'null' for '%s': expected one of %s. Only SQL tables have"
                            + " fields that can be NULL",
                    ON_DECODE_ERROR.key(), DECODE_ERROR_POLICIES);
        }
    }

    private void requirePollIntervalsInOrder() {
        if (pollMinInterval.compareTo(pollMaxInterval) > 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is longer than '%s' = '%s': lower the first or raise the second",
                    POLL_MIN_INTERVAL.key(),
                    OptionValues.text(pollMinInterval),
                    POLL_MAX_INTERVAL.key(),
                    OptionValues.text(pollMaxInterval));
        }
    }

    /**
     * Reads the maximum number of requests in flight per subtask, which the client needs as well.
     *
     * @param options the options
     * @return 1 to 1000
     * @throws IllegalConfigurationException if it is out of that range
     */
    public static int fetchMaxRequests(ReadableConfig options) {
        return new OptionValues(options).within(FETCH_MAX_REQUESTS, 1, 1000);
    }

    /**
     * Returns the stream to read.
     *
     * @return its ARN; empty if a table is named instead
     */
    public Optional<String> streamArn() {
        return Optional.ofNullable(streamArn);
    }

    /**
     * Returns the table whose streams are read, one after the other.
     *
     * @return its name, or its ARN if its items are read too; empty if a stream is named instead
     */
    public Optional<String> tableName() {
        return Optional.ofNullable(tableName);
    }

    /**
     * Returns the table whose items are read.
     *
     * @return its name or ARN, as the service is asked for it; empty if the stream's ARN names none
     */
    public Optional<String> table() {
        return tableName().or(() -> StreamArn.tableOf(streamArn));
    }

    /**
     * Returns how the table is scanned.
     *
     * @return the settings, of use only if the startup position reads the table
     */
    public ScanConfig scan() {
        return scan;
    }

    /**
     * Returns whether only the table's items are read, and no stream.
     *
     * @return false if changes are read
     */
    public boolean isSnapshot() {
        return startup.mode() == StartupPosition.Mode.SNAPSHOT;
    }

    /**
     * Returns whether only incremental exports are read, whose changes take the place of a
     * stream's.
     *
     * @return false if a table or a stream is read
     */
    public boolean isIncrementalExport() {
        return startup.mode() == StartupPosition.Mode.INCREMENTAL_EXPORT;
    }

    /**
     * Returns whether no stream is read, and the source ends by itself.
     *
     * @return true if it reads the table's items alone, or incremental exports
     */
    public boolean readsNoStream() {
        return isSnapshot() || isIncrementalExport();
    }

    /**
     * Returns whether only finished exports are read, so that no call to AWS is made.
     *
     * @return false if the table or a stream is read
     */
    public boolean isExportAlone() {
        return isSnapshot() && scan.export().isPresent() || isIncrementalExport();
    }

    /** Returns where reading starts. */
    public StartupPosition startup() {
        return startup;
    }

    /** Returns where reading stops. */
    public StoppingPosition stopping() {
        return stopping;
    }

    /** Returns what shows that a shard has been read up to its stopping time. */
    public StopMargin stopMargin() {
        return stopMargin;
    }

    /** Returns what to do if changes can no longer be read. */
    public DataLossPolicy onDataLoss() {
        return onDataLoss;
    }

    /**
     * Returns how a gap in the stream is closed.
     *
     * @return the settings; empty unless changes that can no longer be read are got from exports
     */
    public Optional<RepairConfig> repair() {
        return Optional.ofNullable(repair);
    }

    /** Returns when the children of a shard leave its reader. */
    public RebalanceConfig rebalance() {
        return rebalance;
    }

    /** Returns whether readers remember how far shards have been read, and what was inserted. */
    public boolean remembersInserts() {
        return repair != null;
    }

    /**
     * Returns what to do with records that the schema rejects.
     *
     * @return FAIL or SKIP
     */
    public DecodeErrorPolicy onDecodeError() {
        return onDecodeError;
    }

    /** Returns the interval between two listings of all shards. */
    public Duration shardDiscoveryInterval() {
        return shardDiscoveryInterval;
    }

    /** Returns the shortest interval between two polls of a shard that has been read to its end. */
    public Duration pollMinInterval() {
        return pollMinInterval;
    }

    /**
     * Returns the longest interval between two polls of an idle shard.
     *
     * @return the interval, not shorter than the shortest
     */
    public Duration pollMaxInterval() {
        return pollMaxInterval;
    }

    /**
     * Returns the maximum number of requests in flight per subtask.
     *
     * @return at least 1
     */
    public int fetchMaxRequests() {
        return fetchMaxRequests;
    }

    /**
     * Returns the maximum size of fetched but not yet emitted pages per subtask.
     *
     * @return the number of bytes
     */
    public long fetchMaxBytes() {
        return fetchMaxBytes;
    }

    /** Returns how long the calls for a shard are retried without a success. */
    public Duration retryMaxDuration() {
        return retryMaxDuration;
    }

    /** Returns whether readers show metrics of each shard. */
    public boolean metricsPerShard() {
        return metricsPerShard;
    }
}
