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
package io.github.flinkdynamodb.streams.source.reader.stream;

import java.time.Duration;
import java.time.Instant;

/**
 * Decides when the reading of a shard is over because of a stopping time. Creation times are
 * rounded, not monotonic, and not this machine's, and an empty page doesn't prove that nothing
 * follows: so there is a margin after the stopping time, and a quiet shard is polled some more.
 */
final class StopRule {

    /** A record so much younger than the stopping time shows that none before it follows. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    /** So many empty pages in a row, asked for after the margin, show the same. */
    static final int EMPTY_PAGES = 10;

    private final Instant stopAt;
    private final Instant certainAfter;
    private int emptyPages;
    private boolean reached;

    /**
     * Creates the rule.
     *
     * @param stopAt records created after this are left out; null for a shard that is read for ever
     */
    StopRule(Instant stopAt) {
        this.stopAt = stopAt;
        this.certainAfter = stopAt == null ? null : stopAt.plus(MARGIN);
    }

    /**
     * Looks at a record.
     *
     * @param created its creation time, or null where it has none
     * @return whether it is to be emitted
     */
    boolean admits(Instant created) {
        if (stopAt == null || created == null) {
            return true;
        }
        reached |= created.isAfter(certainAfter);
        return !created.isAfter(stopAt);
    }

    /**
     * Looks at a page as a whole.
     *
     * @param empty whether it had no record
     * @param askedAt when it was asked for
     */
    void pageSeen(boolean empty, Instant askedAt) {
        emptyPages = empty && isPast(askedAt) ? emptyPages + 1 : 0;
        reached |= emptyPages >= EMPTY_PAGES;
    }

    /**
     * Ends the reading before its time, if it has one, since no more records are wanted.
     *
     * @return whether it has one
     */
    boolean endEarly() {
        reached |= stopAt != null;
        return reached;
    }

    /** Says whether the stopping time and its margin have passed. */
    boolean isPast(Instant now) {
        return stopAt != null && now.isAfter(certainAfter);
    }

    boolean reached() {
        return reached;
    }
}
