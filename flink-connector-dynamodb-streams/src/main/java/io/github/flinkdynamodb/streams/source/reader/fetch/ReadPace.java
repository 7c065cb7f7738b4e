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

/**
 * How much of what it is granted a reader consumes: half as much as before if the service throttles
 * the table, and slowly more again as long as calls have to wait. Fetcher thread only.
 */
final class ReadPace {

    /** So much faster it becomes in a second: twice as fast in 14 seconds. */
    private static final double GROWTH = 1.05;

    /** Less isn't consumed, however often a table throttles. */
    private static final double LEAST = 1.0 / 1024;

    /** Calls that were under way together are throttled together: that counts once. */
    private static final long HALVING_MILLIS = 1000;

    private static final double MILLIS = 1000;

    private final ReaderClock clock;
    private double part = 1;
    private long halvedAt;
    private long countedUntil;

    /** What has been consumed since a time, and a second in the time before. */
    private double consumed;

    private long consumedSince;
    private double perSecond;

    ReadPace(ReaderClock clock) {
        this.clock = clock;
        this.countedUntil = clock.millis();
        this.consumedSince = countedUntil;
        this.halvedAt = countedUntil - HALVING_MILLIS;
    }

    /** Returns the part of the grant to be consumed; more than 1 if it may be exceeded. */
    double part() {
        return part;
    }

    /**
     * Lets the part grow for the time since the last call of this method.
     *
     * @param isWanted whether calls have waited since then, so that more would have been consumed
     * @param most what it grows to, in parts of the grant
     */
    void grow(boolean isWanted, double most) {
        long now = clock.millis();
        if (isWanted) {
            double seconds = (now - countedUntil) / MILLIS;
            part = Math.min(part * Math.pow(GROWTH, seconds), most);
        }
        part = Math.min(part, most);
        countedUntil = now;
    }

    /**
     * Halves the part, once a second at most.
     *
     * @return whether it is smaller than before
     */
    boolean halve() {
        long now = clock.millis();
        if (now - halvedAt < HALVING_MILLIS || part == LEAST) {
            return false;
        }
        halvedAt = now;
        part = Math.max(part / 2, LEAST);
        return true;
    }

    /** Notes what a page has cost, in units. */
    void consumed(double units) {
        long now = clock.millis();
        double seconds = (now - consumedSince) / MILLIS;
        if (seconds >= 1) {
            perSecond = consumed / seconds;
            consumed = 0;
            consumedSince = now;
        }
        consumed += units;
    }

    /** Returns what has lately been consumed in a second, in units. */
    double consumedPerSecond() {
        double seconds = (clock.millis() - consumedSince) / MILLIS;
        return Math.max(perSecond, consumed / Math.max(1, seconds));
    }
}
