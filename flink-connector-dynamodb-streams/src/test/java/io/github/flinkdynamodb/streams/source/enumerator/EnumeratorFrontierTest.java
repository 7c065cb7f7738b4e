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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table and its stream, with changes held back: what readers are told, and when it ends. */
@OnEachFlink
class EnumeratorFrontierTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void aTableInFourSegmentsWithAStream() {
        harness.readItemsAndStream(4);
        harness.shards("a");
    }

    /** What readers have been told of the overlap, in order. */
    private List<String> told() {
        return harness.context.actions.stream()
                .filter(action -> action.matches("(FrontierMoved|ScanEnded|OverlapEnded).*"))
                .collect(Collectors.toList());
    }

    private static String frontier(Instant pagesFrom, int subtask) {
        return "FrontierMoved(" + pagesFrom.minusSeconds(60) + ") -> " + subtask;
    }

    private Instant now() {
        return harness.clock.instant();
    }

    private void endAllSegments() {
        Map<String, Integer> owners = Map.copyOf(harness.context.ownerOf);
        owners.forEach(
                (split, reader) -> {
                    if (SegmentSplit.isSegment(split)) {
                        harness.endSegments(reader, SegmentSplit.segmentOf(split));
                    }
                });
    }

    /** Completes a checkpoint that covers all pages, and returns when it was taken. */
    private Instant coveringCheckpoint(long id, int... readers) {
        Instant taken = now();
        harness.checkpoint(id, true);
        for (int reader : readers) {
            harness.covered(reader, id, null);
        }
        return taken;
    }

    /** A8 b: with the first frontier a reader begins to read restored segments. */
    @Test
    void eachReaderIsToldTheStartBeforeItGetsASegment() {
        harness.start(2, 0);
        Instant start = now();
        harness.pass(Duration.ofSeconds(5));
        harness.addReader(1);

        assertThat(told()).containsExactly(frontier(start, 0), frontier(start, 1));
    }

    @Test
    void nobodyIsToldAFrontierBeforeTheTableIsDescribed() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.hold("orders");
        harness.restore(1, state, 0);
        harness.restoredWith(0, "a", "segment-0", "segment-1", "segment-2", "segment-3");
        harness.pass(Duration.ofSeconds(5));
        List<String> before = told();

        harness.service.release("orders");
        harness.executor.run();

        assertThat(before).isEmpty();
        assertThat(told()).containsExactly(frontier(now(), 0));
    }

    /** A9: by the service's time, and by what has passed since. */
    @Test
    void theFrontierGoesByTheServicesTime() {
        harness.service.tellTime(Duration.ofSeconds(90));
        harness.start(1, 0);
        Instant start = now();
        harness.pass(Duration.ofSeconds(10));

        coveringCheckpoint(1, 0);

        assertThat(told())
                .containsExactly(
                        frontier(start.minusSeconds(90), 0), frontier(now().minusSeconds(90), 0));
    }

    @Test
    void theFrontierFollowsTheCompletedCheckpoints() {
        harness.start(2, 0, 1);
        harness.pass(Duration.ofSeconds(30));
        Instant taken = now();
        harness.checkpoint(1, true);
        harness.pass(SECOND);
        harness.covered(0, 1, null);
        List<String> withOneReport = told();

        harness.covered(1, 1, taken.minusSeconds(20));

        assertThat(withOneReport).hasSize(2);
        assertThat(told().subList(2, 4))
                .containsExactlyInAnyOrder(
                        frontier(taken.minusSeconds(20), 0), frontier(taken.minusSeconds(20), 1));
    }

    @Test
    void aReaderIsToldAtMostOnceASecondAndThenOfTheNewest() {
        harness.start(1, 0);
        harness.pass(Duration.ofSeconds(30));
        harness.checkpoint(1, true);
        harness.checkpoint(2, true);
        Instant taken = now();
        harness.covered(0, 1, taken.minusSeconds(20));
        harness.covered(0, 1, taken.minusSeconds(10));
        harness.covered(0, 2, null);
        harness.pass(SECOND.minusMillis(1));
        List<String> inTheSecond = told();

        harness.pass(Duration.ofMillis(1));

        assertThat(inTheSecond).hasSize(2).endsWith(frontier(taken.minusSeconds(20), 0));
        assertThat(told()).hasSize(3).endsWith(frontier(taken, 0));
    }

    @Test
    void aReaderThatTakesACheckpointIsToldAfterwardsAndOnlyTheNewest() {
        harness.start(2, 0, 1);
        harness.pass(Duration.ofSeconds(10));
        harness.enumerator.snapshotState(1);
        snapshotAcknowledged(0);
        Instant reported = now();
        harness.covered(0, 1, null);
        harness.covered(1, 1, null);
        List<String> during = told();

        snapshotAcknowledged(1);

        assertThat(during).endsWith(frontier(reported, 0)).doesNotContain(frontier(reported, 1));
        assertThat(told()).endsWith(frontier(reported, 1));
    }

    @Test
    void aReaderThatComesBackIsToldAgain() {
        harness.start(2, 0, 1);
        harness.pass(Duration.ofSeconds(10));
        Instant covered = coveringCheckpoint(1, 0, 1);
        List<String> before = told();

        harness.fail(1);
        harness.addReader(1);

        assertThat(told().subList(before.size(), told().size()))
                .containsExactly(frontier(covered, 1));
    }

    /** F17. */
    @Test
    void theOverlapEndsWithACompletedCheckpointThatHoldsAllSegmentsAsRead() {
        harness.start(2, 0, 1);
        harness.enumerator.snapshotState(1);
        harness.enumerator.notifyCheckpointComplete(1);
        endAllSegments();
        harness.enumerator.notifyCheckpointComplete(1);
        List<String> scanned = told();
        harness.enumerator.snapshotState(2);
        harness.enumerator.notifyCheckpointAborted(2);
        harness.enumerator.snapshotState(3);
        List<String> afterTheAborted = told();

        harness.enumerator.notifyCheckpointComplete(3);

        assertThat(scanned).noneMatch(event -> event.startsWith("OverlapEnded"));
        assertThat(afterTheAborted).isEqualTo(scanned);
        assertThat(told()).endsWith("OverlapEnded() -> 0", "OverlapEnded() -> 1");
    }

    /** A checkpoint that was taken before the last segment ended may lack its last items. */
    @Test
    void aCheckpointFromBeforeTheLastSegmentEndedEndsNothing() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1, 2);
        harness.enumerator.snapshotState(1);
        snapshotAcknowledged(0);
        harness.endSegments(0, 3);

        harness.enumerator.notifyCheckpointComplete(1);

        assertThat(told()).noneMatch(event -> event.startsWith("OverlapEnded"));
    }

    @Test
    void segmentsThatAFailedReaderReadsAgainKeepTheOverlapFromEnding() {
        harness.start(1, 0);
        harness.checkpoint(1, true);
        endAllSegments();
        harness.enumerator.snapshotState(2);
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "segment-0", "segment-1", "segment-2", "segment-3");
        harness.checkpoint(3, true);
        List<String> before = told();

        harness.endSegments(0, 0, 1, 2, 3);
        List<String> readAgain = told();
        harness.checkpoint(4, true);

        assertThat(before).noneMatch(event -> event.startsWith("OverlapEnded"));
        assertThat(readAgain).isEqualTo(before);
        assertThat(told()).endsWith("OverlapEnded() -> 0");
    }

    @Test
    void theTableIsDescribedOnceMoreBeforeTheOverlapEnds() {
        harness.start(1, 0);
        harness.service.hold("orders");
        endAllSegments();
        harness.checkpoint(1, true);
        List<String> before = told();

        harness.service.release("orders");
        harness.executor.run();

        assertThat(before).doesNotContain("OverlapEnded() -> 0");
        assertThat(told()).endsWith("OverlapEnded() -> 0");
    }

    @Test
    void aReaderThatRegistersAfterTheOverlapIsTold() {
        harness.start(2, 0, 1);
        endAllSegments();
        harness.checkpoint(1, true);
        List<String> before = told();

        harness.fail(1);
        harness.addReader(1);

        assertThat(told().subList(before.size(), told().size()))
                .containsExactly("OverlapEnded() -> 1");
    }

    @Test
    void aStateInWhichAllIsReadEndsTheOverlapOnceTheTableIsDescribed() {
        harness.start(1, 0);
        endAllSegments();
        EnumeratorState state = harness.enumerator.snapshotState(1);

        harness.restore(2, state, 0, 1);

        assertThat(state.scan()).isPresent();
        assertThat(told())
                .containsSubsequence("OverlapEnded() -> 0")
                .containsSubsequence("OverlapEnded() -> 1");
    }

    @Test
    void afterTheOverlapTheStateIsThatOfASourceThatNeverReadATable() {
        harness.start(1, 0);
        endAllSegments();
        harness.checkpoint(1, true);
        EnumeratorState state = harness.checkpoint(2, true);
        int described = harness.service.calls(Operation.DESCRIBE_TABLE);

        harness.restore(2, state, 0, 1);
        harness.restoredWith(0, "a");

        assertThat(state.scan()).isEmpty();
        assertThat(harness.context.actions)
                .containsExactlyInAnyOrder("OverlapEnded() -> 0", "OverlapEnded() -> 1");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isEqualTo(described);
    }

    @Test
    void theStreamIsReadAfterTheOverlap() {
        harness.start(1, 0);
        endAllSegments();
        harness.checkpoint(1, true);
        harness.service.split("a", "child");

        harness.end(0, "a");

        assertThat(harness.context.actions)
                .contains("assign child -> 0")
                .doesNotContain("no more splits -> 0");
    }

    @Test
    void aBoundedSourceEndsWhenBothTheStreamAndTheOverlapHaveEnded() {
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.stop(0, "a");
        endAllSegments();
        harness.pass(Duration.ofMinutes(2));
        List<String> before = List.copyOf(harness.context.actions);

        harness.checkpoint(1, true);

        assertThat(before).doesNotContain("no more splits -> 0");
        assertThat(harness.context.actions).endsWith("OverlapEnded() -> 0", "no more splits -> 0");
    }

    @Test
    void aBoundedSourceDoesNotEndWithTheOverlapIfTheStreamGoesOn() {
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        endAllSegments();
        harness.checkpoint(1, true);
        List<String> before = List.copyOf(harness.context.actions);

        harness.stop(0, "a");
        harness.pass(Duration.ofMinutes(2));

        assertThat(before).contains("OverlapEnded() -> 0").doesNotContain("no more splits -> 0");
        assertThat(harness.context.actions).endsWith("no more splits -> 0");
    }

    @Test
    void aStreamThatIsReplacedDuringTheOverlapIsALoss() {
        harness.start(1, 0);
        replaceStream();

        harness.end(0, "a");

        assertThatThrownBy(() -> harness.pass(Duration.ofMinutes(1)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("was replaced by " + EnumeratorHarness.SUCCESSOR)
                .hasMessageContaining("set 'scan.on-data-loss' = 'continue'");
    }

    @Test
    void aStreamThatIsReplacedDuringTheOverlapIsFollowedIfALossIsAccepted() {
        harness.onDataLossContinue();
        harness.start(1, 0);
        replaceStream();

        harness.end(0, "a");
        harness.pass(Duration.ofMinutes(1));

        assertThat(harness.context.actions).contains("assign b -> 0");
        assertThat(harness.service.calls(Operation.LIST_STREAMS)).isZero();
    }

    private void replaceStream() {
        harness.service.closeShard("a");
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        harness.service.stream(EnumeratorHarness.SUCCESSOR, "orders");
        harness.service.shard(EnumeratorHarness.SUCCESSOR, "b", null);
        harness.pass(Duration.ofMinutes(1));
    }

    /** A14: while readers can't be reached Flink would block its own event, too. */
    @Test
    void theBacklogFlagIsRaisedBeforeAnyReaderAndLoweredWhenAllCanBeReached() {
        harness.start(2, 0, 1);
        harness.service.hold("orders");
        endAllSegments();
        harness.enumerator.snapshotState(1);
        harness.service.release("orders");
        harness.executor.run();
        snapshotAcknowledged(0);
        List<String> during = List.copyOf(harness.context.backlog);

        snapshotAcknowledged(1);

        assertThat(during).containsExactly("true to []");
        assertThat(harness.context.backlog).containsExactly("true to []", "false to [0, 1]");
    }

    private void snapshotAcknowledged(int subtask) {
        harness.enumerator.handleSourceEvent(subtask, new SnapshotTaken(1));
        harness.enumerator.handleSourceEvent(subtask, new SnapshotAcknowledged(1));
    }

    /** Flink's event for it would come to readers that have ended. */
    @Test
    void noReaderIsToldTheEndBeforeTheBacklogFlagIsLowered() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        harness.start(2, 0, 1);
        harness.service.hold("orders");
        endAllSegments();
        harness.enumerator.snapshotState(1);
        harness.service.release("orders");
        harness.executor.run();
        snapshotAcknowledged(0);
        List<String> during = List.copyOf(harness.context.actions);

        snapshotAcknowledged(1);

        assertThat(during).doesNotContain("no more splits -> 0");
        assertThat(harness.context.backlog).endsWith("false to [0, 1]");
        assertThat(harness.context.actions).endsWith("no more splits -> 0", "no more splits -> 1");
    }

    @Test
    void theBacklogFlagIsNotRaisedAgainForAReaderThatFails() {
        harness.start(1, 0);
        endAllSegments();
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "segment-0", "segment-1", "segment-2", "segment-3");
        harness.endSegments(0, 0, 1, 2, 3);

        assertThat(harness.context.backlog).containsExactly("true to []", "false to [0]");
    }

    /** Flink keeps the flag of an enumerator that failed before it could lower it. */
    @Test
    void theBacklogFlagIsLoweredByARestoreAfterTheOverlap() {
        harness.start(1, 0);
        endAllSegments();
        harness.checkpoint(1, true);
        EnumeratorState state = harness.checkpoint(2, true);

        harness.restore(1, state, 0);

        assertThat(harness.context.backlog).containsExactly("false to []");
    }

    @Test
    void aSourceThatReadsNoTableHasNoBacklogFlag() {
        harness.readTable();
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.STARTUP_MODE);

        harness.start(1, 0);

        assertThat(harness.context.backlog).isEmpty();
        assertThat(told()).isEmpty();
    }

    /** What is saved lies a checkpoint behind: readers may not have read up to a new frontier. */
    @Test
    void theStateHoldsUpToWhenTheStreamIsRead() {
        harness.start(1, 0);
        Instant start = now();
        harness.pass(Duration.ofMinutes(10));
        Instant first = coveringCheckpoint(1, 0);
        EnumeratorState second = harness.checkpoint(2, true);
        EnumeratorState third = harness.checkpoint(3, true);

        assertThat(second.scan().orElseThrow().asOf()).contains(start);
        assertThat(third.scan().orElseThrow().asOf()).contains(first.minusSeconds(60));
    }
}
