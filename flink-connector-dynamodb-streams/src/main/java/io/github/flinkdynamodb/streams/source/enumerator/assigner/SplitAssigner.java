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
import org.apache.flink.annotation.Internal;

/**
 * Decides which subtask reads a split, and keeps count of who has what. Called on the coordinator's
 * thread only. Decisions are over the job's whole parallelism, whether a reader has registered or
 * not: no reader gets everything because it came first.
 */
@Internal
public interface SplitAssigner {

    /**
     * Chooses a subtask for a split. The choice stays until the split is assigned or released.
     *
     * @param splitId the split
     * @return the subtask's index
     */
    int place(String splitId);

    /**
     * Fixes the subtask of a split that isn't assigned yet, because its parent is or was there.
     *
     * @param splitId the split
     * @param subtask the subtask's index
     */
    void placeOn(String splitId, int subtask);

    /**
     * Notes that splits are in a reader's hands: assigned to it, or restored with it.
     *
     * @param splitIds the splits
     * @param subtask the reader's subtask
     */
    void assigned(Collection<String> splitIds, int subtask);

    /**
     * Notes that nobody has a split any more.
     *
     * @param splitId the split
     */
    void released(String splitId);

    /**
     * Notes that a reader failed. What it has once it is back, it reports.
     *
     * @param subtask the reader's subtask
     */
    void readerLost(int subtask);
}
