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
package io.github.flinkdynamodb.streams.source.reader.stream;

import java.util.Comparator;
import java.util.TreeSet;

/**
 * The pollers that want a call, by the time when it is due; among equals, first come, first served.
 */
final class DueQueue {

    /** Calls that are far enough away are made together with others, at multiples of this. */
    static final long TICK_MILLIS = 20;

    /** From this delay on a tick more or less makes no difference. */
    static final long TICKS_FROM_MILLIS = 10 * TICK_MILLIS;

    private final ReaderClock clock;
    private final TreeSet<ShardPoller> due =
            new TreeSet<>(
                    Comparator.<ShardPoller>comparingLong(poller -> poller.dueMillis)
                            .thenComparingLong(poller -> poller.dueOrder));
    private long order;

    DueQueue(ReaderClock clock) {
        this.clock = clock;
    }

    /** Plans a poller's next call, unless it wants none or one is planned already. */
    void schedule(ShardPoller poller, long delayMillis) {
        if (!poller.scheduled && poller.mayCall()) {
            poller.dueMillis = dueAfter(delayMillis);
            poller.dueOrder = order++;
            poller.scheduled = true;
            due.add(poller);
        }
    }

    /**
     * When a call is due. Waking threads costs more than a poll of an idle shard itself: polls that
     * are made together share it.
     */
    private long dueAfter(long delayMillis) {
        long due = clock.millis() + delayMillis;
        return delayMillis < TICKS_FROM_MILLIS
                ? due
                : (due + TICK_MILLIS / 2) / TICK_MILLIS * TICK_MILLIS;
    }

    /**
     * Plans the second call of a turn whose first gave an iterator: if there is nothing to wait
     * for, it comes before those of all whose turn came later.
     */
    void continueTurn(ShardPoller poller, long delayMillis) {
        if (delayMillis > 0) {
            schedule(poller, delayMillis);
        } else if (!poller.scheduled && poller.mayCall()) {
            poller.scheduled = true;
            due.add(poller);
        }
    }

    /** Takes back what was planned. */
    void unschedule(ShardPoller poller) {
        if (poller.scheduled) {
            due.remove(poller);
            poller.scheduled = false;
        }
    }

    /** The poller whose call has been due the longest, or null where none is due. */
    ShardPoller peekDue() {
        return due.isEmpty() || due.first().dueMillis > clock.millis() ? null : due.first();
    }

    /**
     * How long until the next call is due, 0 if it is; {@link Long#MAX_VALUE} if none is planned.
     */
    long millisToNext() {
        return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.first().dueMillis - clock.millis());
    }
}
