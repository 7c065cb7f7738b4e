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

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class WriteRateTest {

    private static final long HOUR = 3_600_000;

    private final WriteRate rate = new WriteRate();

    /** Reads pages of so many records each, the first one behind a page that ends at a time. */
    private void read(long fromMillis, long toMillis, long everyMillis, int records) {
        for (long time = fromMillis; time <= toMillis; time += everyMillis) {
            rate.read(records, time, time);
        }
    }

    @Test
    void theFirstPageTellsTheRateByItsOwnTimes() {
        rate.read(1_000, HOUR, HOUR + 20_000);

        assertThat(rate.perMilli() * 1_000).isEqualTo(50);
    }

    @Test
    void aFirstPageOfOneTimeTellsNothing() {
        rate.read(1_000, HOUR, HOUR);

        assertThat(rate.perMilli()).isZero();
    }

    @Test
    void theRateIsThatOfTheRecordsTimesWhateverTheClockSays() {
        read(HOUR, 2 * HOUR, 20_000, 1_000);

        assertThat(rate.perMilli() * 1_000).isCloseTo(50, Percentage.withPercentage(1));
    }

    @Test
    void theNewestRecordsCountMost() {
        read(HOUR, 2 * HOUR, 10_000, 1_000);

        read(2 * HOUR, 3 * HOUR, 10_000, 10);

        assertThat(rate.perMilli() * 1_000).isBetween(1.0, 3.0);
    }

    @Test
    void timeInWhichNothingCameCounts() {
        rate.read(0, HOUR, HOUR);
        rate.read(100, HOUR + 10_000, HOUR + 10_000);

        rate.read(0, HOUR + 20_000, HOUR + 20_000);

        assertThat(rate.perMilli() * 1_000).isCloseTo(5, within(0.1));
    }

    @Test
    void manyPagesOfOneSecondAreTheRateOfThatSecondAtMost() {
        read(HOUR, HOUR, 1, 0);

        for (int page = 0; page < 5; page++) {
            rate.read(1_000, HOUR, HOUR);
        }

        assertThat(rate.perMilli() * 1_000).isEqualTo(5_000);
    }

    @Test
    void aPageThatEndsBeforeTheLastOneTakesNoTimeBack() {
        rate.read(0, HOUR, HOUR);
        rate.read(100, HOUR + 10_000, HOUR + 10_000);

        rate.read(100, HOUR + 5_000, HOUR + 5_000);

        assertThat(rate.perMilli() * 1_000).isCloseTo(20, within(0.1));
    }

    @Test
    void aChildBeginsWithItsParentsRateAndSoonHasItsOwn() {
        read(HOUR, 2 * HOUR, 10_000, 1_000);
        WriteRate child = new WriteRate();

        child.continueFrom(rate);
        double inherited = child.perMilli();
        child.read(500, 2 * HOUR, 2 * HOUR + 10_000);

        assertThat(inherited).isEqualTo(rate.perMilli());
        assertThat(child.perMilli() * 1_000).isBetween(50.0, 56.0);
    }
}
