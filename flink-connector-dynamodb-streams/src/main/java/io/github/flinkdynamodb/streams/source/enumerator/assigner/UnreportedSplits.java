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
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * The splits that count as assigned, and that no reader has reported since it was restored. The
 * barrier of an unaligned checkpoint may overtake a split on its way to the reader: then the
 * checkpoint has it as assigned, no reader has it, and Flink doesn't hand it back. See {@code
 * docs/internals/overtaken-splits.md}. Coordinator thread only.
 *
 * <p>Each reader reports what it was restored with before it takes part in a checkpoint. So after
 * the failure of one reader it is known what is lost when that one has reported; after a restore of
 * the whole job, when each reader has. Readers that had ended before the checkpoint don't report: a
 * checkpoint that was begun after the restore, and is complete, shows what is lost, too.
 *
 * <p>A split that may have been finished in the checkpoint of a reset is lost, or finished, if its
 * reader doesn't report it, and nobody can tell. Then the whole job is to be restored, and with it
 * the enumerator.
 */
final class UnreportedSplits {

    /** The subtask of a split that any reader may have. */
    private static final int ANY = -1;

    /** A split in doubt. */
    private static final class Doubt {
        private final int subtask;
        private final boolean mayBeFinished;

        /** The first checkpoint that was begun since. */
        private long checkpointId = AssignmentLog.NOT_IN_A_CHECKPOINT;

        private Doubt(int subtask, boolean mayBeFinished) {
            this.subtask = subtask;
            this.mayBeFinished = mayBeFinished;
        }
    }

    private final Map<String, Doubt> doubts = new LinkedHashMap<>();

    /** The readers that haven't reported since the restore of the whole job. */
    private final BitSet awaited = new BitSet();

    /** The first checkpoint that was begun since that restore. */
    private long firstCheckpointId = AssignmentLog.NOT_IN_A_CHECKPOINT;

    /**
     * The whole job was restored.
     *
     * @param splitIds what the checkpoint has as assigned
     * @param parallelism the number of readers
     */
    void restored(Collection<String> splitIds, int parallelism) {
        splitIds.forEach(splitId -> doubts.put(splitId, new Doubt(ANY, false)));
        awaited.set(0, parallelism);
    }

    /**
     * A reader failed and will report again.
     *
     * @param subtask the reader's subtask
     * @param held the splits that it is thought to hold when it is back
     * @param doubtful those that it holds then, or that are finished
     */
    void readerReset(int subtask, Collection<String> held, Collection<String> doubtful) {
        held.forEach(splitId -> doubts.put(splitId, new Doubt(subtask, false)));
        doubtful.forEach(splitId -> doubts.put(splitId, new Doubt(subtask, true)));
    }

    /**
     * A reader has reported what it was restored with.
     *
     * @return the splits that are lost, in no particular order
     * @throws FlinkRuntimeException if only a restore of the whole job can tell whether a split is
     *     lost
     */
    List<String> reported(int subtask, Collection<String> splitIds) {
        splitIds.forEach(doubts::remove);
        awaited.clear(subtask);
        return takeLost(doubt -> hasReported(doubt, subtask));
    }

    private boolean hasReported(Doubt doubt, int subtask) {
        return doubt.subtask == ANY ? awaited.isEmpty() : doubt.subtask == subtask;
    }

    /** A split is where it should be, or has been finished after all. */
    void settled(String splitId) {
        doubts.remove(splitId);
    }

    /** The enumerator's state is being taken. */
    void snapshotTaken(long checkpointId) {
        firstCheckpointId = Math.min(firstCheckpointId, checkpointId);
        for (Doubt doubt : doubts.values()) {
            doubt.checkpointId = Math.min(doubt.checkpointId, checkpointId);
        }
    }

    /**
     * A checkpoint is complete: whoever took part in it has reported before.
     *
     * @return the splits that are lost
     * @throws FlinkRuntimeException if only a restore of the whole job can tell whether a split is
     *     lost
     */
    List<String> checkpointComplete(long checkpointId) {
        if (firstCheckpointId <= checkpointId) {
            awaited.clear();
        }
        return takeLost(doubt -> doubt.checkpointId <= checkpointId);
    }

    /** Returns whether a reader may have something from before the restore, and hasn't said so. */
    boolean isReaderAwaited() {
        return !awaited.isEmpty();
    }

    /** Returns whether it isn't known if a reader has a split. */
    boolean isInDoubt(String splitId) {
        return doubts.containsKey(splitId);
    }

    /** Returns whether no split is in doubt. */
    boolean isEmpty() {
        return doubts.isEmpty();
    }

    private List<String> takeLost(Predicate<Doubt> isDecided) {
        List<String> lost = new ArrayList<>();
        doubts.forEach(
                (splitId, doubt) -> {
                    if (isDecided.test(doubt)) {
                        requireNotFinished(splitId, doubt);
                        lost.add(splitId);
                    }
                });
        lost.forEach(doubts::remove);
        return lost;
    }

    private static void requireNotFinished(String splitId, Doubt doubt) {
        if (doubt.mayBeFinished) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Subtask %d went back to a checkpoint of whose completion Flink hasn't"
                                    + " told, and doesn't hold %s: whether that has been read can't"
                                    + " be told. Restoring the whole job",
                            doubt.subtask, splitId));
        }
    }
}
