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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.util.Optional;
import org.apache.flink.util.FlinkRuntimeException;

/** Checks that a table is the one whose scan was begun, and such as the schema needs. */
final class TableChecks {

    private final SourceConfig config;
    private final StreamRequirements requirements;

    /**
     * Creates the checks.
     *
     * @param config the settings
     * @param requirements what the schema needs
     */
    TableChecks(SourceConfig config, StreamRequirements requirements) {
        this.config = config;
        this.requirements = requirements;
    }

    /**
     * Checks that a table has what the schema needs. What it needs of a stream's view type doesn't
     * matter: an item has all its attributes.
     *
     * @param description the service's description of the table
     * @throws FlinkRuntimeException if it has not
     */
    void requireSuitable(TableDescription description) {
        requirements
                .unmetBy(null, description.keyNames())
                .ifPresent(
                        unmet -> {
                            throw new FlinkRuntimeException(
                                    "Table "
                                            + description.arn()
                                            + " can't serve this job: "
                                            + unmet);
                        });
    }

    /**
     * Checks that the settings go on with the scan of the state.
     *
     * @param scan the scan of the state
     * @throws FlinkRuntimeException if they scan no table, or in another way
     */
    void requireContinued(ScanState scan) {
        ScannedTable table = scan.table();
        requireIncremental(table);
        if (isIncremental(table)) {
            return;
        }
        requireStartupMode(scan);
        requireSameKind(table);
        requireSameOverlap(scan);
    }

    /** What was exported of changes goes on as incremental-export, and nothing else does. */
    private void requireIncremental(ScannedTable table) {
        boolean changes = isIncremental(table);
        if (changes != config.isIncrementalExport()) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds %s, but '%s' = '%s'."
                                    + " Start the job without that state, or with the startup mode"
                                    + " that it had%s",
                            table,
                            DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                            ScanStartupMode.valueOf(config.startup().mode().name()),
                            changes ? ", '" + ScanStartupMode.INCREMENTAL_EXPORT + "'" : ""));
        }
    }

    /** A snapshot goes on as snapshot, and one with the changes beside it as initial. */
    private void requireStartupMode(ScanState scan) {
        boolean alone = scan.overlap() == Overlap.NONE;
        boolean reads = alone ? config.isSnapshot() : config.scan().overlap() != Overlap.NONE;
        if (!reads) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds %s of table %s, but"
                                    + " '%s' = '%s'. Start the job without that state, or set '%s'",
                            alone ? "a snapshot" : "an unfinished snapshot",
                            scan.table().name(),
                            DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                            ScanStartupMode.valueOf(config.startup().mode().name()),
                            alone ? ScanStartupMode.SNAPSHOT : ScanStartupMode.INITIAL));
        }
    }

    private void requireSameOverlap(ScanState scan) {
        if (scan.overlap() != config.scan().overlap()) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds an unfinished snapshot"
                                    + " of table %s, with changes that are %s, but here they are"
                                    + " %s. Start the job without that state, or with the changelog"
                                    + " mode, and 'scan.on-data-loss', that it had",
                            scan.table().name(),
                            words(scan.overlap()),
                            words(config.scan().overlap())));
        }
    }

    private static boolean isIncremental(ScannedTable table) {
        return table.export().flatMap(TableExport::window).isPresent();
    }

    private void requireSameKind(ScannedTable table) {
        boolean exported = table.export().isPresent();
        if (exported != config.scan().readsExport()) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds %s, but '%s' is %s."
                                    + " Start the job without that state, or %s",
                            table,
                            config.scan().exportOption().key(),
                            exported ? "not set" : "set",
                            exported ? "set the folder of that export" : "remove the option"));
        }
    }

    private static String words(Overlap overlap) {
        return overlap == Overlap.FRONTIER ? "held back" : "reconciled with the items";
    }

    /**
     * Checks that a table has a stream to be read beside its items.
     *
     * @param description the service's description of the table
     * @return the stream's ARN
     * @throws FlinkRuntimeException if it has none that is enabled, or the settings name another
     */
    String requireStream(TableDescription description) {
        String latest = description.latestStreamArn().orElse("");
        if (!description.streamEnabled() || latest.isEmpty()) {
            throw noEnabledStream(description.name());
        }
        String configured = config.streamArn().orElse(latest);
        if (!configured.equals(latest)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "'%s' = '%s' isn't the latest stream of table %s, which '%s' ="
                                    + " 'initial' needs: set '%s' = '%s'",
                            DynamoDbStreamsSourceOptions.STREAM_ARN.key(),
                            configured,
                            description.name(),
                            DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                            DynamoDbStreamsSourceOptions.STREAM_ARN.key(),
                            latest));
        }
        return latest;
    }

    /** Returns what is thrown if the changes of a table that is read aren't captured. */
    static FlinkRuntimeException noEnabledStream(String table) {
        return new FlinkRuntimeException(
                String.format(
                        "Table %s has no enabled stream, which '%s' = 'initial' needs: enable one,"
                                + " with the view type that the job needs, or read the table alone"
                                + " with 'snapshot'",
                        table, DynamoDbStreamsSourceOptions.STARTUP_MODE.key()));
    }

    /**
     * Checks that a state has no positions in a stream, which a snapshot doesn't read.
     *
     * @param streamArn the stream of the state
     * @throws FlinkRuntimeException always
     */
    void rejectStream(String streamArn) {
        throw new FlinkRuntimeException(
                String.format(
                        "The state that the job was restored from holds positions in the stream %s,"
                                + " but '%s' = '%s' reads no stream. Start the job without"
                                + " that state, or with the startup mode it had",
                        streamArn,
                        DynamoDbStreamsSourceOptions.STARTUP_MODE.key(),
                        ScanStartupMode.valueOf(config.startup().mode().name())));
    }

    /**
     * Returns how pages are read if the settings say otherwise: a snapshot goes on as it was begun.
     *
     * @param table the table of the state
     * @return the warning; empty if the settings say the same
     */
    Optional<String> keptConsistency(ScannedTable table) {
        boolean scanned = table.export().isEmpty();
        if (!scanned || table.consistentRead() == config.scan().consistentRead()) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        "'%s' = '%s' has no effect: the snapshot of table %s goes on with '%s', as"
                                + " it was begun. Start the job without its state to change that",
                        DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ.key(),
                        config.scan().consistentRead(),
                        table.name(),
                        table.consistentRead()));
    }

    /**
     * Checks that a table is still the one whose scan was begun. Scan itself goes on in a table
     * that was deleted and created again.
     *
     * @param table the table when the scan was begun
     * @param tableId its id then
     * @param now the service's description
     * @throws FlinkRuntimeException if it is another one
     */
    static void requireSame(ScannedTable table, String tableId, TableDescription now) {
        if (!table.arn().equals(now.arn())) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The state that the job was restored from holds a snapshot of table %s,"
                                    + " but the settings name table %s. Start the job without that"
                                    + " state",
                            table.arn(), now.arn()));
        }
        if (!tableId.equals(now.tableId())) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The snapshot that was begun is of table %s with the id %s, but the"
                                    + " table has the id %s now: it was deleted and created again."
                                    + " Start the job without its state",
                            table.name(), tableId, now.tableId()));
        }
    }
}
