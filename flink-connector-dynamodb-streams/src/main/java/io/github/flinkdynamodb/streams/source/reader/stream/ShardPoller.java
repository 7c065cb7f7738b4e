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

import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.metrics.ShardLag;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the reading of one shard is up to: its iterator, the call under way, the pages that wait to
 * be decoded. A state machine without I/O and without time; {@link FetchScheduler} drives it, on
 * the fetcher thread only.
 */
final class ShardPoller {

    /** What a poller does; with a page buffered, the next one may be under way all the same. */
    enum State {
        NEED_ITERATOR,
        IN_FLIGHT,
        BUFFERED,
        WAITING,
        PAUSED,
        ENDED
    }

    /** At most so many undecoded pages are held. */
    static final int MAX_BUFFERED_PAGES = 2;

    private static final long MIN_ESTIMATE = 64 << 10;
    private static final long MAX_ESTIMATE = 1 << 20;

    final ShardSplit split;
    final ShardCursor cursor;
    final PollPacing pacing;
    final CallRetries retries;
    final ShardLag lag;

    private final Deque<UndecodedPage> buffered = new ArrayDeque<>(MAX_BUFFERED_PAGES);
    private long estimate;
    private String iterator;
    private ShardCall inFlight;
    private int generation;
    private StreamsException gap;
    private boolean paused;
    private Progress end = Progress.READING;
    private boolean endUntold;

    /** When and, among equals, after whom the next call is made; kept by the scheduler. */
    long dueMillis;

    long dueOrder;
    boolean scheduled;

    ShardPoller(ShardSplit split, PollPacing pacing, CallRetries retries, ShardLag lag) {
        this.split = split;
        this.cursor = new ShardCursor(split);
        this.pacing = pacing;
        this.retries = retries;
        this.lag = lag;
        this.end = split.progress();
    }

    static long boundedEstimate(long bytes) {
        return Math.max(MIN_ESTIMATE, Math.min(MAX_ESTIMATE, bytes));
    }

    State state() {
        if (end != Progress.READING) {
            return State.ENDED;
        }
        if (paused) {
            return State.PAUSED;
        }
        if (inFlight != null) {
            return State.IN_FLIGHT;
        }
        if (!buffered.isEmpty()) {
            return State.BUFFERED;
        }
        return iterator == null ? State.NEED_ITERATOR : State.WAITING;
    }

    /** Says whether a call is wanted: no other is under way, and it is known what to ask for. */
    boolean mayCall() {
        if (end != Progress.READING || paused || inFlight != null || gap != null) {
            return false;
        }
        return iterator == null ? buffered.isEmpty() : buffered.size() < MAX_BUFFERED_PAGES;
    }

    /** Begins the next call; {@link #mayCall()} must hold. */
    ShardCall nextCall(ReaderClock clock) {
        inFlight =
                iterator == null
                        ? ShardCall.getShardIterator(
                                cursor.nextStart(clock.now()), generation, clock)
                        : ShardCall.getRecords(iterator, estimate, generation, clock);
        return inFlight;
    }

    /** The bytes to reserve for the next call. */
    long estimate() {
        return iterator == null ? 0 : estimate;
    }

    void firstEstimate(long bytes) {
        estimate = bytes;
    }

    /** Notes that the call under way has been answered, with whatever result. */
    void callEnded() {
        inFlight = null;
    }

    /** Says whether pages before a call's answer were dropped since, so that it comes too early. */
    boolean isStale(ShardCall call) {
        return call.generation != generation;
    }

    void iteratorGiven(ShardCall call, String newIterator) {
        iterator = newIterator;
        cursor.iteratorGiven(call.start);
        pacing.restarted();
    }

    /**
     * Takes a page; one that comes during a pause is dropped, to be asked for again.
     *
     * @param next the iterator of the page after it, where that is known without decoding
     * @return whether the page is kept
     */
    boolean pageGiven(ShardCall call, byte[] body, String next) {
        estimate = boundedEstimate(Math.max(body.length, estimate / 2));
        if (paused) {
            iterator = call.iterator;
            return false;
        }
        iterator = next;
        buffered.add(new UndecodedPage(body, call.iterator, next != null, call.startedAt));
        return true;
    }

    /** The iterator is of no use any more: the next call gets a new one, at the position. */
    void iteratorLost() {
        iterator = null;
    }

    /** Notes that the service no longer has what is to be read next, once the buffer is decoded. */
    void gapFound(StreamsException cause) {
        gap = cause;
        iterator = null;
    }

    /** Takes the gap that was found, if all before it is decoded; else null. */
    StreamsException takeGap() {
        if (!buffered.isEmpty()) {
            return null;
        }
        StreamsException taken = gap;
        gap = null;
        return taken;
    }

    /** Says whether there is something for the split reader: a page, or news for the state. */
    boolean hasWork() {
        return !buffered.isEmpty() || cursor.startUntold() || endUntold;
    }

    boolean hasPages() {
        return !buffered.isEmpty();
    }

    /** Takes the oldest page, or null where there is none. */
    UndecodedPage takePage() {
        return buffered.poll();
    }

    /** Notes what a page said of the next one. */
    void decoded(UndecodedPage page, PageSummary summary) {
        if (!page.nextKnown) {
            iterator = summary.nextIterator;
        }
    }

    /**
     * Stops the calls, and drops the pages that wait, so that a pause costs no memory.
     *
     * @return the bytes that this frees
     */
    long pause() {
        paused = true;
        UndecodedPage first = buffered.peek();
        if (first == null) {
            return 0;
        }
        iterator = first.iterator;
        gap = null;
        return drop();
    }

    void resume() {
        paused = false;
        retries.resumed();
        pacing.restarted();
    }

    boolean isPaused() {
        return paused;
    }

    /**
     * Ends the reading.
     *
     * @return the bytes of pages that are of no interest any more
     */
    long end(Progress progress) {
        end = progress;
        endUntold = true;
        return drop();
    }

    boolean isEnded() {
        return end != Progress.READING;
    }

    /** Takes the news that the reading has ended: null where there are none. */
    Progress takeEnd() {
        if (!endUntold) {
            return null;
        }
        endUntold = false;
        return end;
    }

    private long drop() {
        long bytes = 0;
        for (UndecodedPage page : buffered) {
            bytes += page.body.length;
        }
        buffered.clear();
        generation++;
        return bytes;
    }

    @Override
    public String toString() {
        return split.shardId() + " " + state();
    }
}
