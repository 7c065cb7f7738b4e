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
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_TIMESTAMP_MILLIS;

import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.IllegalConfigurationException;

/** Reads the options that say where reading begins and ends. */
final class PositionOptions {

    /** As milliseconds in January to April 1970; as seconds in the years 2001 to 2286. */
    private static final long LEAST_OF_SECONDS = 1_000_000_000L;

    private static final long LEAST_BEYOND_SECONDS = 10_000_000_000L;

    /** As milliseconds in the year 33658; as microseconds in 2001. */
    private static final long LEAST_OF_MICROSECONDS = 1_000_000_000_000_000L;

    private static final Map<String, StartupPosition.Mode> STARTUP_MODES =
            Map.of(
                    "trim-horizon", StartupPosition.Mode.TRIM_HORIZON,
                    "earliest-offset", StartupPosition.Mode.TRIM_HORIZON,
                    "latest", StartupPosition.Mode.LATEST,
                    "latest-offset", StartupPosition.Mode.LATEST,
                    "timestamp", StartupPosition.Mode.TIMESTAMP);

    private static final Set<String> SNAPSHOT_MODES = Set.of("initial", "snapshot");

    private static final Map<String, StoppingPosition.Mode> BOUNDED_MODES =
            Map.of(
                    "unbounded", StoppingPosition.Mode.NEVER,
                    "latest", StoppingPosition.Mode.LATEST,
                    "timestamp", StoppingPosition.Mode.TIMESTAMP);

    private PositionOptions() {}

    static StartupPosition startup(OptionValues values) {
        rejectSnapshots(values.get(STARTUP_MODE, String.class));
        StartupPosition.Mode mode = values.oneOf(STARTUP_MODE, STARTUP_MODES);
        boolean wanted = mode == StartupPosition.Mode.TIMESTAMP;
        Optional<Instant> timestamp =
                timestamp(values, STARTUP_MODE, STARTUP_TIMESTAMP_MILLIS, wanted);
        switch (mode) {
            case TRIM_HORIZON:
                return StartupPosition.trimHorizon();
            case LATEST:
                return StartupPosition.latest();
            case TIMESTAMP:
                return StartupPosition.timestamp(timestamp.orElseThrow());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    private static void rejectSnapshots(String mode) {
        if (SNAPSHOT_MODES.contains(mode)) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' would read the table itself, which this version can't: allowed are"
                            + " %s. The oldest changes that a stream still has are those of"
                            + " 'trim-horizon', up to 24 hours back",
                    STARTUP_MODE.key(), mode, new TreeSet<>(STARTUP_MODES.keySet()));
        }
    }

    static StoppingPosition stopping(OptionValues values) {
        StoppingPosition.Mode mode = values.oneOf(BOUNDED_MODE, BOUNDED_MODES);
        boolean wanted = mode == StoppingPosition.Mode.TIMESTAMP;
        Optional<Instant> timestamp =
                timestamp(values, BOUNDED_MODE, BOUNDED_TIMESTAMP_MILLIS, wanted);
        switch (mode) {
            case NEVER:
                return StoppingPosition.never();
            case LATEST:
                return StoppingPosition.latest();
            case TIMESTAMP:
                return StoppingPosition.timestamp(timestamp.orElseThrow());
            default:
                throw new IllegalStateException(mode.name());
        }
    }

    /** Records are stamped in whole seconds: what begins and ends in one second reads that one. */
    static void requireOrder(StartupPosition startup, StoppingPosition stopping) {
        Instant from = startup.timestamp().orElse(Instant.MIN);
        Instant to = stopping.timestamp().orElse(Instant.MAX);
        if (from.getEpochSecond() > to.getEpochSecond()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' (%s) lies after '%s' = '%s' (%s): nothing would be read, let the"
                            + " startup come first",
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
            ConfigOption<String> modeOption,
            ConfigOption<Long> option,
            boolean wanted) {
        Optional<Long> millis = values.getOptional(option, Long.class);
        if (wanted && millis.isEmpty()) {
            throw new IllegalConfigurationException(
                    "'%s' is not set: '%s' = 'timestamp' needs it, in epoch milliseconds",
                    option.key(), modeOption.key());
        }
        if (!wanted && millis.isPresent()) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' has no meaning with '%s' = '%s': set that to 'timestamp', or leave"
                            + " the timestamp out",
                    option.key(),
                    millis.get(),
                    modeOption.key(),
                    values.get(modeOption, String.class));
        }
        millis.ifPresent(value -> requireMillis(option, value));
        return millis.map(Instant::ofEpochMilli);
    }

    private static void requireMillis(ConfigOption<Long> option, long value) {
        if (value < 0) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' must not be negative: it counts epoch milliseconds",
                    option.key(), value);
        }
        if (value >= LEAST_OF_SECONDS && value < LEAST_BEYOND_SECONDS) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' looks like seconds: it counts epoch milliseconds, those of %s are"
                            + " %s",
                    option.key(), value, Instant.ofEpochSecond(value), value * 1000);
        }
        if (value >= LEAST_OF_MICROSECONDS) {
            throw new IllegalConfigurationException(
                    "'%s' = '%s' looks like microseconds or nanoseconds: it counts epoch"
                            + " milliseconds, which have 13 digits today",
                    option.key(), value);
        }
    }
}
