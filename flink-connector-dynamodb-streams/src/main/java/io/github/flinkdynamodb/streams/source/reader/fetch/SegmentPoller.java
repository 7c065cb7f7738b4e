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

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Instant;

/**
 * How far the reading of one segment of a table is: the key after which its next page begins,
 * beside what every {@link Poller} has.
 */
final class SegmentPoller extends SnapshotPoller {

    /** A page has at most 1 MB of items; their JSON text is longer, above all that of binary. */
    private static final long MAX_ESTIMATE = 2 << 20;

    /** So many pages in a row may have nothing and lead back to where they begin. */
    private static final int MAX_STANDSTILL = 3;

    private final SegmentSplit split;
    private final SegmentScan first;
    private final EmittedBefore emittedBefore;
    private final ReadCapacity capacity;
    private final PageTimes times;

    /** Whether the next call has been planned and not been made. */
    private boolean planned;

    /** The read capacity units that are reserved for the call that is planned. */
    private double reserved;

    /** Before when the planned call isn't wanted, whatever is reserved, in milliseconds. */
    private long earliestMillis;

    private long dueMillis;

    /** Where the next page begins, if that is known; null for the segment's first page. */
    private String startKey;

    private boolean startKnown = true;
    private int standstill;

    SegmentPoller(
            SegmentSplit split,
            PollerCalls calls,
            CallRetries retries,
            ReadCapacity capacity,
            PageTimes times) {
        super(calls, retries, split.isEnded(), StateChange.endSegment());
        this.capacity = capacity;
        this.times = times;
        ScannedTable table = split.table();
        this.split = split;
        this.first =
                SegmentScan.of(
                        table.name(),
                        split.segment(),
                        table.totalSegments(),
                        table.consistentRead());
        this.emittedBefore = new EmittedBefore(split.emitted());
        this.startKey = split.startKey().orElse(null);
    }

    SegmentSplit split() {
        return split;
    }

    EmittedBefore emittedBefore() {
        return emittedBefore;
    }

    @Override
    String splitId() {
        return split.splitId();
    }

    @Override
    String what() {
        return what(split);
    }

    static String what(SegmentSplit split) {
        return "segment " + split.segment() + " of table " + split.table().name();
    }

    @Override
    boolean wantsCall() {
        return startKnown && pages() < MAX_BUFFERED_PAGES;
    }

    @Override
    SegmentCall newCall(ReaderClock clock) {
        SegmentScan page = first.after(startKey).atMost(capacity.limit());
        return new SegmentCall(page, reserved, times.request(), estimate(), generation(), clock);
    }

    /**
     * Notes that the next call has been planned.
     *
     * @param units what has been reserved for it
     * @param earliest before when it isn't wanted, in milliseconds of the reader's clock
     * @param due when what has been reserved will have been saved too
     */
    void planned(double units, long earliest, long due) {
        planned = true;
        reserved = units;
        earliestMillis = earliest;
        dueMillis = due;
    }

    /** Returns before when the call that was planned last isn't wanted. */
    long earliestMillis() {
        return earliestMillis;
    }

    /** Returns when the call that was planned last may be made. */
    long dueMillis() {
        return dueMillis;
    }

    /**
     * Notes that the call that was planned is made, or isn't planned any more.
     *
     * @return what was reserved for it; 0 if none was planned
     */
    double unplanned() {
        double units = planned ? reserved : 0;
        planned = false;
        reserved = 0;
        return units;
    }

    /** Returns whether a call is wanted that hasn't been planned. */
    boolean wantsPlan() {
        return mayCall() && !planned;
    }

    @Override
    long maxEstimate() {
        return MAX_ESTIMATE;
    }

    /**
     * Takes a page; one that arrives during a pause is dropped, to be requested again.
     *
     * @param next the key after which the next one begins, if that is known without decoding
     * @param askedAt when it was asked for by the service's clock, at the earliest
     * @return whether the page is kept
     */
    boolean pageReceived(SegmentCall call, byte[] body, String next, Instant askedAt) {
        pageCame(body.length);
        if (isPaused()) {
            call.request.dropped();
            return false;
        }
        startKey = next;
        startKnown = next != null;
        buffer(UndecodedPage.ofSegment(body, call, startKnown, askedAt));
        return true;
    }

    @Override
    void dropped(UndecodedPage page) {
        page.call.request.dropped();
    }

    /**
     * Moves on past a page that has been decoded, and isn't the last one.
     *
     * @throws IOException if the scan doesn't move
     */
    void decoded(UndecodedPage page, ScanSummary summary) throws IOException {
        boolean stands = summary.items == 0 && summary.nextKey.equals(page.start);
        standstill = stands ? standstill + 1 : 0;
        if (standstill == MAX_STANDSTILL) {
            throw new IOException(
                    "The scan of "
                            + what()
                            + " doesn't move: "
                            + MAX_STANDSTILL
                            + " pages in a row had no items and end at the key where they begin, "
                            + page.start
                            + ". Check that the endpoint is that of DynamoDB; if it is, please"
                            + " report this");
        }
        if (!page.nextKnown) {
            startKey = summary.nextKey;
            startKnown = true;
        }
    }

    @Override
    void rewind(UndecodedPage page) {
        startKey = page.start;
        startKnown = true;
    }
}
