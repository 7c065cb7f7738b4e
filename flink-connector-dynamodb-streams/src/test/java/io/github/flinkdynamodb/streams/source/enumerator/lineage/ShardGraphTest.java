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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import static io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus.ASSIGNED;
import static io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus.FINISHED;
import static io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus.READY;
import static io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ShardGraphTest {

    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private static ShardDescriptor open(String shardId, String parentShardId) {
        return new ShardDescriptor(shardId, parentShardId, SequenceNumber.of("1"), null);
    }

    private static ShardDescriptor closed(String shardId, String parentShardId) {
        return new ShardDescriptor(
                shardId, parentShardId, SequenceNumber.of("1"), SequenceNumber.of("2"));
    }

    private static String idOf(Instant created, int number) {
        return String.format("shardId-%020d-%08x", created.toEpochMilli(), number);
    }

    private static void list(ShardGraph graph, Instant now, ShardDescriptor... shards) {
        graph.listed(Arrays.asList(shards));
        graph.listingComplete(now);
    }

    private static ShardStatus statusOf(ShardGraph graph, String shardId) {
        return graph.shard(shardId).orElseThrow().status();
    }

    @Nested
    class FromTheTrimHorizon {

        private final ShardGraph graph = new ShardGraph(StartRule.trimHorizon(), false);

        @Test
        void aRootIsReadyAsSoonAsItsPageHasCome() {
            graph.listed(List.of(open("a", null)));

            assertThat(graph.ready()).containsExactly("a");
        }

        @Test
        void aChildWaitsUntilItsParentIsFinished() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);

            graph.finished("a");

            assertThat(graph.ready()).containsExactly("b");
        }

        @Test
        void aChildOnAnEarlierPageThanItsParentWaitsAllTheSame() {
            graph.listed(List.of(open("b", "a")));
            graph.listed(List.of(closed("a", null)));
            graph.listingComplete(NOW);

            assertThat(graph.ready()).containsExactly("a");
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);
        }

        @Test
        void aChildOnAnEarlierPageThanItsParentWaitsInALaterListingToo() {
            // Given a listing that was complete before the two were created
            list(graph, NOW, open("root", null));

            // When
            graph.listed(List.of(open("b", "a")));
            List<String> between = graph.ready();
            graph.listed(List.of(closed("a", null), open("root", null)));
            graph.listingComplete(NOW);

            // Then
            assertThat(between).containsExactly("root");
            assertThat(graph.ready()).containsExactly("root", "a");
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);
        }

        @Test
        void aChildOfATrimmedParentIsReadyOnlyAfterACompleteListing() {
            graph.listed(List.of(open("b", "trimmed")));
            List<String> before = graph.ready();

            graph.listingComplete(NOW);

            assertThat(before).isEmpty();
            assertThat(graph.ready()).containsExactly("b");
        }

        @Test
        void bothChildrenOfASplitFollowTheirParent() {
            list(graph, NOW, closed("a", null), open("b", "a"), open("c", "a"));
            graph.assigned("a");

            graph.finished("a");

            assertThat(graph.ready()).containsExactly("b", "c");
        }

        @Test
        void aSecondChildThatIsFoundLateIsReadyAtOnce() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");
            graph.assigned("b");

            graph.found(List.of(open("c", "a")));

            assertThat(graph.ready()).containsExactly("c");
        }

        @Test
        void aShardThatIsAssignedTwiceIsAnError() {
            list(graph, NOW, open("a", null));
            graph.assigned("a");

            assertThatThrownBy(() -> graph.assigned("a"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a ASSIGNED");
        }

        @Test
        void aShardThatComesBackWaitsForItsParentAgain() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");
            graph.assigned("b");

            graph.readerReset(List.of("a"), List.of("b"));

            assertThat(statusOf(graph, "a")).isEqualTo(ASSIGNED);
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);
        }

        @Test
        void aChildThatNobodyHasYetWaitsAgainWhenItsParentIsReopened() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");

            graph.readerReset(List.of("a"), List.of());

            assertThat(graph.ready()).isEmpty();
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);
        }

        @Test
        void aChildThatAnotherReaderHasStaysThereWhenItsParentIsReopened() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");
            graph.assigned("b");

            graph.readerReset(List.of("a"), List.of());

            assertThat(statusOf(graph, "b")).isEqualTo(ASSIGNED);
        }

        @Test
        void whatIsAfterAStoppedShardIsNotWanted() {
            list(graph, NOW, closed("a", null), closed("b", "a"), open("c", "b"));
            graph.assigned("a");

            graph.stopped("a");
            graph.found(List.of(open("d", "c")));

            assertThat(graph.allFinished()).isTrue();
            assertThat(graph.ready()).isEmpty();
        }

        @Test
        void aFinishedShardThatIsNotListedAnyMoreIsForgottenByItsAge() {
            String old = idOf(NOW.minus(Duration.ofHours(31)), 1);
            String child = idOf(NOW.minus(Duration.ofHours(27)), 2);
            list(graph, NOW, closed(old, null), open(child, old));
            graph.assigned(old);
            graph.finished(old);

            list(graph, NOW, open(child, old));

            assertThat(graph.shard(old)).isEmpty();
            assertThat(graph.shard(child)).isPresent();
        }

        @Test
        void aFinishedShardOfAnotherFormOfIdIsForgottenAfterThreeListingsWithoutIt() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");
            graph.confirmed("a");

            List<Boolean> known = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                list(graph, NOW, open("b", "a"));
                known.add(graph.shard("a").isPresent());
            }

            assertThat(known).containsExactly(true, true, false);
        }

        @Test
        void aShardThatMayComeBackWithItsReaderIsNotForgotten() {
            // Given
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");
            for (int i = 0; i < 3; i++) {
                list(graph, NOW, open("b", "a"));
            }

            // When
            graph.readerReset(List.of("a"), List.of());

            // Then
            assertThat(statusOf(graph, "a")).isEqualTo(ASSIGNED);
            assertThat(statusOf(graph, "b")).isEqualTo(WAITING);
        }

        @Test
        void aYoungFinishedShardThatOneListingLeftOutIsNotReadTwice() {
            String young = idOf(NOW.minus(Duration.ofHours(2)), 1);
            list(graph, NOW, open(young, null));
            graph.assigned(young);
            graph.finished(young);

            list(graph, NOW);
            list(graph, NOW, closed(young, null));

            assertThat(statusOf(graph, young)).isEqualTo(FINISHED);
        }

        @Test
        void aForgottenShardThatIsListedAgainIsNotReadAgain() {
            String old = idOf(NOW.minus(Duration.ofHours(31)), 1);
            String child = idOf(NOW.minus(Duration.ofHours(27)), 2);
            list(graph, NOW, closed(old, null), open(child, old));
            graph.assigned(old);
            graph.finished(old);
            graph.assigned(child);
            list(graph, NOW, open(child, old));

            list(graph, NOW, closed(old, null), open(child, old));

            assertThat(statusOf(graph, old)).isEqualTo(FINISHED);
            assertThat(graph.ready()).isEmpty();
        }

        @Test
        void aParentThatAListingMissedIsReadLateRatherThanNotAtAll() {
            String parent = idOf(NOW.minus(Duration.ofHours(2)), 1);
            String child = idOf(NOW.minus(Duration.ofHours(1)), 2);
            list(graph, NOW, open(child, parent));
            graph.assigned(child);

            list(graph, NOW, closed(parent, null), open(child, parent));

            assertThat(graph.ready()).containsExactly(parent);
        }

        @Test
        void aParentThatIsTooYoungToBeTrimmedIsWaitedForThoughAListingNamesOnlyItsChild() {
            String grandparent = idOf(NOW.minus(Duration.ofHours(4)), 1);
            String parent = idOf(NOW.minusSeconds(10), 2);
            String child = idOf(NOW.minusSeconds(5), 3);
            list(graph, NOW, open(grandparent, null));
            graph.assigned(grandparent);

            list(graph, NOW, closed(grandparent, null), open(child, parent));
            List<String> withoutParent = graph.ready();
            graph.finished(grandparent);
            graph.found(List.of(closed(parent, grandparent)));
            List<String> withParent = graph.ready();

            assertThat(withoutParent).isEmpty();
            assertThat(withParent).containsExactly(parent);
            assertThat(statusOf(graph, child)).isEqualTo(WAITING);
        }

        @Test
        void aYoungParentThatNoListingNamesForAMinuteIsGivenUp() {
            String parent = idOf(NOW.minusSeconds(10), 1);
            String child = idOf(NOW.minusSeconds(5), 2);
            list(graph, NOW, open(child, parent));
            list(graph, NOW.plusSeconds(59), open(child, parent));
            List<String> before = graph.ready();

            list(graph, NOW.plusSeconds(60), open(child, parent));

            assertThat(before).isEmpty();
            assertThat(graph.ready()).containsExactly(child);
        }

        @Test
        void anIdFromTheFutureTellsNothingOfItsParent() {
            String child = idOf(NOW.plus(Duration.ofHours(3)), 2);

            list(graph, NOW, open(child, idOf(NOW.plus(Duration.ofHours(2)), 1)));

            assertThat(graph.ready()).containsExactly(child);
        }

        @Test
        void aShardThatAReaderWasRestoredWithIsNotGivenOut() {
            graph.heldByReader("a");

            list(graph, NOW, closed("a", null), open("b", "a"));

            assertThat(graph.ready()).isEmpty();
            assertThat(statusOf(graph, "a")).isEqualTo(ASSIGNED);
        }

        @Test
        void aFinishedShardStaysFinishedWhenAReaderStillHasIt() {
            list(graph, NOW, closed("a", null), open("b", "a"));
            graph.assigned("a");
            graph.finished("a");

            graph.heldByReader("a");

            assertThat(statusOf(graph, "a")).isEqualTo(FINISHED);
        }

        @Test
        void onlyWhatNobodyHasIsAbandonedWhenTheStreamIsGone() {
            list(graph, NOW, closed("a", null), open("b", "a"), open("c", null));
            graph.assigned("a");

            graph.abandonUnassigned();

            assertThat(statusOf(graph, "a")).isEqualTo(ASSIGNED);
            assertThat(statusOf(graph, "b")).isEqualTo(FINISHED);
            assertThat(statusOf(graph, "c")).isEqualTo(FINISHED);
        }
    }

    @Nested
    class FromLatest {

        private final String ended = idOf(NOW.minus(Duration.ofHours(5)), 1);
        private final String current = idOf(NOW.minus(Duration.ofHours(1)), 2);
        private final ShardGraph graph = new ShardGraph(StartRule.latest(NOW, true), false);

        @Test
        void anOpenLeafBeginsAtLatestAndItsParentIsLeftOut() {
            list(graph, NOW, closed(ended, null), open(current, ended));

            assertThat(graph.ready()).containsExactly(current);
            assertThat(graph.shard(current).orElseThrow().latestOnFirstRead()).isTrue();
            assertThat(statusOf(graph, ended)).isEqualTo(FINISHED);
        }

        @Test
        void anOpenLeafIsReadyBeforeTheListingIsComplete() {
            graph.listed(List.of(open(current, ended)));

            assertThat(graph.ready()).containsExactly(current);
        }

        @Test
        void aClosedShardIsHeldBackUntilItIsKnownWhetherAChildLeavesItOut() {
            graph.listed(List.of(closed(ended, null)));
            List<String> early = graph.ready();

            graph.listed(List.of(open(current, ended)));
            graph.listingComplete(NOW);

            assertThat(early).isEmpty();
            assertThat(statusOf(graph, ended)).isEqualTo(FINISHED);
        }

        @Test
        void aShardThatEndedAroundTheStartIsReadWithATolerance() {
            String parent = idOf(NOW.minus(Duration.ofHours(4)), 1);
            String child = idOf(NOW.minus(Duration.ofMinutes(1)), 2);

            list(graph, NOW, closed(parent, null), open(child, parent));

            assertThat(graph.ready()).containsExactly(parent);
            Shard shard = graph.shard(parent).orElseThrow();
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).contains(NOW.minus(StartRule.LATEST_TOLERANCE));
        }

        @Test
        void aChildThatFollowsAShardThatWasReadIsReadFromItsBeginning() {
            String parent = idOf(NOW.minus(Duration.ofHours(4)), 1);
            String child = idOf(NOW.minus(Duration.ofMinutes(1)), 2);
            list(graph, NOW, closed(parent, null), open(child, parent));
            graph.assigned(parent);

            graph.finished(parent);

            Shard shard = graph.shard(child).orElseThrow();
            assertThat(shard.status()).isEqualTo(READY);
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).isEmpty();
        }

        @Test
        void aSecondChildFoundDuringTheFirstListingIsReadFromItsBeginning() {
            graph.listed(List.of(open(current, ended)));
            graph.assigned(current);
            graph.finished(current);

            graph.found(List.of(open("late-child", current)));

            Shard shard = graph.shard("late-child").orElseThrow();
            assertThat(shard.status()).isEqualTo(READY);
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).isEmpty();
        }

        @Test
        void aShardThatIsListedAsOpenAndHasAChildIsClosing() {
            String child = idOf(NOW.minus(Duration.ofMinutes(1)), 3);

            list(graph, NOW, open(current, null), open(child, current));

            assertThat(graph.ready()).containsExactly(current);
            assertThat(graph.shard(current).orElseThrow().latestOnFirstRead()).isFalse();
        }

        @Test
        void anIdOfAnotherFormMakesItsParentBeReadWithTheFilter() {
            list(graph, NOW, closed("odd-parent", null), open("odd-child", "odd-parent"));

            assertThat(graph.ready()).containsExactly("odd-parent");
            assertThat(graph.shard("odd-parent").orElseThrow().notBefore()).isPresent();
        }

        @Test
        void aRootThatIsFoundLaterIsNotBegunAtLatest() {
            list(graph, NOW, open(current, null));

            list(graph, NOW, open(current, null), open("late-root", null));

            Shard shard = graph.shard("late-root").orElseThrow();
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).contains(NOW.minus(StartRule.LATEST_TOLERANCE));
        }

        @Test
        void aShardThatCameBackIsNotBegunAtLatestAgain() {
            list(graph, NOW, open(current, null));
            graph.assigned(current);

            graph.readerReset(List.of(), List.of(current));

            Shard shard = graph.shard(current).orElseThrow();
            assertThat(shard.status()).isEqualTo(READY);
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).contains(NOW.minus(StartRule.LATEST_TOLERANCE));
        }

        @Test
        void aRestartBeforeTheFirstCheckpointUsesNoLatestIterator() {
            ShardGraph second = new ShardGraph(StartRule.latest(NOW, false), false);

            list(second, NOW, open(current, null));

            Shard shard = second.shard(current).orElseThrow();
            assertThat(shard.latestOnFirstRead()).isFalse();
            assertThat(shard.notBefore()).contains(NOW.minus(StartRule.LATEST_TOLERANCE));
        }
    }

    @Nested
    class FromATime {

        private final Instant start = NOW.minus(Duration.ofHours(6));
        private final String before = idOf(NOW.minus(Duration.ofHours(12)), 1);
        private final String across = idOf(NOW.minus(Duration.ofHours(8)), 2);
        private final String after = idOf(NOW.minus(Duration.ofHours(4)), 3);
        private final ShardGraph graph = new ShardGraph(StartRule.timestamp(start), false);

        @Test
        void shardsThatEndedBeforeAreLeftOutAndTheOthersFiltered() {
            list(graph, NOW, closed(before, null), closed(across, before), open(after, across));

            assertThat(statusOf(graph, before)).isEqualTo(FINISHED);
            assertThat(graph.ready()).containsExactly(across);
            assertThat(graph.shard(across).orElseThrow().notBefore()).contains(start);
            assertThat(statusOf(graph, after)).isEqualTo(WAITING);
        }

        @Test
        void theFilterStaysForChildren() {
            list(graph, NOW, closed(before, null), closed(across, before), open(after, across));
            graph.assigned(across);

            graph.finished(across);

            assertThat(graph.shard(after).orElseThrow().notBefore()).contains(start);
        }

        @Test
        void aShardThatEndedWithinTheClockMarginIsRead() {
            String child = idOf(start.minus(Duration.ofMinutes(4)), 9);

            list(graph, NOW, closed(before, null), open(child, before));

            assertThat(graph.ready()).containsExactly(before);
        }
    }

    @Nested
    class AfterARestore {

        @Test
        void unassignedShardsAreGivenOutAgainAndAssignedOnesAreNot() {
            ShardGraph graph = new ShardGraph(StartRule.trimHorizon(), true);
            graph.restore(
                    List.of(
                            new ShardState("a", null, FINISHED, null),
                            new ShardState("b", "a", ASSIGNED, null),
                            new ShardState("c", "a", READY, NOW),
                            new ShardState("d", "b", WAITING, null)));

            assertThat(graph.ready()).containsExactly("c");
            assertThat(graph.shard("c").orElseThrow().notBefore()).contains(NOW);
            assertThat(statusOf(graph, "b")).isEqualTo(ASSIGNED);
            assertThat(statusOf(graph, "d")).isEqualTo(WAITING);
        }

        @Test
        void aShardWithAnUnknownParentWaitsForTheFirstListingOfTheRun() {
            ShardGraph graph = new ShardGraph(StartRule.trimHorizon(), true);
            graph.restore(List.of(new ShardState("b", "gone", WAITING, null)));
            List<String> before = graph.ready();

            list(graph, NOW, open("b", "gone"));

            assertThat(before).isEmpty();
            assertThat(graph.ready()).containsExactly("b");
        }
    }
}
