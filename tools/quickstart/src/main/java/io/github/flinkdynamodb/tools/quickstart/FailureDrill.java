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
package io.github.flinkdynamodb.tools.quickstart;

import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes the changes on, reports to the {@link Ledger} each time the job starts or restarts, and
 * fails, if asked to: task failures like those of a machine, in the middle of the table and of its
 * stream.
 */
final class FailureDrill extends RichMapFunction<OrderChange, OrderChange>
        implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private final String ledgerId;
    private final HashSet<Integer> failAt;

    private transient Ledger ledger;

    /**
     * Creates the function.
     *
     * @param ledgerId names the ledger
     * @param failAt at which items and changes it fails, counted over all subtasks from 1
     */
    FailureDrill(String ledgerId, Set<Integer> failAt) {
        this.ledgerId = ledgerId;
        this.failAt = new HashSet<>(failAt);
    }

    @Override
    public OrderChange map(OrderChange change) {
        int passed = ledger.passed();
        if (failAt.contains(passed)) {
            ledger.failing();
            throw new IllegalStateException(
                    "This failure was ordered with --crash, at element " + passed);
        }
        return change;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {
        ledger = Ledger.of(ledgerId);
        int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
        ledger.taskStarted(attempt, context.getRestoredCheckpointId());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
        ledger.checkpointTaken(context.getCheckpointId());
    }
}
