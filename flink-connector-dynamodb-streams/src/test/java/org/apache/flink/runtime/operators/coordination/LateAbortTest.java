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
package org.apache.flink.runtime.operators.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointCoordinatorTestingUtils.CheckpointCoordinatorBuilder;
import org.apache.flink.runtime.concurrent.ManuallyTriggeredComponentMainThreadExecutor;
import org.apache.flink.runtime.executiongraph.TaskInformation;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.messages.Acknowledge;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fault of Flink's, with Flink's own classes only: a regional restart that meets a checkpoint
 * under way. The scheduler aborts the checkpoint and resets the subtasks in one step of the
 * JobManager's main thread; but the abort is only queued for that thread, so it comes after the
 * reset. See docs/internals/late-abort.md, which is the report. Where a version of Flink doesn't
 * have the fault any more, these tests fail on it, and what avoids the fault can go.
 *
 * <p>It lies in Flink's package, since the class under test can only be made there.
 */
@OnEachFlink
class LateAbortTest {

    private static final long ABORTED = 1;
    private static final long COMPLETE = 1;
    private static final long NEXT = 2;

    private final ManuallyTriggeredComponentMainThreadExecutor mainThread =
            new ManuallyTriggeredComponentMainThreadExecutor(Thread.currentThread());
    private final EventReceivingTasks tasks = EventReceivingTasks.createForRunningTasks();
    private final ScheduledExecutorService checkpointTimer =
            Executors.newSingleThreadScheduledExecutor();
    private OperatorCoordinatorHolder holder;
    private TestingOperatorCoordinator coordinator;

    @BeforeEach
    void startCoordinator() throws Exception {
        OperatorID operator = new OperatorID();
        holder =
                OperatorCoordinatorHolder.create(
                        operator,
                        new TestingOperatorCoordinator.Provider(operator),
                        new CoordinatorStoreImpl(),
                        "source",
                        getClass().getClassLoader(),
                        2,
                        2,
                        tasks,
                        false,
                        new TaskInformation(
                                new JobVertexID(), "source", 2, 2, "", new Configuration()),
                        UnregisteredMetricGroups.createUnregisteredJobManagerJobMetricGroup());
        holder.lazyInitialize(
                failure -> {
                    throw new AssertionError(failure);
                },
                mainThread,
                new CheckpointCoordinatorBuilder().build(checkpointTimer));
        holder.start();
        coordinator = (TestingOperatorCoordinator) holder.coordinator();
    }

    @AfterEach
    void stopCoordinator() throws Exception {
        holder.close();
        checkpointTimer.shutdownNow();
    }

    @Test
    void anAbortBeforeTheResetReleasesWhatIsBlocked() throws Exception {
        CompletableFuture<Acknowledge> blocked = sendWhileACheckpointIsTriggered(0);

        holder.notifyCheckpointAborted(ABORTED);
        mainThread.triggerAll();
        holder.subtaskReset(0, 0);
        holder.subtaskReset(1, 0);

        assertThat(blocked).isDone();
        assertThat(checkpoint(NEXT)).isDone();
    }

    @Test
    void anAbortAfterTheResetLeavesAnEventThatNoCheckpointCanCompleteWithout() throws Exception {
        CompletableFuture<Acknowledge> blocked = sendWhileACheckpointIsTriggered(0);

        holder.notifyCheckpointAborted(ABORTED);
        holder.subtaskReset(0, 0);
        holder.subtaskReset(1, 0);

        assertThatTheNewsFails();
        assertThat(tasks.getNumberOfSentEvents()).isZero();
        assertThat(blocked).isNotDone();
        CompletableFuture<byte[]> next = checkpoint(NEXT);
        assertThat(next).as("waits until it expires").isNotDone();
        assertThat(coordinator.getSubtaskGateway(1).sendEvent(new TestOperatorEvent()))
                .as("an event for anybody, until then")
                .isNotDone();
    }

    @Test
    void anAbortAfterTheResetDoesNoHarmWhereNothingWasSentSinceTheCheckpoint() throws Exception {
        checkpoint(ABORTED);

        holder.notifyCheckpointAborted(ABORTED);
        holder.subtaskReset(0, 0);
        holder.subtaskReset(1, 0);

        assertThatTheNewsFails();
        assertThat(checkpoint(NEXT)).isDone();
    }

    @Test
    void anAbortAfterTheResetLeavesASubtaskThatWasNotResetWithoutEventsForGood() throws Exception {
        checkpoint(ABORTED);

        holder.notifyCheckpointAborted(ABORTED);
        holder.subtaskReset(0, 0);
        assertThatTheNewsFails();

        assertThat(checkpoint(NEXT)).isDone();
        holder.notifyCheckpointComplete(NEXT);
        mainThread.triggerAll();
        coordinator.getSubtaskGateway(0).sendEvent(new TestOperatorEvent(0));
        coordinator.getSubtaskGateway(1).sendEvent(new TestOperatorEvent(1));
        mainThread.triggerAll();
        assertThat(tasks.getSentEventsForSubtask(0)).containsExactly(new TestOperatorEvent(0));
        assertThat(tasks.getSentEventsForSubtask(1)).isEmpty();
    }

    @Test
    void theCoordinatorIsNotToldOfAnAbortAfterTheReset() throws Exception {
        checkpoint(ABORTED);

        holder.notifyCheckpointAborted(ABORTED);
        holder.subtaskReset(0, 0);
        holder.subtaskReset(1, 0);
        assertThatTheNewsFails();
        checkpoint(NEXT);
        holder.notifyCheckpointAborted(NEXT);
        mainThread.triggerAll();

        assertThat(coordinator.getLastCheckpointAborted()).isEqualTo(NEXT);
    }

    /** See docs/internals/overtaken-splits.md for what follows from it. */
    @Test
    void theCoordinatorIsNotToldOfACompleteCheckpointIfTheResetToItComesFirst() throws Exception {
        checkpoint(COMPLETE);

        holder.notifyCheckpointComplete(COMPLETE);
        holder.subtaskReset(0, COMPLETE);
        assertThatTheNewsFails();

        assertThat(coordinator.hasCompleteCheckpoint()).isFalse();
        checkpoint(NEXT);
        holder.notifyCheckpointComplete(NEXT);
        mainThread.triggerAll();
        assertThat(coordinator.getLastCheckpointComplete()).isEqualTo(NEXT);
    }

    private CompletableFuture<Acknowledge> sendWhileACheckpointIsTriggered(int subtask)
            throws Exception {
        CompletableFuture<byte[]> coordinatorsPart = checkpoint(ABORTED);
        assertThat(coordinatorsPart).as("the subtasks' part is still to come").isDone();
        CompletableFuture<Acknowledge> sent =
                coordinator.getSubtaskGateway(subtask).sendEvent(new TestOperatorEvent());
        mainThread.triggerAll();
        assertThat(tasks.getNumberOfSentEvents()).isZero();
        return sent;
    }

    /** The coordinator's part of a checkpoint; done if the subtasks can be told to take theirs. */
    private CompletableFuture<byte[]> checkpoint(long id) throws Exception {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        holder.checkpointCoordinator(id, result);
        mainThread.triggerAll();
        coordinator.getLastTriggeredCheckpoint().complete(new byte[0]);
        mainThread.triggerAll();
        return result;
    }

    /** What the main thread logs, and then goes on. */
    private void assertThatTheNewsFails() {
        assertThatThrownBy(mainThread::triggerAll)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Trying to open gateway for unseen checkpoint");
    }
}
