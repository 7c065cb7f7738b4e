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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Counts what comes out of a reader. One run at a time: a job runs in this process, and its
 * functions are copies, so that what they count is static. Each thread counts for itself, and
 * whoever waits looks now and then at all of them: counting costs a reader next to nothing.
 */
public final class Arrivals {

    private static final long LOOK_NANOS = 3_000_000;

    private static final List<Counter> COUNTERS = new CopyOnWriteArrayList<>();

    private Arrivals() {}

    /** What one thread has seen. */
    public static final class Counter {

        private final AtomicLong count = new AtomicLong();
        private final AtomicLong sum = new AtomicLong();

        /**
         * Counts an arrival; only the thread that made the counter does so.
         *
         * @param number of the record in its shard
         */
        public void add(long number) {
            sum.setPlain(sum.getPlain() + number);
            count.setRelease(count.getPlain() + 1);
        }

        /** Counts records that nobody looked at: those from a number on. */
        void addAll(long first, long records) {
            sum.setPlain(sum.getPlain() + records * first + records * (records - 1) / 2);
            count.setRelease(count.getPlain() + records);
        }
    }

    /** Begins to count from 0; counters that were made before count for nothing. */
    public static void reset() {
        COUNTERS.clear();
    }

    /** A counter of the thread that asks. */
    public static Counter counter() {
        Counter counter = new Counter();
        COUNTERS.add(counter);
        return counter;
    }

    /** How many have come. */
    public static long count() {
        return COUNTERS.stream().mapToLong(counter -> counter.count.getAcquire()).sum();
    }

    private static long sum() {
        return COUNTERS.stream().mapToLong(counter -> counter.sum.get()).sum();
    }

    /**
     * Waits until as many have come.
     *
     * @param failed whether nobody counts any more
     * @throws TimeoutException if they haven't come after a time
     * @throws IllegalStateException if they can't come any more
     */
    public static void await(long arrivals, Duration limit, BooleanSupplier failed)
            throws TimeoutException {
        long begin = System.nanoTime();
        while (count() < arrivals) {
            if (failed.getAsBoolean() && count() < arrivals) {
                throw new IllegalStateException(
                        "The reader ended after " + count() + " of " + arrivals + " arrivals");
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new TimeoutException(
                        count() + " of " + arrivals + " arrivals came within " + limit);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * Whether the numbers add up to those of the records of a stream, each as often as it should
     * come.
     */
    static boolean isEachRecordOf(PreparedStream stream, int timesEach) {
        return isEach(stream.recordsPerShard(), (long) timesEach * stream.shards());
    }

    /** Whether the numbers add up to those from 0 on, each so often. */
    public static boolean isEach(long numbers, long timesEach) {
        return count() == timesEach * numbers && sum() == timesEach * (numbers * (numbers - 1) / 2);
    }
}
