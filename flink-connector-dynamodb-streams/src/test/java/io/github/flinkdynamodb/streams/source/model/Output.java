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
import java.io.IOException;

/** What becomes of what the readers emit. */
interface Output {

    /** A job begins, from a state that holds all that is in the output now. */
    void newEpoch(int parallelism);

    /** A task emits an element. */
    void emit(TaskModel task, String element);

    /** A task emits a watermark. */
    default void watermark(TaskModel task) {
        throw new AssertionError("the reader emits no watermarks of its own");
    }

    /** Returns what is connected behind the source; null if nothing is. */
    default DownstreamModel downstream() {
        return null;
    }

    /** Returns how many elements a subtask has emitted, in the present epoch. */
    int emittedBy(int subtask);

    /** Returns how many elements there are. */
    int outCount();

    /** Returns whether an item that the scan has read is among them. */
    default boolean isOut(ItemModel item) {
        return false;
    }

    /** Returns whether a change is among them. */
    default boolean isOut(Change change) {
        return change.isOut();
    }

    /** Checks a checkpoint that has become complete. */
    void check(Checkpoint checkpoint) throws IOException;

    /** A checkpoint, no savepoint, is complete. */
    void complete(Checkpoint checkpoint);

    /** A subtask goes back to a checkpoint, or to the beginning if there is none (null). */
    void rollBack(int subtask, Checkpoint checkpoint);

    /** All subtasks go back to a checkpoint at once. */
    default void rollBackAll(Checkpoint checkpoint) {
        for (int subtask = 0; subtask < checkpoint.parallelism(); subtask++) {
            rollBack(subtask, checkpoint);
        }
    }

    /** Everything that is to be in the output is in it. */
    void requireComplete();

    /** Returns whether everything that was written is in the output, as far as it must be. */
    default boolean isComplete() {
        return true;
    }
}
