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

import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** Changes, each with a number; which subtask has read each, and when. Thread-safe. */
final class NumberedChanges implements GrowingJob.Listener {

    /** The attribute that holds the number of the change. */
    static final String NUMBER = "n";

    static final int NOBODY = -1;

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final AtomicIntegerArray subtasks;
    private final AtomicLongArray arrivals;
    private final AtomicInteger arrived = new AtomicInteger();
    private int written;
    private volatile CompletableFuture<?> end = new CompletableFuture<>();

    NumberedChanges(int most) {
        subtasks = new AtomicIntegerArray(most);
        arrivals = new AtomicLongArray(most);
        for (int i = 0; i < most; i++) {
            subtasks.set(i, NOBODY);
        }
    }

    /** Writes the next change, and returns its number. */
    int write(SimulatedTable table, String key) {
        int number = written++;
        table.put(Item.builder().s("pk", key).n(NUMBER, number).build());
        return number;
    }

    /**
     * Says whose changes these are.
     *
     * @param endOfJob completes with the job that reads them
     */
    void readBy(CompletableFuture<?> endOfJob) {
        end = endOfJob;
    }

    @Override
    public void arrived(int subtask, int number) {
        if (subtasks.compareAndSet(number, NOBODY, subtask)) {
            arrivals.set(number, System.nanoTime());
            arrived.incrementAndGet();
        }
    }

    /**
     * Waits until all that was written has been read.
     *
     * @throws TimeoutException if it takes minutes
     * @throws ExecutionException if the job has failed
     */
    void awaitAll() throws Exception {
        long begin = System.nanoTime();
        while (arrived.get() < written) {
            if (end.isDone()) {
                end.get();
                throw new IllegalStateException("The job ended before it had read all changes");
            }
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new TimeoutException("A change didn't arrive within " + LIMIT);
            }
            Pause.of(INTERVAL);
        }
    }

    /** Returns which subtask has read a change, or {@link #NOBODY}. */
    int subtaskOf(int number) {
        return subtasks.get(number);
    }

    /** From the arrival of one change to that of another, in milliseconds. */
    double millisBetween(int first, int second) {
        return (arrivals.get(second) - arrivals.get(first)) / 1e6;
    }
}
