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

import java.util.Arrays;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;

/** A histogram of the newest values, a fixed number of them. Safe for several threads. */
@Internal
public final class SlidingHistogram implements Histogram {

    private final long[] window;
    private long count;

    /**
     * Creates an empty histogram.
     *
     * @param size how many of the newest values the statistics cover, at least 1
     */
    public SlidingHistogram(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("a window of " + size + " values holds none");
        }
        this.window = new long[size];
    }

    @Override
    public synchronized void update(long value) {
        window[(int) (count++ % window.length)] = value;
    }

    @Override
    public synchronized long getCount() {
        return count;
    }

    @Override
    public synchronized HistogramStatistics getStatistics() {
        long[] values = Arrays.copyOf(window, (int) Math.min(count, window.length));
        Arrays.sort(values);
        return new SortedValues(values);
    }

    /** The contents of a histogram at one time. */
    private static final class SortedValues extends HistogramStatistics {

        private final long[] sorted;

        SortedValues(long[] sorted) {
            this.sorted = sorted;
        }

        /**
         * Returns the smallest value that at least the given share of the values doesn't exceed.
         */
        @Override
        public double getQuantile(double quantile) {
            if (sorted.length == 0) {
                return 0;
            }
            int rank = (int) Math.ceil(quantile * sorted.length);
            return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1];
        }

        @Override
        public long[] getValues() {
            return sorted.clone();
        }

        @Override
        public int size() {
            return sorted.length;
        }

        @Override
        public double getMean() {
            return Arrays.stream(sorted).average().orElse(0);
        }

        @Override
        public double getStdDev() {
            if (sorted.length < 2) {
                return 0;
            }
            double mean = getMean();
            double squares = Arrays.stream(sorted).mapToDouble(v -> (v - mean) * (v - mean)).sum();
            return Math.sqrt(squares / (sorted.length - 1));
        }

        @Override
        public long getMax() {
            return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        }

        @Override
        public long getMin() {
            return sorted.length == 0 ? 0 : sorted[0];
        }
    }
}
