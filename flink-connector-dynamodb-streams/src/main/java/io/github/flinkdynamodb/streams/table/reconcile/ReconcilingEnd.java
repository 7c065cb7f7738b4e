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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.time.Duration;
import java.util.BitSet;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.TimerService;

/**
 * When a subtask ends to reconcile. The source emits no watermark while rows of the scan and older
 * changes may be on their way, and the first one behind them, in each channel. So once the subtask
 * has a watermark, all of them have arrived. It goes on for half an hour, in which the changes of
 * shards that the service lists late arrive, and in which a broken chain shows; from then on the
 * rows of its key groups go through.
 */
final class ReconcilingEnd {

    /** How long it goes on, in processing time: a restart begins it again. */
    static final Duration AFTER_MARK = Duration.ofMinutes(30);

    private static final long NOT_MARKED = Long.MAX_VALUE;

    private final KeyGroupRange own;
    private final int maxParallelism;
    private final BitSet through;
    private long endsAt = NOT_MARKED;

    /** Also read by the threads that report metrics. */
    private volatile boolean over;

    /**
     * Creates the end for a subtask.
     *
     * @param own the subtask's key groups
     * @param maxParallelism the number of all key groups
     * @param restored the key groups whose rows went through, those of other subtasks too
     */
    ReconcilingEnd(KeyGroupRange own, int maxParallelism, BitSet restored) {
        this.own = own;
        this.maxParallelism = maxParallelism;
        this.through = (BitSet) restored.clone();
        this.over = through.nextClearBit(own.getStartKeyGroup()) > own.getEndKeyGroup();
    }

    /** Looks at the watermark, and at the clock once there is one. */
    void advance(TimerService time) {
        if (over) {
            return;
        }
        if (endsAt == NOT_MARKED) {
            if (time.currentWatermark() > Long.MIN_VALUE) {
                endsAt = time.currentProcessingTime() + AFTER_MARK.toMillis();
            }
        } else if (time.currentProcessingTime() >= endsAt) {
            through.set(own.getStartKeyGroup(), own.getEndKeyGroup() + 1);
            over = true;
        }
    }

    /** Returns whether the rows of all keys go through. */
    boolean isOver() {
        return over;
    }

    /** Returns whether the rows of a key go through. */
    boolean isThrough(Hash128 key) {
        return over
                || !through.isEmpty()
                        && through.get(
                                KeyGroupRangeAssignment.assignToKeyGroup(key, maxParallelism));
    }

    /**
     * Returns the key groups whose rows go through, those of other subtasks as far as they did so
     * at the restore; a copy.
     */
    BitSet through() {
        return (BitSet) through.clone();
    }
}
