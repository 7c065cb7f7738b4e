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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which reader gets which segments, and when. */
@OnEachFlink
class SegmentAssignerTest {

    private static final int LIMIT = 32;

    /** What each subtask has, by what was taken. */
    private final Map<Integer, Set<Integer>> segmentsOf = new HashMap<>();

    private static ScannedTable table(int segments) {
        return new ScannedTable("orders", "arn", List.of("id"), segments, true);
    }

    private static SegmentAssigner fresh(int segments, int parallelism, int limit) {
        return assigner(segments, parallelism, limit, new BitSet(), new BitSet());
    }

    private static SegmentAssigner assigner(
            int segments, int parallelism, int limit, BitSet finished, BitSet held) {
        ScannedTable table = table(segments);
        return new SegmentAssigner(
                table,
                parallelism,
                limit,
                finished,
                held,
                segment -> SegmentSplit.of(table, segment));
    }

    private static BitSet set(int... segments) {
        return IntStream.of(segments).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private void take(SegmentAssigner assigner, int... reachable) {
        Set<Integer> subtasks = IntStream.of(reachable).boxed().collect(Collectors.toSet());
        assigner.takeAssignable(subtasks::contains)
                .forEach(
                        (subtask, splits) ->
                                splits.forEach(split -> add(subtask, (SegmentSplit) split)));
    }

    private void add(int subtask, SegmentSplit split) {
        boolean isNew =
                segmentsOf.computeIfAbsent(subtask, s -> new HashSet<>()).add(split.segment());
        assertThat(isNew).as("%s is new to subtask %s", split, subtask).isTrue();
    }

    private int count(int subtask) {
        return segmentsOf.getOrDefault(subtask, Set.of()).size();
    }

    private void end(SegmentAssigner assigner, int subtask, int segment) {
        assertThat(segmentsOf.get(subtask).remove(segment)).isTrue();
        assigner.finished(subtask, segment);
    }

    private static List<DynamoDbStreamsSplit> splits(int... segments) {
        return IntStream.of(segments)
                .mapToObj(segment -> SegmentSplit.of(table(16), segment))
                .collect(Collectors.toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 64, 1000, 1025})
    void everySegmentIsReadOnce(int segments) {
        SegmentAssigner assigner = fresh(segments, 3, 4);
        Set<Integer> read = new HashSet<>();

        while (!assigner.allFinished()) {
            take(assigner, 0, 1, 2);
            int busiest = count(0) >= count(1) ? (count(0) >= count(2) ? 0 : 2) : 1;
            int segment = segmentsOf.get(busiest).iterator().next();
            assertThat(read.add(segment)).isTrue();
            end(assigner, busiest, segment);
        }

        assertThat(read).hasSize(segments);
        assertThat(assigner.finishedCount()).isEqualTo(segments);
    }

    @Test
    void segmentsAreSharedOutEvenlyThoughOneReaderRegistersFirst() {
        SegmentAssigner assigner = fresh(12, 3, LIMIT);

        take(assigner, 1);
        int first = count(1);
        take(assigner, 0, 1, 2);

        assertThat(first).isEqualTo(4);
        assertThat(List.of(count(0), count(1), count(2))).containsExactly(4, 4, 4);
        assertThat(assigner.readyCount()).isZero();
    }

    @Test
    void aReaderHasNoMoreThanTheLimit() {
        SegmentAssigner assigner = fresh(1000, 2, LIMIT);

        take(assigner, 0, 1);

        assertThat(List.of(count(0), count(1))).containsExactly(LIMIT, LIMIT);
    }

    @Test
    void whoeverEndsFirstGetsMoreSoThatUnequalSegmentsLevelOut() {
        SegmentAssigner assigner = fresh(8, 2, 2);
        take(assigner, 0, 1);

        for (int i = 0; i < 4; i++) {
            end(assigner, 0, segmentsOf.get(0).iterator().next());
            take(assigner, 0, 1);
        }

        assertThat(assigner.readyCount()).as("while subtask 1 reads its first ones").isZero();
        assertThat(List.of(count(0), count(1))).containsExactly(2, 2);
    }

    @Test
    void segmentsThatAreReadAtTheSameTimeAreNoNeighbours() {
        SegmentAssigner assigner = fresh(64, 1, 8);

        take(assigner, 0);

        assertThat(segmentsOf.get(0)).containsExactlyInAnyOrder(0, 8, 16, 24, 32, 40, 48, 56);
    }

    @Test
    void restoredSegmentsStayWhereTheyAreAndOthersWaitUntilAllAreReported() {
        SegmentAssigner assigner = assigner(8, 2, LIMIT, set(0, 1), set(2, 3, 4));

        assigner.restoredWith(0, List.of("segment-2", "segment-3"), List.of());
        take(assigner, 0, 1);
        Map<Integer, Set<Integer>> before = Map.copyOf(segmentsOf);
        assigner.restoredWith(1, List.of("segment-4"), List.of());
        take(assigner, 0, 1);

        assertThat(before).isEmpty();
        assertThat(List.of(count(0), count(1))).containsExactly(1, 2);
        assertThat(assigner.held()).isEqualTo(set(2, 3, 4, 5, 6, 7));
        assertThat(assigner.finished()).isEqualTo(set(0, 1));
    }

    @Test
    void whatWasAssignedSinceTheLastCheckpointIsFreeOnceItsReaderFails() {
        SegmentAssigner assigner = fresh(16, 2, 2);
        take(assigner, 0, 1);
        List<Integer> lost = List.copyOf(segmentsOf.remove(0));

        assigner.readerReset(0, splits(lost.get(0), lost.get(1)));
        take(assigner, 0, 1);

        assertThat(segmentsOf.get(0)).containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void aSegmentOfACheckpointIsHeldByItsReaderAlsoWhileThatRestarts() {
        SegmentAssigner assigner = fresh(2, 2, LIMIT);
        take(assigner, 0, 1);
        assigner.snapshotTaken(1);
        assigner.checkpointComplete(1);

        assigner.readerReset(0, List.of());
        take(assigner, 1);

        assertThat(count(1)).isEqualTo(1);
        assertThat(assigner.held()).isEqualTo(set(0, 1));
    }

    @Test
    void aSegmentThatWasFinishedSinceTheLastCheckpointIsHeldAgainByItsReader() {
        SegmentAssigner assigner = fresh(2, 1, LIMIT);
        take(assigner, 0);
        assigner.snapshotTaken(1);
        assigner.checkpointComplete(1);
        end(assigner, 0, 1);
        BitSet before = assigner.finished();

        assigner.readerReset(0, List.of());
        assigner.restoredWith(0, List.of("segment-0", "segment-1"), List.of());

        assertThat(before).isEqualTo(set(1));
        assertThat(assigner.finished()).isEqualTo(set());
        assertThat(assigner.held()).isEqualTo(set(0, 1));
        assertThat(assigner.allFinished()).isFalse();
    }

    @Test
    void aSegmentThatWasAssignedAndFinishedSinceTheLastCheckpointIsReadAgainByAnyone() {
        SegmentAssigner assigner = fresh(1, 2, LIMIT);
        take(assigner, 0);
        end(assigner, 0, 0);

        assigner.readerReset(0, splits(0));
        take(assigner, 1);

        assertThat(segmentsOf.get(1)).containsExactly(0);
        assertThat(assigner.finishedCount()).isZero();
    }

    @Test
    void aReaderThatKnowsTheEndGetsNothingUntilItHasFailed() {
        SegmentAssigner assigner = fresh(4, 2, LIMIT);
        take(assigner, 0, 1);
        List<Integer> lost = List.copyOf(segmentsOf.get(0));
        for (int subtask : new int[] {0, 1}) {
            List.copyOf(segmentsOf.get(subtask))
                    .forEach(segment -> end(assigner, subtask, segment));
            assigner.endSignalled(subtask);
        }

        assigner.readerReset(0, splits(lost.get(0), lost.get(1)));
        take(assigner, 1);
        int others = count(1);
        take(assigner, 0, 1);

        assertThat(others).isZero();
        assertThat(segmentsOf.get(0)).as("at once").containsExactlyInAnyOrderElementsOf(lost);
    }

    @Test
    void aResetThatOvertakesTheNewsOfItsCheckpointUndoesNothing() {
        SegmentAssigner assigner = fresh(2, 1, LIMIT);
        take(assigner, 0);
        end(assigner, 0, 0);
        end(assigner, 0, 1);
        assigner.snapshotTaken(1);
        assigner.readerReset(0, List.of());

        assigner.checkpointComplete(1);

        assertThat(assigner.allFinished()).isTrue();
    }
}
