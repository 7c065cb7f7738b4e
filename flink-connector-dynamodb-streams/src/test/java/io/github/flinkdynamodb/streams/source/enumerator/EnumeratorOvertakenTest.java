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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

/**
 * Splits that the barrier of a checkpoint overtook on their way to a reader: the checkpoint has
 * them as assigned, and no reader has them when it is back.
 */
@OnEachFlink
class EnumeratorOvertakenTest {

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aShardThatNoReaderReportsAfterARestoreOfTheJobIsAssignedOnceAllHaveReported() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        harness.restore(2, harness.checkpoint(1, true), 0, 1);

        harness.restoredWith(0, "a");
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(1);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).containsExactly("assign b -> 1");
    }

    @Test
    void withAnotherParallelismToo() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        harness.restore(3, harness.checkpoint(1, true), 0, 1, 2);

        harness.restoredWith(2);
        harness.restoredWith(0);
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(1, "b");

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).containsExactly("assign a -> 0");
    }

    @Test
    void aReaderThatEndedBeforeTheCheckpointIsNotWaitedForLongerThanToTheNextOne() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        harness.restore(2, harness.checkpoint(1, true), 0);

        harness.restoredWith(0, "a");
        List<String> before = List.copyOf(harness.context.actions);
        harness.checkpoint(2, true);
        harness.addReader(1);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).containsExactly("assign b -> 1");
    }

    @Test
    void aShardThatAReaderDoesNotReportAfterItsFailureIsAssignedToItAgain() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);

        harness.fail(1);
        harness.addReader(1);
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(1);

        assertThat(before).containsExactly("assign a -> 0", "assign b -> 1");
        assertThat(harness.context.actions).endsWith("assign b -> 1").hasSize(3);
    }

    @Test
    void aShardThatWasReadToItsEndSinceIsReadAgainBeforeItsChildren() {
        // Given a checkpoint whose barrier has overtaken the shard
        harness.shards("a");
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.fail(0, "b");
        harness.addReader(0);
        int before = harness.context.actions.size();

        // When
        harness.restoredWith(0);

        // Then
        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .containsExactly("assign a -> 0");
        harness.end(0, "a");
        assertThat(harness.context.actions).endsWith("assign b -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void aShardThatIsFinishedInTheCheckpointOfTheResetIsNotReadAgainThoughNobodyReportsIt() {
        // Given a checkpoint that is complete, but the enumerator hears of the reset to it first
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.checkpoint(1, false);
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "b");

        // When
        harness.enumerator.notifyCheckpointComplete(1);

        // Then
        EnumeratorState state = harness.checkpoint(2, true);
        assertThat(state.shards())
                .extracting(Object::toString)
                .containsExactly("a FINISHED", "b ASSIGNED");
    }

    /** Flink doesn't tell of the checkpoint, but doesn't hand the child back either. */
    @Test
    void aShardIsFinishedIfItsChildIsInTheCheckpointOfTheResetThoughFlinkNeverTellsOfIt() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.checkpoint(1, false);
        harness.fail(0);
        harness.addReader(0);

        harness.restoredWith(0, "b");
        EnumeratorState state = harness.checkpoint(2, true);

        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
        assertThat(state.shards())
                .extracting(Object::toString)
                .containsExactly("a FINISHED", "b ASSIGNED");
    }

    @Test
    void aSegmentThatMayBeFinishedInTheCheckpointOfTheResetIsReadOnIfItsReaderHasIt() {
        harness.readItems(2);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.endSegments(0, 1);
        harness.checkpoint(2, false);
        harness.fail(0);
        harness.addReader(0);

        harness.restoredWith(0, "segment-0", "segment-1");

        assertThat(harness.checkpoint(3, true).scan().orElseThrow().finished().isEmpty()).isTrue();
    }

    @Test
    void ifItsReaderDoesNotHaveItOnlyARestoreOfTheWholeJobCanTell() {
        harness.readItems(2);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.endSegments(0, 1);
        harness.checkpoint(2, false);
        harness.fail(0);
        harness.addReader(0);

        assertThatThrownBy(() -> harness.restoredWith(0, "segment-0"))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("doesn't hold segment-1")
                .hasMessageContaining("Restoring the whole job");
    }

    @Test
    void ifFlinkTellsOfTheCheckpointTheSegmentIsFinished() {
        harness.readItems(2);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.endSegments(0, 1);
        harness.checkpoint(2, false);
        harness.fail(0);
        harness.enumerator.notifyCheckpointComplete(2);
        harness.addReader(0);

        harness.restoredWith(0, "segment-0");

        assertThat(harness.checkpoint(3, true).scan().orElseThrow().finished().get(1)).isTrue();
    }

    @Test
    void aShardFromLatestOnBeginsAtTheStartOfTheSource() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.LATEST);
        harness.shards("a");
        Instant start = harness.clock.instant();
        harness.start(1, 0);
        ShardSplit first = (ShardSplit) harness.context.lastSplitOf("a");
        harness.restore(1, harness.checkpoint(1, true), 0);

        harness.restoredWith(0);

        ShardSplit again = (ShardSplit) harness.context.lastSplitOf("a");
        assertThat(first.latestOnFirstRead()).isTrue();
        assertThat(again.latestOnFirstRead()).isFalse();
        assertThat(again.position().notBefore().orElseThrow()).isBeforeOrEqualTo(start);
    }

    @Test
    void segmentsThatNoReaderReportsAreAssignedAgain() {
        harness.readItems(2);
        harness.start(2, 0, 1);
        harness.restore(2, harness.checkpoint(1, true), 0, 1);

        harness.restoredWith(0, "segment-0");
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(1);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).containsExactly("assign segment-1 -> 1");
    }

    @Test
    void aSegmentThatAReaderDoesNotReportAfterItsFailureIsAssignedAgain() {
        harness.readItems(2);
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);

        harness.fail(1);
        harness.addReader(1);
        int before = harness.context.actions.size();
        harness.restoredWith(1);

        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .containsExactly("assign segment-1 -> 1");
    }

    @Test
    void aSegmentThatWasReadSinceIsReadAgain() {
        harness.readItems(2);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.endSegments(0, 1);
        harness.fail(0);
        harness.addReader(0);
        int before = harness.context.actions.size();

        harness.restoredWith(0, "segment-0");

        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .containsExactly("assign segment-1 -> 0");
    }

    /** The news that it may drop the shard was overtaken, and the enumerator has forgotten it. */
    @Test
    void anEndedShardThatIsNotKnownIsConfirmedWithoutLookingForItsChildren() {
        harness.shards("a");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.restore(1, state, 0);
        int before = harness.context.actions.size();

        harness.restoredWithEnded(0, List.of("a"), List.of("forgotten"));
        harness.end(0, "forgotten");

        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .containsExactly("HandoverComplete(forgotten) -> 0");
        assertThat(harness.checkpoint(2, true).shards())
                .extracting(Object::toString)
                .containsExactly("a ASSIGNED");
    }

    @Test
    void theEndOfAScanIsNotToldBeforeAShardThatWasOvertakenHasAReader() {
        // Given a reader that fails behind the scan, with the end of which it was to be told again
        harness.readItemsAndStream(1);
        harness.reconcile(true);
        harness.shards("a");
        harness.start(1, 0);
        harness.endSegments(0, 0);
        harness.pass(Duration.ofSeconds(2));
        harness.checkpoint(1, true);
        harness.fail(0);
        int before = harness.context.actions.size();

        // When
        harness.addReader(0);
        List<String> registered = List.copyOf(harness.context.actions);
        harness.restoredWith(0);

        // Then
        assertThat(registered).hasSize(before);
        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .hasSize(2)
                .startsWith("assign a -> 0")
                .last()
                .asString()
                .startsWith("ScanEnded");
    }
}
