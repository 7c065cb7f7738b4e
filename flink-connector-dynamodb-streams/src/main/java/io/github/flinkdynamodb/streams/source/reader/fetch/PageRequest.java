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

/** That a page of a segment was requested, and what has become of it. Immutable. */
final class PageRequest {

    private final Instant time;
    private final PageCoverage coverage;
    private final long ticket;

    private PageRequest(Instant time, PageCoverage coverage, long ticket) {
        this.time = time;
        this.coverage = coverage;
        this.ticket = ticket;
    }

    /** Returns a request that nothing waits for. */
    static PageRequest uncounted(Instant time) {
        return new PageRequest(time, null, 0);
    }

    /** Returns a request that counts until a completed checkpoint covers its page. */
    static PageRequest counted(Instant time, PageCoverage coverage) {
        return new PageRequest(time, coverage, coverage.requested(time));
    }

    /**
     * Returns when the page was requested by the service's clock, at the earliest.
     *
     * @param sentAt when the page was sent by that clock; null if that isn't known
     * @param latencyMillis how long the answer took
     */
    Instant time(Instant sentAt, long latencyMillis) {
        Instant bySending = sentAt == null ? time : sentAt.minusMillis(latencyMillis);
        return bySending.isBefore(time) ? bySending : time;
    }

    boolean isCounted() {
        return coverage != null;
    }

    /** Notes that the page's last row is out. */
    void emitted() {
        coverage.emitted(ticket);
    }

    /** Notes that nothing of the page will be emitted. */
    void dropped() {
        if (coverage != null) {
            coverage.dropped(ticket);
        }
    }
}
