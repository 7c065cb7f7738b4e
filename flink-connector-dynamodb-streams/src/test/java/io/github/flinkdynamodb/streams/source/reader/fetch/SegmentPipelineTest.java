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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.client.UncalledStreamsClient;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Big pages of a segment: the next is on its way while one waits to be decoded. */
@OnEachFlink
class SegmentPipelineTest {

    private static final int PAGES = 5;

    private final ManualClock clock = new ManualClock();
    private final BigPages client = new BigPages();
    private final List<String> decoded = new ArrayList<>();
    private FetchScheduler scheduler;
    private SegmentCalls segments;
    private ReadCapacity capacity;
    private PageCoverage coverage;
    private ScanPageDecoder<String> decoder;

    @BeforeEach
    void aSegment() {
        ReaderMetrics metrics = new ReaderMetrics(new RecordingMetricGroup(), clock, 3_000);
        FetchContext context = FetchContexts.initial(clock, metrics);
        context.overlap.moveFrontier(clock.instant());
        coverage = context.overlap.coverage();
        scheduler = new FetchScheduler(context.config, context.clock, metrics, new Random(7));
        capacity = context.capacity;
        segments = new SegmentCalls(scheduler, client, context, new PageTimes(context));
        decoder =
                new ScanPageDecoder<>(
                        new ItemElements<>(new KeySchema(), context),
                        ItemReader.skipping(),
                        context);
        segments.add(
                SegmentSplit.of(new ScannedTable("t", "arn", List.of("id"), 1, true), 0), false);
    }

    @Test
    void theNextBigPageIsAskedForBeforeTheFirstIsDecodedAndNoMoreThanTwoAreHeld()
            throws IOException {
        // When nothing is decoded
        Poller poller = pollUntilQuiet();
        int undecoded = client.asked.size();
        decodeNext(poller);
        pollUntilQuiet();

        // Then
        assertThat(undecoded).isEqualTo(2);
        assertThat(poller.pages()).isEqualTo(2);
        assertThat(client.asked).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void everyPageIsAskedForAndDecodedOnceInOrder() throws IOException {
        decodeAll();

        assertThat(decoded).containsExactly("0", "1", "2", "3", "4");
        assertThat(client.asked).hasSize(PAGES).doesNotHaveDuplicates();
    }

    @Test
    void aPauseDropsBothPagesAndGoesBackToTheFirst() throws IOException {
        // Given
        decodeNext(pollUntilQuiet());
        pollUntilQuiet();

        // When
        scheduler.pause("segment-0");
        Poller whilePaused = pollUntilQuiet();
        scheduler.resume("segment-0");
        decodeAll();

        // Then
        assertThat(whilePaused).isNull();
        assertThat(decoded).containsExactly("0", "1", "2", "3", "4");
        assertThat(client.asked).hasSize(PAGES + 2);
    }

    @Test
    void pagesThatAPauseDropsDoNotCount() throws IOException {
        pollUntilQuiet();
        Instant buffered = coverage.oldest();

        scheduler.pause("segment-0");

        assertThat(client.asked).hasSize(2);
        assertThat(buffered).isNotNull();
        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void anAnswerThatComesBehindAPageThatWasDroppedDoesNotCount() throws IOException {
        // Given a page, and the one behind it on its way
        scheduler.pollWork();
        scheduler.pollWork();
        int asked = client.asked.size();

        // When
        scheduler.pause("segment-0");
        scheduler.resume("segment-0");
        pollUntilQuiet();
        scheduler.pause("segment-0");

        // Then
        assertThat(asked).isEqualTo(2);
        assertThat(client.asked).hasSize(4);
        assertThat(coverage.oldest()).isNull();
    }

    @Test
    void aPauseWhileACallWaitsForReadCapacityLosesNothing() throws IOException {
        // Given a page that waits, and the next call planned for a second or so later
        capacity.granted(300, false);
        pollUntilQuiet();
        int asked = client.asked.size();

        // When
        scheduler.pause("segment-0");
        pollUntilQuiet();
        scheduler.resume("segment-0");
        for (int second = 0; second < 3 * PAGES; second++) {
            decodeAll();
            clock.advanceMillis(1_000);
        }

        // Then
        assertThat(asked).isOne();
        assertThat(decoded).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void aHigherGrantIsUsedAtOnceByTheCallsThatWait() throws IOException {
        // Given a call that waits for more than a minute
        capacity.granted(0.1, false);
        segments.applyGrant();
        pollUntilQuiet();
        clock.advanceMillis(60_000);
        pollUntilQuiet();
        int before = client.asked.size();

        // When
        capacity.granted(50, false);
        segments.applyGrant();
        clock.advanceMillis(100);
        pollUntilQuiet();

        // Then
        assertThat(before).isZero();
        assertThat(client.asked).hasSize(1);
    }

    @Test
    void aPageOfWhichTheServiceDoesNotSayWhatItCostIsChargedByItsSize() throws IOException {
        // Given a page of 200 kB, some 49 units
        capacity.granted(10, false);
        segments.applyGrant();
        clock.advanceMillis(1_000);
        decodeNext(pollUntilQuiet());

        // When
        clock.advanceMillis(5_000);
        pollUntilQuiet();
        int within = client.asked.size();
        clock.advanceMillis(6_000);
        pollUntilQuiet();

        // Then
        assertThat(within).isEqualTo(1);
        assertThat(client.asked).hasSize(2);
    }

    @Test
    void whatIsReservedForACallIsKeptThroughPausesAndNotReservedAgain() throws IOException {
        // Given a call that waits for nearly a second
        capacity.granted(10, false);
        segments.applyGrant();

        // When
        for (int i = 0; i < 100; i++) {
            clock.advanceMillis(10);
            scheduler.pause("segment-0");
            scheduler.resume("segment-0");
            pollUntilQuiet();
        }

        // Then
        assertThat(client.asked).hasSize(1);
    }

    @Test
    void aTableThatIsThrottledSlowsItsOtherSegmentsDown() throws IOException {
        long otherwise = millisOfTheSecondSegment(failure(Kind.TRANSIENT, false));
        long throttled = millisOfTheSecondSegment(failure(Kind.THROTTLED, false));

        assertThat(throttled).isGreaterThan(2 * otherwise);
    }

    @Test
    void aPartitionThatIsThrottledSlowsNoOtherSegmentDown() throws IOException {
        long otherwise = millisOfTheSecondSegment(failure(Kind.TRANSIENT, false));
        long throttled = millisOfTheSecondSegment(failure(Kind.THROTTLED, true));

        assertThat(throttled).isBetween(otherwise * 4 / 5, otherwise * 6 / 5);
    }

    /** The reader is slower as a whole instead, which this budget doesn't let one see. */
    @Test
    void aSegmentOfATableThatWasThrottledCallsWithoutAGapAfterwards() throws IOException {
        long table = millisAfterThreeFailures(failure(Kind.THROTTLED, false));
        long partition = millisAfterThreeFailures(failure(Kind.THROTTLED, true));

        assertThat(table).isLessThan(100);
        assertThat(partition).isGreaterThan(500);
    }

    /** How long a segment's pages take once calls succeed again. */
    private long millisAfterThreeFailures(StreamsException failure) throws IOException {
        aSegment();
        decoded.clear();
        client.asked.clear();
        client.failure = failure;
        capacity.granted(1e6, false);
        segments.applyGrant();
        while (client.asked.size() < 3) {
            pollUntilQuiet();
            clock.advanceMillis(10);
        }
        client.failure = null;
        while (decoded.isEmpty()) {
            decodeAll();
            clock.advanceMillis(10);
        }
        long begin = clock.millis();
        while (decoded.size() < PAGES) {
            decodeAll();
            clock.advanceMillis(10);
        }
        return clock.millis() - begin;
    }

    private static StreamsException failure(Kind kind, boolean ofPartition) {
        return new StreamsException(kind, "fails", null, ofPartition);
    }

    /** How long a segment takes at 50 units a second while each call for another one fails. */
    private long millisOfTheSecondSegment(StreamsException failureOfTheFirst) throws IOException {
        aSegment();
        decoded.clear();
        client.asked.clear();
        client.failure = failureOfTheFirst;
        capacity.granted(50, false);
        segments.applyGrant();
        ScannedTable table = new ScannedTable("t", "arn", List.of("id"), 2, true);
        segments.add(SegmentSplit.of(table, 1), false);
        long begin = clock.millis();
        while (decoded.size() < PAGES) {
            decodeAll();
            clock.advanceMillis(10);
        }
        return clock.millis() - begin;
    }

    private void decodeAll() throws IOException {
        for (Poller poller = pollUntilQuiet(); poller != null; poller = pollUntilQuiet()) {
            decodeNext(poller);
        }
    }

    /** Returns the poller that has pages, or null. */
    private Poller pollUntilQuiet() throws IOException {
        Poller last = null;
        for (int i = 0; i < 6; i++) {
            Poller poller = scheduler.pollWork();
            last = poller == null ? last : poller;
        }
        return last != null && last.pages() > 0 ? last : null;
    }

    private void decodeNext(Poller poller) throws IOException {
        UndecodedPage page = poller.takePage();
        RecordBatch<String> batch =
                RecordBatch.of(poller.splitId(), 1, scheduler.segmentLane().release());
        batch.holds(page.body.length);
        SegmentPoller segment = (SegmentPoller) poller;
        segments.decoded(segment, page, decoder.decode(segment, page, batch));
        batch.nextSplit();
        for (RecordUnit<String> unit = batch.nextRecordFromSplit();
                unit != null;
                unit = batch.nextRecordFromSplit()) {
            unit.emitTo(new ListOutput<>(decoded));
        }
        batch.recycle();
    }

    /** Pages of 200 kB with one item each, whose key is the page's number. */
    private static final class BigPages extends UncalledStreamsClient {
        private final List<SegmentScan> asked = new ArrayList<>();

        /** What the calls for the first segment end with; null for pages. */
        private StreamsException failure;

        @Override
        public CompletableFuture<PageResponse> scan(SegmentScan page) {
            asked.add(page);
            if (failure != null && page.segment() == 0) {
                return CompletableFuture.failedFuture(failure);
            }
            String before = page.exclusiveStartKey().orElse("-1");
            int number = Integer.parseInt(before.replaceAll("[^-0-9]", "")) + 1;
            String key = "{\"id\":{\"S\":\"" + number + "\"}";
            String body =
                    "{\"Items\":["
                            + key
                            + ",\"v\":{\"S\":\""
                            + "x".repeat(200_000)
                            + "\"}}]"
                            + (number == PAGES - 1 ? "" : ",\"LastEvaluatedKey\":" + key + "}")
                            + "}";
            return CompletableFuture.completedFuture(
                    new PageResponse(body.getBytes(StandardCharsets.UTF_8), 0, null));
        }
    }
}
