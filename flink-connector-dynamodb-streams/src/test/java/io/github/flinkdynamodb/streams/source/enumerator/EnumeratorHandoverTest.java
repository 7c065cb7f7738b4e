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

import static io.github.flinkdynamodb.streams.source.enumerator.EnumeratorHarness.ARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ChildSearch;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

@OnEachFlink
class EnumeratorHandoverTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void theChildrenGoToTheirParentsReaderBeforeItMayDropTheParent() {
        harness.shards("a");
        harness.start(2, 0, 1);
        harness.service.split("a", "b", "c");

        harness.end(0, "a");

        assertThat(harness.context.actions)
                .containsExactly(
                        "assign a -> 0",
                        "assign b -> 0",
                        "assign c -> 0",
                        "HandoverComplete(a) -> 0");
    }

    @Test
    void theChildIsFoundAtOnceWithoutAFullListing() {
        harness.shards("a");
        harness.start(1, 0);
        int listings = harness.service.calls(Operation.DESCRIBE_STREAM);
        harness.service.split("a", "b");
        harness.service.listed("b", false, true);

        harness.end(0, "a");

        assertThat(harness.context.ownerOf).containsKey("b");
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(listings);
    }

    @Test
    void aChildThatShowsUpLateIsWaitedFor() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.closeShard("a");
        harness.end(0, "a");
        harness.pass(Duration.ofSeconds(5));
        List<String> before = List.copyOf(harness.context.actions);

        harness.service.shard(ARN, "b", "a");
        harness.pass(Duration.ofSeconds(2));

        assertThat(before).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void aShardThatSeemedToEndAndIsListedAsOpenIsReadOn() {
        harness.shards("a");
        harness.start(1, 0);

        harness.end(0, "a");
        List<String> before = List.copyOf(harness.context.actions);
        harness.pass(Duration.ofSeconds(5));

        assertThat(before).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "ShardStillOpen(a) -> 0");
    }

    @Test
    void aShardThatIsReadOnIsHandedOverWhenItEndsAfterAll() {
        harness.shards("a");
        harness.start(1, 0);
        harness.end(0, "a");
        harness.pass(Duration.ofSeconds(5));
        harness.service.split("a", "b");

        harness.end(0, "a");

        assertThat(harness.context.actions)
                .containsExactly(
                        "assign a -> 0",
                        "ShardStillOpen(a) -> 0",
                        "assign b -> 0",
                        "HandoverComplete(a) -> 0");
    }

    @Test
    void aShardThatSeemsToEndAgainAndAgainIsListedNoMoreOftenThanUsual() {
        harness.shards("a");
        harness.start(1, 0);
        harness.end(0, "a");
        harness.pass(Duration.ofSeconds(5));
        harness.end(0, "a");

        harness.pass(Duration.ofSeconds(5));
        int soon = Collections.frequency(harness.context.actions, "ShardStillOpen(a) -> 0");
        harness.pass(Duration.ofMinutes(2));

        assertThat(soon).isEqualTo(1);
        assertThat(harness.context.actions).filteredOn("ShardStillOpen(a) -> 0"::equals).hasSize(2);
    }

    @Test
    void aShardWhoseReaderFailedIsNotReadOnByAnyReader() {
        harness.shards("a");
        harness.start(1, 0);
        harness.end(0, "a");

        harness.fail(0);
        harness.pass(Duration.ofSeconds(5));

        assertThat(harness.context.actions).doesNotContain("ShardStillOpen(a) -> 0");
    }

    @Test
    void aSecondChildThatIsListedLateStillGoesToItsParentsReader() {
        harness.shards("a");
        harness.start(2, 0, 1);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.service.shard(ARN, "late", "a");

        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsEntry("b", 0).containsEntry("late", 0);
    }

    @Test
    void aChildThatIsFoundAfterACheckpointHoldsItsParentsEndGoesToItsReaderToo() {
        harness.shards("a");
        harness.start(2, 0, 1);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.checkpoint(1, true);
        harness.service.shard(ARN, "late", "a");

        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsEntry("b", 0).containsEntry("late", 0);
    }

    @Test
    void aChildThatIsFoundAfterARestoreWithoutItsParentGoesWhereTheFewestAre() {
        harness.shards("a");
        harness.start(2, 0, 1);
        harness.service.split("a", "b");
        harness.end(0, "a");
        EnumeratorState state = harness.checkpoint(1, true);
        harness.restore(2, state, 0, 1);
        harness.restoredWith(0, "b");
        harness.service.shard(ARN, "late", "a");

        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsEntry("late", 1);
    }

    @Test
    void aServiceThatRejectsTheFilterIsListedInstead() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.service.fail(Operation.CHILD_SHARDS, "a", Kind.INVALID_REQUEST, 1_000);

        harness.end(0, "a");
        harness.pass(Duration.ofSeconds(5));

        assertThat(harness.context.ownerOf).containsKey("b");
    }

    @Test
    void anEventThatComesTwiceChangesNothing() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.end(0, "a");

        harness.end(0, "a");

        assertThat(harness.context.actions)
                .containsExactly(
                        "assign a -> 0",
                        "assign b -> 0",
                        "HandoverComplete(a) -> 0",
                        "HandoverComplete(a) -> 0");
    }

    @Test
    void anEventOfAReaderThatIsGoneWhenTheChildIsFoundIsWaitedForAgain() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.closeShard("a");
        harness.end(0, "a");
        harness.fail(0);
        harness.service.shard(ARN, "b", "a");
        harness.pass(A_MINUTE);
        List<String> whileAway = List.copyOf(harness.context.actions);

        harness.addReader(0);
        harness.restoredWith(0, "a");
        harness.end(0, "a");

        assertThat(whileAway).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
    }

    private void startWithParents(int shards) {
        for (int i = 0; i < shards; i++) {
            harness.service.shard(ARN, "p" + i, null);
        }
        harness.start(1, 0);
        for (int i = 0; i < shards; i++) {
            harness.service.split("p" + i, "c" + i);
        }
    }

    private void endParents(int shards) {
        for (int i = 0; i < shards; i++) {
            harness.end(0, "p" + i);
        }
    }

    @Test
    void shardsThatEndTogetherAreFoundBehindTheLastListing() {
        startWithParents(250);
        int listed = harness.service.calls(Operation.DESCRIBE_STREAM);

        endParents(250);
        harness.pass(Duration.ofMillis(400));

        assertThat(harness.context.ownerOf).hasSize(500);
        assertThat(harness.service.calls(Operation.CHILD_SHARDS)).isEqualTo(1);
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(listed + 3);
    }

    @Test
    void theEndOfAListingWhoseLastPageIsEmptyIsKnown() {
        harness.service.fullPagesGoOn(true);
        startWithParents(100);
        int listed = harness.service.calls(Operation.DESCRIBE_STREAM);

        endParents(100);
        harness.pass(Duration.ofMillis(400));

        assertThat(harness.context.ownerOf).hasSize(200);
        assertThat(harness.service.calls(Operation.CHILD_SHARDS)).isEqualTo(1);
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(listed + 1);
    }

    @Test
    void whatHasComeBehindTheLastListingMovesItsEnd() {
        startWithParents(150);
        endParents(150);
        harness.pass(Duration.ofSeconds(2));
        for (int i = 0; i < 150; i++) {
            harness.service.split("c" + i, "g" + i);
        }
        int listed = harness.service.calls(Operation.DESCRIBE_STREAM);

        for (int i = 0; i < 150; i++) {
            harness.end(0, "c" + i);
        }
        harness.pass(Duration.ofMillis(400));

        assertThat(harness.context.ownerOf).hasSize(450);
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(listed + 2);
    }

    @Test
    void shardsOfAServiceThatListsTheNewestFirstAreFoundAllTheSame() {
        harness.service.listNewestFirst(true);
        startWithParents(10);

        endParents(10);
        harness.pass(Duration.ofSeconds(4));

        assertThat(harness.context.ownerOf).hasSize(20);
    }

    @Test
    void manyShardsOfAServiceThatListsTheNewestFirstAreFoundByAListing() {
        harness.service.listNewestFirst(true);
        startWithParents(100);

        endParents(100);
        harness.pass(Duration.ofSeconds(5));

        assertThat(harness.context.ownerOf).hasSize(200);
        assertThat(harness.service.calls(Operation.CHILD_SHARDS)).isLessThan(50);
    }

    @Test
    void anEndOfTheListingThatCanNotBeGoneOnFromIsGivenUp() {
        startWithParents(10);
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.INVALID_REQUEST, 1);

        endParents(10);
        harness.pass(Duration.ofSeconds(4));

        assertThat(harness.service.faultsLeft()).isZero();
        assertThat(harness.context.ownerOf).hasSize(20);
    }

    @Test
    void childrenThatShowUpAfterTheFirstSearchAreFoundByALaterOne() {
        startWithParents(10);
        for (int i = 0; i < 10; i++) {
            harness.service.listed("c" + i, false, false);
        }
        endParents(10);
        harness.pass(Duration.ofMillis(700));
        int before = harness.context.ownerOf.size();

        for (int i = 0; i < 10; i++) {
            harness.service.listed("c" + i, true, true);
        }
        harness.pass(Duration.ofSeconds(3));

        assertThat(before).isEqualTo(10);
        assertThat(harness.context.ownerOf).hasSize(20);
    }

    @Test
    void aChildThatOnlyListingsShowAndThatShowsUpLateIsFoundLongBeforeTheNextInterval() {
        harness.listEvery(Duration.ofHours(1));
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.service.listed("b", false, false);
        harness.end(0, "a");
        harness.pass(Duration.ofSeconds(20));
        harness.service.listed("b", true, false);

        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsKey("b");
    }

    @Test
    void aFailedReaderIsNotSearchedForAnyMore() {
        startWithParents(10);
        for (int i = 0; i < 10; i++) {
            harness.service.listed("c" + i, false, false);
        }
        endParents(10);
        harness.pass(Duration.ofSeconds(1));

        harness.fail(0);
        harness.pass(Duration.ofSeconds(1));
        int calls = harness.service.calls(Operation.CHILD_SHARDS);
        harness.pass(Duration.ofSeconds(20));

        assertThat(harness.service.calls(Operation.CHILD_SHARDS)).isEqualTo(calls);
    }

    @Test
    void manyShardsThatEndBeforeTheirChildrenAreListedWaitForTheListingUnderWay() {
        int shards = 200;
        harness.service.shardsPerPage(10);
        for (int i = 0; i < shards; i++) {
            harness.service.shard(ARN, "p" + i, null);
            harness.service.closeShard("p" + i);
        }
        for (int i = 0; i < shards; i++) {
            harness.service.shard(ARN, "c" + i, "p" + i);
        }
        harness.start(1, 0);
        harness.pass(Duration.ofSeconds(1));
        Set<String> first = Set.copyOf(harness.context.ownerOf.keySet());

        first.forEach(shard -> harness.end(0, shard));
        harness.pass(Duration.ofSeconds(20));

        assertThat(first).hasSizeBetween(ChildSearch.MAX_LOOK_UPS + 10, shards - 10);
        assertThat(first)
                .allMatch(shard -> harness.context.ownerOf.containsKey("c" + shard.substring(1)));
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(2 * shards / 10);
        assertThat(harness.service.calls(Operation.CHILD_SHARDS))
                .isLessThanOrEqualTo(2 * ChildSearch.MAX_LOOK_UPS);
    }

    @Test
    void aShardThatNoListingHasNamedYetIsNotTakenForTrimmed() {
        // Given
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.service.listed("b", false, true);
        harness.end(0, "a");
        harness.service.split("b", "c");
        harness.service.listed("c", false, false);

        // When
        harness.end(0, "b");
        harness.pass(A_MINUTE);
        harness.service.listed("c", false, true);
        harness.pass(A_MINUTE);

        // Then
        assertThat(harness.context.actions).endsWith("assign c -> 0", "HandoverComplete(b) -> 0");
    }

    @Test
    void aShardWhoseChildrenTheRetentionHasPassedOverIsDataLoss() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.dropShard("a");
        harness.end(0, "a");

        assertThatThrownBy(() -> harness.pass(A_MINUTE))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Data loss: shard a of stream " + ARN)
                .hasMessageContaining("scan.on-data-loss");
    }

    /** The time in a shard's id says that its retention can't have passed. */
    @Test
    void aYoungShardThatListingsLackForSecondsIsNotTakenForTrimmed() {
        // Given
        String young = endedYoungShardThatListingsLack();

        // When
        harness.pass(Duration.ofSeconds(30));
        List<String> before = List.copyOf(harness.context.actions);
        harness.service.listed("child", true, true);
        harness.pass(A_MINUTE);

        // Then
        assertThat(before).containsExactly("assign " + young + " -> 0");
        assertThat(harness.context.actions).contains("assign child -> 0");
    }

    /** The job reports it rather than waiting for a shard that doesn't come. */
    @Test
    void aYoungShardThatListingsLackForMoreThanAMinuteIsDataLoss() {
        String young = endedYoungShardThatListingsLack();

        assertThatThrownBy(() -> harness.pass(A_MINUTE.plusSeconds(31)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Data loss: shard " + young + " of stream " + ARN);
    }

    private String endedYoungShardThatListingsLack() {
        String young = String.format("shardId-%020d-a", harness.clock.millis());
        harness.shards(young);
        harness.start(1, 0);
        harness.service.split(young, "child");
        harness.service.listed(young, false, false);
        harness.service.listed("child", false, false);
        harness.end(0, young);
        return young;
    }

    @Test
    void withTheContinuePolicyTheOldestRootsGoOn() {
        harness.onDataLossContinue();
        harness.shards("a");
        harness.start(1, 0);
        harness.service.dropShard("a");
        harness.service.shard(ARN, "grandchild", "trimmed-child");

        harness.end(0, "a");
        harness.pass(A_MINUTE);

        assertThat(harness.context.actions)
                .contains("assign grandchild -> 0", "HandoverComplete(a) -> 0");
    }
}
