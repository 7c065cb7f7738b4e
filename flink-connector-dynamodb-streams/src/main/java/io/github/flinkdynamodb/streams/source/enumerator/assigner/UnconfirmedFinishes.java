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
 * The shards that were finished since the last completed checkpoint, with the subtask that had read
 * them. If that subtask fails, it is restored to a state in which it still holds them, and they are
 * not finished after all. Coordinator thread only.
 *
 * <p>Flink may reset a subtask to a checkpoint before it tells the enumerator that this checkpoint
 * is complete; the reset itself doesn't say to which. So what a reset undoes is remembered, until
 * the next checkpoint is begun: if an earlier one turns out to be complete, the reset was to that.
 */
final class UnconfirmedFinishes {

    /** No checkpoint holds the shard as finished yet. */
    private static final long NOT_IN_A_CHECKPOINT = Long.MAX_VALUE;

    /** How a shard was finished. */
    static final class Finish {
        private final String shardId;
        private final int subtask;
        private final boolean stopped;
        private long checkpointId = NOT_IN_A_CHECKPOINT;

        private Finish(String shardId, int subtask, boolean stopped) {
            this.shardId = shardId;
            this.subtask = subtask;
            this.stopped = stopped;
        }

        String shardId() {
            return shardId;
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

    private final Map<String, Finish> unconfirmed = new LinkedHashMap<>();
    private final Map<String, Finish> undone = new LinkedHashMap<>();

    /** Notes that a subtask has read a shard to its end, or up to the stopping position. */
    void finished(String shardId, int subtask, boolean stopped) {
        undone.remove(shardId);
        unconfirmed.put(shardId, new Finish(shardId, subtask, stopped));
    }

    /** Returns what is finished, and in no completed checkpoint yet. */
    Collection<Finish> unconfirmed() {
        return unconfirmed.values();
    }

    /**
     * The enumerator's state is being taken: it holds every shard finished up to now as finished.
     */
    void snapshotTaken(long checkpointId) {
        undone.clear();
        for (Finish finish : unconfirmed.values()) {
            if (finish.checkpointId == NOT_IN_A_CHECKPOINT) {
                finish.checkpointId = checkpointId;
            }
        }
    }

    /**
     * From now on restores go back to this checkpoint at the most.
     *
     * @return the shards that it holds as finished, and that no checkpoint before it did
     */
    List<String> checkpointComplete(long checkpointId) {
        return take(unconfirmed, finish -> finish.isIn(checkpointId));
    }

    /**
     * What resets have undone though the checkpoint that they went back to holds it, as is known
     * now that this checkpoint is complete. To be asked with each completed checkpoint.
     *
     * @return what is finished after all
     */
    Collection<Finish> wronglyUndone(long checkpointId) {
        List<Finish> wrongly = new ArrayList<>();
        for (Finish finish : undone.values()) {
            if (finish.isIn(checkpointId)) {
                wrongly.add(finish);
            }
        }
        wrongly.forEach(finish -> undone.remove(finish.shardId));
        return wrongly;
    }

    /**
     * A subtask is restored to the last completed checkpoint.
     *
     * @return the shards that it holds again, which thereby aren't finished any more
     */
    List<String> readerReset(int subtask) {
        unconfirmed.values().stream()
                .filter(finish -> finish.subtask == subtask)
                .forEach(finish -> undone.put(finish.shardId, finish));
        return take(unconfirmed, finish -> finish.subtask == subtask);
    }

    private static List<String> take(Map<String, Finish> from, Predicate<Finish> which) {
        List<String> taken = new ArrayList<>();
        for (Finish finish : from.values()) {
            if (which.test(finish)) {
                taken.add(finish.shardId);
            }
        }
        taken.forEach(from::remove);
        return taken;
    }
}
