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
 * Checks that a job's checkpoints fit shards that move from reader to reader: a completed one shows
 * that the records of a shard have been processed before its child is read elsewhere.
 */
final class RebalanceCheck {

    private final TableScan scan;
    private final CheckpointConfig checkpoints;

    /**
     * Creates a check.
     *
     * @param scan a table whose shards may move
     * @param checkpoints the job's
     */
    RebalanceCheck(TableScan scan, CheckpointConfig checkpoints) {
        this.scan = scan;
        this.checkpoints = checkpoints;
    }

    /**
     * Checks the settings. In a job without checkpoints nothing moves.
     *
     * @throws ValidationException if checkpoints aren't aligned
     */
    void check() {
        if (checkpoints.isCheckpointingEnabled() && checkpoints.isUnalignedCheckpointsEnabled()) {
            throw new ValidationException(
                    "Table "
                            + scan.identifier()
                            + ": 'scan.rebalance.mode' needs aligned checkpoints, since an"
                            + " unaligned one completes before its rows are processed: set"
                            + " 'execution.checkpointing.unaligned.enabled' = 'false', or remove"
                            + " the option");
        }
    }
}
