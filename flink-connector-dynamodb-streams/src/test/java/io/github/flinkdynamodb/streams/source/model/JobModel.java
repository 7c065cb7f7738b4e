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
package io.github.flinkdynamodb.streams.source.model;

import static java.util.stream.Collectors.toList;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The job as Flink runs it: attempts of subtasks that fail and come back, checkpoints that are
 * under way side by side, and the coordinator. Every message and every step of a recovery is a step
 * of its own. What the JobManager's main thread has for the coordinator comes in its order: failed
 * attempts, resets, completed checkpoints, and what readers send.
 */
final class JobModel {

    private static final int MAX_CONCURRENT_CHECKPOINTS = 3;
    private static final long NO_CHECKPOINT = -1;

    /** What the JobManager knows of a subtask's attempt. */
    private enum Status {
        RUNNING,
        /** The task has died, and the JobManager hasn't heard of it. */
        DEAD,
        /** The JobManager waits for the restart. */
        FAILED,
        /** The subtask was reset; the new attempt isn't open yet. */
        DEPLOYED
    }

    /** An action on the coordinator's thread. */
    private interface CoordinatorAction {
        void run() throws Exception;
    }

    private final World world;
    private final Deque<CoordinatorAction> inbox = new ArrayDeque<>();
    private final List<Checkpoint> underWay = new ArrayList<>();
    private CoordinatorModel coordinator;
    private TaskModel[] tasks;
    private Status[] status;
    private List<List<byte[]>> restored;
    private Checkpoint latest;
    private Checkpoint savepoint;
    private long nextCheckpoint = 1;

    JobModel(World world, int parallelism) {
        this.world = world;
        setParallelism(parallelism);
    }

    private void setParallelism(int parallelism) {
        tasks = new TaskModel[parallelism];
        status = new Status[parallelism];
        restored = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            restored.add(List.of());
        }
        world.output.newEpoch(parallelism);
    }

    int parallelism() {
        return tasks.length;
    }

    private int participants() {
        return parallelism() + (world.output.downstream() == null ? 0 : 1);
    }

    /** The tasks of which something may still be processed, also if they have died. */
    List<TaskModel> tasks() {
        return Arrays.stream(tasks).filter(Objects::nonNull).collect(toList());
    }

    /** The checkpoint that has begun last of those under way. */
    Checkpoint newest() {
        return underWay.get(underWay.size() - 1);
    }

    boolean isUnderWay(Checkpoint checkpoint) {
        return underWay.contains(checkpoint);
    }

    CoordinatorModel coordinator() {
        return coordinator;
    }

    Checkpoint latest() {
        return latest;
    }

    // --- tasks and messages ----------------------------------------------------------------------

    /** Puts something into the mailbox of an attempt; it is lost if that has died. */
    void send(TaskModel task, TaskModel.Mail mail) {
        if (running(task.subtask) == task) {
            task.mailbox.add(mail);
        }
    }

    /** A task that is running, or null. */
    TaskModel running(int subtask) {
        return status[subtask] == Status.RUNNING ? tasks[subtask] : null;
    }

    boolean allRunning() {
        for (Status each : status) {
            if (each != Status.RUNNING) {
                return false;
            }
        }
        return true;
    }

    boolean allEnded() {
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            if (running(subtask) == null || !tasks[subtask].inputEnded()) {
                return false;
            }
        }
        return true;
    }

    boolean open(int subtask) throws Exception {
        if (status[subtask] != Status.DEPLOYED) {
            return false;
        }
        tasks[subtask] = new TaskModel(world, subtask, restored.get(subtask));
        status[subtask] = Status.RUNNING;
        return true;
    }

    /** The next message of a reader comes to the coordinator, after what came before it. */
    boolean receiveFrom(int subtask) throws Exception {
        if (inboxNext()) {
            return true;
        }
        TaskModel task = tasks[subtask];
        boolean known = status[subtask] == Status.RUNNING || status[subtask] == Status.DEAD;
        if (!known || task.sent.isEmpty()) {
            return false;
        }
        try {
            coordinator.receive(task, task.sent.poll());
        } catch (FlinkRuntimeException e) {
            restoreIfAsked(e);
        }
        return true;
    }

    /** An error of the enumerator's fails the job, which is restored as a whole. */
    private void restoreIfAsked(FlinkRuntimeException e) throws Exception {
        boolean isInDoubt = e.getMessage().contains("whether that has been read can't be told");
        boolean isTooOld = e.getMessage().contains("Restoring the whole job, which then repairs");
        if (!isInDoubt && !isTooOld) {
            throw e;
        }
        world.situations.note(
                isInDoubt
                        ? "restored as a whole, since a reset was in doubt"
                        : "restored as a whole, since a state was too old");
        restoreAll();
    }

    /** Returns what delivers all that readers have sent by now, unless it comes by itself. */
    Runnable messagesOnTheirWay() {
        Map<TaskModel, Integer> counts = new LinkedHashMap<>();
        for (TaskModel task : tasks) {
            if (task != null) {
                counts.put(task, task.sentCount());
            }
        }
        return () -> counts.forEach(this::receiveUpTo);
    }

    private void receiveUpTo(TaskModel task, int count) {
        try {
            boolean more = true;
            while (more && task.subtask < tasks.length && tasks[task.subtask] == task) {
                more = task.receivedCount() < count && receiveFrom(task.subtask);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    boolean inboxNext() throws Exception {
        CoordinatorAction next = inbox.poll();
        if (next == null) {
            return false;
        }
        next.run();
        return true;
    }

    // --- checkpoints -----------------------------------------------------------------------------

    /** The enumerator's part is taken, and the barriers set out. */
    boolean startCheckpoint(boolean asSavepoint) throws Exception {
        if (!allRunning() || underWay.size() >= MAX_CONCURRENT_CHECKPOINTS || inboxNext()) {
            return false;
        }
        long id = nextCheckpoint++;
        for (TaskModel task : tasks) {
            world.noteHandovers("barrier at the enumerator", task);
        }
        Checkpoint started =
                new Checkpoint(
                        id, asSavepoint, coordinator.snapshot(id), parallelism(), participants());
        started.urgent = world.setup.urgentBarriers;
        underWay.add(started);
        world.say("    %s begins", started);
        for (TaskModel receiver : tasks) {
            sendBarrier(receiver, started);
        }
        world.situations.note(underWay.size() + " checkpoints at once");
        return true;
    }

    private void sendBarrier(TaskModel receiver, Checkpoint checkpoint) {
        TaskModel.Mail barrier = task -> task.snapshot(checkpoint);
        if (!world.setup.urgentBarriers || checkpoint.savepoint) {
            send(receiver, barrier);
        } else if (running(receiver.subtask) == receiver) {
            receiver.urgent.add(barrier);
            if (!receiver.mailbox.isEmpty()) {
                world.situations.note("barrier that overtakes events");
            }
        }
    }

    /** A checkpoint begins, and all readers take their parts of it at once. */
    boolean sendBarriers() throws Exception {
        if (!allRunning() || underWay.size() >= MAX_CONCURRENT_CHECKPOINTS) {
            return false;
        }
        while (inboxNext()) {
            continue;
        }
        startCheckpoint(false);
        deliverAll();
        return true;
    }

    /** What is under way becomes complete if it can, and all hear of it. */
    boolean completeUnderWay(int choice) throws Exception {
        if (underWay.isEmpty()) {
            return false;
        }
        world.processAll();
        while (acknowledge(choice)) {
            continue;
        }
        exchangeMessages();
        return true;
    }

    /** The coordinator and the readers hear of each other what there is to be heard. */
    void exchangeMessages() throws Exception {
        while (inboxNext()) {
            continue;
        }
        deliverRunning();
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            while (receiveFrom(subtask)) {
                continue;
            }
        }
        while (coordinator.executor.runNext()) {
            continue;
        }
        deliverRunning();
    }

    private void deliverRunning() throws Exception {
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            TaskModel task = running(subtask);
            while (task != null && task.deliver()) {
                continue;
            }
        }
    }

    /**
     * A reader's part of a checkpoint comes to the JobManager, after the messages that the reader
     * sent before: Flink sends both to the JobMaster, which takes them in their order.
     */
    boolean acknowledge(int choice) throws Exception {
        List<int[]> coming = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < underWay.size(); checkpoint++) {
            for (int subtask = 0; subtask < participants(); subtask++) {
                if (underWay.get(checkpoint).isUnderWayFrom(subtask)) {
                    coming.add(new int[] {checkpoint, subtask});
                }
            }
        }
        if (coming.isEmpty()) {
            return false;
        }
        int[] chosen = coming.get(choice % coming.size());
        Checkpoint checkpoint = underWay.get(chosen[0]);
        receiveSentBefore(checkpoint, chosen[1]);
        if (!isUnderWay(checkpoint)) {
            return true; // the job was restored meanwhile
        }
        checkpoint.acknowledge(chosen[1]);
        if (checkpoint.isComplete()) {
            complete(checkpoint, choice);
        }
        return true;
    }

    private void receiveSentBefore(Checkpoint checkpoint, int participant) throws Exception {
        boolean more = participant < parallelism();
        while (more && isUnderWay(checkpoint)) {
            more =
                    tasks[participant].receivedCount() < checkpoint.sentBefore(participant)
                            && receiveFrom(participant);
        }
    }

    /**
     * Takes a checkpoint in which everything goes well, once all that was sent has arrived: a
     * reader that is still said to be unpolled since the last one would get nothing. Null if it
     * can't be started.
     */
    Checkpoint checkpointNow() throws Exception {
        abortIf(checkpoint -> true);
        exchangeMessages();
        if (!startCheckpoint(false)) {
            return null;
        }
        Checkpoint checkpoint = underWay.get(0);
        deliverAll();
        world.processAll();
        if (world.output.downstream() != null) {
            world.output.downstream().takeUnaligned();
        }
        while (acknowledge(1)) {
            continue;
        }
        deliverAll();
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            while (receiveFrom(subtask)) {
                continue;
            }
        }
        return checkpoint;
    }

    private void deliverAll() throws Exception {
        for (TaskModel task : tasks()) {
            while (task.deliver()) {
                continue;
            }
        }
    }

    private void complete(Checkpoint checkpoint, int choice) throws Exception {
        underWay.remove(checkpoint);
        world.output.check(checkpoint);
        world.situations.note(checkpoint.savepoint ? "savepoint" : "checkpoint completed");
        world.say("    %s is complete", checkpoint);
        if (checkpoint.savepoint) {
            savepoint = checkpoint;
            return;
        }
        latest = checkpoint;
        world.output.complete(checkpoint);
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            completed(tasks[subtask], checkpoint, choice / 2 + subtask);
        }
        if (abortIf(older -> !older.savepoint && older.id < checkpoint.id)) {
            world.situations.note("checkpoint overtaken by a later one");
        }
        // A restart may be on its way while the last acknowledgement comes: then the reset to this
        // checkpoint comes to the coordinator before the news that it is complete.
        boolean reset = choice % 2 == 0 && restartFailed();
        if (reset) {
            world.situations.note("reset to a checkpoint before the news that it is complete");
        }
        // The news then meets gateways that don't know the checkpoint, and doesn't get through.
        if (!reset || choice % 8 == 0) {
            inbox.add(() -> coordinator.checkpointComplete(checkpoint.id));
        }
    }

    /** The news of a completed checkpoint goes to a task; it may get lost on the way. */
    private void completed(TaskModel task, Checkpoint checkpoint, int choice) {
        if (task == null || !world.setup.mode.readsTable()) {
            return;
        }
        task.service.covered(checkpoint.emitted[task.subtask]);
        if (choice % 8 != 0) {
            send(task, receiver -> receiver.checkpointComplete(checkpoint.id));
        } else {
            world.situations.note("a task isn't told that a checkpoint is complete");
        }
    }

    boolean abort(int choice) {
        if (underWay.isEmpty()) {
            return false;
        }
        Checkpoint aborted = underWay.get(choice % underWay.size());
        abortIf(checkpoint -> checkpoint == aborted);
        world.situations.note("checkpoint aborted");
        return true;
    }

    private boolean abortIf(Predicate<Checkpoint> condition) {
        List<Checkpoint> aborted = underWay.stream().filter(condition).collect(toList());
        boolean any = underWay.removeAll(aborted);
        for (Checkpoint checkpoint : aborted) {
            inbox.add(() -> coordinator.checkpointAborted(checkpoint.id));
            if (world.output.downstream() != null) {
                world.output.downstream().ended(checkpoint);
            }
        }
        return any;
    }

    /** What a restore of any kind may go back to. */
    List<Checkpoint> restorable() {
        List<Checkpoint> all = new ArrayList<>();
        if (latest != null) {
            all.add(latest);
        }
        if (savepoint != null) {
            all.add(savepoint);
        }
        return all;
    }

    /** Nobody goes back to before the latest checkpoint any more. */
    void forgetSavepoints() {
        savepoint = null;
        abortIf(checkpoint -> checkpoint.savepoint && checkpoint.id < latest.id);
    }

    // --- failures --------------------------------------------------------------------------------

    /** A task dies; what it has sent may still arrive. */
    boolean crash(int subtask) {
        if (status[subtask] != Status.RUNNING) {
            return false;
        }
        world.noteHandovers("task failure", tasks[subtask]);
        tasks[subtask].mailbox.clear();
        tasks[subtask].urgent.clear();
        status[subtask] = Status.DEAD;
        return true;
    }

    /** The JobManager hears of it. */
    boolean notice(int subtask) {
        if (status[subtask] != Status.DEAD) {
            return false;
        }
        if (world.setup.mode.isOneRegion()) {
            for (int other = 0; other < parallelism(); other++) {
                if (status[other] != Status.FAILED) {
                    failed(other);
                }
            }
        } else {
            failed(subtask);
        }
        return true;
    }

    private void failed(int subtask) {
        status[subtask] = Status.FAILED;
        tasks[subtask] = null;
        inbox.add(() -> coordinator.attemptFailed(subtask));
        abortIf(
                checkpoint ->
                        world.setup.mode.isOneRegion() || !checkpoint.isAcknowledgedBy(subtask));
    }

    /** All tasks are of one region, as in a job with a shuffle: all go down with the one. */
    boolean crashAll() {
        if (!allRunning()) {
            return false;
        }
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            world.noteHandovers("failure of the region", tasks[subtask]);
            failed(subtask);
        }
        return true;
    }

    /** Those that have failed are reset to the latest checkpoint; the enumerator lives on. */
    boolean restartFailed() {
        long checkpoint = latest == null ? NO_CHECKPOINT : latest.id;
        boolean any = false;
        for (int failed = 0; failed < parallelism(); failed++) {
            if (status[failed] == Status.FAILED) {
                int subtask = failed;
                any = true;
                abortIf(started -> true);
                world.say("    subtask %d goes back to checkpoint %d", subtask, checkpoint);
                inbox.add(() -> coordinator.subtaskReset(subtask, checkpoint));
                deploy(subtask);
            }
        }
        return any;
    }

    private void deploy(int subtask) {
        status[subtask] = Status.DEPLOYED;
        tasks[subtask] = null;
        if (savepoint != null && (latest == null || savepoint.id > latest.id)) {
            savepoint = null; // what it holds of the output is being taken back
        }
        restored.set(subtask, latest == null ? List.of() : latest.readers.get(subtask));
        world.output.rollBack(subtask, latest);
    }

    /** The job is restored as a whole: the enumerator too. */
    void restoreAll() throws Exception {
        for (TaskModel task : tasks) {
            world.noteHandovers("global failure", task);
        }
        startAll();
    }

    /** The job is started. */
    void startAll() throws Exception {
        if (coordinator != null) {
            coordinator.close();
        }
        inbox.clear();
        underWay.clear();
        for (int subtask = 0; subtask < parallelism(); subtask++) {
            deploy(subtask);
        }
        if (world.items != null && !knowsTable()) {
            world.items.scanStarts();
        }
        coordinator =
                new CoordinatorModel(
                        world, parallelism(), latest == null ? null : latest.enumerator);
    }

    /** Returns whether the scan has begun, or is over, by what the job is restored from. */
    private boolean knowsTable() throws IOException {
        if (latest == null) {
            return false;
        }
        EnumeratorState state = CoordinatorModel.state(latest.enumerator);
        return state.scan().isPresent() || state.streamArn().isPresent();
    }

    /** The job is stopped, and started from a checkpoint or savepoint with another parallelism. */
    boolean rescale(int choice, int parallelism) throws Exception {
        List<Checkpoint> from = restorable();
        if (from.isEmpty()) {
            return false;
        }
        for (TaskModel task : tasks) {
            world.noteHandovers("restore with another parallelism", task);
        }
        Checkpoint chosen = from.get(choice % from.size());
        world.say("    %s, parallelism %d", chosen, parallelism);
        world.output.rollBackAll(chosen);
        setParallelism(parallelism);
        latest = chosen.redistributed(parallelism);
        savepoint = null;
        startAll();
        return true;
    }
}
