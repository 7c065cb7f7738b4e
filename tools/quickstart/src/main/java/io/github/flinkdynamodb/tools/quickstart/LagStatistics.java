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
package io.github.flinkdynamodb.tools.quickstart;

import java.util.Arrays;

/** Lags in milliseconds, and their percentiles. Not thread-safe. */
final class LagStatistics {

    private long[] lags = new long[64];
    private int size;

    void add(long lagMillis) {
        if (size == lags.length) {
            lags = Arrays.copyOf(lags, size * 2);
        }
        lags[size++] = lagMillis;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * Returns the lag that so many percent of the changes keep within.
     *
     * @param percent from 0 to 100
     * @return milliseconds; 0 if there is no lag
     */
    long percentile(int percent) {
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(lags, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * size);
        return sorted[Math.max(1, rank) - 1];
    }

    LagStatistics copy() {
        LagStatistics copy = new LagStatistics();
        copy.lags = Arrays.copyOf(lags, lags.length);
        copy.size = size;
        return copy;
    }
}
