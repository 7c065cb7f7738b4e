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

import java.time.Duration;
import java.time.Instant;

/**
 * Decides how long to wait between a page of a shard and the request for the next one. While there
 * is a backlog: not at all. Where all seems to be read: from the minimum interval, growing to the
 * maximum. Empty pages prove nothing ("a shard may return several before the next record"), so that
 * after a start, and after pages that were behind, some are asked for more quickly.
 */
final class PollPacing {

    /** Pages of so many bytes or {@link #BIG_PAGE_RECORDS} records: there is clearly more. */
    static final int BIG_PAGE_BYTES = 128 << 10;

    static final int BIG_PAGE_RECORDS = 500;

    /** A page whose newest record is older than this is behind. */
    static final Duration OLD = Duration.ofSeconds(5);

    /** So many empty pages are followed by the next request at once. */
    static final int EMPTY_AT_ONCE = 3;

    /** So many empty pages, the first ones included, before the interval grows. */
    static final int EMPTY_BEFORE_BACKING_OFF = 10;

    /** Without records for so long, a shard is polled at the maximum interval. */
    static final Duration IDLE = Duration.ofSeconds(100);

    private final long minMillis;
    private final long maxMillis;
    private int emptyPages;
    private boolean grace = true;

    /** Since when no record has arrived; null if that isn't counted yet. */
    private Instant idleSince;

    PollPacing(Duration min, Duration max) {
        this.minMillis = min.toMillis();
        this.maxMillis = max.toMillis();
    }

    /** Notes that reading begins, or continues with a new iterator. */
    void restarted() {
        grace = true;
        emptyPages = 0;
        idleSince = null;
    }

    /**
     * Notes a page.
     *
     * @param now the wall clock
     * @return how long to wait, in milliseconds
     */
    long delayAfter(PageSummary page, Instant now) {
        if (page.records == 0) {
            return delayAfterEmpty(now);
        }
        emptyPages = 0;
        idleSince = now;
        grace = isBehind(page, now);
        return grace ? 0 : minMillis;
    }

    /** Returns whether a page with records shows that there is a backlog. */
    static boolean isBehind(PageSummary page, Instant now) {
        return page.bytes >= BIG_PAGE_BYTES
                || page.records >= BIG_PAGE_RECORDS
                || (page.newest != null && page.newest.isBefore(now.minus(OLD)));
    }

    /** Returns whether the empty pages so far are enough to consider the shard caught up. */
    boolean seemsCaughtUp() {
        return !grace || emptyPages >= EMPTY_BEFORE_BACKING_OFF;
    }

    private long delayAfterEmpty(Instant now) {
        emptyPages++;
        if (grace && emptyPages <= EMPTY_AT_ONCE) {
            return 0;
        }
        if (grace && emptyPages <= EMPTY_BEFORE_BACKING_OFF || idleSince == null) {
            idleSince = now;
            return minMillis;
        }
        long idleMillis = Math.min(Duration.between(idleSince, now).toMillis(), IDLE.toMillis());
        return Math.max(minMillis, maxMillis * idleMillis / IDLE.toMillis());
    }

    long minMillis() {
        return minMillis;
    }
}
