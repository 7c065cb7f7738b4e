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

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a subtask may hold: so many requests in flight, and so many bytes of pages, counted from the
 * request (by an estimate) until the page's last record has been emitted. Requests are counted on
 * the fetcher thread; bytes may be given back on any.
 */
final class FetchBudget {

    private final int maxRequests;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private volatile int requests;

    /**
     * Creates an unused budget.
     *
     * @param maxRequests at most so many requests in flight
     * @param maxBytes at most so many bytes; pages are only known to fit once they have come, so
     *     this is exceeded by at most what the estimates were too low
     */
    FetchBudget(int maxRequests, long maxBytes) {
        this.maxRequests = maxRequests;
        this.maxBytes = maxBytes;
    }

    /**
     * Returns whether a request may be made. If no byte is held, one always may, however small the
     * budget is: nothing would ever free any. Otherwise some are held by an answer to come, a page
     * to be decoded, or records to be emitted, and these will be freed.
     *
     * @param estimate the bytes that its answer is expected to have
     */
    boolean admits(long estimate) {
        return admits(estimate, maxRequests, maxBytes);
    }

    /** The same, with half of the requests, but at least one, and half of the bytes. */
    boolean admitsInHalf(long estimate) {
        return admits(estimate, Math.max(1, maxRequests / 2), maxBytes / 2);
    }

    private boolean admits(long estimate, int mostRequests, long mostBytes) {
        if (requests >= mostRequests) {
            return false;
        }
        long held = bytes.get();
        return estimate == 0 || held == 0 || held + estimate <= mostBytes;
    }

    /** Returns whether another request may be in flight, whatever its answer has. */
    boolean hasRequest() {
        return requests < maxRequests;
    }

    /** Returns whether there is room for so many bytes. */
    boolean fits(long estimate) {
        return estimate == 0 || bytes.get() + estimate <= maxBytes;
    }

    void requestStarted(long estimate) {
        requests++;
        bytes.addAndGet(estimate);
    }

    void requestEnded(long estimate, long kept) {
        requests--;
        bytes.addAndGet(kept - estimate);
    }

    void release(long count) {
        bytes.addAndGet(-count);
    }

    long bytes() {
        return bytes.get();
    }

    int requests() {
        return requests;
    }

    /**
     * Returns the expected size of a split's first page, before a poller bounds it: an even part of
     * the bytes.
     */
    long firstEstimate() {
        return maxBytes / maxRequests;
    }
}
