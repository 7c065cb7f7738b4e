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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeWriterTest {

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = Ledger.open(clock);
    private final OrderPlan plan = new OrderPlan(0, 100, new Random(1));
    private final List<PlannedChange> table = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void everyChangeIsWrittenOnceAndNoted() throws Exception {
        try (ChangeWriter writer = new ChangeWriter(table::add, plan, ledger, clock)) {
            writer.start(100, 10_000).get(30, TimeUnit.SECONDS);
        }

        assertThat(table).hasSize(100);
        assertThat(ledger.writtenChanges()).isEqualTo(table);
    }

    @Test
    void changeThatIsNotConfirmedIsNotWrittenAndEndsTheWriting() {
        try (ChangeWriter writer =
                new ChangeWriter(
                        change -> {
                            if (table.size() == 3) {
                                throw new IllegalStateException("no more room");
                            }
                            table.add(change);
                        },
                        plan,
                        ledger,
                        clock)) {
            CompletableFuture<Void> writing = writer.start(100, 10_000);

            assertThatThrownBy(() -> writing.get(30, TimeUnit.SECONDS))
                    .hasRootCauseMessage("no more room");
        }
        assertThat(ledger.figures().written()).isEqualTo(3);
    }
}
