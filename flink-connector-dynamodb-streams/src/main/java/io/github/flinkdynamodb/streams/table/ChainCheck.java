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
 * Checks that a job's checkpoints fit a chain of incremental exports, in which a completed one
 * shows that a window has been processed before the next one begins.
 */
final class ChainCheck {

    private final TableScan scan;
    private final CheckpointConfig checkpoints;

    /**
     * Creates a check.
     *
     * @param scan a table that reads incremental exports
     * @param checkpoints the job's
     */
    ChainCheck(TableScan scan, CheckpointConfig checkpoints) {
        this.scan = scan;
        this.checkpoints = checkpoints;
    }

    /**
     * Checks the settings. A job without checkpoints will do: one subtask reads the windows.
     *
     * @throws ValidationException if one doesn't fit; the message names it and what to set
     */
    void check() {
        if (scan.settings().incrementalExports() > 1
                && scan.mode() != ScanChangelogMode.APPEND_ONLY
                && checkpoints.isCheckpointingEnabled()
                && checkpoints.isUnalignedCheckpointsEnabled()) {
            throw new ValidationException(
                    "Table "
                            + scan.identifier()
                            + ": several incremental exports with 'scan.changelog-mode' = '"
                            + scan.mode()
                            + "' need aligned checkpoints, since an unaligned one completes before"
                            + " its rows are processed: set"
                            + " 'execution.checkpointing.unaligned.enabled' = 'false'");
        }
    }
}
