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

import static io.github.flinkdynamodb.streams.source.reader.fetch.ReaderHarness.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsRemoval;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When calls are made, how many, and how much is held. */
@OnEachFlink
class FetchSchedulingTest {

    private final ReaderHarness harness = new ReaderHarness();

    @Test
    void hundredsOfShardsKeepExactlyTheAllowedNumberOfRequestsInFlight() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 50);
        harness.client.hold(null);
        for (int i = 0; i < 300; i++) {
            harness.shard("s" + i).client.append("s" + i, "k" + i);
            harness.read("s" + i);
        }

        // When
        harness.run();
        int held = harness.client.inFlight();
        harness.client.release(null);
        harness.runFor(Duration.ofSeconds(2));

        // Then
        assertThat(held).isEqualTo(50);
        assertThat(harness.emitted).hasSize(300).doesNotHaveDuplicates();
        assertThat(harness.client.maxInFlight()).isEqualTo(50);
        assertThat(harness.metricGroup.gauge("requestsInFlight")).isZero();
    }

    @Test
    void theFirstOfManyShardsIsReadBeforeTheLastHasItsIterator() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 10);
        for (int i = 0; i < 500; i++) {
            harness.shard("s" + i).client.append("s" + i, "k" + i);
            harness.read("s" + i);
        }

        // When
        for (int i = 0; i < 500 && harness.emitted.isEmpty(); i++) {
            harness.fetchOnce();
        }

        // Then
        assertThat(harness.emitted).hasSize(1);
        assertThat(harness.client.calls(Operation.GET_SHARD_ITERATOR)).isLessThan(50);
        assertThat(harness.runFor(Duration.ofSeconds(1)).emitted).hasSize(500);
    }

    @Test
    void aStuckShardDelaysNoOther() throws IOException {
        // Given
        harness.shard("stuck").shard("s1");
        harness.client.hold("stuck");
        harness.read("stuck").read("s1").run();

        // When
        for (int i = 0; i < 20; i++) {
            harness.client.append("s1", "k" + i);
            harness.runFor(Duration.ofSeconds(1));
        }

        // Then
        assertThat(harness.emitted).hasSize(20);
        assertThat(harness.client.inFlight()).isEqualTo(1);
    }

    @Test
    void aBacklogIsReadWithoutWaitingHoweverSmallItsPagesAre() throws IOException {
        // Given
        harness.shard("s1").client.recordsPerPage(1);
        for (int i = 0; i < 30; i++) {
            harness.client.append("s1", "k" + i, harness.clock.instant().minusSeconds(6));
        }

        // When no time passes
        harness.read("s1").run();

        // Then
        assertThat(harness.emitted).hasSize(30);
    }

    @Test
    void aSmallPageOfFreshRecordsIsFollowedByTheMinimumInterval() throws IOException {
        // Given
        harness.shard("s1").client.recordsPerPage(1);
        harness.client.append("s1", "a");
        harness.client.append("s1", "b");

        // When
        harness.read("s1").run();
        int atOnce = harness.emitted.size();
        harness.clock.advanceMillis(199);
        int before = harness.run().emitted.size();
        harness.clock.advanceMillis(1);
        int after = harness.run().emitted.size();

        // Then
        assertThat(List.of(atOnce, before, after)).containsExactly(1, 1, 2);
    }

    @Test
    void anIdleShardIsPolledQuicklyAtFirstAndThenLessAndLess() throws IOException {
        harness.shard("s1").read("s1").run();
        int atOnce = harness.client.calls(Operation.GET_RECORDS);

        harness.runFor(Duration.ofMillis(1_200));
        int afterGrace = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(20));
        int soon = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(80));
        int later = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofHours(1));
        int afterAnHour = harness.client.calls(Operation.GET_RECORDS);

        assertThat(atOnce).isEqualTo(1 + PollPacing.EMPTY_AT_ONCE);
        assertThat(afterGrace).isEqualTo(PollPacing.EMPTY_BEFORE_BACKING_OFF);
        assertThat(soon - afterGrace).as("at the minimum interval").isBetween(95, 101);
        assertThat(later - soon).as("growing").isBetween(150, 175);
        assertThat(afterAnHour - later).as("at the maximum interval").isBetween(3_590, 3_602);
    }

    @Test
    void pollsOfIdleShardsAreMadeTogether() throws IOException {
        harness.shard("s1").shard("s2").read("s1").runFor(Duration.ofMillis(7));
        harness.read("s2").runFor(Duration.ofMinutes(2));

        Set<Long> moments = new HashSet<>();
        int before = harness.client.calls(Operation.GET_RECORDS);
        for (int millis = 0; millis < 5_000; millis++) {
            harness.runFor(Duration.ofMillis(1));
            int calls = harness.client.calls(Operation.GET_RECORDS);
            if (calls > before) {
                moments.add(millis % DueQueue.TICK_MILLIS);
            }
            before = calls;
        }

        assertThat(moments).hasSize(1);
    }

    @Test
    void withALongerMaximumAnIdleShardCostsLessFromTheFirstMinutesOn() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofSeconds(10));
        harness.shard("s1").read("s1").runFor(Duration.ofMinutes(2));
        int begin = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofHours(1));

        assertThat(begin).isLessThan(80);
        assertThat(harness.client.calls(Operation.GET_RECORDS) - begin).isBetween(358, 362);
    }

    @Test
    void aRecordNowAndThenIsHandedOverInASmallPartOfTheTimeBetween() throws IOException {
        harness.shard("s1").read("s1").runFor(Duration.ofMinutes(10));
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            harness.runFor(Duration.ofMillis(30_000 + 137 * i));
            Instant written = harness.clock.instant();
            harness.client.append("s1", "record " + i);
            int before = harness.emitted.size();
            while (harness.emitted.size() == before) {
                harness.runFor(Duration.ofMillis(10));
            }
            waits.add(Duration.between(written, harness.clock.instant()));
        }

        assertThat(waits.get(0)).isLessThanOrEqualTo(Duration.ofMillis(1_010));
        assertThat(waits.subList(1, 20))
                .allMatch(wait -> wait.compareTo(Duration.ofMillis(350)) <= 0);
    }

    @Test
    void emptyPagesBeforeRecordsDoNotHoldThemUp() throws IOException {
        // Given
        harness.shard("s1").client.emptyPages("s1", 9);
        harness.client.append("s1", "a");

        // When
        harness.read("s1").runFor(Duration.ofMillis(1_300));

        // Then
        assertThat(harness.emitted).containsExactly("a");
    }

    @Test
    void emptyPagesAfterABacklogAreGraceAndAfterFreshRecordsAreNot() throws IOException {
        // Given
        harness.shard("s1").client.append("s1", "old", harness.clock.instant().minusSeconds(60));
        harness.read("s1").run();
        int behind = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(30));
        harness.client.append("s1", "fresh");
        harness.runFor(Duration.ofSeconds(1));

        // When the page with the fresh record has come
        int before = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(behind).isEqualTo(2 + PollPacing.EMPTY_AT_ONCE);
        assertThat(harness.emitted).containsExactly("old", "fresh");
        assertThat(harness.client.calls(Operation.GET_RECORDS) - before).isBetween(4, 6);
    }

    @Test
    void theBytesThatAreHeldStayWithinTheBudgetUntilRecordsAreOut() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(2));
        for (int i = 0; i < 20; i++) {
            harness.shard("s" + i);
            for (int k = 0; k < 5; k++) {
                harness.client.append("s" + i, k + "", harness.clock.instant(), 300_000);
            }
            harness.read("s" + i);
        }
        harness.client.recordsPerPage(1);
        harness.holdBatches();

        // When nothing is emitted
        harness.runFor(Duration.ofSeconds(2));
        long full = harness.metricGroup.gauge("bufferedBytes");
        int fullCalls = harness.client.calls(Operation.GET_RECORDS);
        harness.runFor(Duration.ofSeconds(2));
        int laterCalls = harness.client.calls(Operation.GET_RECORDS);

        // Then: too many by what the first pages were bigger than expected, and no call any more
        assertThat(full).isBetween(2L << 20, 20L * 301_000);
        assertThat(fullCalls).isEqualTo(20);
        assertThat(laterCalls).isEqualTo(fullCalls);

        // When all is emitted
        harness.recycleHeld();
        harness.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(harness.emitted).hasSize(100);
        assertThat(harness.metricGroup.gauge("bufferedBytes")).isZero();
    }

    @Test
    void aPageBiggerThanTheWholeBudgetIsReadAllTheSame() throws IOException {
        // Given
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(1));
        harness.shard("s1").shard("s2");
        for (int i = 0; i < 3; i++) {
            harness.client.append("s1", "a" + i, harness.clock.instant(), 3_000_000);
            harness.client.append("s2", "b" + i, harness.clock.instant(), 3_000_000);
        }
        harness.client.recordsPerPage(1);

        // When
        harness.read("s1").read("s2").runFor(Duration.ofSeconds(2));

        // Then
        assertThat(harness.emitted).containsExactlyInAnyOrder("a0", "a1", "a2", "b0", "b1", "b2");
    }

    @Test
    void aThrottledShardBacksOffAloneAndComesBack() throws IOException {
        // Given
        harness.shard("s1").shard("s2").read("s1").read("s2").runFor(Duration.ofSeconds(5));
        harness.client.fail(Operation.GET_RECORDS, "s1", StreamsException.Kind.THROTTLED, 5);
        harness.client.append("s1", "a");
        Instant start = harness.clock.instant();

        // When
        int s2Before = harness.client.calls(Operation.GET_RECORDS, "s2");
        for (int i = 0; i < 400 && harness.emitted.isEmpty(); i++) {
            harness.runFor(Duration.ofMillis(50));
        }
        Duration waited = Duration.between(start, harness.clock.instant());
        int s2Calls = harness.client.calls(Operation.GET_RECORDS, "s2") - s2Before;

        // Then gaps of 200, 400 .. 3,200 ms, each with up to half of it as jitter
        assertThat(harness.emitted).containsExactly("a");
        assertThat(waited).isBetween(Duration.ofMillis(3_100), Duration.ofMillis(7_500));
        assertThat(s2Calls).isGreaterThanOrEqualTo((int) waited.getSeconds());
        assertThat(harness.metricGroup.counted("throttledCalls")).isEqualTo(5);
    }

    @Test
    void aPausedShardMakesNoCallsAndLosesNothing() throws IOException {
        // Given
        harness.shard("s1").client.append("s1", "a");
        harness.read("s1").run();
        harness.pause("s1");
        int before = harness.client.calls(Operation.GET_RECORDS);

        // When
        harness.client.append("s1", "b");
        harness.runFor(Duration.ofMinutes(1));
        int during = harness.client.calls(Operation.GET_RECORDS);
        harness.resume("s1");
        harness.run();

        // Then
        assertThat(during).isEqualTo(before);
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void anIteratorThatExpiresDuringAPauseIsRenewed() throws IOException {
        // Given
        harness.shard("s1").client.append("s1", "a");
        harness.read("s1").run();
        harness.pause("s1");

        // When
        harness.client.append("s1", "b");
        harness.runFor(Duration.ofMinutes(16));
        harness.resume("s1");
        harness.run();

        // Then
        assertThat(harness.emitted).containsExactly("a", "b");
        assertThat(harness.metricGroup.counted("expiredIterators")).isEqualTo(1);
    }

    @Test
    void aPageThatComesDuringAPauseIsDroppedAndAskedForAgain() throws IOException {
        // Given a page so big that its successor is known without decoding
        harness.shard("s1").client.append("s1", "a", harness.clock.instant(), 200_000);
        harness.client.append("s1", "b");
        harness.client.recordsPerPage(1);
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();

        // When
        harness.pause("s1");
        harness.client.release("s1");
        harness.run();
        long heldBytes = harness.metricGroup.gauge("bufferedBytes");
        int emittedInPause = harness.emitted.size();
        harness.resume("s1");
        harness.run();

        // Then
        assertThat(heldBytes).isZero();
        assertThat(emittedInPause).isZero();
        assertThat(harness.emitted).containsExactly("a", "b");
    }

    @Test
    void aRemovedSplitIsReadNoMoreEvenIfItsPageIsUnderWay() throws IOException {
        // Given
        harness.shard("s1").client.append("s1", "a");
        harness.client.hold("s1");
        harness.read("s1").run();
        harness.client.answerHeld("s1", 1);
        harness.run();

        // When
        List<DynamoDbStreamsSplit> removed = List.of(split("s1"));
        harness.reader().handleSplitsChanges(new SplitsRemoval<>(removed));
        harness.client.release("s1");
        harness.runFor(Duration.ofSeconds(5));

        // Then
        assertThat(harness.emitted).isEmpty();
        assertThat(harness.metricGroup.gauge("bufferedBytes")).isZero();
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isEqualTo(1);
    }

    /** It must not be taken for one that has no place in the budgets, which waits for an answer. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aCallThatFallsDueBetweenTwoLooksAtTheClockIsMade() throws Exception {
        harness.with(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(20))
                .with(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(20))
                .timePassesAtEachLook(Duration.ofMillis(5))
                .shard("s1")
                .read("s1");

        CompletableFuture<?> fetch = fetchAsync(new AtomicReference<>());

        Awaitility.await()
                .atMost(40, TimeUnit.SECONDS)
                .until(() -> fetch.isDone() || harness.client.calls(Operation.GET_RECORDS) > 40);
        harness.reader().wakeUp();
        fetch.get(10, TimeUnit.SECONDS);
        assertThat(harness.client.calls(Operation.GET_RECORDS)).isGreaterThan(40);
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void wakeUpEndsAFetchThatWaits() throws Exception {
        // Given a fetch with nothing to do for ever
        harness.reader();
        AtomicReference<Thread> fetcher = new AtomicReference<>();
        CompletableFuture<RecordsWithSplitIds<RecordUnit<String>>> fetch = fetchAsync(fetcher);
        Awaitility.await().until(() -> isWaiting(fetcher.get()));

        // When
        harness.reader().wakeUp();

        // Then
        assertThat(fetch.get(10, TimeUnit.SECONDS).nextSplit()).isNull();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aWakeUpThatComesBeforeTheFetchIsNotLost() throws Exception {
        harness.reader().wakeUp();

        RecordsWithSplitIds<RecordUnit<String>> batch = harness.reader().fetch();

        assertThat(batch.nextSplit()).isNull();
        assertThat(batch.finishedSplits()).isEmpty();
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPageThatComesEndsAFetchThatWaits() throws Exception {
        // Given
        harness.shard("s1").client.append("s1", "a");
        harness.client.hold("s1");
        harness.read("s1");
        AtomicReference<Thread> fetcher = new AtomicReference<>();
        CompletableFuture<RecordsWithSplitIds<RecordUnit<String>>> fetch = fetchAsync(fetcher);
        Awaitility.await().until(() -> harness.client.held("s1") == 1);

        // When
        harness.client.release("s1");

        // Then
        assertThat(fetch.get(10, TimeUnit.SECONDS).nextSplit()).isEqualTo("s1");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bytesThatAreFreedEndTheWaitingOfARequestThatDidNotFit() throws Exception {
        // Given a page that fills the budget, not emitted yet, and the next one due
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(1));
        harness.shard("s1").client.recordsPerPage(1);
        harness.client.append("s1", "a", harness.clock.instant(), 1_200_000);
        harness.client.append("s1", "b", harness.clock.instant(), 1_200_000);
        harness.holdBatches();
        harness.read("s1").run();
        int whileHeld = harness.client.calls(Operation.GET_RECORDS);
        harness.reader().wakeUp();
        harness.fetchOnce();
        AtomicReference<Thread> fetcher = new AtomicReference<>();
        CompletableFuture<RecordsWithSplitIds<RecordUnit<String>>> fetch = fetchAsync(fetcher);
        Awaitility.await().until(() -> isWaiting(fetcher.get()));

        // When
        harness.recycleHeld();

        // Then
        assertThat(whileHeld).isEqualTo(1);
        assertThat(fetch.get(10, TimeUnit.SECONDS).nextSplit()).isEqualTo("s1");
    }

    @Test
    void aShardThatWasThrottledKeepsAGapBetweenItsPagesThatShrinks() throws IOException {
        // Given a backlog, and gaps of 200, 400 and 800 ms
        harness.shard("s1").client.recordsPerPage(1);
        for (int i = 0; i < 20; i++) {
            harness.client.append("s1", "k" + i, harness.clock.instant().minusSeconds(60));
        }
        harness.client.fail(Operation.GET_RECORDS, "s1", StreamsException.Kind.THROTTLED, 3);
        harness.read("s1");
        for (int i = 0; i < 200 && harness.emitted.isEmpty(); i++) {
            harness.runFor(Duration.ofMillis(10));
        }

        // When
        int first = harness.run().emitted.size();
        harness.clock.advanceMillis(600);
        int second = harness.run().emitted.size();
        harness.runFor(Duration.ofSeconds(1));

        // Then
        assertThat(first).isEqualTo(1);
        assertThat(second).isEqualTo(2);
        assertThat(harness.emitted).hasSize(20);
    }

    @Test
    void oneShardOfSmallPagesDoesNotStarveTheOthers() throws IOException {
        // Given one endless backlog and one record elsewhere
        harness.shard("busy").shard("s1").client.recordsPerPage(1);
        for (int i = 0; i < 500; i++) {
            harness.client.append("busy", "k" + i, harness.clock.instant().minusSeconds(60));
        }
        harness.client.append("s1", "a");

        // When
        harness.read("busy").read("s1").run();

        // Then
        assertThat(harness.emitted.indexOf("a")).isBetween(0, 5);
        assertThat(new ArrayList<>(harness.emitted)).hasSize(501);
    }

    private CompletableFuture<RecordsWithSplitIds<RecordUnit<String>>> fetchAsync(
            AtomicReference<Thread> thread) {
        CompletableFuture<RecordsWithSplitIds<RecordUnit<String>>> result =
                new CompletableFuture<>();
        Thread fetcher =
                new Thread(
                        () -> {
                            try {
                                result.complete(harness.reader().fetch());
                            } catch (IOException e) {
                                result.completeExceptionally(e);
                            }
                        });
        fetcher.setDaemon(true);
        thread.set(fetcher);
        fetcher.start();
        return result;
    }

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING;
    }
}
