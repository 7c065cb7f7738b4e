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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import java.time.Duration;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader consumes of a table that throttles it. */
class ReadCapacityThrottlingTest {

    private static final int SEGMENTS = 8;
    private static final int UNITS_A_PAGE = 256;
    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    private final ManualClock clock = new ManualClock();
    private final ReaderClock time = new ReaderClock(clock::millis, clock);

    /** A call that is made when its time has come. */
    private static final class Call {
        final double reserved;
        final long due;

        Call(ReadCapacity capacity, long earliest, long now) {
            capacity.save();
            this.reserved = capacity.reserve();
            this.due = Math.max(earliest, now + capacity.millisToSave());
        }
    }

    /** A table that serves so many units a second, and saves up no more than a second's worth. */
    private final class Table {
        private final double unitsPerSecond;
        private double saved;
        private long savedAt = clock.millis();
        private double consumed;
        private int throttled;

        Table(double unitsPerSecond) {
            this.unitsPerSecond = unitsPerSecond;
        }

        boolean serves(double units) {
            saved += (clock.millis() - savedAt) * unitsPerSecond / 1000;
            saved = Math.min(saved, Math.max(unitsPerSecond, UNITS_A_PAGE));
            savedAt = clock.millis();
            if (saved < units) {
                throttled++;
                return false;
            }
            saved -= units;
            consumed += units;
            return true;
        }
    }

    /** Reads items of one unit for some seconds, and returns what was consumed a second. */
    private double read(ReadCapacity capacity, Table table, int seconds) {
        double before = table.consumed;
        PriorityQueue<Call> calls = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));
        for (int segment = 0; segment < SEGMENTS; segment++) {
            calls.add(new Call(capacity, 0, clock.millis()));
        }
        long end = clock.millis() + Duration.ofSeconds(seconds).toMillis();
        while (calls.peek().due < end) {
            Call call = calls.poll();
            clock.advance(Duration.ofMillis(Math.max(0, call.due - clock.millis())));
            calls.add(made(capacity, table, call));
        }
        calls.forEach(call -> capacity.refund(call.reserved));
        clock.advance(Duration.ofMillis(Math.max(0, end - clock.millis())));
        return (table.consumed - before) / seconds;
    }

    /** Makes a call, and returns the next one: a tenth of a second later if it was throttled. */
    private Call made(ReadCapacity capacity, Table table, Call call) {
        int limit = capacity.limit();
        int items = limit == SegmentScan.UNLIMITED ? UNITS_A_PAGE : Math.min(limit, UNITS_A_PAGE);
        long now = clock.millis();
        if (table.serves(items)) {
            capacity.paid(call.reserved, items, items);
            return new Call(capacity, now + 10, now);
        }
        capacity.throttled();
        capacity.save();
        capacity.refund(call.reserved);
        return new Call(capacity, now + 100, now);
    }

    private ReadCapacity onDemand(double unitsToBeginWith) {
        ReadCapacity capacity = new ReadCapacity(time, NO_LIMIT);
        capacity.granted(unitsToBeginWith, true);
        return capacity;
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "6000, 500", "100, 500", "6000, 50", "Infinity, 500", "Infinity, 5000"})
    void aTableOnDemandIsReadNearlyAsFastAsItAllows(double toBeginWith, double allowed) {
        ReadCapacity capacity = onDemand(toBeginWith);
        Table table = new Table(allowed);
        read(capacity, table, 120);
        int before = table.throttled;

        double consumed = read(capacity, table, 300);

        assertThat(consumed).isBetween(allowed * 0.6, allowed * 1.02);
        assertThat((table.throttled - before) / 300.0).as("throttled a second").isLessThan(5);
    }

    @Test
    void aTableThatNeverThrottlesIsReadFasterAndFaster() {
        ReadCapacity capacity = onDemand(100);
        Table table = new Table(1e9);

        double first = read(capacity, table, 10);
        read(capacity, table, 60);
        double later = read(capacity, table, 10);

        assertThat(first).isBetween(80.0, 150.0);
        assertThat(later).isGreaterThan(1_000);
    }

    @Test
    void aBudgetIsNotExceededHoweverLittleIsThrottled() {
        ReadCapacity capacity = new ReadCapacity(time, 100);
        Table table = new Table(1e9);

        double consumed = read(capacity, table, 300);

        assertThat(table.throttled).isZero();
        assertThat(consumed).isBetween(95.0, 100.0);
    }

    @Test
    void aBudgetThatTheTableDoesNotServeIsWonBackOnceItDoes() {
        ReadCapacity capacity = new ReadCapacity(time, 1_000);
        double meanwhile = read(capacity, new Table(100), 120);

        read(capacity, new Table(1e9), 120);
        double afterwards = read(capacity, new Table(1e9), 60);

        assertThat(meanwhile).isBetween(60.0, 100.0);
        assertThat(afterwards).isBetween(950.0, 1_000.0);
    }

    @Test
    void aBudgetThatReplacesAGrantOfATableOnDemandIsKeptHoweverMuchWasConsumedBefore() {
        ReadCapacity capacity = onDemand(100);
        read(capacity, new Table(1e9), 60);
        capacity.save();

        capacity.granted(100, false);
        capacity.save();
        int limit = capacity.limit();
        double consumed = read(capacity, new Table(1e9), 60);

        assertThat(limit).isEqualTo(48);
        assertThat(consumed).isBetween(80.0, 100.0);
    }

    @Test
    void callsThatAreThrottledTogetherCountOnce() {
        ReadCapacity capacity = onDemand(400);
        int whole = measured(capacity);

        boolean first = capacity.throttled();
        boolean second = capacity.throttled();
        clock.advance(Duration.ofMillis(999));
        boolean third = capacity.throttled();
        int half = capacity.limit();
        clock.advance(Duration.ofMillis(1));
        boolean fourth = capacity.throttled();

        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(third).isFalse();
        assertThat(fourth).isTrue();
        assertThat(half).isBetween(whole / 2 - 1, whole / 2 + 1);
        assertThat(capacity.limit()).isBetween(whole / 4 - 1, whole / 4 + 1);
    }

    @Test
    void withoutCallsThatWaitNothingIsWonBack() {
        ReadCapacity capacity = onDemand(100);
        measured(capacity);
        capacity.throttled();
        int half = capacity.limit();

        clock.advance(Duration.ofMinutes(10));
        capacity.save();

        assertThat(capacity.limit()).isEqualTo(half);
    }

    @Test
    void whatALaterGrantAllowsIsHalvedTooAfterThrottling() {
        ReadCapacity capacity = new ReadCapacity(time, NO_LIMIT);
        measured(capacity);
        capacity.throttled();

        capacity.granted(100, false);

        assertThat(capacity.limit()).isEqualTo(24);
    }

    @Test
    void withoutABudgetHalfOfWhatWasConsumedLatelyIsConsumedAfterThrottling() {
        ReadCapacity capacity = new ReadCapacity(time, NO_LIMIT);
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(100));
            capacity.save();
            capacity.paid(capacity.reserve(), 20, 20);
        }
        int before = capacity.limit();

        capacity.throttled();

        // 200 units a second: half a second's worth of half of that, less 3 percent
        assertThat(before).isEqualTo(SegmentScan.UNLIMITED);
        assertThat(capacity.limit()).isBetween(45, 52);
    }

    /** Lets the capacity know that an item costs a unit, and returns its limit. */
    private static int measured(ReadCapacity capacity) {
        capacity.save();
        capacity.paid(capacity.reserve(), 10, 10);
        return capacity.limit();
    }
}
