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
package io.github.flinkdynamodb.streams.client;

import java.io.Serializable;
import java.time.Duration;
import java.util.Random;
import org.apache.flink.annotation.Internal;

/**
 * Exponential back-off with jitter: the n-th delay lies between half of and the whole of {@code
 * min(maximum, minimum * 2^n)}. Immutable.
 */
@Internal
public final class Backoff implements Serializable {

    private static final long serialVersionUID = 1L;

    private final long minimumMillis;
    private final long maximumMillis;

    /**
     * Creates a back-off.
     *
     * @param minimum the first delay before jitter, at least 1 ms
     * @param maximum the largest delay before jitter, at least the minimum
     */
    public Backoff(Duration minimum, Duration maximum) {
        if (minimum.toMillis() < 1 || maximum.compareTo(minimum) < 0) {
            throw new IllegalArgumentException(
                    "back-off from " + minimum + " to " + maximum + " is not a range");
        }
        this.minimumMillis = minimum.toMillis();
        this.maximumMillis = maximum.toMillis();
    }

    /**
     * The delay before a retry.
     *
     * @param failures how many attempts failed in a row so far, at least 1
     * @param random where the jitter comes from
     * @return the delay in milliseconds, at least 1
     */
    public long delayMillis(int failures, Random random) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        long full = Math.min(maximumMillis, minimumMillis << doublings);
        if (full < minimumMillis) {
            full = maximumMillis;
        }
        long half = full / 2;
        return Math.max(1, half + (long) (random.nextDouble() * (full - half)));
    }
}
