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
package io.github.flinkdynamodb.streams.source.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * What Flink's autoscaler makes of {@code pendingRecords}, for a job whose readers are metered as
 * in production while the time is a test's.
 */
class AutoscalerRuleTest {

    private static final int SHARDS = 16;
    private static final double WRITTEN_PER_SECOND = 500;
    private static final double ALL_WRITTEN = SHARDS * WRITTEN_PER_SECOND;
    private static final double MOST_PER_SUBTASK = 12_000;
    private static final int PARALLELISM = 2;
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final ManualClock clock = new ManualClock();
    private final AutoscalerRule rule = new AutoscalerRule(SHARDS);

    /** Up to when each shard has been read, in epoch milliseconds. */
    private final double[] readUpTo = new double[SHARDS];

    private List<ReaderMetrics> readers;
    private ShardLag[] lags;
    private int parallelism;
    private double read;
    private double busySeconds;

    /** Begins with so many subtasks, as after a rescaling: nothing is known of any rate. */
    private void start(int subtasks) {
        parallelism = subtasks;
        readers = new ArrayList<>();
        for (int subtask = 0; subtask < subtasks; subtask++) {
            readers.add(new ReaderMetrics(new RecordingMetricGroup(), clock, 3_000));
        }
        lags = new ShardLag[SHARDS];
        for (int shard = 0; shard < SHARDS; shard++) {
            lags[shard] = readers.get(shard % subtasks).watch("s" + shard, null, null);
        }
    }

    private void beDownFor(Duration time) {
        Arrays.fill(readUpTo, clock.millis());
        clock.advance(time);
    }

    private double trulyPending() {
        double sum = 0;
        for (double upTo : readUpTo) {
            sum += (clock.millis() - upTo) / 1_000 * WRITTEN_PER_SECOND;
        }
        return sum;
    }

    private double pending() {
        return readers.stream().mapToDouble(ReaderMetrics::pendingRecords).sum();
    }

    private void runFor(Duration time) {
        read = 0;
        busySeconds = 0;
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advanceMillis(1_000);
            for (int shard = 0; shard < SHARDS; shard++) {
                readOneSecond(shard);
            }
        }
    }

    private void readOneSecond(int shard) {
        int subtask = shard % parallelism;
        int shardsOfSubtask = (SHARDS - subtask + parallelism - 1) / parallelism;
        double most = MOST_PER_SUBTASK / shardsOfSubtask;
        double there = (clock.millis() - readUpTo[shard]) / 1_000 * WRITTEN_PER_SECOND;
        double taken = Math.min(most, there);
        long from = (long) readUpTo[shard];
        readUpTo[shard] += taken / WRITTEN_PER_SECOND * 1_000;
        if (taken == there) {
            lags[shard].caughtUp(clock.millis(), (int) taken);
        } else {
            lags[shard].behind(from, (long) readUpTo[shard], (int) taken);
        }
        read += taken;
        busySeconds += taken / MOST_PER_SUBTASK;
    }

    /** Runs for a window, and asks the rule. */
    private int decide() {
        double before = pending();
        runFor(WINDOW);
        double perSecond = read / WINDOW.toSeconds();
        double busy = busySeconds / WINDOW.toSeconds() / parallelism;
        return rule.parallelism(parallelism, perSecond, busy, before, pending(), WINDOW);
    }

    @Test
    void theEstimateIsCloseToWhatIsThere() {
        start(PARALLELISM);
        beDownFor(Duration.ofHours(6));

        runFor(Duration.ofMinutes(1));

        assertThat(pending()).isCloseTo(trulyPending(), Percentage.withPercentage(2));
        assertThat(pending()).isGreaterThan(5 * 3_600 * ALL_WRITTEN);
    }

    @Test
    void aJobThatKeepsUpIsLeftAsItIs() {
        start(PARALLELISM);
        beDownFor(Duration.ZERO);
        runFor(WINDOW);

        assertThat(decide()).isEqualTo(PARALLELISM);
    }

    @Test
    void aJobThatWasDownForSixHoursIsScaledUpUntilItHasCaughtUpAndThenDown() {
        // Given
        start(PARALLELISM);
        beDownFor(Duration.ofHours(6));
        runFor(Duration.ofMinutes(1));

        // When
        int raised = decide();
        start(raised);
        runFor(AutoscalerRule.CATCH_UP);
        double left = pending();
        int after = decide();
        start(after);
        int last = decide();

        // Then
        assertThat(raised).isBetween(9, 11);
        assertThat(left).isCloseTo(0, within(0.0));
        assertThat(trulyPending()).isCloseTo(0, within(0.0));
        assertThat(after).isLessThan(raised);
        assertThat(last).isEqualTo(PARALLELISM);
    }

    @Test
    void withoutTheMetricItWouldStayFarTooSmall() {
        // Given
        start(PARALLELISM);
        beDownFor(Duration.ofHours(6));
        runFor(WINDOW);

        // When
        double perSecond = read / WINDOW.toSeconds();
        int blind = rule.parallelism(PARALLELISM, perSecond, 1, 0, 0, WINDOW);
        double catchUpSeconds = trulyPending() / (blind * MOST_PER_SUBTASK - ALL_WRITTEN);

        // Then
        assertThat(blind).isEqualTo(4);
        assertThat(catchUpSeconds).isGreaterThan(2 * AutoscalerRule.CATCH_UP.toSeconds());
    }
}
