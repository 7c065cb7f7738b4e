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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.streams.source.event.BytesRead;
import io.github.flinkdynamodb.streams.source.event.ShardCaughtUp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A child leaves the reader of its parent if that has more than its share, and not before all
 * records of the parent have been processed. Reader 0 has the shards c and d, reader 1 has b; c is
 * followed by e and f, with which reader 0 would have twice as many as the other.
 */
@OnEachFlink
class EnumeratorMovesTest {

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);

    private static final Duration SEARCH = Duration.ofSeconds(1);

    /** What is done until c ends: the shards a to d are assigned, and a is handed over. */
    private static final int BEFORE = 5;

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void childrenMove() {
        harness.options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, RebalanceMode.SHARDS);
        harness.shards("a", "b");
    }

    /** Starts, and splits a and c; if that is wanted, a checkpoint has completed before. */
    private void start(boolean afterCheckpoint) {
        harness.start(2, 0, 1);
        if (afterCheckpoint) {
            harness.checkpoint(1, true);
        }
        harness.service.split("a", "c", "d");
        end(0, "a");
        harness.service.split("c", "e", "f");
    }

    private void endC() {
        end(0, "c");
    }

    /** A shard ends, and its children are found. */
    private void end(int subtask, String shardId) {
        harness.end(subtask, shardId);
        harness.pass(SEARCH);
    }

    private List<String> actions() {
        return harness.context.actions.subList(BEFORE, harness.context.actions.size());
    }

    @Test
    void theChildBeginsElsewhereOnceACheckpointHoldsItsParentAsFinished() {
        start(true);

        endC();
        List<String> before = List.copyOf(actions());
        List<String> followed = List.copyOf(harness.context.followed);
        harness.checkpoint(2, true);

        assertThat(before).containsExactly("assign e -> 0");
        assertThat(followed).isEmpty();
        assertThat(actions()).containsExactly("assign e -> 0", "assign f -> 1");
        assertThat(harness.context.followed).containsExactly("ChildrenAssigned(c) -> 0");
    }

    @Test
    void byDefaultItStays() {
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REBALANCE_MODE);
        start(true);

        endC();

        assertThat(actions())
                .containsExactly("assign e -> 0", "assign f -> 0", "HandoverComplete(c) -> 0");
    }

    @Test
    void belowTheThresholdItStays() {
        harness.options.set(DynamoDbStreamsSourceOptions.REBALANCE_THRESHOLD, 1.5);
        start(true);

        endC();

        assertThat(actions()).contains("assign e -> 0", "assign f -> 0");
    }

    @Test
    void aCheckpointThatHadBegunBeforeIsNotEnough() {
        start(true);

        harness.checkpoint(2, false);
        endC();
        harness.enumerator.notifyCheckpointComplete(2);
        List<String> afterEarlier = List.copyOf(actions());
        harness.checkpoint(3, true);

        assertThat(afterEarlier).containsExactly("assign e -> 0");
        assertThat(actions()).containsExactly("assign e -> 0", "assign f -> 1");
    }

    @Test
    void afterACheckpointThatWasAbortedItWaitsForTheNext() {
        start(true);
        endC();

        harness.checkpoint(2, false);
        harness.enumerator.notifyCheckpointAborted(2);
        List<String> afterAborted = List.copyOf(actions());
        harness.checkpoint(3, true);

        assertThat(afterAborted).containsExactly("assign e -> 0");
        assertThat(actions()).containsExactly("assign e -> 0", "assign f -> 1");
    }

    @Test
    void withoutCheckpointsItStaysAtOnce() {
        start(false);

        endC();

        assertThat(actions())
                .containsExactly("assign e -> 0", "assign f -> 0", "HandoverComplete(c) -> 0");
    }

    @Test
    void ifNoCheckpointHasCompletedForTooLongItStaysAtOnce() {
        start(true);
        harness.pass(MAX_WAIT);

        endC();

        assertThat(actions()).contains("assign e -> 0", "assign f -> 0");
    }

    @Test
    void itWaitsNoLongerThanIsSet() {
        start(true);
        endC();

        harness.pass(MAX_WAIT.minus(SEARCH).minusMillis(1));
        List<String> before = List.copyOf(actions());
        harness.pass(SEARCH);

        assertThat(before).containsExactly("assign e -> 0");
        assertThat(actions())
                .containsExactly("assign e -> 0", "assign f -> 0", "HandoverComplete(c) -> 0");
    }

    @Test
    void whileTheTableIsReadItStays() {
        harness.readItemsAndStream(2);
        start(true);

        endC();

        assertThat(harness.context.actions).contains("assign e -> 0", "assign f -> 0");
    }

    @Test
    void ifItsReaderHasRoomMeanwhileItStays() {
        start(true);
        endC();

        harness.service.closeShard("d");
        harness.stop(0, "d");

        assertThat(actions()).contains("assign e -> 0", "assign f -> 0");
    }

    @Test
    void aChildThatIsFoundBehindTheCheckpointGoesElsewhereAtOnce() {
        start(true);
        harness.service.listed("f", false, false);
        endC();
        harness.checkpoint(2, true);

        harness.service.listed("f", true, true);
        harness.pass(Duration.ofSeconds(31));

        assertThat(actions())
                .containsExactly("assign e -> 0", "HandoverComplete(c) -> 0", "assign f -> 1");
    }

    @Test
    void theParentStaysUntilTheReaderIsNoLongerAheadOfTheChild() {
        start(true);
        endC();
        harness.checkpoint(2, true);
        List<String> before = List.copyOf(actions());
        List<String> followed = List.copyOf(harness.context.followed);

        harness.enumerator.handleSourceEvent(1, new ShardCaughtUp("f"));

        assertThat(before).doesNotContain("HandoverComplete(c) -> 0");
        assertThat(followed).containsExactly("ChildrenAssigned(c) -> 0");
        assertThat(actions()).endsWith("assign f -> 1", "HandoverComplete(c) -> 0");
        assertThat(harness.context.followed).isEqualTo(followed);
    }

    @Test
    void aChildThatEndsBeforeIsFollowedByItsOwnChildren() {
        start(true);
        endC();
        harness.checkpoint(2, true);
        harness.service.split("f", "g");
        end(1, "f");
        List<String> before = List.copyOf(actions());

        harness.enumerator.handleSourceEvent(1, new ShardCaughtUp("g"));

        assertThat(before).endsWith("assign g -> 1", "HandoverComplete(f) -> 1");
        assertThat(before).doesNotContain("HandoverComplete(c) -> 0");
        assertThat(actions()).endsWith("HandoverComplete(c) -> 0");
    }

    @Test
    void aReaderThatFailsIsNotAheadWhenItIsBack() {
        start(true);
        endC();
        harness.checkpoint(2, true);

        harness.checkpoint(3, true);

        harness.fail(1);
        harness.addReader(1);
        harness.restoredWith(1, "b", "f");

        assertThat(actions())
                .containsExactly("assign e -> 0", "assign f -> 1", "HandoverComplete(c) -> 0");
    }

    @Test
    void aChildThatComesBackMovesAgainAtOnce() {
        start(true);
        endC();
        harness.checkpoint(2, true);

        harness.fail(1, "f");
        harness.addReader(1);
        harness.restoredWith(1, "b");

        assertThat(actions()).containsExactly("assign e -> 0", "assign f -> 1", "assign f -> 1");
    }

    @Test
    void ifTheParentsReaderFailsWhileItWaitsItWaitsForTheParentAgain() {
        start(true);
        endC();

        harness.fail(0, "c", "d", "e");
        harness.addReader(0);
        harness.restoredWithEnded(0, List.of("a"), List.of());
        harness.checkpoint(2, true);
        List<String> before = List.copyOf(actions());
        end(0, "a");

        assertThat(before).doesNotContain("assign f -> 1", "assign f -> 0");
        assertThat(actions())
                .endsWith("assign c -> 0", "assign d -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void ifTheParentsReaderFailsBehindTheCheckpointTheParentStaysFinished() {
        start(true);
        endC();
        harness.checkpoint(2, true);

        harness.fail(0);
        harness.addReader(0);
        harness.restoredWithEnded(0, List.of("d", "e"), List.of("c"));
        endC();
        harness.enumerator.handleSourceEvent(1, new ShardCaughtUp("f"));

        assertThat(actions())
                .containsExactly("assign e -> 0", "assign f -> 1", "HandoverComplete(c) -> 0");
    }

    @Test
    void aRestoreFromWhileItWaitsAssignsIt() {
        start(true);
        endC();
        EnumeratorState state = harness.checkpoint(2, false);

        EnumeratorHarness restored = new EnumeratorHarness(harness);
        restored.restore(2, state);
        restored.addReader(0);
        restored.restoredWithEnded(0, List.of("d", "e"), List.of("c"));
        restored.addReader(1);
        restored.restoredWith(1, "b");
        restored.end(0, "c");

        assertThat(restored.context.ownerOf).containsOnlyKeys("f");
        assertThat(restored.context.actions).endsWith("HandoverComplete(c) -> 0");
    }

    @Test
    void byBytesAQuietReaderGetsTheChildOfABusyOneThoughItHasMoreShards() {
        harness.options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, RebalanceMode.BYTES);
        harness.shards("y");
        harness.start(2, 0, 1);
        harness.enumerator.handleSourceEvent(0, new BytesRead(Map.of("a", 1L, "y", 1L)));
        harness.enumerator.handleSourceEvent(1, new BytesRead(Map.of("b", 1_000L)));
        harness.checkpoint(1, true);
        harness.service.split("b", "c", "d");
        int before = harness.context.actions.size();

        end(1, "b");
        harness.checkpoint(2, true);

        assertThat(harness.context.actions.subList(before, harness.context.actions.size()))
                .containsExactly("assign c -> 1", "assign d -> 0");
    }

    @Test
    void byBytesChildrenOfAQuietShardStay() {
        harness.options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, RebalanceMode.BYTES);
        start(true);
        harness.enumerator.handleSourceEvent(0, new BytesRead(Map.of("d", 1_000L)));
        harness.enumerator.handleSourceEvent(1, new BytesRead(Map.of()));

        endC();

        assertThat(actions()).contains("assign e -> 0", "assign f -> 0");
    }
}
