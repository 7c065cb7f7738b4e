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

import org.apache.flink.annotation.Internal;

/**
 * How far the reading of one shard is behind the shard's newest record, as far as that can be
 * known: the service reports no lag, and no count of records either. Written by one thread, read by
 * any.
 */
@Internal
public final class ShardLag {

    private final long toleranceMillis;
    private final WriteRate rate = new WriteRate();
    private volatile long seenUpToMillis;
    private volatile boolean caughtUp;

    /**
     * Starts behind: nothing is known of the shard before its first page.
     *
     * @param nowMillis the wall clock, in epoch milliseconds
     * @param toleranceMillis for so long after a poll a shard still counts as caught up
     */
    ShardLag(long nowMillis, long toleranceMillis) {
        this.seenUpToMillis = nowMillis;
        this.toleranceMillis = toleranceMillis;
    }

    /**
     * Starts where an earlier reading ended.
     *
     * @param readUpToMillis up to when there is nothing left to read, in epoch milliseconds
     * @param continues whether it goes on where another shard has ended, which counts if it is
     *     later
     */
    void startAt(long readUpToMillis, boolean continues) {
        seenUpToMillis = continues ? Math.max(seenUpToMillis, readUpToMillis) : readUpToMillis;
    }

    /**
     * Goes on where the reading of another shard has ended: what a child gets is written from then
     * on, and about as much of it as its parent got.
     *
     * @param parent the lag of a shard that has ended
     */
    void continueFrom(ShardLag parent) {
        seenUpToMillis = parent.seenUpToMillis;
        rate.continueFrom(parent.rate);
    }

    /**
     * Notes that everything has been read that was there at a time.
     *
     * @param atMillis that time, in epoch milliseconds
     * @param records how many records the last page had
     */
    public void caughtUp(long atMillis, int records) {
        seenUpToMillis = atMillis;
        caughtUp = true;
        rate.read(records, atMillis, atMillis);
    }

    /**
     * Notes that there is more to read.
     *
     * @param firstRecordMillis the creation time of the last page's first record, in epoch
     *     milliseconds
     * @param newestRecordMillis that of the newest record read
     * @param records how many records the last page had
     */
    public void behind(long firstRecordMillis, long newestRecordMillis, int records) {
        caughtUp = false;
        seenUpToMillis = newestRecordMillis;
        rate.read(records, firstRecordMillis, newestRecordMillis);
    }

    /**
     * The lag.
     *
     * @param nowMillis the wall clock, in epoch milliseconds
     * @return milliseconds; 0 for a shard that was caught up with at its last poll, provided that
     *     the poll isn't overdue
     */
    public long millis(long nowMillis) {
        boolean current = caughtUp;
        long behind = Math.max(0, nowMillis - seenUpToMillis);
        return current && behind <= toleranceMillis ? 0 : behind;
    }

    /**
     * Estimates how many records are still to be read: the lag times the rate at which the shard
     * gets them, those of its descendants included.
     *
     * @param nowMillis the wall clock, in epoch milliseconds
     * @return a number of records; 0 as long as the rate isn't known
     */
    double records(long nowMillis) {
        return millis(nowMillis) * rate.perMilli();
    }

    /** Returns about how many records a second the shard gets; 0 as long as that isn't known. */
    double recordsPerSecond() {
        return rate.perMilli() * 1_000;
    }
}
