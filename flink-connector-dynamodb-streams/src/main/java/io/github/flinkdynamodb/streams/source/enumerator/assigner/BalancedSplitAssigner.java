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
import java.util.Map;
import org.apache.flink.annotation.Internal;

/** Gives each subtask the same number of splits: a new one goes where the fewest are. */
@Internal
public final class BalancedSplitAssigner implements SplitAssigner {

    private final int[] load;
    private final Map<String, Integer> subtaskOf = new HashMap<>();

    /**
     * Creates an assigner that nobody has anything from.
     *
     * @param parallelism the number of subtasks, at least 1
     */
    public BalancedSplitAssigner(int parallelism) {
        this.load = new int[parallelism];
    }

    @Override
    public int place(String splitId) {
        Integer placed = subtaskOf.get(splitId);
        if (placed == null) {
            placed = leastLoaded();
            put(splitId, placed);
        }
        return placed;
    }

    @Override
    public void placeOn(String splitId, int subtask) {
        put(splitId, subtask);
    }

    @Override
    public void assigned(Collection<String> splitIds, int subtask) {
        splitIds.forEach(splitId -> put(splitId, subtask));
    }

    @Override
    public void released(String splitId) {
        Integer subtask = subtaskOf.remove(splitId);
        if (subtask != null) {
            load[subtask]--;
        }
    }

    @Override
    public void readerLost(int subtask) {
        subtaskOf.values().removeIf(owner -> owner == subtask);
        load[subtask] = 0;
    }

    private void put(String splitId, int subtask) {
        released(splitId);
        subtaskOf.put(splitId, subtask);
        load[subtask]++;
    }

    private int leastLoaded() {
        int best = 0;
        for (int subtask = 1; subtask < load.length; subtask++) {
            if (load[subtask] < load[best]) {
                best = subtask;
            }
        }
        return best;
    }
}
