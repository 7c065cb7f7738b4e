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

import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.model.TableModel.KeyModel;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What counts of the output under exactly once: a subtask that goes back to a checkpoint takes back
 * what it has emitted since. Holds at every moment:
 *
 * <ul>
 *   <li>no change is in the output twice;
 *   <li>of each key, the first changes are in the output, without a gap and in their order;
 *   <li>where two successive changes of a key come from different subtasks, a completed checkpoint
 *       held the first before the second was emitted: otherwise the second could overtake the first
 *       on the way to the next operator.
 * </ul>
 */
final class OutputModel implements Output {

    private final TableModel table;
    private List<List<Change>> bySubtask = new ArrayList<>();
    private int[] stable = new int[0];
    private int outCount;

    OutputModel(TableModel table) {
        this.table = table;
    }

    /** A job begins, from a state that holds all that is in the output now. */
    @Override
    public void newEpoch(int parallelism) {
        for (List<Change> emitted : bySubtask) {
            emitted.forEach(change -> change.subtask = Change.EARLIER_EPOCH);
        }
        bySubtask = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            bySubtask.add(new ArrayList<>());
        }
        stable = new int[parallelism];
    }

    @Override
    public void emit(TaskModel task, String number) {
        Change change = emit(task.subtask, number);
        ShardModel shard = change.shard;
        if (shard.closed && shard.changes.get(shard.changes.size() - 1) == change) {
            task.handovers.putIfAbsent(shard.id, HandoverStep.LAST_RECORD_OUT);
        }
    }

    private Change emit(int subtask, String number) {
        Change change = table.change(number);
        if (change == null) {
            throw new Violation("an unknown record came out: " + number);
        }
        KeyModel key = change.key;
        if (change.isOut()) {
            throw new Violation("twice in the output: " + change);
        }
        if (!change.wanted) {
            throw new Violation("before the start or after the stop: " + change);
        }
        if (key.due() != change) {
            throw new Violation(
                    "out of order: " + change + " came where " + key.due() + " was due");
        }
        if (change.index > key.unwanted) {
            requireOrder(key.changes.get(change.index - 1), change, subtask);
        }
        List<Change> emitted = bySubtask.get(subtask);
        change.subtask = subtask;
        change.place = emitted.size();
        emitted.add(change);
        key.out++;
        outCount++;
        return change;
    }

    private void requireOrder(Change before, Change change, int subtask) {
        if (before.subtask != subtask
                && before.subtask != Change.EARLIER_EPOCH
                && before.place >= stable[before.subtask]) {
            throw new Violation(
                    String.format(
                            "may be overtaken: %s came from subtask %d, %s from subtask %d, and no"
                                    + " completed checkpoint lies between",
                            before, before.subtask, change, subtask));
        }
    }

    @Override
    public int emittedBy(int subtask) {
        return bySubtask.get(subtask).size();
    }

    @Override
    public int outCount() {
        return outCount;
    }

    @Override
    public void check(Checkpoint checkpoint) throws IOException {
        CheckpointRule.check(checkpoint, table);
        if (table.isToBeRepaired()) {
            RepairRule.check(checkpoint, table);
        }
    }

    @Override
    public void complete(Checkpoint checkpoint) {
        stable = checkpoint.emitted.clone();
    }

    @Override
    public void rollBack(int subtask, Checkpoint checkpoint) {
        requireNothingBehind(takeBack(subtask, checkpoint));
    }

    @Override
    public void rollBackAll(Checkpoint checkpoint) {
        List<Change> undone = new ArrayList<>();
        for (int subtask = 0; subtask < bySubtask.size(); subtask++) {
            undone.addAll(takeBack(subtask, checkpoint));
        }
        requireNothingBehind(undone);
    }

    private List<Change> takeBack(int subtask, Checkpoint checkpoint) {
        List<Change> undone = new ArrayList<>();
        int emitted = Checkpoint.emitted(checkpoint, subtask);
        List<Change> all = bySubtask.get(subtask);
        while (all.size() > emitted) {
            Change change = all.remove(all.size() - 1);
            change.subtask = Change.NOWHERE;
            change.key.out--;
            outCount--;
            undone.add(change);
        }
        return undone;
    }

    private static void requireNothingBehind(List<Change> undone) {
        for (Change change : undone) {
            List<Change> ofKey = change.key.changes;
            if (ofKey.subList(change.index + 1, ofKey.size()).stream().anyMatch(Change::isOut)) {
                throw new Violation(
                        "taken back, though a later change of the key stays: " + change);
            }
        }
    }

    /** Returns whether a checkpoint that holds so many changes of each subtask holds this one. */
    static boolean isIn(Change change, int[] emitted) {
        return change.subtask == Change.EARLIER_EPOCH
                || (change.subtask != Change.NOWHERE && change.place < emitted[change.subtask]);
    }

    @Override
    public void requireComplete() {
        for (KeyModel key : table.keys) {
            if (key.due() != null) {
                throw new Violation("not in the output at the end: " + key.due() + " and later");
            }
        }
    }
}
