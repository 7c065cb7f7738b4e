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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import org.apache.flink.annotation.Internal;

/**
 * Decides which subtask reads a split: the one that has the fewest. Decisions are over the job's
 * whole parallelism, whether a reader has registered or not: no reader gets everything because it
 * came first. Only readers that have been told that no more splits come are left out. Coordinator
 * thread only.
 */
@Internal
public final class BalancedPlacement {

    private static final int UNKNOWN = -1;

    private final int[] load;

    /** The readers that accept no more splits. */
    private final BitSet ended = new BitSet();

    private final Map<String, Integer> subtaskOf = new HashMap<>();

    /**
     * Creates a placement without splits.
     *
     * @param parallelism the number of subtasks, at least 1
     */
    public BalancedPlacement(int parallelism) {
        this.load = new int[parallelism];
    }

    /**
     * Chooses a subtask for a split. The choice stays until the split is assigned or released.
     *
     * @return the subtask's index
     * @throws IllegalStateException if all readers have been told that no more splits come
     */
    int place(String splitId) {
        Integer placed = subtaskOf.get(splitId);
        if (placed == null) {
            placed = leastLoaded();
            if (placed == UNKNOWN) {
                throw new IllegalStateException(
                        "No reader accepts "
                                + splitId
                                + ": all have been told that no more splits come");
            }
            put(splitId, placed);
        }
        return placed;
    }

    /** Fixes the subtask of a split that isn't assigned yet, because its parent is or was there. */
    void placeOn(String splitId, int subtask) {
        put(splitId, subtask);
    }

    /** Returns the subtask that has a split, or is to have it; empty if there is none. */
    OptionalInt subtaskOf(String splitId) {
        Integer subtask = subtaskOf.get(splitId);
        return subtask == null ? OptionalInt.empty() : OptionalInt.of(subtask);
    }

    /**
     * Returns how much each reader has, or is to have.
     *
     * @param weight how much a split counts
     * @return the sum for each subtask, which the caller may change
     */
    double[] loads(ToDoubleFunction<String> weight) {
        double[] loads = new double[load.length];
        subtaskOf.forEach((splitId, subtask) -> loads[subtask] += weight.applyAsDouble(splitId));
        return loads;
    }

    /** Returns the splits that a reader has, or is to have. */
    List<String> splitsOf(int subtask) {
        List<String> splits = new ArrayList<>();
        subtaskOf.forEach(
                (splitId, owner) -> {
                    if (owner == subtask) {
                        splits.add(splitId);
                    }
                });
        return splits;
    }

    /** Notes that a reader has splits: they were assigned to it, or restored with it. */
    void assigned(Collection<String> splitIds, int subtask) {
        splitIds.forEach(splitId -> put(splitId, subtask));
    }

    /** Notes that no reader has a split any more. */
    void released(String splitId) {
        Integer subtask = subtaskOf.remove(splitId);
        if (subtask != null) {
            load[subtask]--;
        }
    }

    /** Notes that a reader accepts no more splits, until it has failed. */
    void endSignalled(int subtask) {
        ended.set(subtask);
    }

    /** Returns whether a reader accepts splits. */
    boolean accepts(int subtask) {
        return !ended.get(subtask);
    }

    /**
     * Notes that a reader failed. What it has once it is back, it reports.
     *
     * @return the splits that it had, or was to have
     */
    List<String> readerLost(int subtask) {
        ended.clear(subtask);
        List<String> lost = splitsOf(subtask);
        lost.forEach(subtaskOf::remove);
        load[subtask] = 0;
        return lost;
    }

    private void put(String splitId, int subtask) {
        released(splitId);
        subtaskOf.put(splitId, subtask);
        load[subtask]++;
    }

    private int leastLoaded() {
        int best = UNKNOWN;
        for (int subtask = 0; subtask < load.length; subtask++) {
            boolean less = best == UNKNOWN || load[subtask] < load[best];
            if (less && accepts(subtask)) {
                best = subtask;
            }
        }
        return best;
    }
}
