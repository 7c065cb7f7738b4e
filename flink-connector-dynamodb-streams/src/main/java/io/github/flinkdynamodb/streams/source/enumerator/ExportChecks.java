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
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.TableArn;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.apache.flink.util.FlinkRuntimeException;

/** Checks that an export is of the table that is read, and the one that was begun with. */
final class ExportChecks {

    private final SourceConfig config;
    private final StreamRequirements requirements;

    /**
     * Creates the checks.
     *
     * @param config the settings
     * @param requirements what the schema needs
     */
    ExportChecks(SourceConfig config, StreamRequirements requirements) {
        this.config = config;
        this.requirements = requirements;
    }

    /**
     * Returns the key attributes as far as they are known without the service: what an export says
     * has none.
     *
     * @return the names that the schema needs; empty if it needs none
     */
    List<String> keyNames() {
        return requirements.keyAttributes();
    }

    /**
     * Checks that an export is of the table that the settings name.
     *
     * @param manifest the export
     * @throws FlinkRuntimeException if it is of another one
     */
    void requireConfigured(ExportManifest manifest) {
        requireConfigured(manifest.tableArn());
    }

    /**
     * Checks that an incremental export is of the table that the settings name, and has the images
     * that the schema needs.
     *
     * @param manifest the export; others of its chain have the same table and view
     * @throws FlinkRuntimeException if it isn't, or has not
     */
    void requireSuitable(ExportManifest manifest) {
        requireConfigured(manifest.tableArn());
        StreamViewType view = manifest.export().window().orElseThrow().view();
        requirements
                .viewTypesLackedBy(view)
                .ifPresent(
                        lack -> {
                            throw invalid(
                                    lack
                                            + ". Export the changes again with that ExportViewType,"
                                            + " or change the setting");
                        });
    }

    private void requireConfigured(String arn) {
        String table = config.table().orElseThrow();
        String exported = TableArn.isArn(table) ? arn : TableArn.parse(arn).tableName();
        if (!exported.equals(table)) {
            throw invalid(
                    String.format(
                            "this is an export of table %s, but the table that is read is %s. Set"
                                    + " an export of that table, or '%s' = '%s'",
                            arn, table, DynamoDbStreamsSourceOptions.TABLE_NAME.key(), exported));
        }
    }

    /**
     * Checks that an export is of the table that the service describes.
     *
     * @param description the table whose stream is read
     * @param manifest the export
     * @throws FlinkRuntimeException if it is of another one, or of an earlier one of its name
     */
    void requireOf(TableDescription description, ExportManifest manifest) {
        if (!description.arn().equals(manifest.tableArn())) {
            throw invalid(
                    String.format(
                            "this is an export of table %s, but the table whose stream is read is"
                                    + " %s. Set an export of that table",
                            manifest.tableArn(), description.arn()));
        }
        if (!description.tableId().equals(manifest.tableId())) {
            throw invalid(
                    String.format(
                            "this is an export of table %s with the id %s, but the table has the id"
                                    + " %s now: it was deleted and created again. %s",
                            description.name(),
                            manifest.tableId(),
                            description.tableId(),
                            another("Set an export of the table as it is now")));
        }
    }

    /**
     * Checks that an export is the one that was begun with. Where it lies doesn't matter.
     *
     * @param table the table as it has been read so far
     * @param export the export that the settings name
     * @throws FlinkRuntimeException if it is another one, or has other files
     */
    void requireSame(ScannedTable table, TableExport export) {
        table.export()
                .filter(begun -> !begun.equals(export))
                .ifPresent(
                        begun -> {
                            throw invalid(
                                    begun.window().isPresent()
                                            ? anotherChain(begun, export)
                                            : anotherExport(begun, export));
                        });
    }

    private static String anotherExport(TableExport begun, TableExport export) {
        return String.format(
                "this is %s, but the state that the job was restored from holds %s. Set the folder"
                        + " of that one, or start the job without its state",
                export, begun);
    }

    /** Two chains may differ in nothing but where one of their windows ends. */
    private static String anotherChain(TableExport begun, TableExport export) {
        ExportWindow window = export.window().orElseThrow();
        ExportWindow held = begun.window().orElseThrow();
        return String.format(
                "these exports are of %s, but those of the state that the job was restored from"
                        + " are %s, the first of them %s. Set the folders of those, of all and no"
                        + " others, or start the job without its state",
                window, held.equals(window) ? "others of that time" : "of " + held, begun.arn());
    }

    /**
     * Finds out from when on changes are wanted besides an export, and checks that the stream has
     * them.
     *
     * @param table the table
     * @param streamArn the table's stream
     * @param now the service's time
     * @return the time by which every change made is in the items; empty if no export is read
     * @throws FlinkRuntimeException if the first of them have been trimmed, or were made before the
     *     stream was enabled
     */
    Optional<Instant> readFrom(ScannedTable table, String streamArn, Instant now) {
        table.export().ifPresent(export -> requireFollowed(export, streamArn, now));
        return table.export().map(TableExport::completeUpTo);
    }

    private void requireFollowed(TableExport export, String streamArn, Instant now) {
        Instant first = export.completeUpTo().minus(config.scan().tolerance());
        Instant kept = now.minus(OverlapSession.RETENTION);
        if (first.isBefore(kept)) {
            throw invalid(
                    String.format(
                            "this is an export of %s, whose changes are read from %s on, but it is"
                                    + " %s: DynamoDB Streams keeps records for 24 hours. %s",
                            export.time(),
                            first,
                            now,
                            another("Export the table again, or read the table itself")));
        }
        labelOf(streamArn)
                .filter(first::isBefore)
                .ifPresent(
                        enabled -> {
                            throw invalid(
                                    String.format(
                                            "this is an export of %s, whose changes are read from"
                                                    + " %s on, but stream %s was enabled at %s. %s",
                                            export.time(),
                                            first,
                                            streamArn,
                                            enabled,
                                            another("Export the table again")));
                        });
    }

    /**
     * The end of a stream's ARN is when it was enabled; stand-ins of the service may have others.
     */
    static Optional<Instant> labelOf(String streamArn) {
        String label = streamArn.substring(streamArn.lastIndexOf('/') + 1);
        try {
            return Optional.of(LocalDateTime.parse(label).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Returns what to do to have another export read. */
    private String another(String ifItWasSet) {
        return config.scan().exportTarget().isEmpty()
                ? ifItWasSet
                : "Start the job without its state, as a new job, which asks for another export";
    }

    private FlinkRuntimeException invalid(String reason) {
        boolean chain = config.isIncrementalExport();
        return new FlinkRuntimeException(
                String.format(
                        "Invalid value '%s' for '%s': %s",
                        chain
                                ? String.join(";", config.scan().incrementalExports())
                                : config.scan()
                                        .exportTarget()
                                        .map(ExportTarget::bucket)
                                        .or(config.scan()::export)
                                        .orElse(""),
                        chain
                                ? DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key()
                                : config.scan().exportOption().key(),
                        reason));
    }
}
