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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Reads many splits at once from one thread. Every split has its own {@link Poller}; the scheduler
 * makes each one's next call when it is due and the budgets allow, in the order of their due times
 * (an iterator and the page after it are one turn), and hands over the splits that have something
 * to decode in the order in which it came. A split that is slow, throttled or failing delays no
 * other. What is called, and what an answer means, is the business of a split's {@link
 * PollerCalls}.
 *
 * <p>Threads: the client's threads only put answers into the {@link CompletionQueue}; {@link
 * #wakeUp()} and {@link #release(long)} may be called from any thread; everything else belongs to
 * the fetcher thread, so that there are no locks.
 */
final class FetchScheduler {

    private final ReaderClock clock;
    private final Random random;
    private final FetchBudget budget;
    private final CompletionQueue completions = new CompletionQueue();
    private final Map<String, Poller> pollers = new HashMap<>();
    private final DueQueue due;
    private final Set<Poller> ready = new LinkedHashSet<>();

    /** Whether a call is due that has no place in the budgets: an answer or a release ends that. */
    private boolean blocked;

    /**
     * Creates a scheduler without splits.
     *
     * @param random for jitter
     */
    FetchScheduler(SourceConfig config, ReaderClock clock, ReaderMetrics metrics, Random random) {
        this.clock = clock;
        this.random = random;
        this.due = new DueQueue(clock);
        this.budget = new FetchBudget(config.fetchMaxRequests(), config.fetchMaxBytes());
        metrics.budgets(budget::bytes, budget::requests);
    }

    /** Creates what a new poller counts its failed calls with. */
    CallRetries newRetries() {
        return new CallRetries(random);
    }

    /** Begins to make the calls of a poller, whose split isn't here yet. */
    void add(Poller poller) {
        poller.firstEstimate(budget.firstEstimate());
        pollers.put(poller.splitId(), poller);
        due.schedule(poller, 0);
    }

    /** Forgets a split. The answer to a call under way is dropped when it arrives. */
    void remove(String splitId) {
        Poller poller = pollers.remove(splitId);
        if (poller != null) {
            poller.calls().removed(poller);
            ready.remove(poller);
        }
    }

    /** Returns the poller of a split; null if it isn't here. */
    Poller get(String splitId) {
        return pollers.get(splitId);
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
            due.unschedule(poller);
            budget.release(poller.pause());
            refreshReady(poller);
        }
    }

    /** Continues with a split where it was paused. */
    void resume(String splitId) {
        Poller poller = pollers.get(splitId);
        if (poller != null && poller.isPaused()) {
            poller.resume();
            due.schedule(poller, 0);
        }
    }

    /** Makes {@link #awaitWork()} return, now or when it is next called. */
    void wakeUp() {
        completions.wakeUp();
    }

    /** Returns the bytes of a page to the budget: all its records are emitted. */
    void release(long bytes) {
        budget.release(bytes);
        completions.nudge();
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
                completions.await(blocked ? Long.MAX_VALUE : due.millisToNext());
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
        Poller poller = ready.isEmpty() ? null : ready.iterator().next();
        ready.remove(poller);
        return poller;
    }

    private void makeDueCalls() {
        Poller poller = due.peekDue();
        while (poller != null && budget.admits(poller.estimate())) {
            due.unschedule(poller);
            call(poller);
            poller = due.peekDue();
        }
        blocked = poller != null;
    }

    private void call(Poller poller) {
        PollerCall call = poller.nextCall(clock);
        budget.requestStarted(call.estimate);
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
                return;
            }
            if (poller.isStale(completion.call)) {
                due.schedule(poller, 0);
            } else {
                kept = poller.calls().completed(completion);
            }
        } finally {
            budget.requestEnded(completion.call.estimate, kept);
        }
    }

    /** Plans a poller's next call, unless it wants none or one is planned already. */
    void schedule(Poller poller, long delayMillis) {
        due.schedule(poller, delayMillis);
    }

    /** Plans the second call of a turn: see {@link DueQueue#continueTurn(Poller, long)}. */
    void continueTurn(Poller poller, long delayMillis) {
        due.continueTurn(poller, delayMillis);
    }

    /** Makes no more calls for a poller, whose pages have been dropped. */
    void end(Poller poller, long droppedBytes) {
        due.remove(poller);
        budget.release(droppedBytes);
        refreshReady(poller);
    }

    /** Notes whether a poller has something for the split reader, after that may have changed. */
    void refreshReady(Poller poller) {
        if (poller.hasWork()) {
            ready.add(poller);
        } else {
            ready.remove(poller);
        }
    }
}
