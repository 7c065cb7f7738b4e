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

import io.github.flinkdynamodb.streams.source.config.StopMargin;
import java.time.Instant;

/**
 * Whether a shard has been read beyond a time, so that no change follows that was made before. It
 * has if a record was created clearly later, or if it was still empty when it was asked for clearly
 * later: {@link StopRule} knows when that is. Fetcher thread only.
 */
final class Passage {

    private final Instant time;
    private final StopRule rule;
    private boolean told;

    Passage(Instant time, StopMargin margin) {
        this.time = time;
        this.rule = StopRule.passing(time, margin);
    }

    Instant time() {
        return time;
    }

    /**
     * Looks at a page that has been decoded. When it was sent by the service's clock counts, for
     * this machine's may be wrong by any time; without that it is when the page was asked for.
     */
    void pageRead(UndecodedPage page, PageSummary summary) {
        rule.admits(summary.newest);
        Instant seenAt = page.sentAt == null ? page.askedAt : page.sentAt;
        rule.pageSeen(summary.records == 0, seenAt, page.sentAt);
    }

    /**
     * Returns how long to wait before the next call: not longer than until a quiet shard would show
     * that it has passed, and from then on the least.
     */
    long delay(long delayMillis, long minMillis, Instant now) {
        return rule.reached()
                ? delayMillis
                : Math.min(delayMillis, Math.max(minMillis, rule.millisUntilPast(now)));
    }

    /** Returns whether the time has been passed, the first time that it has. */
    boolean take() {
        boolean now = rule.reached() && !told;
        told |= now;
        return now;
    }
}
