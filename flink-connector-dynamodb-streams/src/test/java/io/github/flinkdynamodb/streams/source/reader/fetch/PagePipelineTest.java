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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests, buffered pages and decoding of one shard, one step at a time. */
@OnEachFlink
class PagePipelineTest {

    private static final int BIG = 200_000;

    /** How much later than now records may be created to be emitted. */
    private static final Duration ADMITTED = Duration.ofHours(1);

    private final ManualClock clock = new ManualClock();
    private final ScriptedStreamsClient client =
            new ScriptedStreamsClient(clock).stream(ReaderHarness.ARN, "T");
    private final RecordingMetricGroup metricGroup = new RecordingMetricGroup();
    private final ReaderMetrics metrics = new ReaderMetrics(metricGroup, clock, 3_000);
    private final FetchContext context = FetchContexts.initial(clock, metrics);
    private final PageDecoder<String> decoder = new PageDecoder<>(new KeySchema(), context);
    private final List<String> decoded = new ArrayList<>();
    private FetchScheduler scheduler;
    private ShardCalls shards;

    @BeforeEach
    void oneShardWithOneRecordAPage() {
        context.overlap.moveFrontier(clock.instant().plus(ADMITTED));
        scheduler = new FetchScheduler(context.config, context.clock, metrics, new Random(7));
        shards = new ShardCalls(scheduler, client, context, new PageTimes(context));
        client.shard(ReaderHarness.ARN, "s1", null).recordsPerPage(1);
    }

    @Test
    void theNextBigPageIsAskedForBeforeTheFirstIsDecodedAndNoMoreThanTwoAreHeld()
            throws IOException {
        // Given
        appendBig("a", "b", "c", "d");
        shards.add(ReaderHarness.split("s1"));

        // When nothing is decoded
        ShardPoller poller = pollUntilQuiet();
        int undecoded = client.calls(Operation.GET_RECORDS);
        decodeNext(poller);
        pollUntilQuiet();
        int afterOne = client.calls(Operation.GET_RECORDS);

        // Then
        assertThat(undecoded).isEqualTo(ShardPoller.MAX_BUFFERED_PAGES);
        assertThat(afterOne).isEqualTo(ShardPoller.MAX_BUFFERED_PAGES + 1);
    }

    @Test
    void aSmallPageIsDecodedBeforeTheNextRequest() throws IOException {
        // Given
        client.append("s1", "a", clock.instant().minusSeconds(60));
        client.append("s1", "b", clock.instant().minusSeconds(60));
        shards.add(ReaderHarness.split("s1"));

        // When
        ShardPoller poller = pollUntilQuiet();
        int undecoded = client.calls(Operation.GET_RECORDS);
        decodeNext(poller);
        pollUntilQuiet();

        // Then
        assertThat(undecoded).isEqualTo(1);
        assertThat(client.calls(Operation.GET_RECORDS)).isEqualTo(2);
    }

    @Test
    void aPauseDropsBufferedPagesAndAResumeBeforeTheLateAnswerKeepsTheOrder() throws IOException {
        // Given a page in the buffer and its successor under way
        appendBig("a", "b", "c");
        shards.add(ReaderHarness.split("s1"));
        client.hold("s1");
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        scheduler.pollWork();

        // When
        scheduler.pause("s1");
        long held = metricGroup.gauge("bufferedBytes");
        scheduler.resume("s1");
        client.release("s1");
        drain();

        // Then only the request under way had bytes reserved, and nothing is lost or doubled
        assertThat(held).isLessThanOrEqualTo(1 << 20);
        assertThat(decoded).containsExactly("a", "b", "c");
    }

    @Test
    void pagesThatWaitWhenAShardIsPausedAreAskedForAgain() throws IOException {
        // Given
        appendBig("a", "b", "c");
        shards.add(ReaderHarness.split("s1"));
        pollUntilQuiet();

        // When
        scheduler.pause("s1");
        long held = metricGroup.gauge("bufferedBytes");
        scheduler.resume("s1");
        drain();

        // Then
        assertThat(held).isZero();
        assertThat(decoded).containsExactly("a", "b", "c");
    }

    @Test
    void trimmingBehindABufferedPageIsJudgedOnceThatPageIsDecoded() throws IOException {
        // Given the first page is buffered, and what follows it is trimmed away
        appendBig("a", "b");
        SequenceNumber c = client.append("s1", "c", clock.instant(), BIG);
        client.hold("s1");
        shards.add(ReaderHarness.split("s1"));
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        ShardPoller poller = (ShardPoller) scheduler.pollWork();
        client.trim("s1", c);
        client.release("s1");
        pollUntilQuiet();

        // When
        List<String> before = List.copyOf(decoded);
        Throwable failure = null;
        try {
            decodeNext(poller);
        } catch (IOException e) {
            failure = e;
        }

        // Then
        assertThat(before).isEmpty();
        assertThat(failure).hasMessageContaining("Data loss").hasMessageContaining("AFTER(1000)");
        assertThat(client.iteratorStarts()).containsExactly(ShardIteratorStart.trimHorizon());
    }

    @Test
    void trimmingBehindARecordThatIsHeldIsForgottenWithThePageThatItIsOn() throws IOException {
        // Given a page with a record that isn't due, and what follows it is refused
        client.append("s1", "a", clock.instant().plus(ADMITTED), BIG);
        client.append("s1", "b", clock.instant(), BIG);
        client.hold("s1");
        shards.add(ReaderHarness.split("s1"));
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        scheduler.pollWork();
        client.answerHeld("s1", 1);
        client.fail(Operation.GET_RECORDS, "s1", Kind.TRIMMED_DATA, 1);
        client.release("s1");
        ShardPoller poller = pollUntilQuiet();

        // When
        decodeNext(poller);
        pollUntilQuiet();
        List<String> held = List.copyOf(decoded);
        context.overlap.end();
        shards.applyFrontier();
        drain();

        // Then
        assertThat(client.faultsLeft()).isZero();
        assertThat(held).isEmpty();
        assertThat(decoded).containsExactly("a", "b");
    }

    private void appendBig(String... keys) {
        for (String key : keys) {
            client.append("s1", key, clock.instant(), BIG);
        }
    }

    /** Lets the scheduler do what it can; the shard that it hands out is not decoded. */
    private ShardPoller pollUntilQuiet() throws IOException {
        ShardPoller last = null;
        for (int i = 0; i < 10; i++) {
            ShardPoller poller = (ShardPoller) scheduler.pollWork();
            last = poller == null ? last : poller;
        }
        return last;
    }

    private void decodeNext(ShardPoller poller) throws IOException {
        UndecodedPage page = poller.takePage();
        RecordBatch<String> batch = RecordBatch.of("s1", 1, scheduler.shardLane().release());
        batch.holds(page.body.length);
        shards.decoded(poller, page, decoder.decode(poller.split(), poller.cursor(), page, batch));
        if (batch.nextSplit() != null) {
            for (RecordUnit<String> unit = batch.nextRecordFromSplit();
                    unit != null;
                    unit = batch.nextRecordFromSplit()) {
                unit.emitTo(new ListOutput<>(decoded));
            }
        }
        batch.recycle();
    }

    private void drain() throws IOException {
        for (int i = 0; i < 40; i++) {
            clock.advanceMillis(100);
            ShardPoller poller = (ShardPoller) scheduler.pollWork();
            if (poller != null && poller.pages() > 0) {
                decodeNext(poller);
            }
        }
    }
}
