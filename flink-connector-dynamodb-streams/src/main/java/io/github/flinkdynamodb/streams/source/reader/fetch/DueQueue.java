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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The pollers that want a call, by the time when it is due; among equals, first come, first served.
 * Fetcher thread only.
 */
final class DueQueue {

    /** Calls that are far enough away are made together with others, at multiples of this. */
    static final long TICK_MILLIS = 20;

    /** From this delay on a tick more or less makes no difference. */
    static final long TICKS_FROM_MILLIS = 10 * TICK_MILLIS;

    /** A poller's place: the one that it has in the queue, or had there last. */
    private static final class Entry {
        final Poller poller;
        long dueMillis;
        long order;
        boolean queued;

        Entry(Poller poller) {
            this.poller = poller;
        }
    }

    private final ReaderClock clock;
    private final Map<Poller, Entry> entries = new HashMap<>();
    private final TreeSet<Entry> due =
            new TreeSet<>(
                    Comparator.<Entry>comparingLong(entry -> entry.dueMillis)
                            .thenComparingLong(entry -> entry.order));
    private long order;

    DueQueue(ReaderClock clock) {
        this.clock = clock;
    }

    /** Plans a poller's next call, unless it wants none or one is planned already. */
    void schedule(Poller poller, long delayMillis) {
        Entry entry = unqueued(poller);
        if (entry != null) {
            entry.dueMillis = dueAfter(delayMillis);
            entry.order = order++;
            enqueue(entry);
        }
    }

    /**
     * Plans the second call of a turn whose first returned an iterator: if there is nothing to wait
     * for, it comes before those of all whose turn came later.
     */
    void continueTurn(Poller poller, long delayMillis) {
        if (delayMillis > 0) {
            schedule(poller, delayMillis);
            return;
        }
        Entry entry = unqueued(poller);
        if (entry != null) {
            enqueue(entry);
        }
    }

    /** Returns the place of a poller that wants a call, or null if none is to be planned. */
    private Entry unqueued(Poller poller) {
        if (!poller.mayCall()) {
            return null;
        }
        Entry entry = entries.computeIfAbsent(poller, Entry::new);
        return entry.queued ? null : entry;
    }

    private void enqueue(Entry entry) {
        entry.queued = true;
        due.add(entry);
    }

    /**
     * Returns when a call is due. Waking threads costs more than a poll of an idle shard itself:
     * polls that are made together share it.
     */
    private long dueAfter(long delayMillis) {
        long millis = clock.millis() + delayMillis;
        return delayMillis < TICKS_FROM_MILLIS
                ? millis
                : (millis + TICK_MILLIS / 2) / TICK_MILLIS * TICK_MILLIS;
    }

    /** Cancels the call that is planned, if one is. */
    void unschedule(Poller poller) {
        Entry entry = entries.get(poller);
        if (entry != null && entry.queued) {
            due.remove(entry);
            entry.queued = false;
        }
    }

    /** Forgets a poller that wants no more calls. */
    void remove(Poller poller) {
        unschedule(poller);
        entries.remove(poller);
    }

    /** Returns whether there are pollers that want calls, now or later. */
    boolean hasPollers() {
        return !entries.isEmpty();
    }

    /** Returns the poller whose call has been due the longest, or null if none is due. */
    Poller peekDue() {
        return due.isEmpty() || due.first().dueMillis > clock.millis() ? null : due.first().poller;
    }

    /**
     * Returns how long until the next call is due, 0 if it is; {@link Long#MAX_VALUE} if none is
     * planned.
     */
    long millisToNext() {
        return due.isEmpty() ? Long.MAX_VALUE : Math.max(0, due.first().dueMillis - clock.millis());
    }
}
