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

import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.flink.annotation.Internal;

/**
 * Knows the splits of one kind, such as the shards of a stream, and which reader has which of them.
 * The enumerator passes on what Flink and the readers report, and after each event takes what can
 * be assigned. It assigns nothing that it didn't take from here. Coordinator thread only.
 */
@Internal
public interface SplitAssigner {

    /**
     * Takes the splits that can be read now and whose reader is there. They count as assigned.
     *
     * @param isRegistered whether the reader of a subtask has registered
     * @return the splits by the index of their subtask; empty if there are none
     */
    Map<Integer, List<DynamoDbStreamsSplit>> takeAssignable(IntPredicate isRegistered);

    /**
     * A reader was restored with splits, which must not be assigned to another one.
     *
     * @param subtask the reader's subtask
     * @param reading the ids of its splits that it reads on
     * @param ended the ids of those of which it has emitted everything
     */
    void restoredWith(int subtask, List<String> reading, List<String> ended);

    /**
     * A reader has been told that no more splits come. Flink may have ended it, and one that has
     * ended accepts splits without reading them. So nothing is assigned to it until it has failed.
     *
     * @param subtask the reader's subtask
     */
    void endSignalled(int subtask);

    /**
     * A reader failed and goes back to the last completed checkpoint. What it holds then it reports
     * by {@link #restoredWith} when it is back. From then on it accepts splits, even if it had been
     * told that no more come.
     *
     * @param subtask the reader's subtask
     * @param splits what was assigned to it since that checkpoint
     */
    void readerReset(int subtask, List<DynamoDbStreamsSplit> splits);

    /**
     * The enumerator's state is being taken.
     *
     * @param checkpointId the checkpoint
     */
    void snapshotTaken(long checkpointId);

    /**
     * A checkpoint is complete: no reader goes back further.
     *
     * @param checkpointId the checkpoint
     */
    void checkpointComplete(long checkpointId);

    /**
     * Returns whether every split that is known has been read.
     *
     * @return false while a reader has one, or could be given one
     */
    boolean allFinished();
}
