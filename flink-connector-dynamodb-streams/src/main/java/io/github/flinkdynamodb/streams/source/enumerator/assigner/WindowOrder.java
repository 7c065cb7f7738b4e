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

import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which reader may read on in a chain of incremental exports, whose windows have to reach
 * the operators downstream one after the other. An item may be in files of several windows, and
 * what two subtasks emit reaches the next operator by two channels, in any order. So a reader may
 * begin with a window if all that was read of the windows before has been processed, as a completed
 * checkpoint shows, or was read by itself.
 *
 * <p>Without checkpoints, such as in batch mode, nothing of the first kind comes. So as long as no
 * checkpoint has completed, one reader reads all but the last window, after which nothing comes.
 *
 * <p>Flink doesn't tell an enumerator whether there will be checkpoints. Not thread-safe.
 */
final class WindowOrder {

    private final List<Integer> begins;

    /** Whether a checkpoint has completed in this run of the job. */
    private boolean checkpointed;

    private int begin;
    private int end;
    private boolean last;

    /** The first file that each reader has read, as far as no completed checkpoint shows it. */
    private final Map<Integer, Integer> firstUnconfirmed = new HashMap<>();

    /** The readers of earlier windows, as far as no completed checkpoint has what they read. */
    private final BitSet earlier = new BitSet();

    /** The same of all windows, and the readers that have a file. */
    private final BitSet involved = new BitSet();

    /**
     * Creates the order.
     *
     * @param begins the index of the first file of each window, from 0; empty for no order at all
     */
    WindowOrder(List<Integer> begins) {
        this.begins = List.copyOf(begins);
    }

    /** Returns whether the order matters. */
    boolean isChain() {
        return begins.size() > 1;
    }

    void checkpointComplete() {
        checkpointed = true;
    }

    /** Notes that a reader has read a file. */
    void finished(int subtask, int file) {
        firstUnconfirmed.merge(subtask, file, Math::min);
    }

    /**
     * Looks through what has been read, when some of it has been confirmed or undone.
     *
     * @param unconfirmed the files that have been read, as far as no completed checkpoint shows it
     */
    void recount(UnconfirmedFinishes unconfirmed) {
        firstUnconfirmed.clear();
        for (UnconfirmedFinishes.Finish finish : unconfirmed.unconfirmed()) {
            finished(finish.subtask(), SegmentSplit.segmentOf(finish.splitId()));
        }
    }

    /**
     * Looks at how far the reading is.
     *
     * @param file the first file that hasn't been read
     * @param total how many files there are
     * @param load how many files each reader has
     */
    void look(int file, int total, int[] load) {
        int window = begins.size() - 1;
        while (window > 0 && begins.get(window) > file) {
            window--;
        }
        last = window == begins.size() - 1;
        begin = begins.get(window);
        end = last ? total : begins.get(window + 1);
        earlier.clear();
        involved.clear();
        firstUnconfirmed.forEach(
                (subtask, first) -> {
                    involved.set(subtask);
                    if (first < begin) {
                        earlier.set(subtask);
                    }
                });
        for (int subtask = 0; subtask < load.length; subtask++) {
            if (load[subtask] > 0) {
                involved.set(subtask);
            }
        }
    }

    /** Returns whether a file is of the window that is being read. */
    boolean isCurrent(int file) {
        return file < end;
    }

    /** Returns whether one reader is to have the window for itself, for all that is known now. */
    boolean isForOne() {
        return !last && !checkpointed && involved.cardinality() <= 1;
    }

    /** Returns whether a reader may have a file of that window. */
    boolean mayRead(int subtask) {
        return isNobodyBut(subtask, earlier) && (!isForOne() || isNobodyBut(subtask, involved));
    }

    /** Notes that a reader has got a file of the window. */
    void assigned(int subtask) {
        involved.set(subtask);
    }

    /** Returns whether no reader may go on before a checkpoint completes. */
    boolean waitsForCheckpoint() {
        return earlier.cardinality() > 1;
    }

    private static boolean isNobodyBut(int subtask, BitSet subtasks) {
        return subtasks.cardinality() == (subtasks.get(subtask) ? 1 : 0);
    }
}
