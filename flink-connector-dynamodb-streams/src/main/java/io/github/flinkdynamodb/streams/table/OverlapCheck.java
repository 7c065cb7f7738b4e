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
package io.github.flinkdynamodb.streams.table;

import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Checks that a job's checkpoints fit a table that is read beside its stream.
 *
 * <p>Where rows aren't reconciled, changes are held back until a completed checkpoint proves that
 * all older rows of the table have been processed. So there must be checkpoints, also while the job
 * catches up, and none that overtakes rows. Where they are reconciled, no row may be replayed into
 * a state that has it already.
 */
final class OverlapCheck {

    /** What Flink makes of an interval of 0. */
    static final long NO_CHECKPOINTS = Long.MAX_VALUE;

    private final TableScan scan;
    private final CheckpointConfig checkpoints;

    /**
     * Creates a check.
     *
     * @param scan a table that starts with its items
     * @param checkpoints the job's
     */
    OverlapCheck(TableScan scan, CheckpointConfig checkpoints) {
        this.scan = scan;
        this.checkpoints = checkpoints;
    }

    /**
     * Checks the settings.
     *
     * @throws ValidationException if one doesn't fit; the message names it and what to set
     */
    void check() {
        if (scan.isReconciled()) {
            require(
                    !checkpoints.isCheckpointingEnabled() || isExactlyOnce(checkpoints),
                    "'execution.checkpointing.mode' = 'EXACTLY_ONCE', since a change that is"
                            + " replayed can't be told from an older one: set it, or"
                            + " 'scan.changelog-mode' = 'upsert'");
            return;
        }
        require(
                checkpoints.isCheckpointingEnabled(),
                "checkpoints, which decide how far the stream is read while the table is: set"
                        + " 'execution.checkpointing.interval', such as '1 min'"
                        + orFull());
        require(
                !checkpoints.isUnalignedCheckpointsEnabled(),
                "aligned checkpoints, since an unaligned one completes before its rows are"
                        + " processed: set 'execution.checkpointing.unaligned.enabled' = 'false'"
                        + orFull());
        require(
                checkpoints.getCheckpointIntervalDuringBacklog() < NO_CHECKPOINTS,
                "checkpoints while the table is read: set a value above 0 for"
                        + " 'execution.checkpointing.interval-during-backlog', or remove it"
                        + orFull());
    }

    static boolean isExactlyOnce(CheckpointConfig checkpoints) {
        return checkpoints.getCheckpointingConsistencyMode() == CheckpointingMode.EXACTLY_ONCE;
    }

    /** A log has no row that could be taken back, and a repair needs all of this in each mode. */
    private String orFull() {
        return scan.mode() == ScanChangelogMode.APPEND_ONLY || scan.settings().repairsGaps()
                ? ""
                : ", or 'scan.changelog-mode' = 'full', which works without";
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            throw new ValidationException(
                    "Table "
                            + scan.identifier()
                            + ": 'scan.startup.mode' = 'initial' with 'scan.changelog-mode' = '"
                            + scan.mode()
                            + "' needs "
                            + what);
        }
    }
}
