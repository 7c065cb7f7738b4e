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

import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import java.time.Duration;
import java.util.BitSet;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Closed to a reader while a checkpoint is between the enumerator and that reader: from the
 * enumerator's snapshot until Flink has acknowledged the reader's, or the checkpoint has ended, or
 * the reader was reset. Meanwhile nothing is sent to it. Coordinator thread only.
 *
 * <p>Flink holds such events back itself, and could be left to it. But what it holds back when it
 * restarts a region stays incomplete, and the next checkpoint waits for it until it expires; until
 * then no reader receives anything. Here events aren't sent before they can be delivered. See
 * docs/internals/late-abort.md.
 *
 * <p>A reader that isn't polled after its snapshot may be one that stops with a savepoint. Flink
 * fails a job whose task has ended when an event arrives, unless it has learnt of the end before.
 * So the gate stays closed to such a reader for a while after the checkpoint is complete.
 */
final class CheckpointGate {

    /**
     * After this time, twice at most, a checkpoint no longer closes the gate to a reader that Flink
     * may have stopped blocking without any event: it has taken its snapshot and isn't polled, or
     * the restart of another one has ended the checkpoint. After it is complete the gate stays
     * closed to a reader that isn't polled for this time at most.
     */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** What readers had reported of a checkpoint when the next one began has arrived by then. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private static final long NOTHING = -1;

    /** A checkpoint of which no end is known. */
    private static final class UnderWay {
        /** The subtasks that have taken their snapshot, or were reset. */
        final BitSet taken = new BitSet();

        /** The subtasks to which Flink has opened the way since, or that were reset. */
        final BitSet passed = new BitSet();

        boolean anyReset;
        boolean overdue;

        boolean isOpen(int subtask) {
            return passed.get(subtask) || (overdue && (anyReset || taken.get(subtask)));
        }

        void reset(int subtask) {
            taken.set(subtask);
            passed.set(subtask);
            anyReset = true;
        }
    }

    private final CoordinatorExecutor executor;
    private final int parallelism;
    private final NavigableMap<Long, UnderWay> underWay = new TreeMap<>();

    /**
     * The subtasks that haven't been polled since their snapshot for the last checkpoint that is
     * complete; a new set with each.
     */
    private BitSet unpolled = new BitSet();

    /** The newest checkpoint that the limit's timer is for. */
    private long limited = NOTHING;

    /**
     * Creates a gate that is open.
     *
     * @param executor runs what is due at the limit
     * @param parallelism the number of subtasks
     */
    CheckpointGate(CoordinatorExecutor executor, int parallelism) {
        this.executor = executor;
        this.parallelism = parallelism;
    }

    /** Returns whether something may be sent to a subtask now. */
    boolean isOpen(int subtask) {
        return !unpolled.get(subtask)
                && underWay.values().stream().allMatch(checkpoint -> checkpoint.isOpen(subtask));
    }

    /**
     * The enumerator's state was taken.
     *
     * @param checkpointId the checkpoint
     * @param atLimit run when the gate opens because it has been closed for too long
     */
    void snapshotTaken(long checkpointId, Runnable atLimit) {
        if (checkpointId < 0) {
            return; // A batch job's, which has no barriers.
        }
        underWay.values().removeIf(earlier -> earlier.passed.cardinality() == parallelism);
        if (underWay.values().stream().anyMatch(earlier -> earlier.anyReset)) {
            executor.schedule(() -> requireEndsAreKnown(checkpointId), GRACE);
        }
        underWay.put(checkpointId, new UnderWay());
        limitWait(atLimit);
    }

    private void limitWait(Runnable atLimit) {
        if (limited == NOTHING && !underWay.isEmpty()) {
            limited = underWay.lastKey();
            executor.schedule(() -> overdue(atLimit), LIMIT);
        }
    }

    private void overdue(Runnable atLimit) {
        underWay.headMap(limited, true).values().forEach(checkpoint -> checkpoint.overdue = true);
        boolean more = !underWay.tailMap(limited, false).isEmpty();
        limited = NOTHING;
        if (more) {
            limitWait(atLimit);
        }
        atLimit.run();
    }

    /**
     * A reader has taken its snapshot. Flink has opened the way to it for the checkpoints before
     * this one; for this one it does so soon.
     *
     * @throws FlinkRuntimeException if Flink has lost the end of an earlier checkpoint, and the
     *     reader with it
     */
    void readerSnapshotTaken(int subtask, long checkpointId) {
        underWay.headMap(checkpointId, false)
                .forEach((earlier, checkpoint) -> requireReached(subtask, earlier, checkpoint));
        underWay.headMap(checkpointId, false)
                .values()
                .forEach(checkpoint -> checkpoint.passed.set(subtask));
        unpolled.clear(subtask);
        UnderWay checkpoint = underWay.get(checkpointId);
        if (checkpoint != null) {
            checkpoint.taken.set(subtask);
        }
    }

    /** A reader has been polled after its snapshot, which Flink has acknowledged by then. */
    void readerSnapshotAcknowledged(int subtask, long checkpointId) {
        unpolled.clear(subtask);
        underWay.headMap(checkpointId, true)
                .values()
                .forEach(checkpoint -> checkpoint.passed.set(subtask));
    }

    /**
     * The check for a reader that the next checkpoint never gets to, because that checkpoint waits
     * for the events that were lost with the abort: such a reader takes no snapshot that would show
     * it.
     */
    private void requireEndsAreKnown(long next) {
        underWay.headMap(next, false)
                .forEach(
                        (earlier, checkpoint) -> {
                            int reader = checkpoint.taken.nextClearBit(0);
                            if (reader < parallelism) {
                                requireReached(reader, earlier, checkpoint);
                            }
                        });
    }

    /**
     * A regional restart ends all checkpoints that are under way before it resets subtasks. Once a
     * later checkpoint has begun, the end of an earlier one that a reset took part in is known, or
     * Flink's attempt to report it has failed and has left the way closed to each reader that
     * hadn't taken its snapshot. What a reader reports arrives in order, so a reader that takes
     * part in the later checkpoint would have reported the earlier one first.
     */
    private static void requireReached(int subtask, long checkpointId, UnderWay checkpoint) {
        if (checkpoint.anyReset && !checkpoint.taken.get(subtask)) {
            throw new FlinkRuntimeException(
                    String.format(
                            "Checkpoint %d was aborted by the restart of some subtasks, and Flink"
                                    + " has lost the abort: subtask %d would receive nothing any"
                                    + " more. Restarting the whole job",
                            checkpointId, subtask));
        }
    }

    /**
     * A checkpoint is complete, which ends those before it.
     *
     * @param atLimit run when the gate opens to readers that haven't been polled since
     */
    void checkpointComplete(long checkpointId, Runnable atLimit) {
        BitSet waiting = new BitSet();
        UnderWay complete = underWay.get(checkpointId);
        if (complete != null) {
            waiting.or(complete.taken);
            waiting.andNot(complete.passed);
        }
        underWay.headMap(checkpointId, true).clear();
        unpolled = waiting;
        if (!waiting.isEmpty()) {
            executor.schedule(
                    () -> {
                        waiting.clear();
                        atLimit.run();
                    },
                    LIMIT);
        }
    }

    void checkpointAborted(long checkpointId) {
        underWay.remove(checkpointId);
    }

    /** A reader has failed; the one that comes back is past all checkpoints that were under way. */
    void readerReset(int subtask) {
        unpolled.clear(subtask);
        underWay.values().forEach(checkpoint -> checkpoint.reset(subtask));
    }
}
