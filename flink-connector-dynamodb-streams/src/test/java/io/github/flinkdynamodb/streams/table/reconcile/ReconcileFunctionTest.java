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
package io.github.flinkdynamodb.streams.table.reconcile;

import static io.github.flinkdynamodb.streams.table.reconcile.ReconcileHarness.TEN_O_CLOCK;
import static org.apache.flink.types.RowKind.DELETE;
import static org.apache.flink.types.RowKind.INSERT;
import static org.apache.flink.types.RowKind.UPDATE_AFTER;
import static org.apache.flink.types.RowKind.UPDATE_BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** The operator, in Flink's own harness. */
@OnEachFlink
class ReconcileFunctionTest {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @Test
    void aScannedRowIsGivenOutOnceAndTheFirstChangeThatFitsContinuesIt() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.change("k", UPDATE_BEFORE, "v0");
            operator.change("k", UPDATE_AFTER, "v1");
            operator.change("k", UPDATE_BEFORE, "v1");
            operator.change("k", UPDATE_AFTER, "v2");
            operator.change("k", DELETE, "v2");

            assertThat(operator.rows()).containsExactly("+I k v1", "-U k v1", "+U k v2", "-D k v2");
            assertThat(operator.metrics().reconciledKeys()).isEqualTo(1);
            assertThat(operator.metrics().olderChangesDropped()).isEqualTo(1);
        }
    }

    @Test
    void keysAreReconciledEachForItself() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v");
            operator.change("b", UPDATE_BEFORE, "v");
            operator.scanned("b", "v");
            operator.change("b", UPDATE_AFTER, "w");
            operator.change("a", DELETE, "v");

            assertThat(operator.rows()).containsExactly("+I a v", "+I b w", "-D a v");
            assertThat(operator.metrics().reconciledKeys()).isEqualTo(2);
            assertThat(operator.metrics().olderChangesDropped()).isZero();
        }
    }

    @Test
    void anElementKeepsItsTimestamp() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v");

            assertThat(operator.timestamps()).containsExactly(TEN_O_CLOCK);
        }
    }

    @Test
    void reconcilingGoesOnForHalfAnHourAfterTheMark() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.mark();
            operator.change("k", DELETE, "older");
            operator.passes(HALF_AN_HOUR.minusMillis(1));
            operator.change("k", DELETE, "older");
            operator.passes(Duration.ofMillis(1));
            operator.change("k", DELETE, "another");

            assertThat(operator.rows()).containsExactly("+I k v1", "-D k another");
            assertThat(operator.isReconciling()).isFalse();
        }
    }

    @Test
    void noTimeEndsReconcilingBeforeTheMark() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.passes(Duration.ofDays(20));
            operator.change("k", DELETE, "older");

            assertThat(operator.rows()).containsExactly("+I k v1");
            assertThat(operator.isReconciling()).isTrue();
        }
    }

    /** The job's own watermarks follow the mark. */
    @Test
    void anyWatermarkIsAMarkAndIsPassedOn() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.watermark(TEN_O_CLOCK);
            operator.change("k", INSERT, "v");
            operator.passes(HALF_AN_HOUR);
            operator.change("k", INSERT, "v");

            assertThat(operator.rows()).containsExactly("+I k v", "+I k v");
            assertThat(operator.output()).contains(new Watermark(TEN_O_CLOCK));
        }
    }

    @Test
    void theSwitchWaitsForTheSecondHalfOfAnUpdateOfItsKeyAlone() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.mark();
            operator.change("b", UPDATE_BEFORE, "w1");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.passes(HALF_AN_HOUR);
            operator.change("c", UPDATE_BEFORE, "x1");
            operator.change("c", UPDATE_AFTER, "x2");
            operator.change("b", UPDATE_AFTER, "w2");
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("b", UPDATE_BEFORE, "w2");
            operator.change("b", UPDATE_AFTER, "w3");

            assertThat(operator.rows())
                    .containsExactly(
                            "+I a v1", "-U a v1", "-U c x1", "+U c x2", "+I b w2", "+U a v2",
                            "-U b w2", "+U b w3");
        }
    }

    @Test
    void aCheckpointBetweenTheHalvesOfAnUpdateLosesNeither() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.mark();
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("b", UPDATE_BEFORE, "w1");
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.mark();
            operator.change("z", INSERT, "z");
            operator.passes(HALF_AN_HOUR);
            operator.change("z", DELETE, "z");
            assertThat(operator.isReconciling()).isFalse();
            operator.change("b", UPDATE_AFTER, "w2");
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("a", DELETE, "v2");

            assertThat(operator.rows())
                    .containsExactly("+I z z", "-D z z", "+I b w2", "+U a v2", "-D a v2");
        }
    }

    /** What is stored of a key within an update is what stood before it. */
    @Test
    void whateverArrivesBetweenTheHalvesOfARestoredUpdateItGoesOn() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("b", UPDATE_BEFORE, "w1");
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.scanned("b", "w1");
            operator.scanned("a", "v1");
            operator.change("c", INSERT, "x");
            state = operator.snapshot();
            assertThat(operator.rows()).containsExactly("+I c x");
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.change("b", UPDATE_AFTER, "w2");
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("a", DELETE, "v2");
            operator.change("b", DELETE, "w2");

            assertThat(operator.rows()).containsExactly("+I b w2", "+U a v2", "-D a v2", "-D b w2");
            assertThat(operator.metrics().reconciledKeys()).isEqualTo(1);
        }
    }

    @Test
    void anUpdateGoesOnBehindACheckpointThatFellBetweenItsHalves() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("b", UPDATE_BEFORE, "w1");
            operator.snapshot();
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("b", UPDATE_AFTER, "w2");

            assertThat(operator.rows()).containsExactly("+I a v1", "-U a v1", "+U a v2", "+I b w2");
        }
    }

    @Test
    void aCheckpointBehindAnUpdateHasItsNewRow() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("b", UPDATE_BEFORE, "w1");
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("b", UPDATE_AFTER, "w2");
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.change("a", UPDATE_BEFORE, "v2");
            operator.change("a", UPDATE_AFTER, "v3");
            operator.change("b", DELETE, "w2");

            assertThat(operator.rows()).containsExactly("-U a v2", "+U a v3", "-D b w2");
        }
    }

    @Test
    void updatesOfSeveralItemsMayBeHalfThroughAtOnce() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.scanned("c", "x1");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("b", UPDATE_BEFORE, "w1");
            operator.change("c", UPDATE_BEFORE, "older");
            operator.change("a", UPDATE_AFTER, "v2");
            operator.change("c", UPDATE_AFTER, "x1");
            operator.change("b", UPDATE_AFTER, "w2");
            operator.change("c", DELETE, "x1");

            assertThat(operator.rows())
                    .containsExactly(
                            "+I a v1", "+I c x1", "-U a v1", "+U a v2", "+I b w2", "-D c x1");
        }
    }

    @Test
    void anAccessToAKeyLooksForNoExpiredOnes() {
        StateTtlConfig.CleanupStrategies cleanup =
                ReconcileFunction.keyStates().getTtlConfig().getCleanupStrategies();

        assertThat(cleanup.getIncrementalCleanupStrategy()).isNull();
        assertThat(cleanup.inFullSnapshot()).isTrue();
        assertThat(cleanup.inRocksdbCompactFilter()).isTrue();
    }

    @Test
    void aRestoredJobReconcilesWithTheRowsThatStoodInItsState() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("a", "v1");
            operator.change("gone", DELETE, "x");
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.scanned("a", "v3");
            operator.scanned("gone", "x");
            operator.change("a", UPDATE_BEFORE, "v1");
            operator.change("a", UPDATE_AFTER, "v2");

            assertThat(operator.rows()).containsExactly("-U a v1", "+U a v2");
        }
    }

    /** What was reconciled half an hour after the mark isn't so once more. */
    @Test
    void afterARestoreRowsGoThroughThatWentThroughBefore() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.goThrough();
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.change("k", UPDATE_BEFORE, "v1");
            operator.change("k", UPDATE_AFTER, "v2");

            assertThat(operator.rows()).containsExactly("-U k v1", "+U k v2");
        }
    }

    /**
     * How much of the half hour has passed isn't saved: a restore begins it again, which loses
     * nothing.
     */
    @Test
    void aRestoreWithinTheHalfHourBeginsItAgain() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.mark();
            operator.change("k", DELETE, "older");
            operator.passes(HALF_AN_HOUR.minusMillis(1));
            state = operator.snapshot();
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.mark();
            operator.change("k", DELETE, "older");
            operator.passes(HALF_AN_HOUR.minusMillis(1));
            operator.change("k", DELETE, "older");
            assertThat(operator.rows()).isEmpty();
            operator.passes(Duration.ofMillis(1));
            operator.change("k", DELETE, "another");

            assertThat(operator.rows()).containsExactly("-D k another");
        }
    }

    /**
     * Two of three subtasks have ended by the checkpoint: their keys keep that wherever they go.
     */
    @Test
    void whatGoesThroughIsAFactOfTheKeyGroupAtAnyParallelism() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add("k" + i);
        }
        OperatorSubtaskState one;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            for (String key : keys) {
                operator.scanned(key, "v1");
            }
            one = operator.snapshot();
        }
        List<OperatorSubtaskState> three = new ArrayList<>();
        List<String> through = new ArrayList<>();
        for (int subtask = 0; subtask < 3; subtask++) {
            try (ReconcileHarness operator = ReconcileHarness.rescaled(one, 1, 3, subtask)) {
                List<String> own = operator.ownOf(keys);
                assertThat(own).hasSizeGreaterThan(20);
                if (subtask != 1) {
                    operator.goThrough();
                    through.addAll(own);
                }
                three.add(operator.snapshot());
            }
        }
        OperatorSubtaskState all =
                ReconcileHarness.together(three.toArray(OperatorSubtaskState[]::new));

        int seen = 0;
        for (int subtask = 0; subtask < 2; subtask++) {
            try (ReconcileHarness operator = ReconcileHarness.rescaled(all, 3, 2, subtask)) {
                assertThat(operator.isReconciling()).isTrue();
                for (String key : operator.ownOf(keys)) {
                    int before = operator.rows().size();
                    operator.change(key, DELETE, "older");
                    assertThat(operator.rows().size() - before)
                            .as(key)
                            .isEqualTo(through.contains(key) ? 1 : 0);
                    seen++;
                }
            }
        }
        assertThat(seen).isEqualTo(keys.size());
        assertThat(through).hasSizeBetween(50, 180);
    }

    @Test
    void aKeyWithinAnUpdateMovesWithItsKeyGroup() throws Exception {
        OperatorSubtaskState one;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            for (int i = 0; i < 20; i++) {
                operator.change("k" + i, UPDATE_BEFORE, "v1");
            }
            one = operator.snapshot();
        }
        int rows = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            try (ReconcileHarness operator = ReconcileHarness.rescaled(one, 1, 3, subtask)) {
                operator.goThrough();
                int before = operator.rows().size();
                for (int i = 0; i < 20; i++) {
                    if (operator.owns("k" + i)) {
                        operator.change("k" + i, UPDATE_AFTER, "v2");
                    }
                }
                assertThat(operator.rows().subList(before, operator.rows().size()))
                        .isNotEmpty()
                        .allSatisfy(row -> assertThat(row).startsWith("+I"));
                rows += operator.rows().size() - before;
            }
        }
        assertThat(rows).isEqualTo(20);
    }

    @Test
    void aScannedRowBehindTheEndIsAnErrorAndNoDuplicate() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.goThrough();

            assertThatIllegalStateException()
                    .isThrownBy(() -> operator.scanned("k", "v"))
                    .withMessageContaining("after the end of the overlap")
                    .withMessageContaining("[id=k]");
        }
    }

    @Test
    void aDroppedChangeThatIsNotOlderThanTheScanFailsTheJob() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scannedAt(TEN_O_CLOCK, "k", "v1");
            operator.scannedAt(TEN_O_CLOCK - 1000, "other", "v1");
            long tenMinutes = TEN_O_CLOCK + 600_000;

            operator.changeAt(tenMinutes, "k", UPDATE_BEFORE, "v0");
            operator.changeAt(tenMinutes, "k", UPDATE_AFTER, "v1");
            operator.changeAt(tenMinutes + 1, "k", UPDATE_BEFORE, "v1");
            operator.changeAt(tenMinutes + 1, "k", UPDATE_AFTER, "v2");
            operator.changeAt(tenMinutes + 1, "started", UPDATE_BEFORE, "x");
            operator.changeAt(tenMinutes + 1, "started", UPDATE_AFTER, "y");
            operator.changeAt(tenMinutes + 1, "gone", DELETE, "x");

            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> operator.changeAt(tenMinutes + 1, "k", UPDATE_BEFORE, "missing"))
                    .withMessageContaining("[id=k] that was made at 2026-11-30T10:10:00.001Z")
                    .withMessageContaining("the newest row of the scan is of 2026-11-30T10:00:00Z")
                    .withMessageContaining("set 'scan.changelog-mode' = 'upsert'");
        }
    }

    @Test
    void theNewestRowsTimeIsThatOfAllSubtasksAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (ReconcileHarness first = ReconcileHarness.open();
                ReconcileHarness second = ReconcileHarness.open()) {
            first.scannedAt(TEN_O_CLOCK, "k", "v1");
            second.scannedAt(TEN_O_CLOCK + 500, "other", "v1");
            state = ReconcileHarness.together(first.snapshot(), second.snapshot());
        }
        try (ReconcileHarness operator = ReconcileHarness.restored(state)) {
            operator.changeAt(TEN_O_CLOCK + 600_500, "k", DELETE, "v0");

            assertThatIllegalStateException()
                    .isThrownBy(() -> operator.changeAt(TEN_O_CLOCK + 600_501, "k", DELETE, "v0"));
        }
    }

    @Test
    void withoutTimesNothingIsProven() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.changeAt(TEN_O_CLOCK, "k", INSERT, "v1");
            operator.changeAt(TEN_O_CLOCK, "k", DELETE, "v0");
            operator.scannedAt(TEN_O_CLOCK, "l", "v1");
            operator.changeAt(KeyedRow.NO_TIME, "l", DELETE, "v0");

            assertThat(operator.rows()).containsExactly("+I k v1", "+I l v1");
        }
    }

    @Test
    void anUpdateWithoutItsSecondHalfFailsTheJobAndNamesTheItem() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.change("k", UPDATE_BEFORE, "v1");

            assertThatIllegalStateException()
                    .isThrownBy(() -> operator.change("k", INSERT, "v2"))
                    .withMessageContaining("[id=k]")
                    .withMessageContaining("follows an update's first half");
        }
    }

    @Test
    void otherColumnsAreRefusedOnlyWhileRowsAreReconciled() throws Exception {
        OperatorSubtaskState reconciling;
        OperatorSubtaskState through;
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            reconciling = operator.snapshot();
            operator.goThrough();
            through = operator.snapshot();
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> ReconcileHarness.ofLayout("id STRING, n INT", reconciling))
                .withMessageContaining("In the state: " + ReconcileHarness.LAYOUT)
                .withMessageContaining("Now: id STRING, n INT");
        assertThatCode(() -> ReconcileHarness.ofLayout("id STRING, n INT", through).close())
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsKnownOfAKeyIsForgottenAfterThirtyDaysAndNotBefore() throws Exception {
        try (ReconcileHarness operator = ReconcileHarness.open()) {
            operator.scanned("k", "v1");
            operator.stateAges(Duration.ofDays(30).minusMillis(1));
            operator.change("k", DELETE, "older");
            assertThat(operator.rows()).containsExactly("+I k v1");

            operator.stateAges(Duration.ofDays(30));
            operator.change("k", INSERT, "v1");

            assertThat(operator.rows()).containsExactly("+I k v1", "+I k v1");
        }
    }
}
