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

import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.metrics.ShardLag;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the reading of one shard is: its iterator, the call under way, the pages that wait to be
 * decoded, and when the next call may follow. A state machine without I/O and without time; {@link
 * FetchScheduler} drives it, on the fetcher thread only.
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

    private final ShardSplit split;
    private final ShardCursor cursor;
    private final PollPacing pacing;
    private final CallRetries retries;
    private ShardLag lag;

    private final Deque<UndecodedPage> buffered = new ArrayDeque<>(MAX_BUFFERED_PAGES);
    private long estimate;
    private String iterator;
    private ShardCall inFlight;
    private int generation;
    private StreamsException gap;
    private boolean paused;
    private Progress end = Progress.READING;
    private boolean endPending;

    ShardPoller(
            ShardSplit split, StopRule stop, PollPacing pacing, CallRetries retries, ShardLag lag) {
        this.split = split;
        this.cursor = new ShardCursor(split, stop);
        this.pacing = pacing;
        this.retries = retries;
        this.lag = lag;
        this.end = split.progress();
    }

    ShardSplit split() {
        return split;
    }

    String shardId() {
        return split.shardId();
    }

    ShardCursor cursor() {
        return cursor;
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

    /** Returns whether a call is wanted: no other is under way, and it is known what to ask for. */
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

    /** Returns the bytes to reserve for the next call. */
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

    /**
     * Returns whether pages before a call's answer were dropped since, so that it comes too early.
     */
    boolean isStale(ShardCall call) {
        return call.generation != generation;
    }

    void iteratorReceived(ShardCall call, String newIterator) {
        iterator = newIterator;
        cursor.iteratorReceived(call.start);
        pacing.restarted();
    }

    /**
     * Takes a page; one that arrives during a pause is dropped, to be requested again.
     *
     * @param next the iterator of the page after it, if that is known without decoding
     * @return whether the page is kept
     */
    boolean pageReceived(ShardCall call, PageResponse response, String next) {
        retries.succeeded();
        estimate = boundedEstimate(Math.max(response.body().length, estimate / 2));
        if (paused) {
            iterator = call.iterator;
            return false;
        }
        iterator = next;
        Instant sentAt = cursor.stop().asksForServiceTime() ? response.sentAt().orElse(null) : null;
        buffered.add(
                new UndecodedPage(
                        response.body(), call.iterator, next != null, call.startedAt, sentAt));
        return true;
    }

    /**
     * Drops an expired iterator: the next call gets a new one, at the position.
     *
     * @return how long to wait before that call, in milliseconds
     */
    long iteratorExpired() {
        iterator = null;
        return retries.delayAfterExpiry();
    }

    /** Notes a throttled call, and returns how long to wait before the next, in milliseconds. */
    long throttled(long now) {
        return retries.delayAfterThrottle(now);
    }

    /** Notes a failed call, and returns how long to wait before the next, in milliseconds. */
    long failed(long now) {
        return retries.delayAfterFailure(now);
    }

    /** Returns for how long every call has failed, in milliseconds. */
    long failingFor(long now) {
        return retries.failingFor(now);
    }

    /** Returns how long to wait between calls after throttling, in milliseconds; else 0. */
    long callGap() {
        return retries.gap();
    }

    /** Notes that the service no longer has what is to be read next, once the buffer is decoded. */
    void gapFound(StreamsException cause) {
        gap = cause;
        iterator = null;
    }

    /** Takes the gap that was found, if everything before it is decoded; else null. */
    StreamsException takeGap() {
        if (!buffered.isEmpty()) {
            return null;
        }
        StreamsException taken = gap;
        gap = null;
        return taken;
    }

    /** Returns whether there is something for the split reader: a page, or a state change. */
    boolean hasWork() {
        return !buffered.isEmpty() || cursor.positionChangePending() || endPending;
    }

    boolean hasPages() {
        return !buffered.isEmpty();
    }

    /** Takes the oldest page; null if there is none. */
    UndecodedPage takePage() {
        return buffered.poll();
    }

    /**
     * Moves on past a page that has been decoded.
     *
     * @param now the wall clock
     * @return how long to wait before the next call, in milliseconds
     */
    long decoded(UndecodedPage page, PageSummary summary, Instant now) {
        boolean empty = summary.records == 0;
        cursor.pageRead(empty, page.askedAt, page.sentAt);
        long delay = pacing.delayAfter(summary, now);
        noteLag(page, summary, now);
        if (page.nextKnown) {
            return retries.gap();
        }
        iterator = summary.nextIterator;
        boolean stopsSoon = empty && cursor.stop().isPast(now);
        return Math.max(stopsSoon ? pacing.minMillis() : delay, retries.gap());
    }

    private void noteLag(UndecodedPage page, PageSummary summary, Instant now) {
        boolean caughtUp =
                summary.records == 0 ? pacing.seemsCaughtUp() : !PollPacing.isBehind(summary, now);
        if (caughtUp) {
            lag.caughtUp(page.askedAt.toEpochMilli());
        } else if (summary.newest != null) {
            lag.behind(summary.newest.toEpochMilli());
        }
    }

    /** Returns whether a decoded page is the last to be read, and if so why. */
    Progress progressAfter(PageSummary summary) {
        if (cursor.stop().reached()) {
            return Progress.STOPPED;
        }
        return summary.nextIterator == null ? Progress.ENDED : Progress.READING;
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
     * @return the bytes of the pages that are dropped
     */
    long end(Progress progress) {
        end = progress;
        endPending = true;
        return drop();
    }

    /** Continues a shard that seemed to have ended, at its position. */
    void readOn(ShardLag newLag) {
        end = Progress.READING;
        endPending = true;
        iterator = null;
        gap = null;
        lag = newLag;
        pacing.restarted();
    }

    boolean isEnded() {
        return end != Progress.READING;
    }

    /** Takes the pending state change to be made before the next page; null if there is none. */
    StateChange takePositionChange() {
        return cursor.positionChangePending() ? cursor.takePositionChange() : null;
    }

    /**
     * Takes the pending state change by which the reading ends or continues; null if there is none.
     */
    StateChange takeEnd() {
        if (!endPending) {
            return null;
        }
        endPending = false;
        return isEnded() ? StateChange.end(end) : StateChange.readOn();
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
