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
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table and its stream, with an operator that reconciles them: how the overlap ends. */
@OnEachFlink
class EnumeratorReconciledTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void aTableInTwoSegmentsWithAStream() {
        harness.readItemsAndStream(2);
        harness.reconcile(true);
        harness.shards("a");
    }

    /** What readers have been told of the overlap, in order. */
    private List<String> told() {
        return harness.context.actions.stream()
                .filter(action -> action.matches("(FrontierMoved|ScanEnded|OverlapEnded).*"))
                .collect(Collectors.toList());
    }

    private static String scanEnded(Instant readBefore, int subtask) {
        return "ScanEnded(" + readBefore + ") -> " + subtask;
    }

    private Instant now() {
        return harness.clock.instant();
    }

    private void endSegments() {
        for (int segment = 0; segment < 2; segment++) {
            harness.endSegments(harness.context.ownerOf.get("segment-" + segment), segment);
        }
    }

    /** Reads the table, and has the listing made that shows its shards. Returns the end. */
    private Instant readTable() {
        Instant readBefore = now().plusSeconds(1);
        endSegments();
        harness.pass(Duration.ofSeconds(2));
        return readBefore;
    }

    @Test
    void nothingIsHeldBack() {
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.covered(0, 1, null);
        harness.pass(MINUTE);

        assertThat(told()).isEmpty();
    }

    @Test
    void readersAreToldWhenTheScanHasEndedByTheServicesTime() {
        harness.service.tellTime(Duration.ofSeconds(90));
        harness.start(2, 0, 1);

        Instant readBefore = readTable().minusSeconds(90);

        assertThat(told()).containsExactly(scanEnded(readBefore, 0), scanEnded(readBefore, 1));
    }

    @Test
    void theOverlapEndsWithoutACheckpointOnceAllReadersHavePassed() {
        harness.start(2, 0, 1);
        Instant readBefore = readTable();
        harness.passed(1, readBefore);
        List<String> before = told();

        harness.passed(0, readBefore);

        assertThat(before).hasSize(2);
        assertThat(told()).endsWith("OverlapEnded() -> 0", "OverlapEnded() -> 1");
        assertThat(harness.checkpoint(1, true).scan()).isEmpty();
    }

    @Test
    void aReaderThatFailsPassesAgain() {
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);
        Instant readBefore = now().plusSeconds(1);
        endSegments();
        harness.checkpoint(2, true);
        harness.pass(Duration.ofSeconds(2));
        harness.passed(1, readBefore);
        harness.fail(1);
        harness.passed(0, readBefore);
        List<String> before = told();

        harness.addReader(1);
        List<String> back = told();
        harness.passed(1, readBefore);

        assertThat(before).noneMatch(event -> event.startsWith("OverlapEnded"));
        assertThat(back.subList(before.size(), back.size()))
                .containsExactly(scanEnded(readBefore, 1));
        assertThat(told()).endsWith("OverlapEnded() -> 0", "OverlapEnded() -> 1");
    }

    /** What was read again may be younger than what readers had passed. */
    @Test
    void segmentsThatAreReadAgainEndAgainAndReadersPassThatEnd() {
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);
        Instant first = readTable();
        int reader = harness.context.ownerOf.get("segment-1");
        int other = 1 - reader;
        harness.passed(other, first);
        harness.fail(reader);
        harness.addReader(reader);
        harness.restoredWith(reader, "segment-1");
        harness.pass(Duration.ofSeconds(10));
        Instant second = now().plusSeconds(1);
        harness.endSegments(reader, 1);
        harness.pass(Duration.ofSeconds(2));
        List<String> before = told();

        harness.passed(other, first);
        harness.passed(reader, second);
        List<String> late = told();
        harness.passed(other, second);

        assertThat(before).endsWith(scanEnded(second, 0), scanEnded(second, 1));
        assertThat(late).isEqualTo(before);
        assertThat(told()).endsWith("OverlapEnded() -> 0", "OverlapEnded() -> 1");
    }

    /** The operator goes back too: it must not be told of an end that it hasn't reached again. */
    @Test
    void aFailureBehindTheEndGoesBackToBeforeIt() {
        harness.start(1, 0);
        Instant readBefore = readTable();
        harness.checkpoint(1, true);
        harness.passed(0, readBefore);
        List<String> ended = told();

        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "a");
        List<String> back = told();
        harness.passed(0, readBefore);

        assertThat(ended).endsWith("OverlapEnded() -> 0");
        assertThat(back.subList(ended.size(), back.size()))
                .containsExactly(scanEnded(readBefore, 0));
        assertThat(told()).endsWith("OverlapEnded() -> 0");
    }

    @Test
    void aFailureBehindTheEndMayReadSegmentsAgain() {
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.passed(0, readTable());
        List<String> ended = told();
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "a", "segment-0", "segment-1");
        harness.pass(MINUTE);
        List<String> back = told();

        Instant readBefore = readTable();
        harness.passed(0, readBefore);

        assertThat(ended).endsWith("OverlapEnded() -> 0");
        assertThat(back).isEqualTo(ended);
        assertThat(told()).endsWith(scanEnded(readBefore, 0), "OverlapEnded() -> 0");
    }

    @Test
    void noFailureGoesBackBehindACompletedCheckpointOfTheEnd() {
        harness.start(1, 0);
        harness.passed(0, readTable());
        harness.checkpoint(1, true);
        List<String> ended = told();

        harness.fail(0);
        harness.addReader(0);

        assertThat(told().subList(ended.size(), told().size()))
                .containsExactly("OverlapEnded() -> 0");
    }

    /** Such a checkpoint may be aborted, and then a failure goes back further. */
    @Test
    void aCheckpointOfTheEndThatIsNotCompleteEndsNothingForGood() {
        harness.start(1, 0);
        Instant readBefore = readTable();
        harness.checkpoint(1, true);
        harness.passed(0, readBefore);
        harness.enumerator.snapshotState(2);
        harness.enumerator.notifyCheckpointAborted(2);
        List<String> ended = told();

        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "a");

        assertThat(told().subList(ended.size(), told().size()))
                .containsExactly(scanEnded(readBefore, 0));
    }

    /** A shard that nobody reads yet may have changes from before the end. */
    @Test
    void aShardThatIsFoundLateIsReadBeforeAnybodyIsToldTheEnd() {
        harness.listEvery(Duration.ofMinutes(10));
        harness.start(2, 0);
        harness.shards("b", "c", "d");
        endSegments();
        harness.pass(Duration.ofSeconds(2));
        List<String> before = told();

        harness.addReader(1);
        harness.pass(Duration.ofSeconds(2));

        assertThat(before).isEmpty();
        assertThat(harness.context.ownerOf).containsKeys("b", "c", "d");
        assertThat(told()).hasSize(2).allMatch(event -> event.startsWith("ScanEnded"));
    }

    @Test
    void theEndIsToldAfterAListingThatBeganBehindIt() {
        harness.listEvery(Duration.ofMinutes(10));
        harness.start(1, 0);
        harness.pass(MINUTE);
        harness.service.hold(EnumeratorHarness.ARN);
        endSegments();
        harness.pass(MINUTE);
        List<String> before = told();

        harness.service.release(EnumeratorHarness.ARN);
        harness.executor.run();

        assertThat(before).isEmpty();
        assertThat(told()).hasSize(1);
    }

    @Test
    void afterARestoreTheTableIsDescribedAgainForTheEnd() {
        harness.start(1, 0);
        readTable();
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(MINUTE);

        harness.restore(1, state, 0);
        harness.restoredWith(0, "a");
        Instant readBefore = now().plusSeconds(1);
        harness.pass(Duration.ofSeconds(2));
        List<String> before = told();
        harness.passed(0, readBefore);

        assertThat(before).containsExactly(scanEnded(readBefore, 0));
        assertThat(told()).endsWith("OverlapEnded() -> 0");
    }

    @Test
    void afterARestoreBehindTheScanAFailureGoesBackToBeforeTheEndToo() {
        harness.start(1, 0);
        readTable();
        EnumeratorState state = harness.checkpoint(1, true);
        harness.restore(1, state, 0);
        harness.restoredWith(0, "a");
        Instant readBefore = now().plusSeconds(1);
        harness.pass(Duration.ofSeconds(2));
        harness.passed(0, readBefore);
        List<String> ended = told();

        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "a");

        assertThat(ended).endsWith("OverlapEnded() -> 0");
        assertThat(told()).endsWith(scanEnded(readBefore, 0));
    }

    @Test
    void aBoundedSourceEndsAfterTheOverlap() {
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.stop(0, "a");
        Instant readBefore = now().plusSeconds(1);
        endSegments();
        harness.pass(MINUTE);
        List<String> before = List.copyOf(harness.context.actions);

        harness.passed(0, readBefore);

        assertThat(before).doesNotContain("no more splits -> 0");
        assertThat(harness.context.actions).endsWith("OverlapEnded() -> 0", "no more splits -> 0");
    }

    /** A16: no change fits an item that was read after the stream had ended. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamThatIsDisabledDuringTheOverlapFailsTheJobWhateverThePolicy(boolean replaced) {
        harness.onDataLossContinue();
        harness.start(1, 0);
        harness.service.closeShard("a");
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        if (replaced) {
            harness.service.stream(EnumeratorHarness.SUCCESSOR, "orders");
        }
        harness.end(0, "a");

        assertThatThrownBy(() -> harness.pass(MINUTE))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith(
                        "Data loss: stream "
                                + EnumeratorHarness.ARN
                                + " was disabled and has been read to its end. Changes made since"
                                + " then aren't in it. The items of the table are being"
                                + " reconciled");
    }

    @Test
    void aStreamThatIsReplacedAfterTheOverlapIsFollowed() {
        harness.onDataLossContinue();
        harness.start(1, 0);
        harness.passed(0, readTable());
        harness.service.closeShard("a");
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        harness.service.stream(EnumeratorHarness.SUCCESSOR, "orders");
        harness.service.shard(EnumeratorHarness.SUCCESSOR, "b", null);

        harness.end(0, "a");
        harness.pass(MINUTE);

        assertThat(harness.context.actions).contains("OverlapEnded() -> 0", "assign b -> 0");
    }
}
