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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row that is taken back is the one that stands, whatever a change says was there. */
@OnEachFlink
class StandingRowFunctionTest {

    private final List<AutoCloseable> opened = new ArrayList<>();

    private StandingHarness open(boolean fromItems) throws Exception {
        return closed(StandingHarness.open(fromItems));
    }

    private StandingHarness restored(OperatorSubtaskState state) throws Exception {
        return closed(StandingHarness.restored(state));
    }

    private <T extends AutoCloseable> T closed(T operator) {
        opened.add(operator);
        return operator;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable operator : opened) {
            operator.close();
        }
    }

    @Test
    void whatIsTakenBackIsWhatWasGivenOutAndNotTheOldImage() throws Exception {
        StandingHarness operator = open(true);
        operator.insert("k", "b");

        operator.update("k", "a", "c");
        operator.delete("k", "x");

        assertThat(operator.take()).containsExactly("+I k b", "-U k b", "+U k c", "-D k c");
    }

    /** An operator that goes by a column of time needs the change's. */
    @Test
    void whatIsTakenBackHasTheMetadataOfTheChange() throws Exception {
        StandingHarness operator = closed(StandingHarness.openWithMetadata());
        operator.insert("k", "ten o'clock");
        operator.update("k", "five past", "five past");
        operator.delete("k", "six past");
        operator.insert("k", "seven past");
        operator.deleteByKey("k");

        assertThat(operator.take())
                .containsExactly(
                        "+I k ten o'clock",
                        "-U k five past",
                        "+U k five past",
                        "-D k six past",
                        "+I k seven past",
                        "-D k null");
    }

    @Test
    void aRowThatIsRepeatedChangesNothing() throws Exception {
        StandingHarness operator = open(true);
        operator.insert("k", "b");
        operator.update("k", "a", "b");
        operator.insert("k", "b");

        assertThat(operator.take()).containsExactly("+I k b");
    }

    @Test
    void behindADeletionOlderChangesTakeNothingBackAndTheNextRowIsAnInsertion() throws Exception {
        for (boolean fromItems : new boolean[] {false, true}) {
            StandingHarness operator = open(fromItems);
            operator.insert("k", "a");
            operator.deleteByKey("k");
            operator.deleteByKey("k");
            operator.delete("k", "a");
            operator.update("k", "a", "b");

            assertThat(operator.take()).containsExactly("+I k a", "-D k a", "+I k b");
        }
    }

    /** A change that is older than the item's row may come first while the table is read. */
    @Test
    void inAJobThatBeganWithTheItemsNothingIsTakenBackOfAnItemThatIsNotOut() throws Exception {
        StandingHarness operator = open(true);
        operator.delete("gone", "a");
        operator.deleteByKey("gone");
        operator.update("k", "a", "b");

        assertThat(operator.take()).containsExactly("+I k b");
    }

    @Test
    void inAnotherJobTheOldImageStandsOfAnItemThatHasNotChangedYet() throws Exception {
        StandingHarness operator = open(false);
        operator.update("k", "a", "b");
        operator.delete("l", "a");
        operator.deleteByKey("m");

        assertThat(operator.take()).containsExactly("-U k a", "+U k b", "-D l a");
    }

    /** A restored job doesn't begin with its items, whatever its options say. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void howTheJobBeganIsInTheState(boolean fromItems) throws Exception {
        StandingHarness restored = restored(open(fromItems).snapshot());

        assertThat(restored.isComplete()).isEqualTo(fromItems);
    }

    @Test
    void aRowThatIsKeptNoLongerIsThatOfTheNextOldImage() throws Exception {
        for (boolean fromItems : new boolean[] {false, true}) {
            StandingHarness operator = open(fromItems);
            operator.insert("k", "a");
            operator.insert("l", "a");
            operator.stateAges(StandingHarness.LONG);
            OperatorSubtaskState state = operator.snapshot();
            StandingHarness later = closed(StandingHarness.restoredLater(state));
            later.update("k", "a", "b");
            later.delete("l", "a");
            later.update("l", "a", "c");

            assertThat(later.take()).containsExactly("-U k a", "+U k b", "-D l a", "+I l c");
        }
    }

    /** It stands, so whether it has been cleaned up makes no difference. */
    @Test
    void aRowThatIsStillKeptIsTakenBackHoweverOldItIs() throws Exception {
        StandingHarness operator = open(true);
        operator.insert("k", "a");
        operator.stateAges(StandingHarness.LONG);
        operator.update("k", "a", "b");

        assertThat(operator.take()).containsExactly("+I k a", "-U k a", "+U k b");
    }

    /** Flink forgets what is too old when it is read. */
    @Test
    void aRepetitionOfAnOldRowLeavesItStanding() throws Exception {
        StandingHarness operator = open(true);
        operator.insert("k", "a");
        operator.insert("l", "a");
        operator.stateAges(StandingHarness.LONG);
        operator.update("k", "a", "a");
        operator.update("k", "x", "a");
        operator.insert("l", "a");
        operator.update("l", "x", "b");

        assertThat(operator.take()).containsExactly("+I k a", "+I l a", "-U l a", "+U l b");
    }

    @Test
    void aRepetitionOfAnOldDeletionLeavesTheItemGone() throws Exception {
        StandingHarness operator = open(false);
        operator.insert("k", "a");
        operator.deleteByKey("k");
        operator.stateAges(StandingHarness.LONG);
        operator.delete("k", "a");
        operator.update("k", "a", "b");

        assertThat(operator.take()).containsExactly("+I k a", "-D k a", "+I k b");
    }

    /** An access looks at one of Flink's buckets, of which there are 128 for each key group. */
    @Test
    void inTheHeapRowsThatAreTooOldAreDroppedAsOthersCome() throws Exception {
        StandingHarness operator = open(false);
        for (int i = 0; i < 100; i++) {
            operator.insert("k" + i, "a");
        }
        int before = operator.stateEntries();
        operator.stateAges(StandingHarness.LONG);
        for (int i = 0; i < 128 * 128; i++) {
            operator.insert("busy", "v" + i % 2);
        }

        assertThat(before).isEqualTo(100);
        assertThat(operator.stateEntries()).isOne();
    }

    @Test
    void bothRowsOfAnUpdateHaveItsTimeAndWatermarksGoThrough() throws Exception {
        StandingHarness operator = open(true);
        operator.insert("k", "a");
        operator.update("k", "a", "b");
        operator.watermark(7);

        List<Object> all = operator.takeAll();
        assertThat(all.subList(0, 3))
                .allMatch(
                        row ->
                                ((StreamRecord<?>) row).getTimestamp()
                                        == ReconcileHarness.TEN_O_CLOCK);
        assertThat(all.get(3)).isEqualTo(new Watermark(7));
    }

    @Test
    void aStateOfOtherColumnsIsRefused() throws Exception {
        OperatorSubtaskState state = open(true).snapshot();

        assertThatThrownBy(() -> StandingHarness.restored("id STRING", state, Duration.ZERO))
                .hasStackTraceContaining("In the state: id STRING, v STRING. Now: id STRING.")
                .hasStackTraceContaining(
                        "restore it with the query, columns and 'fields.*' options of the state");
    }

    /** What was given out before isn't known, so old images tell it. */
    @Test
    void itTakesOverFromTheOperatorThatReconciles() throws Exception {
        ReconcileHarness before = closed(ReconcileHarness.open());
        before.scanned("k", "a");
        before.goThrough();
        StandingHarness operator = restored(before.snapshot());
        operator.update("k", "a", "b");

        assertThat(operator.take()).containsExactly("-U k a", "+U k b");
        assertThat(operator.isComplete()).isFalse();
        assertThat(restored(operator.snapshot()).isComplete()).isFalse();
    }

    @Test
    void itDoesNotTakeOverBeforeTheOtherOneIsDone() throws Exception {
        ReconcileHarness before = closed(ReconcileHarness.open());
        before.scanned("k", "a");
        OperatorSubtaskState state = before.snapshot();

        assertThatThrownBy(() -> StandingHarness.restored(state))
                .hasStackTraceContaining("still being reconciled, without 'scan.on-data-loss'")
                .hasStackTraceContaining("or start without the state");
    }

    /** Each change continues the row that stands by then. */
    @Test
    void theOperatorThatReconcilesTakesOverAndLetsChangesThrough() throws Exception {
        StandingHarness before = open(true);
        before.insert("k", "a");
        ReconcileHarness after = closed(ReconcileHarness.restored(before.snapshot()));
        after.change("k", RowKind.UPDATE_BEFORE, "a");
        after.change("k", RowKind.UPDATE_AFTER, "b");
        ReconcileHarness later = closed(ReconcileHarness.restored(after.snapshot()));

        assertThat(after.rows()).containsExactly("-U k a", "+U k b");
        assertThat(after.isReconciling()).isFalse();
        assertThat(later.isReconciling()).isFalse();
    }

    /** The rows that it kept before are those of then. */
    @Test
    void itDoesNotTakeOverTwice() throws Exception {
        StandingHarness before = open(true);
        before.insert("k", "a");
        ReconcileHarness between = closed(ReconcileHarness.restored(before.snapshot()));
        OperatorSubtaskState state = between.snapshot();

        assertThatThrownBy(() -> StandingHarness.restored(state))
                .hasStackTraceContaining("until 'scan.on-data-loss' = 'repair' was removed")
                .hasStackTraceContaining("or start without the state");
    }
}
