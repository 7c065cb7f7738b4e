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

import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** How a table is scanned. Immutable. */
@Internal
public final class ScanConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final long MOST_READ_CAPACITY = 10_000_000;
    private static final List<ConfigOption<?>> OPTIONS =
            List.of(
                    SNAPSHOT_SEGMENTS,
                    SNAPSHOT_CONSISTENT_READ,
                    SNAPSHOT_MAX_READ_CAPACITY,
                    SNAPSHOT_ENDPOINT);

    private final Integer segments;
    private final boolean consistentRead;
    private final Long maxReadCapacity;

    private ScanConfig(OptionValues values) {
        this.segments =
                values.within(SNAPSHOT_SEGMENTS, Integer.class, 1, SegmentScan.MAX_SEGMENTS)
                        .orElse(null);
        this.consistentRead = values.get(SNAPSHOT_CONSISTENT_READ, Boolean.class);
        this.maxReadCapacity =
                values.within(SNAPSHOT_MAX_READ_CAPACITY, Long.class, 1, MOST_READ_CAPACITY)
                        .orElse(null);
    }

    /**
     * Reads and validates the options {@code scan.snapshot.*}.
     *
     * @param options the options
     * @param startup where reading starts
     * @return the settings
     * @throws IllegalConfigurationException if a value is wrong, or set for a startup position that
     *     doesn't read the table
     */
    static ScanConfig parse(ReadableConfig options, StartupPosition startup) {
        if (!readsTable(startup)) {
            OPTIONS.forEach(option -> rejectUnused(options, option));
        }
        return new ScanConfig(new OptionValues(options));
    }

    /**
     * Returns whether a startup position reads the table itself.
     *
     * @param startup the position
     * @return false if only the stream is read
     */
    static boolean readsTable(StartupPosition startup) {
        return startup.mode() == StartupPosition.Mode.INITIAL
                || startup.mode() == StartupPosition.Mode.SNAPSHOT;
    }

    private static void rejectUnused(ReadableConfig options, ConfigOption<?> option) {
        ConfigOption<String> text = ConfigOptions.key(option.key()).stringType().noDefaultValue();
        options.getOptional(text)
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s'"
                                            + " = 'snapshot'",
                                    option.key(),
                                    value,
                                    STARTUP_MODE.key(),
                                    options.get(STARTUP_MODE),
                                    STARTUP_MODE.key());
                        });
    }

    /**
     * Returns into how many segments the table is divided.
     *
     * @return 1 to {@link SegmentScan#MAX_SEGMENTS}; empty if its size decides
     */
    public Optional<Integer> segments() {
        return Optional.ofNullable(segments);
    }

    /**
     * Returns whether pages are read strongly consistent.
     *
     * @return true if all writes that completed before a call are in its page
     */
    public boolean consistentRead() {
        return consistentRead;
    }

    /**
     * Returns how much read capacity the job may consume.
     *
     * @return units a second; empty if the table's capacity decides
     */
    public Optional<Long> maxReadCapacity() {
        return Optional.ofNullable(maxReadCapacity);
    }
}
