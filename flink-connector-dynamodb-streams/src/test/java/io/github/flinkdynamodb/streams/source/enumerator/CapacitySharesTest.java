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
import static org.assertj.core.api.Assertions.within;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How the read capacity of a job is divided. */
@OnEachFlink
class CapacitySharesTest {

    private static final double TOTAL = 100;

    private final CapacityShares shares = new CapacityShares(2, TOTAL);

    private static int[] segments(int... counts) {
        return counts;
    }

    @Test
    void beforeThereAreSegmentsEachReaderIsToldItsEqualShareOnce() {
        Map<Integer, Double> first = shares.takeDue(segments(0, 0), subtask -> true);
        Map<Integer, Double> second = shares.takeDue(segments(0, 0), subtask -> true);

        assertThat(first).isEqualTo(Map.of(0, 50.0, 1, 50.0));
        assertThat(second).isEmpty();
    }

    @Test
    void whoReadsTheLastSegmentHasNearlyAll() {
        shares.takeDue(segments(4, 4), subtask -> true);

        Map<Integer, Double> due = shares.takeDue(segments(0, 1), subtask -> true);

        assertThat(due.get(0)).isEqualTo(0.5);
        assertThat(due.get(1)).isCloseTo(99.5, within(0.001));
    }

    @Test
    void aGrantIsRaisedOnlyOnceAnotherOneIsLowered() {
        shares.takeDue(segments(4, 4), subtask -> true);

        Map<Integer, Double> whileTheOtherIsOutOfReach =
                shares.takeDue(segments(0, 4), subtask -> subtask == 1);
        Map<Integer, Double> afterwards = shares.takeDue(segments(0, 4), subtask -> true);

        assertThat(whileTheOtherIsOutOfReach).isEmpty();
        assertThat(afterwards).containsOnlyKeys(0, 1);
    }

    @Test
    void aReaderThatComesBackIsToldAgain() {
        shares.takeDue(segments(4, 4), subtask -> true);

        shares.readerLost(1);

        assertThat(shares.takeDue(segments(4, 4), subtask -> true)).containsOnlyKeys(1);
    }

    @Test
    void aReaderThatKnowsTheEndIsToldNothingAndLeavesItsShareToTheOthers() {
        shares.takeDue(segments(4, 4), subtask -> true);
        shares.readerEnded(0);
        shares.readerEnded(1);

        shares.readerLost(1);

        assertThat(shares.takeDue(segments(0, 2), subtask -> true)).isEqualTo(Map.of(1, 99.5));
    }

    @Test
    void allGrantsTogetherExceedTheWholeOnlyByWhatReadersThatComeBackBeginWith() {
        Random random = new Random(1);
        CapacityShares many = new CapacityShares(5, TOTAL);
        Map<Integer, Double> told = new TreeMap<>();
        int cameBack = 0;

        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(10) == 0) {
                int lost = random.nextInt(5);
                many.readerLost(lost);
                told.remove(lost);
                cameBack++;
            }
            int[] counts = random.ints(5, 0, 4).toArray();
            int open = random.nextInt(32);
            told.putAll(many.takeDue(counts, subtask -> (open >> subtask & 1) == 1));

            double sum = told.values().stream().mapToDouble(Double::doubleValue).sum();
            assertThat(sum).as("of those that are told").isLessThanOrEqualTo(TOTAL * 1.01 + 0.001);
            assertThat(told.values()).allMatch(units -> units > 0);
        }
        assertThat(cameBack).isGreaterThan(900);
    }

    @Test
    void aReaderThatComesBackIsLoweredToWhatTheOthersLeave() {
        shares.takeDue(segments(4, 4), subtask -> true);
        shares.takeDue(segments(4, 0), subtask -> true);
        shares.readerLost(1);

        Map<Integer, Double> whileTheOtherIsOutOfReach =
                shares.takeDue(segments(4, 4), subtask -> subtask == 1);
        Map<Integer, Double> afterwards = shares.takeDue(segments(4, 4), subtask -> true);

        assertThat(whileTheOtherIsOutOfReach.get(1)).isCloseTo(0.5, within(0.001));
        assertThat(afterwards.get(0)).isCloseTo(50, within(0.001));
        assertThat(afterwards.get(1)).isCloseTo(50, within(0.001));
    }
}
