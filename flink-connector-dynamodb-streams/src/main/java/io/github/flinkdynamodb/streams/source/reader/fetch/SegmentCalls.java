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

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The calls of segments: one page of Scan after the other. Fetcher thread only. */
final class SegmentCalls implements PollerCalls {

    private final FetchScheduler scheduler;
    private final ReaderClock clock;
    private final StreamsClient client;
    private final ReaderMetrics metrics;
    private final CallFailures failures;
    private final ReadCapacity capacity;
    private final FetchOverlap overlap;
    private final PageTimes times;

    /** The segments that are being read, in the order in which they came. */
    private final Set<SegmentPoller> reading = new LinkedHashSet<>();

    /** The segments whose next calls are planned, in the order in which they were. */
    private final Set<SegmentPoller> planned = new LinkedHashSet<>();

    /** By what grant the calls were planned. */
    private double granted;

    /** Whether calls may be made at all. */
    private boolean isAllowed;

    /**
     * Creates the calls.
     *
     * @param scheduler decides when they are made
     * @param client makes them; not closed by this
     * @param context what they are made with
     * @param times says when they are made
     */
    SegmentCalls(
            FetchScheduler scheduler, StreamsClient client, FetchContext context, PageTimes times) {
        this.times = times;
        this.overlap = context.overlap;
        this.isAllowed = overlap.isScanAllowed();
        this.capacity = context.capacity;
        this.granted = capacity.granted();
        this.clock = context.clock;
        this.scheduler = scheduler;
        this.client = client;
        this.metrics = context.metrics;
        this.failures = new CallFailures(context.config.retryMaxDuration(), clock, metrics);
    }

    /**
     * Begins to read a segment, again if it is here already; one that has ended is only kept.
     *
     * @param isSatisfied whether nothing of it is wanted any more, so that it ends without a call
     */
    void add(SegmentSplit split, boolean isSatisfied) {
        scheduler.remove(split.splitId());
        SegmentPoller poller =
                new SegmentPoller(split, this, scheduler.newRetries(), capacity, times);
        scheduler.add(poller);
        if (isSatisfied) {
            endUnread(poller);
        } else if (!split.isEnded()) {
            reading.add(poller);
        }
    }

    private void endUnread(SegmentPoller poller) {
        if (!poller.isEnded()) {
            metrics.itemsOfOpenSegments(-poller.takeOpenItems());
            unplan(poller);
            scheduler.end(poller, poller.endUnread());
        }
    }

    /** Plans the next call if one is wanted: after a delay, and when it has been saved up for. */
    private void plan(SegmentPoller poller, long delayMillis) {
        if (isAllowed && poller.wantsPlan()) {
            capacity.save();
            planReserved(poller, clock.millis() + delayMillis, delayMillis);
        }
    }

    /** Begins with the calls, if they have had to wait for the frontier to be known, and it is. */
    void applyFrontier() {
        if (!isAllowed && overlap.isScanAllowed()) {
            isAllowed = true;
            reading.forEach(poller -> plan(poller, 0));
        }
    }

    private void planReserved(SegmentPoller poller, long earliestMillis, long delayMillis) {
        double units = capacity.reserve();
        long delay = Math.max(delayMillis, capacity.millisToSave());
        poller.planned(units, earliestMillis, clock.millis() + delay);
        planned.add(poller);
        scheduler.schedule(poller, delay);
    }

    /** Cancels the call that is planned, if one is. */
    private void unplan(SegmentPoller poller) {
        if (planned.remove(poller)) {
            scheduler.unschedule(poller);
            capacity.refund(poller.unplanned());
        }
    }

    /** Plans what waits for read capacity by what is granted now, if that has changed. */
    void applyGrant() {
        double now = capacity.granted();
        if (now != granted) {
            granted = now;
            planAgain();
        }
    }

    /** Plans all calls once more, in the same order. */
    private void planAgain() {
        List<SegmentPoller> again = List.copyOf(planned);
        capacity.save();
        again.forEach(this::unplan);
        long now = clock.millis();
        for (SegmentPoller poller : again) {
            long earliest = poller.earliestMillis();
            planReserved(poller, earliest, Math.max(0, earliest - now));
        }
    }

    /** A call that a pause has held up keeps what is reserved for it. */
    @Override
    public void callNext(Poller poller) {
        SegmentPoller segment = (SegmentPoller) poller;
        if (planned.contains(segment)) {
            scheduler.schedule(segment, Math.max(0, segment.dueMillis() - clock.millis()));
        } else {
            plan(segment, 0);
        }
    }

    @Override
    public FetchLane lane() {
        return scheduler.segmentLane();
    }

    @Override
    public CompletableFuture<?> send(Poller poller, PollerCall call) {
        metrics.scanCalled();
        SegmentPoller segment = (SegmentPoller) poller;
        planned.remove(segment);
        segment.unplanned();
        long heldBack = call.startedMillis - segment.earliestMillis();
        segment.retries().heldBack(Math.max(0, heldBack));
        return client.scan(((SegmentCall) call).scan);
    }

    @Override
    public long completed(Completion completion) throws IOException {
        SegmentPoller poller = (SegmentPoller) completion.poller;
        if (completion.error != null) {
            ignored(completion.call);
            failed(poller, completion, CallFailures.classify(completion));
            return 0;
        }
        return pageReceived(poller, completion);
    }

    /** A table that is throttled slows all its segments down, a partition the one that met it. */
    private void failed(SegmentPoller poller, Completion completion, StreamsException failure)
            throws IOException {
        boolean ofTable =
                failure.kind() == StreamsException.Kind.THROTTLED && !failure.isOfPartition();
        long delay = failures.retryDelay(completion, failure, !ofTable);
        boolean isSlower = ofTable && capacity.throttled();
        retry(poller, ((SegmentCall) completion.call).reserved, delay);
        if (isSlower) {
            planAgain();
        }
    }

    /** Plans a call once more that has cost nothing. */
    private void retry(SegmentPoller poller, double reserved, long delayMillis) {
        capacity.save();
        capacity.refund(reserved);
        if (poller.wantsPlan()) {
            planReserved(poller, clock.millis() + delayMillis, delayMillis);
        }
    }

    private long pageReceived(SegmentPoller poller, Completion completion) {
        PageResponse response = (PageResponse) completion.answer;
        byte[] body = response.body();
        SegmentCall call = (SegmentCall) completion.call;
        Instant sentAt = response.sentAt().orElse(null);
        times.answered(sentAt);
        Instant askedAt =
                call.request.time(sentAt, completion.completedMillis - call.startedMillis);
        metrics.scanPageReceived(body.length, response.retries());
        String next =
                body.length < PollPacing.BIG_PAGE_BYTES
                        ? null
                        : ScanReader.peekLastEvaluatedKey(body).orElse(null);
        if (!poller.pageReceived(call, body, next, askedAt)) {
            return 0;
        }
        scheduler.refreshReady(poller);
        plan(poller, poller.retries().gap());
        return body.length;
    }

    /**
     * Takes the result of decoding a page, and plans the next request.
     *
     * @throws IOException if the scan doesn't move
     */
    void decoded(SegmentPoller poller, UndecodedPage page, ScanSummary summary) throws IOException {
        metrics.scanned(summary.items, summary.units);
        poller.itemsRead(summary.items);
        metrics.itemsOfOpenSegments(summary.items);
        boolean isConsistent = poller.split().table().consistentRead();
        double units = capacity.unitsOf(summary, page.body.length, isConsistent);
        if (capacity.paid(page.call.reserved, summary.items, units)) {
            planAgain();
        }
        if (summary.nextKey == null) {
            end(poller);
        } else {
            readOn(poller, page, summary);
        }
        if (summary.isSatisfied) {
            List.copyOf(reading).forEach(this::endUnread);
            reading.clear();
        }
    }

    private void readOn(SegmentPoller poller, UndecodedPage page, ScanSummary summary)
            throws IOException {
        poller.decoded(page, summary);
        plan(poller, poller.retries().gap());
        scheduler.refreshReady(poller);
    }

    @Override
    public void ignored(PollerCall call) {
        ((SegmentCall) call).request.dropped();
    }

    @Override
    public void removed(Poller poller) {
        end((SegmentPoller) poller);
    }

    private void end(SegmentPoller poller) {
        metrics.itemsOfOpenSegments(-poller.takeOpenItems());
        reading.remove(poller);
        unplan(poller);
        scheduler.end(poller, poller.end());
    }
}
