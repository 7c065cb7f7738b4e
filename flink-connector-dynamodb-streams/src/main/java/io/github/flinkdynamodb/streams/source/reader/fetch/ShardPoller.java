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
import java.util.concurrent.TimeUnit;

/**
 * How far the reading of one shard is: its iterator and its position, beside what every {@link
 * Poller} has.
 */
final class ShardPoller extends Poller {

    /** What a poller does; with a page buffered, the next one may be under way all the same. */
    enum State {
        NEED_ITERATOR,
        IN_FLIGHT,
        BUFFERED,
        WAITING,
        HELD,
        PAUSED,
        ENDED
    }

    private static final long MAX_ESTIMATE = 1 << 20;

    private final ShardSplit split;
    private final ShardCursor cursor;
    private final PollPacing pacing;
    private ShardLag lag;
    private String iterator;
    private StreamsException gap;
    private Progress end;
    private boolean endPending;

    /** The record that may not be emitted yet; null if the reading goes on. */
    private HeldRecord held;

    /** Watches whether a time has been passed; null if none is to be. */
    private Passage passage;

    /** Watches up to when the shard has been read; null if that needn't be known. */
    private QuietTime quiet;

    ShardPoller(
            ShardSplit split,
            ShardCursor cursor,
            PollPacing pacing,
            PollerCalls calls,
            CallRetries retries,
            ShardLag lag) {
        super(calls, retries);
        this.split = split;
        this.cursor = cursor;
        this.pacing = pacing;
        this.lag = lag;
        this.end = split.progress();
    }

    ShardSplit split() {
        return split;
    }

    @Override
    String splitId() {
        return split.shardId();
    }

    @Override
    String what() {
        return "shard " + split.shardId() + " of stream " + split.streamArn();
    }

    ShardCursor cursor() {
        return cursor;
    }

    State state() {
        if (end != Progress.READING) {
            return State.ENDED;
        }
        if (isPaused()) {
            return State.PAUSED;
        }
        if (held != null) {
            return State.HELD;
        }
        if (isInFlight()) {
            return State.IN_FLIGHT;
        }
        if (pages() > 0) {
            return State.BUFFERED;
        }
        return iterator == null ? State.NEED_ITERATOR : State.WAITING;
    }

    @Override
    boolean wantsCall() {
        return held == null
                && gap == null
                && (iterator == null ? pages() == 0 : pages() < MAX_BUFFERED_PAGES);
    }

    @Override
    ShardCall newCall(ReaderClock clock) {
        return iterator == null
                ? ShardCall.getShardIterator(cursor.nextStart(clock.now()), generation(), clock)
                : ShardCall.getRecords(iterator, estimate(), generation(), clock);
    }

    @Override
    long estimate() {
        return iterator == null ? 0 : pageEstimate();
    }

    @Override
    long maxEstimate() {
        return MAX_ESTIMATE;
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
     * @param sentAt when it was sent, by the service's clock; null if that isn't known or wanted
     * @return whether the page is kept
     */
    boolean pageReceived(ShardCall call, PageResponse response, String next, Instant sentAt) {
        pageCame(response.body().length);
        if (isPaused()) {
            iterator = call.iterator;
            return false;
        }
        iterator = next;
        buffer(
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
        return retries().delayAfterExpiry();
    }

    /** Notes that the service no longer has what is to be read next, once the buffer is decoded. */
    void gapFound(StreamsException cause) {
        gap = cause;
        iterator = null;
    }

    /** Takes the gap that was found, if everything before it is decoded; else null. */
    StreamsException takeGap() {
        if (pages() > 0) {
            return null;
        }
        StreamsException taken = gap;
        gap = null;
        return taken;
    }

    @Override
    boolean hasWork() {
        return pages() > 0 || cursor.positionChangePending() || endPending;
    }

    /**
     * Moves on past a page that has been decoded.
     *
     * @param now the wall clock
     * @return how long to wait before the next call, in milliseconds
     */
    long decoded(UndecodedPage page, PageSummary summary, Instant now) {
        boolean empty = summary.records == 0;
        if (passage != null) {
            passage.pageRead(page, summary);
        }
        if (quiet != null) {
            quiet.pageRead(page, summary);
        }
        cursor.pageRead(empty, page.askedAt, page.sentAt);
        long delay = pacing.delayAfter(summary, now);
        noteLag(page, summary, now);
        if (page.nextKnown) {
            return retries().gap();
        }
        iterator = summary.nextIterator;
        boolean stopsSoon = empty && cursor.stop().isPast(now);
        return Math.max(stopsSoon ? pacing.minMillis() : delayToPass(delay, now), retries().gap());
    }

    private long delayToPass(long delay, Instant now) {
        return passage == null ? delay : passage.delay(delay, pacing.minMillis(), now);
    }

    /** Begins to watch whether the shard is read beyond a time. */
    void watch(Passage newPassage) {
        passage = newPassage;
    }

    /** Begins to watch up to when the shard has been read. */
    void watch(QuietTime newQuiet) {
        quiet = newQuiet;
    }

    /** Takes the change that notes up to when the shard has been read; null if there is none. */
    StateChange takeReadUpTo() {
        Instant time = quiet == null ? null : quiet.take();
        return time == null ? null : StateChange.readUpTo(time);
    }

    /** Returns the time that has been passed with the last page; null if there is none. */
    Instant takePassed() {
        return passage != null && passage.take() ? passage.time() : null;
    }

    /**
     * Waits before a record of a page that has been decoded up to there. What follows is dropped.
     *
     * @return the bytes that this frees
     */
    long hold(UndecodedPage page, HeldRecord record) {
        cursor.pageRead(false, page.askedAt, page.sentAt);
        cursor.hold(record);
        held = record;
        iterator = null;
        gap = null;
        long time = TimeUnit.SECONDS.toMillis(record.second);
        lag.behind(time, time, 0);
        return drop();
    }

    /** Reads on if the record that the reading waits before may be emitted now. */
    boolean releasedBy(long frontier) {
        boolean released = held != null && held.second < frontier;
        if (released) {
            held = null;
        }
        return released;
    }

    private void noteLag(UndecodedPage page, PageSummary summary, Instant now) {
        if (summary.records == 0 && summary.nextIterator == null) {
            // The shard may have ended long ago: then its children have had records since.
            return;
        }
        boolean caughtUp =
                summary.records == 0 ? pacing.seemsCaughtUp() : !PollPacing.isBehind(summary, now);
        if (caughtUp) {
            lag.caughtUp(page.askedAt.toEpochMilli(), summary.records);
        } else if (summary.newest != null) {
            lag.behind(
                    summary.first.toEpochMilli(), summary.newest.toEpochMilli(), summary.records);
        }
    }

    /** Returns whether a decoded page is the last to be read, and if so why. */
    Progress progressAfter(PageSummary summary) {
        if (cursor.stop().reached()) {
            return Progress.STOPPED;
        }
        return summary.nextIterator == null ? Progress.ENDED : Progress.READING;
    }

    @Override
    void rewind(UndecodedPage page) {
        iterator = page.start;
        gap = null;
    }

    @Override
    void resumed() {
        pacing.restarted();
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

    @Override
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

    @Override
    public String toString() {
        return split.shardId() + " " + state();
    }
}
