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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Changes written one at a time, each to some shard, at random moments; and how long each took to
 * arrive. Thread-safe.
 */
final class LoneRecords {

    /** The attribute that holds the number of the change. */
    static final String NUMBER = "n";

    /** Differs in each item: writing an item unchanged creates no record. */
    private static final String MOMENT = "moment";

    private final AtomicLongArray written;
    private final AtomicLongArray arrived;
    private final AtomicReferenceArray<String> shards;
    private final CountDownLatch missing;

    LoneRecords(int count) {
        written = new AtomicLongArray(count);
        arrived = new AtomicLongArray(count);
        shards = new AtomicReferenceArray<>(count);
        missing = new CountDownLatch(count);
    }

    /**
     * Writes all of them.
     *
     * @param table takes them; its key is a string
     * @param gap the mean time between two
     */
    void write(SimulatedTable table, Duration gap, Random random) {
        for (int i = 0; i < written.length(); i++) {
            pause(gap, random);
            write(table, "key-" + random.nextInt(), i);
        }
    }

    /**
     * Writes one of them.
     *
     * @param key of the item
     * @param number of the change, from 0 on
     */
    void write(SimulatedTable table, String key, int number) {
        shards.set(number, ShardKeys.shardOf(table, key));
        long now = System.nanoTime();
        written.set(number, now);
        table.put(Item.builder().s("pk", key).n(NUMBER, number).n(MOMENT, now).build());
    }

    /** Waits for a random time, exponentially distributed. */
    static void pause(Duration mean, Random random) {
        double nanos = -Math.log(1 - random.nextDouble()) * mean.toNanos();
        Pause.of(Duration.ofNanos((long) nanos));
    }

    /** Notes that a change has arrived; only the first time counts. */
    void arrived(int number) {
        if (arrived.compareAndSet(number, 0, System.nanoTime())) {
            missing.countDown();
        }
    }

    /** Waits until all have arrived. */
    boolean awaitAll(Duration limit) throws InterruptedException {
        return missing.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * From writing to arriving, in milliseconds.
     *
     * @param first the number of the first change that counts
     */
    Quantiles millis(int first) {
        return millis(first, written.length());
    }

    /** The same of those before another change. */
    Quantiles millis(int first, int end) {
        return new Quantiles(
                IntStream.range(first, end)
                        .mapToDouble(i -> millisBetween(written.get(i), arrived.get(i)))
                        .toArray());
    }

    /**
     * From writing to arriving of those changes that were the first ones on their shards, in
     * milliseconds.
     *
     * @param before what was written before them and counts too
     */
    List<Double> millisOfFirstOnShard(LoneRecords before) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < before.shards.length(); i++) {
            seen.add(before.shards.get(i));
        }
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < shards.length(); i++) {
            if (seen.add(shards.get(i))) {
                millis.add(millisBetween(written.get(i), arrived.get(i)));
            }
        }
        return millis;
    }

    /** From the arrival of one change to that of another, in milliseconds. */
    double millisBetweenArrivals(int first, int second) {
        return millisBetween(arrived.get(first), arrived.get(second));
    }

    /** From a moment to the first arrival, in milliseconds. */
    double millisToFirst(long nanoTime) {
        long first =
                IntStream.range(0, arrived.length()).mapToLong(arrived::get).min().orElseThrow();
        return millisBetween(nanoTime, first);
    }

    /** From a moment to the last arrival, in milliseconds. */
    double millisToLast(long nanoTime) {
        long last =
                IntStream.range(0, arrived.length()).mapToLong(arrived::get).max().orElseThrow();
        return millisBetween(nanoTime, last);
    }

    private static double millisBetween(long begin, long end) {
        return (end - begin) / 1e6;
    }
}
