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

/** The result of decoding a page, without its records. */
final class PageSummary {

    /** How many records the page had, including those that were skipped. */
    final int records;

    final int bytes;

    /** The creation time of the first record that had one, or null if none had. */
    final Instant first;

    /** The latest creation time, or null if no record had one. */
    final Instant newest;

    /** Where the next page is; null at the end of the shard, or if it was left unread. */
    final String nextIterator;

    /** The record before which the page was left; null if all of it was read. */
    final HeldRecord held;

    /**
     * Creates a summary.
     *
     * @param nextIterator as the page has it: some stand-ins of the service send an empty text for
     *     none
     */
    PageSummary(int records, int bytes, Instant first, Instant newest, String nextIterator) {
        this(records, bytes, first, newest, nextIterator, null);
    }

    private PageSummary(
            int records,
            int bytes,
            Instant first,
            Instant newest,
            String nextIterator,
            HeldRecord held) {
        this.held = held;
        this.first = first;
        this.records = records;
        this.bytes = bytes;
        this.newest = newest;
        this.nextIterator = nextIterator == null || nextIterator.isEmpty() ? null : nextIterator;
    }

    /** Creates the summary of a page that was left before one of its records. */
    static PageSummary heldBefore(HeldRecord record, int records, int bytes, Instant newest) {
        return new PageSummary(records, bytes, null, newest, null, record);
    }
}
