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
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS;

import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** Parses the options of where reading starts and stops. */
final class PositionOptionsParser {

    /** As milliseconds in January to April 1970; as seconds in the years 2001 to 2286. */
    private static final long LEAST_OF_SECONDS = 1_000_000_000L;

    private static final long LEAST_BEYOND_SECONDS = 10_000_000_000L;

    /** As milliseconds in the year 33658; as microseconds in 2001. */
    private static final long LEAST_OF_MICROSECONDS = 1_000_000_000_000_000L;

    private PositionOptionsParser() {}

    static StartupPosition startup(ReadableConfig options) {
        OptionValues values = new OptionValues(options);
        ScanStartupMode mode = values.get(STARTUP_MODE, ScanStartupMode.class);
        Optional<Instant> timestamp =
                timestamp(
                        values,
                        STARTUP_MODE.key(),
                        mode,
                        STARTUP_TIMESTAMP_MILLIS,
                        mode == ScanStartupMode.TIMESTAMP);
        Optional<String> file = positionsFile(options, mode);
        switch (mode) {
            case TRIM_HORIZON:
            case EARLIEST_OFFSET:
                return StartupPosition.trimHorizon();
            case LATEST:
            case LATEST_OFFSET:
                return StartupPosition.latest();
            case TIMESTAMP:
                return StartupPosition.timestamp(timestamp.orElseThrow());
            case INITIAL:
                return StartupPosition.initial();
            case SNAPSHOT:
                return StartupPosition.snapshot();
            case INCREMENTAL_EXPORT:
                return StartupPosition.incrementalExport();
            case POSITIONS:
                return StartupPosition.positions(file.orElseThrow());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    private static Optional<String> positionsFile(ReadableConfig options, ScanStartupMode mode) {
        Optional<String> file = options.getOptional(STARTUP_POSITIONS_FILE);
        boolean wanted = mode == ScanStartupMode.POSITIONS;
        if (!wanted && file.isPresent()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s' = 'positions'",
                    STARTUP_POSITIONS_FILE.key(),
                    file.get(),
                    STARTUP_MODE.key(),
                    mode,
                    STARTUP_MODE.key());
        }
        if (wanted && file.filter(name -> !name.isBlank()).isEmpty()) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = 'positions' needs it, a file such as"
                            + " 's3://bucket/orders-positions.json', which tools/inspector/run"
                            + " writes",
                    STARTUP_POSITIONS_FILE.key(), STARTUP_MODE.key());
        }
        return file;
    }

    static StoppingPosition stopping(ReadableConfig options) {
        OptionValues values = new OptionValues(options);
        ScanBoundedMode mode = values.get(BOUNDED_MODE, ScanBoundedMode.class);
        Optional<Instant> timestamp =
                timestamp(
                        values,
                        BOUNDED_MODE.key(),
                        mode,
                        BOUNDED_TIMESTAMP_MILLIS,
                        mode == ScanBoundedMode.TIMESTAMP);
        switch (mode) {
            case UNBOUNDED:
                return StoppingPosition.never();
            case LATEST:
                return StoppingPosition.latest();
            case TIMESTAMP:
                return StoppingPosition.timestamp(timestamp.orElseThrow());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    /** What ends by itself reads no stream that could be stopped somewhere. */
    static void requireNoStopOfSnapshot(StartupPosition startup, StoppingPosition stopping) {
        if (startup.mode() == StartupPosition.Mode.INCREMENTAL_EXPORT
                && stopping.mode() != StoppingPosition.Mode.NEVER) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not used by '%s' = 'incremental-export', which ends after the"
                            + " exports' last change: remove it",
                    BOUNDED_MODE.key(),
                    ScanBoundedMode.valueOf(stopping.mode().name()),
                    STARTUP_MODE.key());
        }
        if (startup.mode() == StartupPosition.Mode.SNAPSHOT
                && stopping.mode() != StoppingPosition.Mode.NEVER) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not used by '%s' = 'snapshot', which ends after the table's"
                            + " last item: remove it",
                    BOUNDED_MODE.key(),
                    ScanBoundedMode.valueOf(stopping.mode().name()),
                    STARTUP_MODE.key());
        }
    }

    /** Records are stamped in whole seconds: what starts and stops in one second reads that one. */
    static void requireOrder(StartupPosition startup, StoppingPosition stopping) {
        Instant from = startup.timestamp().orElse(Instant.MIN);
        Instant to = stopping.timestamp().orElse(Instant.MAX);
        if (from.getEpochSecond() > to.getEpochSecond()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' (%s) is after '%s' = '%s' (%s), so nothing would be read: set a"
                            + " startup timestamp that is before the bounded one",
                    STARTUP_TIMESTAMP_MILLIS.key(),
                    from.toEpochMilli(),
                    from,
                    BOUNDED_TIMESTAMP_MILLIS.key(),
                    to.toEpochMilli(),
                    to);
        }
    }

    private static Optional<Instant> timestamp(
            OptionValues values,
            String modeKey,
            Object mode,
            ConfigOption<Long> option,
            boolean wanted) {
        Optional<Long> millis = values.getOptional(option, Long.class);
        if (wanted && millis.isEmpty()) {
            throw new IllegalConfigurationException(
                    "Missing option '%s': '%s' = 'timestamp' needs it, in epoch milliseconds",
                    option.key(), modeKey);
        }
        if (!wanted && millis.isPresent()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s' = 'timestamp'",
                    option.key(), millis.get(), modeKey, mode, modeKey);
        }
        millis.ifPresent(value -> requireMillis(option, value));
        return millis.map(Instant::ofEpochMilli);
    }

    private static void requireMillis(ConfigOption<Long> option, long value) {
        if (value < 0) {
            throw invalid(option, value, "epoch milliseconds, 0 or more");
        }
        if (value >= LEAST_OF_SECONDS && value < LEAST_BEYOND_SECONDS) {
            throw invalid(
                    option,
                    value,
                    String.format(
                            "epoch milliseconds, but these look like seconds. In milliseconds, %s"
                                    + " is %s",
                            Instant.ofEpochSecond(value), value * 1000));
        }
        if (value >= LEAST_OF_MICROSECONDS) {
            throw invalid(
                    option,
                    value,
                    "epoch milliseconds, which have 13 digits today, but these look like"
                            + " microseconds or nanoseconds");
        }
    }

    private static IllegalConfigurationException invalid(
            ConfigOption<Long> option, long value, String expected) {
        return new IllegalConfigurationException(
                "Invalid value '%s' for '%s': expected %s", value, option.key(), expected);
    }
}
