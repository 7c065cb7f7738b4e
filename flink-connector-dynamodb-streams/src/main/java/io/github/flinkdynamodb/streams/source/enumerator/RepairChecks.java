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

import io.github.flinkdynamodb.streams.client.ExportDescription;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.ExportTarget;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;

/** Says why a gap can't be closed. Nothing has been emitted then that a restart would repeat. */
final class RepairChecks {

    private static final String AFRESH =
            "To begin afresh, start the job without its state, with '"
                    + DynamoDbStreamsSourceOptions.STARTUP_MODE.key()
                    + "' = 'initial'";

    private final ExportTarget target;

    /**
     * Creates the checks.
     *
     * @param target where exports are written to
     */
    RepairChecks(ExportTarget target) {
        this.target = target;
    }

    /** Returns the failure of a repair that the shards' places make impossible. */
    static FlinkRuntimeException impossible(String reason) {
        return new FlinkRuntimeException(
                String.format("Data loss that can't be repaired: %s. %s", reason, AFRESH));
    }

    /** Returns the failure of a repair whose state lacks keys. */
    static FlinkRuntimeException withoutKeys(List<Lineage> lineages) {
        return impossible(
                String.format(
                        "the state doesn't hold the keys of the items that were inserted last in %d"
                            + " shards, the first of them %s, and so not which of them may have"
                            + " been deleted since. It was written without '%s' = 'repair', or in"
                            + " the ten minutes after a job had gone on from such a state, or in"
                            + " the first minutes of a job that began with the table's items",
                        lineages.size(),
                        lineages.get(0),
                        DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key()));
    }

    /** Returns the failure of a job whose repair can't go on with these settings. */
    static FlinkRuntimeException withoutSetting() {
        return new FlinkRuntimeException(
                String.format(
                        "The state that the job was restored from holds an unfinished repair, but"
                                + " '%s' isn't 'repair'. Set it, with '%s'",
                        DynamoDbStreamsSourceOptions.ON_DATA_LOSS.key(),
                        DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET.key()));
    }

    /** Returns the failure of a job that goes on from a repair without reading a stream. */
    static FlinkRuntimeException withoutStream(RepairPlan plan) {
        return new FlinkRuntimeException(
                String.format(
                        "The state that the job was restored from holds a %s of a stream, which"
                                + " '%s' doesn't read. Start the job without that state, or with"
                                + " the startup mode that it had",
                        plan, DynamoDbStreamsSourceOptions.STARTUP_MODE.key()));
    }

    /** Returns the failure of a job whose state is of another table. */
    static FlinkRuntimeException otherTable(String streamArn, String tableArn) {
        return new FlinkRuntimeException(
                String.format(
                        "The state that the job was restored from holds positions in the stream"
                                + " %s, but the settings name table %s. Start the job without that"
                                + " state",
                        streamArn, tableArn));
    }

    /** Returns the failure of a job whose table has no stream once the gap is closed. */
    static FlinkRuntimeException noStream(String table) {
        return new FlinkRuntimeException(
                String.format(
                        "The gap of table %s is closed, but the table has no stream to be read on:"
                                + " enable one, with the view type that the job needs. The job then"
                                + " goes on from its last checkpoint",
                        table));
    }

    /** Returns the failure of a job whose table has got another stream. */
    static FlinkRuntimeException replaced(String streamArn, String successor) {
        return new FlinkRuntimeException(
                String.format(
                        "Data loss: stream %s has been read to its end and was replaced by %s."
                                + " Changes made between the two are in neither of them. Restoring"
                                + " the whole job, which then repairs that",
                        streamArn, successor));
    }

    /** Returns the failure of a job one reader of which was restored with too old a state. */
    static FlinkRuntimeException lostByOne(int subtask, List<Lineage> lost) {
        return new FlinkRuntimeException(
                String.format(
                        "Data loss: subtask %d was restored with %d shards of which changes have"
                                + " been trimmed, the first of them %s. Restoring the whole job,"
                                + " which then repairs them",
                        subtask, lost.size(), lost.get(0)));
    }

    /** Returns the failure of a job whose export has failed. */
    FlinkRuntimeException failed(ExportDescription export) {
        return new FlinkRuntimeException(
                String.format(
                        "The %s into bucket '%s' has failed: %s. %s. The job goes on with the"
                                + " repair when it is restarted from its last checkpoint",
                        export,
                        export.request().bucket(),
                        export.failure(),
                        ExportFailures.advice(export.failure(), target)));
    }

    /**
     * Checks that an export is the one that was asked for.
     *
     * @param tableArn the table
     * @param step the window
     * @param manifest what was found
     * @throws FlinkRuntimeException if it isn't
     */
    void requireAsked(String tableArn, RepairStep step, ExportManifest manifest) {
        ExportWindow window = manifest.export().window().orElseThrow();
        boolean same =
                manifest.tableArn().equals(tableArn)
                        && window.from().equals(step.from())
                        && window.to().equals(step.to());
        if (!same) {
            throw new FlinkRuntimeException(
                    String.format(
                            "The export in '%s' is of table %s from %s, but the %s of table %s were"
                                    + " asked for. Check '%s-path'",
                            target.folderOf(step.exportArn().orElseThrow()),
                            manifest.tableArn(),
                            window,
                            step,
                            tableArn,
                            target.option()));
        }
    }
}
