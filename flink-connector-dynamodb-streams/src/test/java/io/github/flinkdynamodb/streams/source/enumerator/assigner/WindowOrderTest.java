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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The windows of a chain reach an operator downstream one after the other, whatever the order in
 * which it takes from the channels of the readers. What a reader emits is a channel's entry, the
 * window's number; an aligned checkpoint completes when all that was emitted before it has been
 * taken.
 */
@OnEachFlink
class WindowOrderTest {

    private static SegmentAssigner assigner(
            int parallelism, List<Integer> begins, int files, BitSet finished, BitSet held) {
        ScannedTable table = new ScannedTable("orders", "arn", List.of("id"), files, true);
        SegmentAssigner assigner =
                new SegmentAssigner(
                        table, parallelism, 8, finished, held, i -> SegmentSplit.of(table, i));
        assigner.readInOrder(begins);
        return assigner;
    }

    /** A job of several readers and one operator behind them. */
    private static final class Job {
        private final Random random;
        private final List<Integer> begins = new ArrayList<>();
        private final int files;
        private final int parallelism;
        private final boolean checkpoints;
        private final List<Deque<Integer>> channels = new ArrayList<>();
        private final List<List<Integer>> filesOf = new ArrayList<>();
        private final List<Integer> taken = new ArrayList<>();
        private final List<Integer> readersOf = new ArrayList<>();
        private SegmentAssigner assigner;
        private long checkpoint;
        private int restores;

        /** What a completed checkpoint holds; a job without any begins from the beginning. */
        private BitSet finishedThen = new BitSet();

        private List<Integer> takenThen = List.of();

        Job(long seed, boolean checkpoints) {
            random = new Random(seed);
            this.checkpoints = checkpoints;
            int at = 0;
            for (int windows = 2 + random.nextInt(4); windows > 0; windows--) {
                begins.add(at);
                at += random.nextInt(6);
            }
            files = Math.max(1, at + random.nextInt(4));
            parallelism = 1 + random.nextInt(4);
            start();
        }

        /** Files that were half read at the checkpoint are read again here as a whole. */
        private void start() {
            channels.clear();
            filesOf.clear();
            for (int i = 0; i < parallelism; i++) {
                channels.add(new ArrayDeque<>());
                filesOf.add(new ArrayList<>());
            }
            taken.clear();
            taken.addAll(takenThen);
            assigner =
                    assigner(
                            parallelism,
                            begins,
                            files,
                            (BitSet) finishedThen.clone(),
                            new BitSet());
        }

        private int windowOf(int file) {
            int window = begins.size() - 1;
            while (begins.get(window) > file) {
                window--;
            }
            return window;
        }

        private void assign() {
            Map<Integer, List<DynamoDbStreamsSplit>> all =
                    new TreeMap<>(assigner.takeAssignable(subtask -> random.nextInt(4) > 0));
            all.forEach(
                    (subtask, splits) ->
                            splits.forEach(
                                    split ->
                                            filesOf.get(subtask)
                                                    .add(SegmentSplit.segmentOf(split.splitId()))));
        }

        /** A reader emits a row of one of its files, and ends it or not. */
        private void read() {
            int subtask = random.nextInt(parallelism);
            List<Integer> own = filesOf.get(subtask);
            if (!own.isEmpty()) {
                int file = own.get(random.nextInt(own.size()));
                channels.get(subtask).add(windowOf(file));
                if (random.nextBoolean()) {
                    own.remove((Integer) file);
                    readersOf.add(subtask);
                    assigner.finished(subtask, file);
                }
            }
        }

        private void take() {
            Integer window = channels.get(random.nextInt(parallelism)).poll();
            if (window != null) {
                taken.add(window);
            }
        }

        private void completeCheckpoint() {
            assigner.snapshotTaken(++checkpoint);
            channels.forEach(
                    channel -> {
                        taken.addAll(channel);
                        channel.clear();
                    });
            finishedThen = assigner.finished();
            takenThen = new ArrayList<>(taken);
            assigner.checkpointComplete(checkpoint);
        }

        void run() {
            int steps = 0;
            while (!assigner.allFinished()) {
                assertThat(++steps).as("steps without an end").isLessThan(100_000);
                assign();
                int action = random.nextInt(40);
                if (action == 0 && checkpoints) {
                    completeCheckpoint();
                } else if (action == 1 && restores < 3) {
                    restores++;
                    start();
                } else if (action < 20) {
                    take();
                } else {
                    read();
                }
            }
            channels.forEach(taken::addAll);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noRowOvertakesOneOfAnEarlierWindowAndAllIsRead(boolean checkpoints) {
        int shared = 0;
        for (long seed = 1; seed <= 2000; seed++) {
            Job job = new Job(seed, checkpoints);
            job.run();

            assertThat(job.taken).as("windows taken, seed %s", seed).isSorted();
            shared += job.readersOf.stream().distinct().count() > 1 ? 1 : 0;
        }
        assertThat(shared).as("runs with several readers").isGreaterThan(100);
    }

    private static int assigned(SegmentAssigner assigner) {
        return assigner.takeAssignable(subtask -> true).values().stream()
                .mapToInt(List::size)
                .sum();
    }

    @Test
    void oneReaderReadsTheFirstWindowsUntilACheckpointCompletesAndThenAllDo() {
        SegmentAssigner assigner = assigner(2, List.of(0, 2, 6), 8, new BitSet(), new BitSet());

        Map<Integer, List<DynamoDbStreamsSplit>> first = assigner.takeAssignable(s -> true);
        assertThat(first).hasSize(1);
        int one = first.keySet().iterator().next();
        assertThat(first.get(one)).hasSize(2);
        assigner.finished(one, 0);
        assertThat(assigned(assigner)).isZero();
        assigner.finished(one, 1);
        assigner.snapshotTaken(1);
        assigner.checkpointComplete(1);

        assertThat(assigner.takeAssignable(s -> true)).hasSize(2);
    }

    @Test
    void aWindowThatSeveralReadersHaveReadIsFollowedAfterACompletedCheckpointAlone() {
        SegmentAssigner assigner = assigner(2, List.of(0, 2), 3, new BitSet(), new BitSet());
        assigner.snapshotTaken(1);
        assigner.checkpointComplete(1);
        assertThat(assigner.takeAssignable(s -> true)).hasSize(2);
        int of0 = assigner.loads()[0] == 1 ? 0 : 1;
        assigner.finished(of0, 0);
        assigner.snapshotTaken(2);
        assigner.finished(1 - of0, 1);

        assertThat(assigner.waitsForCheckpoint()).isTrue();
        assertThat(assigned(assigner)).isZero();
        assigner.checkpointComplete(2);
        Map<Integer, List<DynamoDbStreamsSplit>> next = assigner.takeAssignable(s -> true);
        assertThat(next).as("to the one whose rows no checkpoint has").containsOnlyKeys(1 - of0);
    }

    @Test
    void whatAReaderHadReadStandsInNobodysWayAfterItsReset() {
        SegmentAssigner assigner = assigner(2, List.of(0, 1), 3, new BitSet(), new BitSet());
        Map<Integer, List<DynamoDbStreamsSplit>> first = assigner.takeAssignable(s -> true);
        int one = first.keySet().iterator().next();
        assigner.finished(one, 0);
        assertThat(assigner.takeAssignable(s -> s != one)).isEmpty();

        assigner.readerReset(one, first.get(one));

        assertThat(assigner.takeAssignable(s -> s != one)).containsOnlyKeys(1 - one);
    }

    /**
     * Each step looks at the readers, not at all files that have been read: else it takes minutes.
     */
    @Test
    @Timeout(30)
    void aLongChainIsAssignedWithoutCheckpoints() {
        int files = 60_000;
        List<Integer> begins =
                IntStream.range(0, files / 50).mapToObj(i -> 50 * i).collect(Collectors.toList());
        SegmentAssigner assigner = assigner(2, begins, files, new BitSet(), new BitSet());
        Map<Integer, Integer> held = new TreeMap<>();

        while (!assigner.allFinished()) {
            assigner.takeAssignable(s -> true)
                    .forEach(
                            (subtask, splits) ->
                                    splits.forEach(
                                            split ->
                                                    held.put(
                                                            SegmentSplit.segmentOf(split.splitId()),
                                                            subtask)));
            int file = held.keySet().iterator().next();
            assigner.finished(held.remove(file), file);
        }
        assertThat(assigner.finished().cardinality()).isEqualTo(files);
    }

    @Test
    void theFilesOfOneWindowAreSharedOutAtOnce() {
        SegmentAssigner assigner = assigner(3, List.of(0), 6, new BitSet(), new BitSet());

        assertThat(assigner.takeAssignable(s -> true)).hasSize(3);
    }
}
