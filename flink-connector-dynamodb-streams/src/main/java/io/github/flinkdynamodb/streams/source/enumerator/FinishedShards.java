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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The shards that were finished since the last completed checkpoint, with the subtask that had read
 * them. If that subtask fails, it is restored to a state in which it still holds them, and they are
 * not finished after all. Coordinator thread only.
 */
final class FinishedShards {

    /** No checkpoint holds the shard as finished yet. */
    private static final long NOT_IN_A_CHECKPOINT = Long.MAX_VALUE;

    private static final class Finish {
        final int subtask;
        long checkpointId = NOT_IN_A_CHECKPOINT;

        Finish(int subtask) {
            this.subtask = subtask;
        }
    }

    private final Map<String, Finish> unconfirmed = new HashMap<>();

    void finished(String shardId, int subtask) {
        unconfirmed.put(shardId, new Finish(subtask));
    }

    /**
     * The subtask that read a shard, as long as no completed checkpoint holds the shard as
     * finished: its last records may still be on their way to the next operator. Afterwards they
     * have arrived.
     */
    OptionalInt readerOf(String shardId) {
        Finish finish = unconfirmed.get(shardId);
        return finish == null ? OptionalInt.empty() : OptionalInt.of(finish.subtask);
    }

    /**
     * The enumerator's state is being taken: it holds every shard finished up to now as finished.
     */
    void snapshotTaken(long checkpointId) {
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
        return take(finish -> finish.checkpointId <= checkpointId);
    }

    /**
     * A subtask is restored to the last completed checkpoint.
     *
     * @return the shards that it holds again, which thereby aren't finished any more
     */
    List<String> readerReset(int subtask) {
        return take(finish -> finish.subtask == subtask);
    }

    private List<String> take(Predicate<Finish> which) {
        List<String> taken = new ArrayList<>();
        unconfirmed.forEach(
                (shardId, finish) -> {
                    if (which.test(finish)) {
                        taken.add(shardId);
                    }
                });
        taken.forEach(unconfirmed::remove);
        return taken;
    }
}
