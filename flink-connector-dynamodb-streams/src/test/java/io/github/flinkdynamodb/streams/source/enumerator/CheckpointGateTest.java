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

import io.github.flinkdynamodb.streams.client.ManualClock;
import java.time.Duration;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

class CheckpointGateTest {

    private static final int PARALLELISM = 2;

    private final ManualCoordinatorExecutor executor =
            new ManualCoordinatorExecutor(new ManualClock());
    private final CheckpointGate gate = new CheckpointGate(executor, PARALLELISM);
    private int limitsReached;

    @Test
    void itIsOpenWhileThereIsNoCheckpoint() {
        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aCheckpointClosesItUntilFlinkHasAcknowledgedTheReadersSnapshot() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        boolean before = gate.isOpen(0);

        gate.readerSnapshotAcknowledged(0, 1);

        assertThat(before).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void eachReaderIsWaitedForAlone() {
        snapshotTaken(1);

        passed(1, 1);

        assertThat(gate.isOpen(0)).isFalse();
        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void aCompletedCheckpointOpensIt() {
        snapshotTaken(1);
        snapshotTaken(2);

        complete(2);

        assertThat(gate.isOpen(0)).isTrue();
    }

    /** As it is while a job stops with a savepoint: the tasks that end aren't polled any more. */
    @Test
    void aCompletedCheckpointLeavesItClosedToAReaderThatHasNotBeenPolledSince() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        passed(1, 1);

        complete(1);

        assertThat(gate.isOpen(0)).isFalse();
        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void aReaderIsPolledAfterTheCheckpointIsComplete() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        complete(1);

        gate.readerSnapshotAcknowledged(0, 1);

        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aReaderIsResetWhileTheJobStops() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        complete(1);

        gate.readerReset(0);

        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aWhileAfterACheckpointItIsOpenForAReaderThatIsNotPolled() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        executor.advance(CheckpointGate.LIMIT.multipliedBy(3));
        complete(1);
        limitsReached = 0;
        executor.advance(CheckpointGate.LIMIT.minusMillis(1));
        boolean before = gate.isOpen(0) || limitsReached > 0;

        executor.advance(Duration.ofMillis(1));

        assertThat(before).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
        assertThat(limitsReached).isOne();
    }

    @Test
    void theWaitAfterOneCheckpointDoesNotEndThatAfterAnother() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        complete(1);
        executor.advance(CheckpointGate.LIMIT.minusMillis(1));
        snapshotTaken(2);
        gate.readerSnapshotTaken(0, 2);
        complete(2);

        executor.advance(CheckpointGate.LIMIT.minusMillis(1));

        assertThat(gate.isOpen(0)).isFalse();
    }

    @Test
    void anAbortedCheckpointOpensItUnlessAnotherIsUnderWay() {
        snapshotTaken(1);
        snapshotTaken(2);

        gate.checkpointAborted(2);
        boolean afterOne = gate.isOpen(0);
        gate.checkpointAborted(1);

        assertThat(afterOne).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aSnapshotOfAnEarlierCheckpointDoesNotOpenItForALaterOne() {
        snapshotTaken(1);
        snapshotTaken(2);

        passed(0, 1);
        boolean afterOne = gate.isOpen(0);
        passed(0, 2);

        assertThat(afterOne).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aSnapshotOfALaterCheckpointShowsThatTheEarlierOneWasAcknowledged() {
        snapshotTaken(1);
        snapshotTaken(2);
        gate.readerSnapshotTaken(0, 1);
        gate.readerSnapshotTaken(0, 2);

        gate.checkpointAborted(2);

        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void itIsOpenForTheSuccessorOfAReaderThatIsReset() {
        snapshotTaken(1);

        gate.readerReset(0);

        assertThat(gate.isOpen(0)).isTrue();
        assertThat(gate.isOpen(1)).isFalse();
    }

    @Test
    void afterAWhileItIsOpenForAReaderThatHasTakenItsSnapshotAndIsNotPolled() {
        snapshotTaken(1);
        gate.readerSnapshotTaken(0, 1);
        executor.advance(CheckpointGate.LIMIT.minusMillis(1));
        boolean before = gate.isOpen(0) || limitsReached > 0;

        executor.advance(CheckpointGate.LIMIT);

        assertThat(before).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
        assertThat(limitsReached).isOne();
    }

    @Test
    void afterAWhileItIsOpenForAReaderBesideOneThatWasReset() {
        snapshotTaken(1);
        gate.readerReset(1);

        executor.advance(CheckpointGate.LIMIT.multipliedBy(2));

        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void itStaysClosedForAReaderThatMustStillTakeItsSnapshot() {
        snapshotTaken(1);

        executor.advance(CheckpointGate.LIMIT.multipliedBy(10));

        assertThat(gate.isOpen(0)).as("what Flink blocks, a restart would lose").isFalse();
    }

    @Test
    void aLaterCheckpointIsWaitedForUntilALimitOfItsOwn() {
        snapshotTaken(1);
        gate.readerReset(1);
        executor.advance(CheckpointGate.LIMIT.minusMillis(1));
        gate.checkpointAborted(1);
        snapshotTaken(2);
        gate.readerReset(1);

        executor.advance(CheckpointGate.LIMIT.dividedBy(2));
        boolean beforeItsLimit = gate.isOpen(0);
        executor.advance(CheckpointGate.LIMIT.multipliedBy(2));

        assertThat(beforeItsLimit).isFalse();
        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void aBatchJobsCheckpointIsNone() {
        snapshotTaken(OperatorCoordinator.BATCH_CHECKPOINT_ID);

        assertThat(gate.isOpen(0)).isTrue();
    }

    @Test
    void anAbortThatFlinkLosesRestartsTheJobWhereAReaderWouldBeCutOff() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);

        assertThatThrownBy(() -> gate.readerSnapshotTaken(1, 2))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Checkpoint 1")
                .hasMessageContaining("subtask 1 ");
    }

    @Test
    void anAbortThatFlinkLosesIsNoticedThoughTheNextCheckpointNeverGetsToTheReader() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);
        executor.advance(CheckpointGate.GRACE.minusMillis(1));

        assertThatThrownBy(() -> executor.advance(Duration.ofMillis(1)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Checkpoint 1")
                .hasMessageContaining("subtask 1 ");
    }

    @Test
    void aReaderThatReportsSoonAfterTheNextCheckpointBeganIsNotCutOff() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);
        executor.advance(CheckpointGate.GRACE.minusMillis(1));

        passed(1, 1);
        executor.advance(CheckpointGate.GRACE);

        assertThat(gate.isOpen(1)).as("not past checkpoint 2 yet").isFalse();
    }

    @Test
    void anAbortThatIsReportedSoonAfterTheNextCheckpointBeganRestartsNothing() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);

        gate.checkpointAborted(1);
        executor.advance(CheckpointGate.GRACE);
        passed(1, 2);

        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void aCheckpointThatCompletesSoonAfterTheNextOneBeganRestartsNothing() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);

        complete(1);
        executor.advance(CheckpointGate.GRACE);

        assertThat(gate.isOpen(1)).as("not past checkpoint 2 yet").isFalse();
    }

    @Test
    void aReaderMayBeLateForACheckpointWithoutAReset() {
        snapshotTaken(1);
        snapshotTaken(2);

        executor.advance(CheckpointGate.GRACE);

        assertThat(gate.isOpen(1)).isFalse();
    }

    /** As it is after a savepoint, whose completion Flink doesn't report. */
    @Test
    void aCheckpointThatEveryReaderTookPartInMayEndUnreported() {
        snapshotTaken(1);
        gate.readerReset(0);
        snapshotTaken(2);

        passed(1, 1);
        passed(1, 2);
        passed(0, 2);

        assertThat(gate.isOpen(0)).isTrue();
        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void anAbortThatFlinkLosesDoesNoHarmWhereAllReadersWereReset() {
        snapshotTaken(1);
        gate.readerReset(0);
        gate.readerReset(1);
        snapshotTaken(2);

        passed(0, 2);
        passed(1, 2);

        assertThat(gate.isOpen(0)).isTrue();
        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void aReaderThatHadTakenItsSnapshotIsNotCutOff() {
        snapshotTaken(1);
        passed(1, 1);
        gate.readerReset(0);
        snapshotTaken(2);

        passed(1, 2);

        assertThat(gate.isOpen(1)).isTrue();
    }

    @Test
    void anAbortThatFlinkReportsRestartsNothing() {
        snapshotTaken(1);
        gate.checkpointAborted(1);
        gate.readerReset(0);
        snapshotTaken(2);

        passed(1, 2);

        assertThat(gate.isOpen(1)).isTrue();
    }

    private void complete(long checkpointId) {
        gate.checkpointComplete(checkpointId, () -> limitsReached++);
    }

    private void passed(int subtask, long checkpointId) {
        gate.readerSnapshotTaken(subtask, checkpointId);
        gate.readerSnapshotAcknowledged(subtask, checkpointId);
    }

    private void snapshotTaken(long checkpointId) {
        gate.snapshotTaken(checkpointId, () -> limitsReached++);
    }
}
