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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * To which reader splits were assigned since the last completed checkpoint, and which checkpoint
 * was the first to hold that. Flink resets a reader without telling to which checkpoint. But it
 * hands back what was assigned to the reader since that one, and nothing else: so each split that
 * comes back, or doesn't, limits which checkpoint it can have been. Coordinator thread only.
 */
final class AssignmentLog {

    /** No checkpoint has begun since. */
    static final long NOT_IN_A_CHECKPOINT = Long.MAX_VALUE;

    private static final long ANY = Long.MIN_VALUE;

    /** Between which checkpoints the one lies that a reader went back to. */
    static final class Bounds {
        private final long atLeast;
        private final long below;

        private Bounds(long atLeast, long below) {
            this.atLeast = atLeast;
            this.below = below;
        }

        /** Returns whether the reader went back to this checkpoint or a later one, for certain. */
        boolean include(long checkpointId) {
            return checkpointId <= atLeast;
        }

        /** Returns whether the reader went back to before this checkpoint, for certain. */
        boolean exclude(long checkpointId) {
            return checkpointId >= below;
        }
    }

    private static final class Assignment {
        private final int subtask;
        private long checkpointId = NOT_IN_A_CHECKPOINT;

        private Assignment(int subtask) {
            this.subtask = subtask;
        }
    }

    private final Map<String, Assignment> assignments = new HashMap<>();

    /** Notes that a split is being assigned. */
    void assigned(String splitId, int subtask) {
        assignments.put(splitId, new Assignment(subtask));
    }

    /** The enumerator's state is being taken. */
    void snapshotTaken(long checkpointId) {
        for (Assignment assignment : assignments.values()) {
            assignment.checkpointId = Math.min(assignment.checkpointId, checkpointId);
        }
    }

    /** A checkpoint is complete: what it holds isn't handed back any more. */
    void checkpointComplete(long checkpointId) {
        assignments.values().removeIf(assignment -> assignment.checkpointId <= checkpointId);
    }

    /**
     * A reader goes back to a checkpoint.
     *
     * @param handedBack the ids of the splits that Flink hands back
     * @return which checkpoint that can be
     */
    Bounds readerReset(int subtask, Collection<String> handedBack) {
        Set<String> back = new HashSet<>(handedBack);
        long atLeast = ANY;
        long below = NOT_IN_A_CHECKPOINT;
        for (Map.Entry<String, Assignment> entry : assignments.entrySet()) {
            Assignment assignment = entry.getValue();
            if (assignment.subtask == subtask) {
                if (back.contains(entry.getKey())) {
                    below = Math.min(below, assignment.checkpointId);
                } else if (assignment.checkpointId != NOT_IN_A_CHECKPOINT) {
                    atLeast = Math.max(atLeast, assignment.checkpointId);
                }
            }
        }
        assignments.keySet().removeAll(back);
        return new Bounds(atLeast, below);
    }
}
