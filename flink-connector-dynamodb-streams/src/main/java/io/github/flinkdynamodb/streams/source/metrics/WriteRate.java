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

/**
 * Estimates how many records a shard gets, by the times of those that were read: a mean over about
 * {@link #WINDOW_MILLIS} of the shard's own time, the newest counting most. While a backlog is read
 * that time passes faster than the clock. Written by one thread, read by any.
 */
final class WriteRate {

    static final double WINDOW_MILLIS = 15 * 60_000;

    /** Creation times are rounded to seconds: what came within one may have taken all of it. */
    private static final double LEAST_MILLIS = 1_000;

    private double records;
    private double millis;
    private volatile double perMilli;

    /** Up to when the shard has been read. */
    private long upToMillis;

    private boolean begun;

    /**
     * Notes that records were read, or that there are none. If they are the first ones and of one
     * time, they tell no rate.
     *
     * @param count how many
     * @param fromMillis the time of the first of them, in epoch milliseconds; without records the
     *     same as up to when
     * @param newUpToMillis up to when the shard has been read with them, in epoch milliseconds; an
     *     earlier time than before is taken for the same
     */
    void read(int count, long fromMillis, long newUpToMillis) {
        if (!begun) {
            begun = true;
            upToMillis = fromMillis;
            if (newUpToMillis <= fromMillis) {
                return;
            }
        }
        long passed = Math.max(0, newUpToMillis - upToMillis);
        upToMillis += passed;
        double kept = Math.exp(-passed / WINDOW_MILLIS);
        records = records * kept + count;
        millis = millis * kept + passed;
        perMilli = records / Math.max(millis, LEAST_MILLIS);
    }

    /**
     * Begins with the rate of another shard, as a child does with that of its parent. The first
     * records that are read count for more.
     */
    void continueFrom(WriteRate other) {
        begun = other.begun;
        upToMillis = other.upToMillis;
        perMilli = other.perMilli;
        millis = LEAST_MILLIS;
        records = perMilli * millis;
    }

    /**
     * The rate.
     *
     * @return records a millisecond; 0 as long as it isn't known
     */
    double perMilli() {
        return perMilli;
    }
}
