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
package io.github.flinkdynamodb.tools.simulator.fault;

import java.time.Duration;
import java.util.Random;

/**
 * How long something takes: a least time and, on top of it, a random time with a median and a long
 * tail (log-normal). Immutable.
 */
public final class Latency {

    /** No time at all. */
    public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO, 0);

    private final Duration least;
    private final Duration median;
    private final double spread;

    private Latency(Duration least, Duration median, double spread) {
        if (least.isNegative() || median.isNegative() || spread < 0) {
            throw new IllegalArgumentException(
                    "No time of " + least + ", " + median + " and a spread of " + spread);
        }
        this.least = least;
        this.median = median;
        this.spread = spread;
    }

    /** Always the same time. */
    public static Latency of(Duration time) {
        return new Latency(time, Duration.ZERO, 0);
    }

    /**
     * A log-normal time over a least one.
     *
     * @param least what it always takes
     * @param median what half of the calls take more than that
     * @param spread the standard deviation of the logarithm: with 1.0, one call in a hundred takes
     *     ten times the median
     */
    public static Latency logNormal(Duration least, Duration median, double spread) {
        return new Latency(least, median, spread);
    }

    /** Returns whether it is zero. */
    public boolean isNone() {
        return least.isZero() && median.isZero();
    }

    /** A time of this distribution, in nanoseconds. */
    public long sampleNanos(Random random) {
        long more =
                median.isZero()
                        ? 0
                        : (long) (median.toNanos() * Math.exp(spread * random.nextGaussian()));
        return least.toNanos() + more;
    }
}
