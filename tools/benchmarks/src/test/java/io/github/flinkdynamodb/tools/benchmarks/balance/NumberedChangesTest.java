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
package io.github.flinkdynamodb.tools.benchmarks.balance;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NumberedChangesTest {

    private final NumberedChanges changes = new NumberedChanges(2);

    private void write() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable table = simulator.createTable(TableSettings.table("orders"));
            changes.write(table, "key");
        }
    }

    /** Nobody waits for minutes to learn that. */
    @Test
    void aJobThatHasFailedSaysWhy() throws Exception {
        write();
        changes.readBy(CompletableFuture.failedFuture(new IllegalStateException("no heap")));

        assertThatThrownBy(changes::awaitAll).hasRootCauseMessage("no heap");
    }

    @Test
    void aJobThatEndsEarlyHasNotReadAll() throws Exception {
        write();
        changes.readBy(CompletableFuture.completedFuture(null));

        assertThatThrownBy(changes::awaitAll).hasMessageContaining("ended before");
    }

    @Test
    void whatHasArrivedIsNotWaitedFor() throws Exception {
        write();
        changes.arrived(0, 0);

        assertThatCode(changes::awaitAll).doesNotThrowAnyException();
    }
}
