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

/** How far the reading of one part of a table is: of a segment, or of a file of an export. */
abstract class SnapshotPoller extends Poller {

    private final StateChange endOfSplit;
    private boolean ended;

    /** How many items have been read of a part that hasn't been read to its end. */
    private long openItems;

    /** Whether the split's state is still to learn of the end, which no page has told. */
    private boolean endDue;

    /**
     * Creates a poller.
     *
     * @param ended whether all has been read already, so that the split is only kept
     * @param endOfSplit what ends the split's state
     */
    SnapshotPoller(PollerCalls calls, CallRetries retries, boolean ended, StateChange endOfSplit) {
        super(calls, retries);
        this.ended = ended;
        this.endOfSplit = endOfSplit;
    }

    @Override
    final boolean isEnded() {
        return ended;
    }

    @Override
    final long estimate() {
        return pageEstimate();
    }

    @Override
    boolean hasWork() {
        return pages() > 0 || endDue;
    }

    @Override
    final void resumed() {}

    /** Counts items of a part that goes on. */
    final void itemsRead(int items) {
        openItems += items;
    }

    /** Takes the count of these items, since the part has ended. */
    final long takeOpenItems() {
        long taken = openItems;
        openItems = 0;
        return taken;
    }

    /**
     * Ends the reading.
     *
     * @return the bytes of the pages that are dropped
     */
    long end() {
        ended = true;
        endDue = false;
        return drop();
    }

    /**
     * Ends the reading before the last page.
     *
     * @return the bytes of the pages that are dropped
     */
    final long endUnread() {
        long dropped = end();
        endDue = true;
        return dropped;
    }

    /** Takes the end that no page has told, for the split's state; null if there is none. */
    final StateChange takeEnd() {
        if (!endDue) {
            return null;
        }
        endDue = false;
        return endOfSplit;
    }

    @Override
    public final String toString() {
        return what();
    }
}
