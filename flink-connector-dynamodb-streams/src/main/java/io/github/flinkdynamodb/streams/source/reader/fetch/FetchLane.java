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

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * The splits of one kind in a scheduler: their due calls, what they hold of the budgets, and which
 * of them have something to decode. While a reader has splits of both kinds, each kind may hold
 * half of the budgets, so that neither keeps the other from being read; alone it may hold all.
 * Bytes may be given back on any thread; all else belongs to the fetcher thread.
 */
final class FetchLane {

    private final FetchBudget total;
    private final FetchBudget own;
    private final DueQueue due;
    private final Set<Poller> ready = new LinkedHashSet<>();
    private final LongConsumer release;
    private FetchLane other;
    private boolean blocked;

    /**
     * Creates a lane without splits.
     *
     * @param total what both kinds may hold
     * @param own the same, with nothing held
     * @param onRelease called, on any thread, when bytes have been given back
     */
    FetchLane(FetchBudget total, FetchBudget own, ReaderClock clock, Runnable onRelease) {
        this.total = total;
        this.own = own;
        this.due = new DueQueue(clock);
        this.release =
                bytes -> {
                    release(bytes);
                    onRelease.run();
                };
    }

    /** Makes this the lane of the one kind and another the lane of the other kind. */
    void shareWith(FetchLane lane) {
        other = lane;
        lane.other = this;
    }

    DueQueue due() {
        return due;
    }

    /** Returns what takes the bytes of a page all of which is emitted; for any thread. */
    LongConsumer release() {
        return release;
    }

    /** Returns a poller whose call is due and has a place in the budgets, or null. */
    Poller nextToCall() {
        Poller poller = due.peekDue();
        blocked = poller != null && !admits(poller.estimate());
        return blocked ? null : poller;
    }

    private boolean admits(long estimate) {
        if (!other.due.hasPollers()) {
            return total.admits(estimate);
        }
        return total.hasRequest()
                && own.admitsInHalf(estimate)
                && (own.bytes() == 0 || total.fits(estimate));
    }

    /**
     * Returns how long until a call is due that has a place in the budgets, in milliseconds; {@link
     * Long#MAX_VALUE} if it has none before an answer or a release, or no call is planned.
     */
    long millisToNext() {
        return blocked ? Long.MAX_VALUE : due.millisToNext();
    }

    void requestStarted(long estimate) {
        own.requestStarted(estimate);
        total.requestStarted(estimate);
    }

    void requestEnded(long estimate, long kept) {
        own.requestEnded(estimate, kept);
        total.requestEnded(estimate, kept);
    }

    void release(long bytes) {
        own.release(bytes);
        total.release(bytes);
    }

    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Takes the poller that has had something to decode for the longest; null if there is none. */
    Poller takeReady() {
        if (ready.isEmpty()) {
            return null;
        }
        Poller poller = ready.iterator().next();
        ready.remove(poller);
        return poller;
    }

    /** Notes whether a poller has something for the split reader, after that may have changed. */
    void refreshReady(Poller poller) {
        if (poller.hasWork()) {
            ready.add(poller);
        } else {
            ready.remove(poller);
        }
    }

    void removeReady(Poller poller) {
        ready.remove(poller);
    }
}
