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

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.annotation.Internal;

/**
 * Which pages of the scan no completed checkpoint covers, with the time at which each was
 * requested. A page counts from its request on, before its answer is known, until it turns out to
 * have no rows, is dropped, or is covered: all its rows were emitted before the barrier of a
 * checkpoint that has completed. Then every operator downstream has processed them.
 *
 * <p>Used by the fetcher thread and by the task thread; all methods lock.
 */
@Internal
public final class PageCoverage {

    /** Pages in the order of their requests, few: a reader has only so many requests in flight. */
    private final Deque<Page> pages = new ArrayDeque<>();

    private long lastTicket;

    /** Creates a coverage without pages. */
    public PageCoverage() {}

    /**
     * Notes that a page is about to be requested.
     *
     * @param atLeast not later than now, by the service's clock
     * @return the page's ticket
     */
    public synchronized long requested(Instant atLeast) {
        lastTicket++;
        pages.add(new Page(lastTicket, atLeast));
        return lastTicket;
    }

    /**
     * Notes that nothing of a page will be emitted any more.
     *
     * @param ticket the page
     */
    public synchronized void dropped(long ticket) {
        pages.removeIf(page -> page.ticket == ticket);
    }

    /**
     * Notes that the last row of a page has been emitted.
     *
     * @param ticket the page
     */
    public synchronized void emitted(long ticket) {
        forEach(page -> page.ticket == ticket, page -> page.emitted = true);
    }

    /**
     * Notes that a barrier follows what has been emitted up to now.
     *
     * @param checkpointId the barrier's checkpoint
     */
    public synchronized void snapshotTaken(long checkpointId) {
        forEach(
                page -> page.emitted && page.firstBarrier == Page.NO_BARRIER,
                page -> page.firstBarrier = checkpointId);
    }

    /**
     * Forgets the pages that a completed checkpoint covers.
     *
     * @param checkpointId the checkpoint
     */
    public synchronized void checkpointComplete(long checkpointId) {
        pages.removeIf(
                page -> page.firstBarrier != Page.NO_BARRIER && page.firstBarrier <= checkpointId);
    }

    /**
     * Returns when the oldest page was requested that isn't covered.
     *
     * @return the time by the service's clock; null if all pages are covered
     */
    public synchronized Instant oldest() {
        Instant oldest = null;
        for (Page page : pages) {
            oldest =
                    oldest == null || page.requestedAt.isBefore(oldest) ? page.requestedAt : oldest;
        }
        return oldest;
    }

    private void forEach(Predicate<Page> which, Consumer<Page> action) {
        pages.stream().filter(which).forEach(action);
    }

    private static final class Page {
        static final long NO_BARRIER = -1;

        final long ticket;
        final Instant requestedAt;
        boolean emitted;
        long firstBarrier = NO_BARRIER;

        Page(long ticket, Instant requestedAt) {
            this.ticket = ticket;
            this.requestedAt = requestedAt;
        }
    }
}
