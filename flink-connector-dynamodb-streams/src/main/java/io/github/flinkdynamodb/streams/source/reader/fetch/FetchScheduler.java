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

import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Reads many splits at once from one thread. Every split has its own {@link Poller}; the scheduler
 * makes each one's next call when it is due and the budgets allow, in the order of their due times
 * (an iterator and the page after it are one turn), and hands over the splits that have something
 * to decode in the order in which it came. A split that is slow, throttled or failing delays no
 * other, and neither kind of splits the other: each has a {@link FetchLane} of its own. What is
 * called, and what an answer means, is the business of a split's {@link PollerCalls}.
 *
 * <p>Threads: the client's threads only put answers into the {@link CompletionQueue}; {@link
 * #wakeUp()} and {@link FetchLane#release()} may be called from any thread; everything else belongs
 * to the fetcher thread, so that there are no locks.
 */
final class FetchScheduler {

    /** So many shards in a row may be decoded while segments wait. */
    static final int MAX_SHARDS_IN_A_ROW = 4;

    private final ReaderClock clock;
    private final Random random;
    private final FetchBudget budget;
    private final CompletionQueue completions = new CompletionQueue();
    private final Map<String, Poller> pollers = new HashMap<>();
    private final FetchLane shards;
    private final FetchLane segments;

    /** The lane whose turn it is to call first. */
    private FetchLane first;

    /** How many shards in a row had something decoded; not counted any further than needed. */
    private int shardsInARow;

    /**
     * Creates a scheduler without splits.
     *
     * @param random for jitter
     */
    FetchScheduler(SourceConfig config, ReaderClock clock, ReaderMetrics metrics, Random random) {
        this.clock = clock;
        this.random = random;
        this.budget = newBudget(config);
        this.shards = new FetchLane(budget, newBudget(config), clock, completions::nudge);
        this.segments = new FetchLane(budget, newBudget(config), clock, completions::nudge);
        this.shards.shareWith(segments);
        this.first = shards;
        metrics.budgets(budget::bytes, budget::requests);
    }

    private static FetchBudget newBudget(SourceConfig config) {
        return new FetchBudget(config.fetchMaxRequests(), config.fetchMaxBytes());
    }

    /** Returns the lane of shards. */
    FetchLane shardLane() {
        return shards;
    }

    /** Returns the lane of segments, and of files that take their place. */
    FetchLane segmentLane() {
        return segments;
    }

    private static FetchLane lane(Poller poller) {
        return poller.calls().lane();
    }

    /** Creates what a new poller counts its failed calls with. */
    CallRetries newRetries() {
        return new CallRetries(random);
    }

    /** Begins to make the calls of a poller, whose split isn't here yet. */
    void add(Poller poller) {
        poller.firstEstimate(budget.firstEstimate());
        pollers.put(poller.splitId(), poller);
        poller.calls().callNext(poller);
    }

    /** Forgets a split. The answer to a call under way is dropped when it arrives. */
    void remove(String splitId) {
        Poller poller = pollers.remove(splitId);
        if (poller != null) {
            poller.calls().removed(poller);
            lane(poller).removeReady(poller);
        }
    }

    /** Returns the poller of a split; null if it isn't here. */
    Poller get(String splitId) {
        return pollers.get(splitId);
    }

    /** Returns the pollers of all splits that are here. */
    Collection<Poller> pollers() {
        return pollers.values();
    }

    boolean has(String splitId) {
        return pollers.containsKey(splitId);
    }

    /** Forgets all splits. */
    void close() {
        Set.copyOf(pollers.keySet()).forEach(this::remove);
    }

    /** Stops the calls for a split, as watermark alignment asks. */
    void pause(String splitId) {
        Poller poller = pollers.get(splitId);
        if (poller != null && !poller.isPaused()) {
            lane(poller).due().unschedule(poller);
            lane(poller).release(poller.pause());
            refreshReady(poller);
        }
    }

    /** Continues with a split where it was paused. */
    void resume(String splitId) {
        Poller poller = pollers.get(splitId);
        if (poller != null && poller.isPaused()) {
            poller.resume();
            refreshReady(poller);
            poller.calls().callNext(poller);
        }
    }

    /** Makes {@link #awaitWork()} return, now or when it is next called. */
    void wakeUp() {
        completions.wakeUp();
    }

    /**
     * Waits until a split has a page to decode, or a change for its state.
     *
     * @return its poller; null if {@link #wakeUp()} ended the waiting
     * @throws IOException if a call failed in a way that the job can't continue after
     */
    Poller awaitWork() throws IOException {
        while (true) {
            Poller poller = pollWork();
            if (poller != null) {
                return poller;
            }
            if (completions.takeWakeUp()) {
                return null;
            }
            try {
                completions.await(Math.min(shards.millisToNext(), segments.millisToNext()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while waiting for records", e);
            }
        }
    }

    /** Does what can be done without waiting, and returns a poller that has something, or null. */
    Poller pollWork() throws IOException {
        Completion completion = completions.poll();
        while (completion != null) {
            completed(completion);
            completion = completions.poll();
        }
        makeDueCalls();
        return takeReady();
    }

    /** Makes the calls of both lanes, each first in turn: with one request they take turns. */
    private void makeDueCalls() {
        boolean called = makeDueCalls(first);
        FetchLane second = first == shards ? segments : shards;
        makeDueCalls(second);
        first = called ? second : first;
    }

    private boolean makeDueCalls(FetchLane lane) {
        Poller poller = lane.nextToCall();
        boolean any = poller != null;
        while (poller != null) {
            lane.due().unschedule(poller);
            call(poller);
            poller = lane.nextToCall();
        }
        return any;
    }

    /** Shards go first, for their records are to be out soon; but not all the time. */
    private Poller takeReady() {
        boolean segmentsTurn = shardsInARow == MAX_SHARDS_IN_A_ROW || !shards.hasReady();
        if (segmentsTurn && segments.hasReady()) {
            shardsInARow = 0;
            return segments.takeReady();
        }
        Poller shard = shards.takeReady();
        if (shard != null && shardsInARow < MAX_SHARDS_IN_A_ROW) {
            shardsInARow++;
        }
        return shard;
    }

    private void call(Poller poller) {
        PollerCall call = poller.nextCall(clock);
        lane(poller).requestStarted(call.estimate);
        poller.calls()
                .send(poller, call)
                .whenComplete(
                        (answer, error) ->
                                completions.add(
                                        new Completion(
                                                poller, call, answer, error, clock.millis())));
    }

    private void completed(Completion completion) throws IOException {
        Poller poller = completion.poller;
        poller.callEnded();
        long kept = 0;
        try {
            if (poller.isEnded()) {
                poller.calls().ignored(completion.call);
            } else if (poller.isStale(completion.call)) {
                poller.calls().ignored(completion.call);
                poller.calls().callNext(poller);
            } else {
                kept = poller.calls().completed(completion);
            }
        } finally {
            lane(poller).requestEnded(completion.call.estimate, kept);
        }
    }

    /** Plans a poller's next call, unless it wants none or one is planned already. */
    void schedule(Poller poller, long delayMillis) {
        lane(poller).due().schedule(poller, delayMillis);
    }

    /** Cancels the call that is planned for a poller, if one is. */
    void unschedule(Poller poller) {
        lane(poller).due().unschedule(poller);
    }

    /** Plans the second call of a turn: see {@link DueQueue#continueTurn(Poller, long)}. */
    void continueTurn(Poller poller, long delayMillis) {
        lane(poller).due().continueTurn(poller, delayMillis);
    }

    /** Makes no call for a poller until one is planned again; its pages have been dropped. */
    void suspend(Poller poller, long droppedBytes) {
        lane(poller).due().unschedule(poller);
        lane(poller).release(droppedBytes);
    }

    /** Makes no more calls for a poller, whose pages have been dropped. */
    void end(Poller poller, long droppedBytes) {
        lane(poller).due().remove(poller);
        lane(poller).release(droppedBytes);
        refreshReady(poller);
    }

    /** Notes whether a poller has something for the split reader, after that may have changed. */
    void refreshReady(Poller poller) {
        lane(poller).refreshReady(poller);
    }
}
