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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Changes of new orders, written to a table of the simulator, and when the sink of a job in this
 * process got each. For one job in a JVM: the sink's copies find this by static fields.
 */
final class NewOrders {

    /** No prepared item has such a number. */
    private static final long FIRST = 2 * Orders.FIRST_ORDER;

    private static final int ITEM_BYTES = 520;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(5);

    private static volatile AtomicLongArray arrivedAt = new AtomicLongArray(0);
    private static final AtomicLong ARRIVED = new AtomicLong();

    private final SimulatedTable table;
    private final Random random = new Random(1);
    private final long[] writtenAt;
    private int written;

    /**
     * Creates them.
     *
     * @param table takes them
     * @param most how many are written at most
     */
    NewOrders(SimulatedTable table, int most) {
        this.table = table;
        this.writtenAt = new long[most];
        arrivedAt = new AtomicLongArray(most);
        ARRIVED.set(0);
    }

    /** For the sink: a row came, of one of these orders or of another. */
    static void arrived(long order) {
        long number = order - FIRST;
        if (number >= 0 && arrivedAt.compareAndSet((int) number, 0, System.nanoTime())) {
            ARRIVED.incrementAndGet();
        }
    }

    /** How many have been written. */
    int written() {
        return written;
    }

    /** Whether all that have been written have arrived. */
    boolean haveArrived() {
        return ARRIVED.get() == written;
    }

    /** Writes some, one after the other. */
    void write(int count) {
        for (int i = 0; i < count; i++) {
            write();
        }
    }

    /**
     * Writes some now and then.
     *
     * @param gap the mean time between two, exponentially distributed
     */
    void write(int count, Duration gap) {
        for (int i = 0; i < count; i++) {
            Pause.of(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * gap.toNanos())));
            write();
        }
    }

    private void write() {
        String keys =
                String.format(
                        "\"customer\":{\"S\":\"customer-%08x\"},\"%s\":{\"N\":\"%d\"}",
                        random.nextInt(), Orders.NUMBER, FIRST + written);
        Item item = Item.parse("{" + Orders.item(random, keys, false, ITEM_BYTES) + "}");
        writtenAt[written] = System.nanoTime();
        written++;
        table.put(item);
    }

    /**
     * Waits until all have arrived.
     *
     * @throws TimeoutException if one doesn't
     */
    void await() throws TimeoutException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!haveArrived()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        ARRIVED.get() + " of " + written + " changes arrived within " + LIMIT);
            }
            Pause.of(LOOK);
        }
    }

    /**
     * From writing to arriving of those from a number on, in milliseconds.
     *
     * @param first number of the first that counts
     */
    Quantiles millis(int first) {
        return new Quantiles(
                IntStream.range(first, written)
                        .mapToDouble(i -> (arrivedAt.get(i) - writtenAt[i]) / 1e6)
                        .toArray());
    }
}
