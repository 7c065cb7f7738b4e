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

import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Writes changes at a steady rate, and each into the {@link Ledger}. */
final class ChangeWriter implements AutoCloseable {

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "writer");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Consumer<PlannedChange> table;
    private final OrderPlan plan;
    private final Ledger ledger;
    private final Clock clock;

    private int remaining;

    /**
     * Creates a writer.
     *
     * @param table writes a change, and returns once it is confirmed
     * @param plan says what to write
     * @param ledger keeps the books
     * @param clock gives the time that is noted in the items
     */
    ChangeWriter(Consumer<PlannedChange> table, OrderPlan plan, Ledger ledger, Clock clock) {
        this.table = table;
        this.plan = plan;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Starts to write.
     *
     * @param changes how many changes
     * @param rate how many a second; fewer if DynamoDB is slower
     * @return completes after the last one, or with the error of the first one that fails
     */
    CompletableFuture<Void> start(int changes, int rate) {
        remaining = changes;
        long periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
        executor.scheduleAtFixedRate(this::writeNext, 0, periodNanos, TimeUnit.NANOSECONDS);
        return done;
    }

    private void writeNext() {
        try {
            PlannedChange change = plan.next(clock.millis());
            ledger.writing(change);
            table.accept(change);
            ledger.written(change);
            if (--remaining == 0) {
                executor.shutdown();
                done.complete(null);
            }
        } catch (RuntimeException e) {
            executor.shutdown();
            done.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
