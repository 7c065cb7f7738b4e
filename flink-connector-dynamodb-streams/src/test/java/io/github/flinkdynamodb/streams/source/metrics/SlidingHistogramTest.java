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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.flinkdynamodb.streams.OnEachFlink;
import org.apache.flink.metrics.HistogramStatistics;
import org.junit.jupiter.api.Test;

@OnEachFlink
class SlidingHistogramTest {

    @Test
    void theStatisticsAreThoseOfTheValues() {
        SlidingHistogram histogram = new SlidingHistogram(10);
        for (long value : new long[] {4, 2, 9, 4, 5, 5, 7, 4}) {
            histogram.update(value);
        }

        HistogramStatistics statistics = histogram.getStatistics();

        assertThat(statistics.getValues()).containsExactly(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(statistics.size()).isEqualTo(8);
        assertThat(statistics.getMin()).isEqualTo(2);
        assertThat(statistics.getMax()).isEqualTo(9);
        assertThat(statistics.getMean()).isEqualTo(5);
        assertThat(statistics.getStdDev()).isCloseTo(2.138, within(0.001));
        assertThat(statistics.getQuantile(0)).isEqualTo(2);
        assertThat(statistics.getQuantile(0.5)).isEqualTo(4);
        assertThat(statistics.getQuantile(0.75)).isEqualTo(5);
        assertThat(statistics.getQuantile(1)).isEqualTo(9);
    }

    @Test
    void onlyTheNewestValuesAreHeldAndAllAreCounted() {
        SlidingHistogram histogram = new SlidingHistogram(3);
        for (long value = 1; value <= 5; value++) {
            histogram.update(value);
        }

        assertThat(histogram.getCount()).isEqualTo(5);
        assertThat(histogram.getStatistics().getValues()).containsExactly(3, 4, 5);
    }

    @Test
    void anEmptyHistogramHasZerosThroughout() {
        HistogramStatistics statistics = new SlidingHistogram(3).getStatistics();

        assertThat(statistics.getQuantile(0.5)).isZero();
        assertThat(statistics.getMean()).isZero();
        assertThat(statistics.getStdDev()).isZero();
        assertThat(statistics.getMin()).isZero();
        assertThat(statistics.getMax()).isZero();
    }

    @Test
    void aWindowOfNothingIsRefused() {
        assertThatThrownBy(() -> new SlidingHistogram(0)).hasMessageContaining("0");
    }
}
