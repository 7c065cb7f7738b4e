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
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_MAX_AGE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.STARTUP_MODE;
import static io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions.TABLE_NAME;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.ReadableConfig;

/** How a table is scanned, or which export is read instead of it. Immutable. */
@Internal
public final class ScanConfig implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * What keeps an item of the table and older changes of it from being taken in a wrong order.
     */
    public enum Overlap {
        /** Nothing: table and stream aren't read side by side. */
        NONE,
        /** Changes are held back until each older row of the table has been processed. */
        FRONTIER,
        /** An operator behind the source, which takes rows and changes as they come. */
        RECONCILED
    }

    /** By how much a change may be complete later than it is stamped. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    /** The same, and by how much an eventually consistent read may be behind. */
    private static final Duration TOLERANCE_OF_EVENTUAL_READS = Duration.ofSeconds(120);

    private static final long MOST_READ_CAPACITY = 10_000_000;

    /** How the table itself is scanned. */
    private static final List<ConfigOption<?>> SCAN_OPTIONS =
            List.of(SNAPSHOT_SEGMENTS, SNAPSHOT_CONSISTENT_READ, SNAPSHOT_MAX_READ_CAPACITY);

    private final Integer segments;
    private final boolean consistentRead;
    private final Long maxReadCapacity;
    private final Overlap overlap;
    private final String export;
    private final ExportTarget exportTarget;
    private final ArrayList<String> incrementalExports;

    private ScanConfig(
            OptionValues values,
            Overlap overlap,
            ExportTarget exportTarget,
            List<String> incrementalExports) {
        this.overlap = overlap;
        this.segments =
                values.within(SNAPSHOT_SEGMENTS, Integer.class, 1, SegmentScan.MAX_SEGMENTS)
                        .orElse(null);
        this.consistentRead = values.get(SNAPSHOT_CONSISTENT_READ, Boolean.class);
        this.maxReadCapacity =
                values.within(SNAPSHOT_MAX_READ_CAPACITY, Long.class, 1, MOST_READ_CAPACITY)
                        .orElse(null);
        this.export = values.getOptional(SNAPSHOT_EXPORT, String.class).orElse(null);
        this.exportTarget = exportTarget;
        this.incrementalExports = new ArrayList<>(incrementalExports);
    }

    /**
     * Reads and validates the options {@code scan.snapshot.*}.
     *
     * @param options the options
     * @param startup where reading starts
     * @param reconciled whether an operator behind the source reconciles items and changes
     * @return the settings
     * @throws IllegalConfigurationException if a value is wrong, or set for a startup position that
     *     doesn't read the table
     */
    static ScanConfig parse(ReadableConfig options, StartupPosition startup, boolean reconciled) {
        if (!readsTable(startup)) {
            SCAN_OPTIONS.forEach(option -> rejectUnused(options, option));
            rejectUnused(options, SNAPSHOT_EXPORT);
            rejectUnused(options, SNAPSHOT_EXPORT_BUCKET);
            // A table's ARN leads to its stream by DescribeTable, which is called there.
            if (options.getOptional(TABLE_NAME).filter(TableArn::isArn).isEmpty()) {
                rejectUnused(options, SNAPSHOT_ENDPOINT);
            }
        }
        ExportTarget target = ExportTarget.parse(options);
        if (target == null) {
            ExportOptions.SNAPSHOT
                    .besideBucket()
                    .forEach(option -> rejectWithoutBucket(options, option));
            rejectWithoutBucket(options, SNAPSHOT_EXPORT_MAX_AGE);
        }
        ScanConfig scan =
                new ScanConfig(
                        new OptionValues(options),
                        overlap(startup, reconciled),
                        target,
                        IncrementalExportOptions.folders(options, startup));
        scan.export().ifPresent(folder -> checkExport(options, folder));
        if (target != null) {
            rejectBesideExport(options, SNAPSHOT_EXPORT_BUCKET);
        }
        return scan;
    }

    private static void checkExport(ReadableConfig options, String folder) {
        if (folder.isBlank()) {
            throw new IllegalConfigurationException(
                    "Invalid value '%s' for '%s': expected the folder of an export, such as"
                            + " 's3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4'",
                    folder, SNAPSHOT_EXPORT.key());
        }
        rejectBesideExport(options, SNAPSHOT_EXPORT);
        rejectUsed(options, SNAPSHOT_EXPORT_BUCKET, SNAPSHOT_EXPORT);
    }

    private static void rejectBesideExport(ReadableConfig options, ConfigOption<?> export) {
        SCAN_OPTIONS.forEach(option -> rejectUsed(options, option, export));
    }

    private static void rejectUsed(
            ReadableConfig options, ConfigOption<?> option, ConfigOption<?> export) {
        textOf(options, option)
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used with '%s', which is read instead of"
                                            + " the table: remove one of them",
                                    option.key(), value, export.key());
                        });
    }

    private static void rejectWithoutBucket(ReadableConfig options, ConfigOption<?> option) {
        textOf(options, option)
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used without '%s': remove it, or set that"
                                            + " to the bucket of an export",
                                    option.key(), value, SNAPSHOT_EXPORT_BUCKET.key());
                        });
    }

    private static Optional<String> textOf(ReadableConfig options, ConfigOption<?> option) {
        return options.getOptional(ConfigOptions.key(option.key()).stringType().noDefaultValue());
    }

    private static Overlap overlap(StartupPosition startup, boolean reconciled) {
        if (startup.mode() != StartupPosition.Mode.INITIAL) {
            return Overlap.NONE;
        }
        return reconciled ? Overlap.RECONCILED : Overlap.FRONTIER;
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
        textOf(options, option)
                .ifPresent(
                        value -> {
                            throw new IllegalConfigurationException(
                                    "'%s' = '%s' is not used by '%s' = '%s': remove it, or set '%s'"
                                            + " = 'initial' or 'snapshot'",
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

    /**
     * Returns which export is read instead of the table.
     *
     * @return the export's folder, as it was set; empty if the table is scanned
     */
    public Optional<String> export() {
        return Optional.ofNullable(export);
    }

    /**
     * Returns where an export is written to that the source asks for.
     *
     * @return the target; empty if the source asks for none
     */
    public Optional<ExportTarget> exportTarget() {
        return Optional.ofNullable(exportTarget);
    }

    /**
     * Returns whether an export is read instead of the table.
     *
     * @return true if there is one, or the source asks for one
     */
    public boolean readsExport() {
        return export != null || exportTarget != null;
    }

    /**
     * Returns the option that names the export, or where it is written to.
     *
     * @return the bucket's if one is asked for, else that of the folder
     */
    public ConfigOption<String> exportOption() {
        return exportTarget == null ? SNAPSHOT_EXPORT : SNAPSHOT_EXPORT_BUCKET;
    }

    /**
     * Returns where an export is read.
     *
     * @param exportArn which one
     * @return its folder; empty if no export is read
     */
    public Optional<String> folderOf(String exportArn) {
        return exportTarget == null ? export() : Optional.of(exportTarget.folderOf(exportArn));
    }

    /**
     * Returns which incremental exports are read instead of the stream.
     *
     * @return their folders, as they were set, unmodifiable; empty if none is read
     */
    public List<String> incrementalExports() {
        return List.copyOf(incrementalExports);
    }

    /**
     * Returns what keeps items and changes in order while both are read.
     *
     * @return NONE unless reading starts with the table and goes on with its stream
     */
    public Overlap overlap() {
        return overlap;
    }

    /**
     * Returns by how much a change may be complete later than the service has stamped it: stamps
     * are whole seconds (DynamoDB Local's whole minutes), and hosts' clocks differ.
     *
     * @return the tolerance; twice as long if pages are read eventually consistent
     */
    public Duration tolerance() {
        return tolerance(consistentRead);
    }

    /**
     * Returns the tolerance for a scan that was begun under settings which may have changed since.
     *
     * @param consistentRead whether its pages are read strongly consistent
     */
    public static Duration tolerance(boolean consistentRead) {
        return consistentRead ? TOLERANCE : TOLERANCE_OF_EVENTUAL_READS;
    }
}
