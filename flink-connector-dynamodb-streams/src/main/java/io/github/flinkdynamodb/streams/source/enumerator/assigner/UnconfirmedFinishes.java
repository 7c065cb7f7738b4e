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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The splits that were finished since the last completed checkpoint, with the subtask that had read
 * them. If that subtask fails, it is restored to a state in which it may still hold them, and they
 * are not finished after all. Coordinator thread only.
 *
 * <p>Flink may reset a subtask to a checkpoint before it tells the enumerator that this one is
 * complete, and then it mostly never does: see {@code docs/internals/overtaken-splits.md}. Which
 * checkpoint it was follows from what Flink hands back ({@link AssignmentLog}): children that don't
 * leave are assigned to the reader that had their parent, in the same step in which that is
 * finished. Where nothing tells, a finish is in doubt.
 */
final class UnconfirmedFinishes {

    /** How a split was finished. */
    static final class Finish {
        private final String splitId;
        private final int subtask;
        private final boolean stopped;

        /** The first checkpoint that holds it. */
        private long checkpointId = AssignmentLog.NOT_IN_A_CHECKPOINT;

        /** The first checkpoint that was begun after the reset that has put it in doubt. */
        private long doubtfulUpTo = AssignmentLog.NOT_IN_A_CHECKPOINT;

        private Finish(String splitId, int subtask, boolean stopped) {
            this.splitId = splitId;
            this.subtask = subtask;
            this.stopped = stopped;
        }

        String splitId() {
            return splitId;
        }

        /** Returns the reader that has read it. */
        int subtask() {
            return subtask;
        }

        /** Returns whether the stopping position ended the reading, rather than the shard's end. */
        boolean isStopped() {
            return stopped;
        }

        private boolean isIn(long checkpoint) {
            return checkpointId <= checkpoint;
        }
    }

    /** What the reset of a reader does to the splits that it had finished. */
    static final class Reset {
        private final List<String> undone = new ArrayList<>();
        private final List<String> doubtful = new ArrayList<>();
        private final List<String> confirmed = new ArrayList<>();

        /** Returns the splits that aren't finished any more. */
        List<String> undone() {
            return undone;
        }

        /** Returns the splits that may not be finished any more. If so, the reader reports them. */
        List<String> doubtful() {
            return doubtful;
        }

        /** Returns the splits that the checkpoint holds as finished. */
        List<String> confirmed() {
            return confirmed;
        }
    }

    private final AssignmentLog assignments = new AssignmentLog();
    private final Map<String, Finish> unconfirmed = new LinkedHashMap<>();
    private final Map<String, Finish> doubtful = new LinkedHashMap<>();

    /** Notes that a split is being assigned. */
    void assigned(String splitId, int subtask) {
        assignments.assigned(splitId, subtask);
    }

    /** Notes that a subtask has read a split to its end, or up to the stopping position. */
    void finished(String splitId, int subtask, boolean stopped) {
        doubtful.remove(splitId);
        unconfirmed.put(splitId, new Finish(splitId, subtask, stopped));
    }

    /** Returns what is finished, and in no completed checkpoint yet. */
    Collection<Finish> unconfirmed() {
        return unconfirmed.values();
    }

    /**
     * The enumerator's state is being taken: it holds every split finished up to now as finished.
     */
    void snapshotTaken(long checkpointId) {
        assignments.snapshotTaken(checkpointId);
        for (Finish finish : unconfirmed.values()) {
            finish.checkpointId = Math.min(finish.checkpointId, checkpointId);
        }
        for (Finish finish : doubtful.values()) {
            finish.doubtfulUpTo = Math.min(finish.doubtfulUpTo, checkpointId);
        }
    }

    /**
     * From now on restores go back to this checkpoint at the most.
     *
     * @return the splits that it holds as finished, and that no checkpoint before it did
     */
    List<String> checkpointComplete(long checkpointId) {
        assignments.checkpointComplete(checkpointId);
        List<String> confirmed = new ArrayList<>();
        take(unconfirmed, finish -> finish.isIn(checkpointId))
                .forEach(finish -> confirmed.add(finish.splitId));
        return confirmed;
    }

    /**
     * What resets have put in doubt though the checkpoint that they went back to holds it, as is
     * known now that this checkpoint is complete. To be asked with each completed checkpoint. One
     * that was begun after a reset says nothing of it.
     *
     * @return what is finished after all
     */
    Collection<Finish> finishedAfterAll(long checkpointId) {
        return take(
                doubtful,
                finish -> finish.isIn(checkpointId) && checkpointId < finish.doubtfulUpTo);
    }

    /** A split in doubt isn't finished: its reader has reported it. */
    void notFinished(String splitId) {
        doubtful.remove(splitId);
    }

    /**
     * A subtask is restored to a completed checkpoint.
     *
     * @param handedBack the ids of the splits that Flink hands back
     * @return what that does to the splits that it had finished
     */
    Reset readerReset(int subtask, Collection<String> handedBack) {
        AssignmentLog.Bounds checkpoint = assignments.readerReset(subtask, handedBack);
        Reset reset = new Reset();
        for (Finish finish : take(unconfirmed, finish -> finish.subtask == subtask)) {
            if (checkpoint.include(finish.checkpointId)) {
                reset.confirmed.add(finish.splitId);
            } else if (checkpoint.exclude(finish.checkpointId)) {
                reset.undone.add(finish.splitId);
            } else {
                reset.doubtful.add(finish.splitId);
                doubtful.put(finish.splitId, finish);
            }
        }
        return reset;
    }

    private static List<Finish> take(Map<String, Finish> from, Predicate<Finish> which) {
        List<Finish> taken = new ArrayList<>();
        for (Finish finish : from.values()) {
            if (which.test(finish)) {
                taken.add(finish);
            }
        }
        taken.forEach(finish -> from.remove(finish.splitId));
        return taken;
    }
}
