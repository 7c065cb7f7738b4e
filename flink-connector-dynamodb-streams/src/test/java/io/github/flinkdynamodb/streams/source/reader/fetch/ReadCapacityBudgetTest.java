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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scanning may cost, against what the service says that it costs. */
@OnEachFlink
class ReadCapacityBudgetTest {

    private final ManualClock clock = new ManualClock();
    private final ReaderClock time = new ReaderClock(clock::millis, clock);
    private long itemsRead;

    private static double reserve(ReadCapacity capacity) {
        capacity.save();
        return capacity.reserve();
    }

    /** A call that is made when its time has come. */
    private static final class Call {
        final double reserved;
        final long due;

        Call(ReadCapacity capacity, long now) {
            this.reserved = reserve(capacity);
            this.due = now + capacity.millisToSave();
        }
    }

    /**
     * Reads for so long, with items that cost a tenth to twice as much as is given; what a page
     * costs is rounded up, as by the service.
     *
     * @return what was consumed, by the millisecond
     */
    private TreeMap<Long, Double> read(
            ReadCapacity capacity, int segments, double unitsAnItem, Duration span) {
        Random random = new Random(1);
        PriorityQueue<Call> calls = new PriorityQueue<>((a, b) -> Long.compare(a.due, b.due));
        for (int segment = 0; segment < segments; segment++) {
            calls.add(new Call(capacity, clock.millis()));
        }
        TreeMap<Long, Double> consumed = new TreeMap<>();
        long end = clock.millis() + span.toMillis();
        while (calls.peek().due < end) {
            Call call = calls.poll();
            clock.advance(Duration.ofMillis(Math.max(0, call.due - clock.millis())));
            int limit = capacity.limit() == SegmentScan.UNLIMITED ? 5000 : capacity.limit();
            int items = 0;
            double cost = 0;
            while (items < limit && cost < 256) {
                cost += unitsAnItem * (0.1 + random.nextDouble() * 1.9);
                items++;
            }
            itemsRead += items;
            cost = Math.ceil(cost);
            consumed.merge(clock.millis(), cost, Double::sum);
            capacity.paid(call.reserved, items, cost);
            calls.add(new Call(capacity, clock.millis() + 10));
        }
        return consumed;
    }

    @ParameterizedTest
    @CsvSource({"100, 1, 0.1", "100, 16, 0.1", "100, 32, 1", "1000, 4, 0.05", "20, 3, 0.5"})
    void theBudgetIsKeptWithinFivePercentAndOverNoMinuteIsItExceeded(
            double units, int segments, double unitsAnItem) {
        ReadCapacity capacity = new ReadCapacity(time, units);
        long begin = clock.millis();

        TreeMap<Long, Double> consumed =
                read(capacity, segments, unitsAnItem, Duration.ofMinutes(5));

        double all = consumed.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(all).isBetween(300 * units * 0.95, 300 * units);
        for (long from = begin; from < begin + 240_000; from += 1000) {
            double minute =
                    consumed.subMap(from, from + 60_000).values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum();
            assertThat(minute).as("from %s", from).isLessThanOrEqualTo(60 * units);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.6, 1", "1.5, 3", "3.1, 4", "4, 2", "5, 8"})
    void aUnitBuysManySmallItemsHoweverLittleIsGranted(double units, int segments) {
        double unitsAnItem = 0.025;
        ReadCapacity capacity = new ReadCapacity(time, units);

        TreeMap<Long, Double> consumed =
                read(capacity, segments, unitsAnItem, Duration.ofMinutes(10));

        double all = consumed.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(all).isLessThanOrEqualTo(600 * units);
        assertThat(itemsRead).isGreaterThan((long) (0.5 * 600 * units / unitsAnItem));
    }

    @Test
    void asLongAsAPageCostsTheLeastTheNextHasTwiceAsManyItems() {
        ReadCapacity capacity = new ReadCapacity(time, 1);
        List<Integer> limits = new ArrayList<>();
        for (int page = 0; page < 5; page++) {
            limits.add(capacity.limit());
            capacity.paid(reserve(capacity), capacity.limit(), 1);
        }

        capacity.paid(reserve(capacity), 32, 2);

        assertThat(limits).containsExactly(1, 2, 4, 8, 16);
        assertThat(capacity.limit()).isEqualTo(16);
    }

    @Test
    void theLastPageOfASegmentSaysNothingOfTheSizeOfItems() {
        ReadCapacity capacity = new ReadCapacity(time, 1);
        capacity.paid(reserve(capacity), 40, 2);

        capacity.paid(reserve(capacity), 3, 1);

        assertThat(capacity.limit()).isEqualTo(20);
    }

    @Test
    void aHugeItemIsPaidForAfterwards() {
        ReadCapacity capacity = new ReadCapacity(time, 10);

        capacity.paid(reserve(capacity), 1, 100);
        reserve(capacity);

        assertThat(capacity.millisToSave()).isGreaterThan(9_000);
        assertThat(capacity.limit()).isEqualTo(1);
    }

    @Test
    void aCallThatFailsCostsNothing() {
        ReadCapacity capacity = new ReadCapacity(time, 10);
        double reserved = reserve(capacity);
        long first = capacity.millisToSave();

        capacity.refund(reserved);
        reserve(capacity);

        assertThat(capacity.millisToSave()).isEqualTo(first).isPositive();
    }

    @Test
    void withoutABudgetNothingWaitsAndPagesAreWhole() {
        ReadCapacity capacity = new ReadCapacity(time, Double.POSITIVE_INFINITY);
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double reserved = reserve(capacity);
            delays.add(capacity.millisToSave());
            capacity.paid(reserved, 1000, 256);
        }

        assertThat(delays).containsOnly(0L);
        assertThat(capacity.limit()).isEqualTo(SegmentScan.UNLIMITED);
    }

    @Test
    void whatIsSavedAndOwedIsCountedInUnitsSoThatAHigherGrantShortensTheWait() {
        ReadCapacity capacity = new ReadCapacity(time, 0.1);
        reserve(capacity);
        long before = capacity.millisToSave();
        clock.advance(Duration.ofSeconds(10));

        capacity.granted(50, false);
        reserve(capacity);

        // 8 units, and 8 more, less the 0.97 that 10 seconds have brought
        assertThat(before).isBetween(82_000L, 83_000L);
        assertThat(capacity.millisToSave()).isBetween(300L, 320L);
    }

    @Test
    void pagesThatWereAskedForWithoutABudgetAreNotChargedToALaterOne() {
        ReadCapacity capacity = new ReadCapacity(time, Double.POSITIVE_INFINITY);
        List<Double> reserved = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            reserved.add(reserve(capacity));
        }

        capacity.granted(2.4, false);
        reserve(capacity);
        reserved.forEach(units -> capacity.paid(units, 1000, 256));
        reserve(capacity);

        assertThat(capacity.millisToSave()).isLessThan(5_000);
    }

    @Test
    void whatTheServiceSaysIsTakenAndOtherwiseThePagesSize() {
        ReadCapacity capacity = new ReadCapacity(time, 10);

        assertThat(capacity.unitsOf(new ScanSummary(3, null, 2.5, false), 9_000, true))
                .isEqualTo(2.5);
        assertThat(capacity.unitsOf(new ScanSummary(3, null, 0, false), 9_000, true)).isEqualTo(3);
        assertThat(capacity.unitsOf(new ScanSummary(3, null, 0, false), 9_000, false))
                .isEqualTo(1.5);
        assertThat(capacity.unitsOf(new ScanSummary(0, "k", 0, false), 9_000, true)).isZero();
    }

    @Test
    void aLowerGrantHoldsFromTheNextCallOn() {
        ReadCapacity capacity = new ReadCapacity(time, Double.POSITIVE_INFINITY);
        capacity.paid(reserve(capacity), 100, 100);

        capacity.granted(50, false);
        reserve(capacity);

        assertThat(capacity.limit()).isEqualTo(24);
        assertThat(capacity.millisToSave()).isBetween(1L, 1000L);
    }
}
