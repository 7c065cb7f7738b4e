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

import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.table.api.ValidationException;

/**
 * Checks that a table and the checkpoints of its job are as the repair of a gap needs them. What
 * closes the gap is read window by window, and its rows must reach the operators downstream in that
 * order: a completed checkpoint shows that they have.
 */
final class RepairCheck {

    private final TableScan scan;

    /**
     * Creates a check.
     *
     * @param scan a table that repairs gaps
     */
    RepairCheck(TableScan scan) {
        this.scan = scan;
    }

    /**
     * Checks the table.
     *
     * @throws ValidationException if it can't be repaired; the message says what to set
     */
    void check() {
        if (scan.keepsRows() && scan.columns().primaryKey().isEmpty()) {
            throw invalid(
                    "with 'scan.changelog-mode' = 'full' needs a PRIMARY KEY, by which the rows"
                            + " are kept that changes take back: declare the columns of the"
                            + " DynamoDB table's key as PRIMARY KEY (...) NOT ENFORCED, or set"
                            + " 'append-only'");
        }
        if (scan.hasWholeDeletes()) {
            throw invalid(
                    String.format(
                            "needs columns outside the key that may be NULL, since an item is"
                                    + " deleted by its key alone: remove NOT NULL from %s",
                            scan.columns().neverNullOutsideKey()));
        }
    }

    /**
     * Checks the checkpoints.
     *
     * @param checkpoints the job's
     * @throws ValidationException if one of their settings doesn't fit
     */
    void check(CheckpointConfig checkpoints) {
        if (!checkpoints.isCheckpointingEnabled()) {
            throw invalid(
                    "needs checkpoints, which hold how far the repair is: set"
                            + " 'execution.checkpointing.interval', such as '1 min'");
        }
        if (checkpoints.getCheckpointIntervalDuringBacklog() == OverlapCheck.NO_CHECKPOINTS) {
            throw invalid(
                    "needs checkpoints while it goes on: set a value above 0 for"
                            + " 'execution.checkpointing.interval-during-backlog', or remove it");
        }
        if (scan.mode() != ScanChangelogMode.APPEND_ONLY
                && checkpoints.isUnalignedCheckpointsEnabled()) {
            throw invalid(
                    String.format(
                            "with 'scan.changelog-mode' = '%s' needs aligned checkpoints, since an"
                                    + " unaligned one completes before its rows are processed: set"
                                    + " 'execution.checkpointing.unaligned.enabled' = 'false'",
                            scan.mode()));
        }
        if (scan.keepsRows() && !OverlapCheck.isExactlyOnce(checkpoints)) {
            throw invalid(
                    "with 'scan.changelog-mode' = 'full' needs 'execution.checkpointing.mode' ="
                            + " 'EXACTLY_ONCE', since what is replayed takes back rows that don't"
                            + " stand any more: set it, or 'upsert'");
        }
    }

    private ValidationException invalid(String what) {
        return new ValidationException(
                "Table " + scan.identifier() + ": 'scan.on-data-loss' = 'repair' " + what);
    }
}
