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
package io.github.flinkdynamodb.tools.simulator.table;

import java.time.Duration;
import java.time.Instant;

/**
 * An edge of a window: what was written before it is in the window that ends there, the rest in the
 * one that begins there. A fuzzy edge lies at a time of its own for each item, which is the same
 * for all windows with that edge. Immutable.
 */
public final class WindowEdge {

    private final long millis;
    private final long fuzz;
    private final long least;

    /**
     * Creates an edge.
     *
     * @param time its time
     * @param fuzz how far from that it may be for an item
     * @param notBefore when it is at the earliest, whatever the fuzziness
     */
    public WindowEdge(Instant time, Duration fuzz, Instant notBefore) {
        // Versions have the time of their writes in milliseconds.
        this.millis = ceilMillis(time);
        this.fuzz = fuzz.toMillis();
        this.least = Math.min(millis, ceilMillis(notBefore));
    }

    private static long ceilMillis(Instant time) {
        return time.plusNanos(999_999).toEpochMilli();
    }

    /** Returns its time in epoch milliseconds, without any fuzziness. */
    long millis() {
        return millis;
    }

    /**
     * Returns where it is for an item.
     *
     * @param keys the item's key attributes
     * @return the first millisecond behind it
     */
    long of(Item keys) {
        if (fuzz == 0) {
            return millis;
        }
        long offset = Math.floorMod(mixed(millis * 31 + keys.hashCode()), 2 * fuzz + 1) - fuzz;
        return Math.max(least, millis + offset);
    }

    /** Spreads numbers that differ in a few bits over all numbers. */
    private static long mixed(long number) {
        long bits = number * 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 32)) * 0xD6E8FEB86659FD93L;
        return bits ^ (bits >>> 32);
    }
}
