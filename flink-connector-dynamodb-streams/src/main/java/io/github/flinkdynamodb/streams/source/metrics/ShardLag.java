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
 * known: the service reports no lag. Written by one thread, read by any.
 */
@Internal
public final class ShardLag {

    private final long toleranceMillis;
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
     * Notes that everything has been read that was there at a time.
     *
     * @param atMillis that time, in epoch milliseconds
     */
    public void caughtUp(long atMillis) {
        seenUpToMillis = atMillis;
        caughtUp = true;
    }

    /**
     * Notes that there is more to read.
     *
     * @param newestRecordMillis the creation time of the newest record read, in epoch milliseconds
     */
    public void behind(long newestRecordMillis) {
        caughtUp = false;
        seenUpToMillis = newestRecordMillis;
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
}
