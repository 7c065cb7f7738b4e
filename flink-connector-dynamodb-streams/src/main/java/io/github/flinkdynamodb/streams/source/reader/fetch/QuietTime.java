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
import java.time.Duration;
import java.time.Instant;

/**
 * Finds out up to when a shard without records has been read. An empty page proves little: on the
 * way through a shard several may come before its next record or its end, and what follows its end
 * is in its children. A minute of nothing but empty pages, each with a next iterator, shows that
 * the shard had been read to its end, and was open, when that minute began. Fetcher thread only.
 */
final class QuietTime {

    /** How long a shard must be quiet; so a new time is known once in so long at most. */
    static final Duration LEAST = Duration.ofMinutes(1);

    private final StopMargin margin;

    /** When the first of the empty pages was sent; null if the last page had records. */
    private Instant since;

    private int emptyPages;
    private Instant readUpTo;

    QuietTime(StopMargin margin) {
        this.margin = margin;
    }

    /** Looks at a page that has been decoded. */
    void pageRead(UndecodedPage page, PageSummary summary) {
        if (summary.records > 0 || summary.nextIterator == null) {
            since = null;
            return;
        }
        Instant seenAt =
                page.sentAt == null ? page.askedAt.minus(StopRule.CLOCK_TOLERANCE) : page.sentAt;
        if (since == null) {
            since = seenAt;
            emptyPages = 0;
        }
        emptyPages++;
        if (emptyPages >= margin.emptyPages() && !seenAt.isBefore(since.plus(LEAST))) {
            readUpTo = since.minus(margin.time());
            since = null;
        }
    }

    /** Takes the time up to which the shard has been read; null if there is no new one. */
    Instant take() {
        Instant taken = readUpTo;
        readUpTo = null;
        return taken;
    }
}
