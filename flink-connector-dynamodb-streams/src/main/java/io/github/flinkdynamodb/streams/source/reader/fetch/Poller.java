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

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the reading of one split is: the call under way, the pages that wait to be decoded, and
 * when the next call may follow. A state machine without I/O and without time; {@link
 * FetchScheduler} and the {@link PollerCalls} of its kind drive it, on the fetcher thread only.
 */
abstract class Poller {

    /** At most so many undecoded pages are held. */
    static final int MAX_BUFFERED_PAGES = 2;

    private static final long MIN_ESTIMATE = 64 << 10;

    private final PollerCalls calls;
    private final CallRetries retries;
    private final Deque<UndecodedPage> buffered = new ArrayDeque<>(MAX_BUFFERED_PAGES);
    private long estimate;
    private boolean inFlight;
    private int generation;
    private boolean paused;

    Poller(PollerCalls calls, CallRetries retries) {
        this.calls = calls;
        this.retries = retries;
    }

    final PollerCalls calls() {
        return calls;
    }

    final CallRetries retries() {
        return retries;
    }

    abstract String splitId();

    /** Returns what is read, for messages: such as "shard S of stream A". */
    abstract String what();

    /** Returns whether all has been read, so that the split is only kept. */
    abstract boolean isEnded();

    /** Returns whether it is known what to ask for next, and there is room for the answer. */
    abstract boolean wantsCall();

    /** Returns whether a call is wanted and no other is under way. */
    final boolean mayCall() {
        return !inFlight && !paused && !isEnded() && wantsCall();
    }

    /** Begins the next call; {@link #mayCall()} must hold. */
    final PollerCall nextCall(ReaderClock clock) {
        inFlight = true;
        return newCall(clock);
    }

    /** Returns what is to be called. */
    abstract PollerCall newCall(ReaderClock clock);

    /** Notes that the call under way has been answered, with whatever result. */
    final void callEnded() {
        inFlight = false;
    }

    final boolean isInFlight() {
        return inFlight;
    }

    /** Returns the bytes to reserve for the next call. */
    abstract long estimate();

    /** Returns the bytes that the next page is expected to have. */
    final long pageEstimate() {
        return estimate;
    }

    /** Returns the most bytes that a page is expected to have. */
    abstract long maxEstimate();

    final void firstEstimate(long bytes) {
        estimate = boundedEstimate(bytes);
    }

    private long boundedEstimate(long bytes) {
        return Math.max(MIN_ESTIMATE, Math.min(maxEstimate(), bytes));
    }

    /** Notes that a page has come, however much of it is kept. */
    final void pageCame(int bytes) {
        retries.succeeded();
        estimate = boundedEstimate(Math.max(bytes, estimate / 2));
    }

    final int generation() {
        return generation;
    }

    /**
     * Returns whether pages before a call's answer were dropped since, so that it comes too early.
     */
    final boolean isStale(PollerCall call) {
        return call.generation != generation;
    }

    /** Returns whether there is something for the split reader: a page, or a state change. */
    abstract boolean hasWork();

    final void buffer(UndecodedPage page) {
        buffered.add(page);
    }

    final int pages() {
        return buffered.size();
    }

    /** Takes the oldest page; null if there is none. */
    final UndecodedPage takePage() {
        return buffered.poll();
    }

    /**
     * Returns whether pages that wait are kept during a pause: getting them again costs too much.
     */
    boolean keepsPages() {
        return false;
    }

    /**
     * Stops the calls, and drops the pages that wait, so that a pause costs no memory.
     *
     * @return the bytes that this frees
     */
    final long pause() {
        paused = true;
        UndecodedPage first = buffered.peek();
        if (first == null || keepsPages()) {
            return 0;
        }
        rewind(first);
        return drop();
    }

    final void resume() {
        paused = false;
        retries.resumed();
        resumed();
    }

    final boolean isPaused() {
        return paused;
    }

    /** Goes back to a page that is dropped: it is what to ask for next. */
    abstract void rewind(UndecodedPage page);

    /** Notes that a page is dropped before it was decoded. */
    void dropped(UndecodedPage page) {}

    /** Notes that a pause is over. */
    abstract void resumed();

    /**
     * Drops the pages that wait.
     *
     * @return the bytes that this frees
     */
    final long drop() {
        long bytes = 0;
        for (UndecodedPage page : buffered) {
            bytes += page.body.length;
            dropped(page);
        }
        buffered.clear();
        generation++;
        return bytes;
    }
}
