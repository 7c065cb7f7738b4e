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

import io.github.flinkdynamodb.streams.client.ShardIteratorStart;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a shard has been fetched, as the fetcher thread sees it: ahead of the split's state,
 * which moves when records are emitted. Decides where a new iterator begins and which records
 * count.
 *
 * <p>A split that may begin at LATEST gets its {@code notBefore} when the LATEST iterator is asked
 * for, and tells the state at once, before any record. If that iterator is lost before it has given
 * a record, or can't be had within {@link #CLOCK_TOLERANCE}, reading begins at the trim horizon and
 * leaves out what is older. The first record that a LATEST iterator gives makes the filter
 * superfluous: from there on the sequence number alone says what comes next.
 */
final class ShardCursor {

    /**
     * The allowance for this machine's clock being ahead of the service's, and for creation times
     * that are rounded down (to seconds; by DynamoDB Local to minutes).
     */
    static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(60);

    /** What is to be done with a record. */
    enum Verdict {
        /** Emit it. */
        EMIT,
        /** Leave it out, and move on past it. */
        LEAVE_OUT,
        /** It was read before. */
        SEEN
    }

    private final StopRule stop;
    private SequenceNumber after;
    private ShardPosition filter;
    private boolean latest;
    private Instant latestAskedAt;
    private boolean readingLatest;
    private boolean startUntold;
    private Instant begunAt;
    private Instant lastRecordTime;

    ShardCursor(ShardSplit split) {
        this.stop = new StopRule(split.stopAt().orElse(null));
        this.after = split.position().after().orElse(null);
        this.filter = ShardPosition.trimHorizon(split.position().notBefore().orElse(null));
        this.latest = split.latestOnFirstRead() && after == null;
        this.lastRecordTime = split.lastRecordTime().orElse(null);
    }

    /** Where a new iterator is to begin. */
    ShardIteratorStart nextStart(Instant now) {
        if (after != null) {
            return ShardIteratorStart.after(after);
        }
        if (latest && latestAskedAt == null) {
            latestAskedAt = now;
            filter = ShardPosition.trimHorizon(now.minus(CLOCK_TOLERANCE));
            startUntold = true;
        }
        return latest && !now.isAfter(latestAskedAt.plus(CLOCK_TOLERANCE))
                ? ShardIteratorStart.latest()
                : ShardIteratorStart.trimHorizon();
    }

    /** Notes which iterator there is now. */
    void iteratorGiven(ShardIteratorStart start) {
        latest = false;
        readingLatest = start.type() == ShardIteratorStart.Type.LATEST;
    }

    /** Says whether the state has yet to hear of {@link #notBefore()}. */
    boolean startUntold() {
        return startUntold;
    }

    /** Notes that the state is being told of {@link #notBefore()}. */
    void startTold() {
        startUntold = false;
    }

    /** Records created before this are left out; null for none. */
    Instant notBefore() {
        return filter.notBefore().orElse(null);
    }

    /** Looks at the next record, which must have a sequence number, and moves on past it. */
    Verdict next(ChangeRecord record) {
        SequenceNumber sequenceNumber = record.sequenceNumber();
        if (after != null && sequenceNumber.compareTo(after) <= 0) {
            return Verdict.SEEN;
        }
        after = sequenceNumber;
        if (readingLatest) {
            readingLatest = false;
            filter = ShardPosition.trimHorizon();
            startUntold = true;
        }
        Instant created = record.approximateCreationTime();
        lastRecordTime = created == null ? lastRecordTime : created;
        return stop.admits(created) && filter.admits(created) ? Verdict.EMIT : Verdict.LEAVE_OUT;
    }

    /** Notes that a page has been read. */
    void pageRead(boolean empty, Instant askedAt) {
        begunAt = begunAt == null ? askedAt : begunAt;
        stop.pageSeen(empty, askedAt);
    }

    /** Goes back to the oldest record that is left. */
    void restartAtHorizon() {
        after = null;
        begunAt = null;
    }

    /** Says whether reading has begun, here or before a restore, so that a gap is a loss. */
    boolean hasBegun() {
        return begunAt != null || after != null;
    }

    /**
     * Says whether the shard has given no record, and pages only for less than a time: what is
     * older than that time was there before reading began.
     */
    boolean hasBegunWithin(Duration time, Instant now) {
        return after == null && (begunAt == null || now.isBefore(begunAt.plus(time)));
    }

    /** The record fetched last; null where there is none. */
    SequenceNumber after() {
        return after;
    }

    /** The creation time of the record fetched last; null where that isn't known. */
    Instant lastRecordTime() {
        return lastRecordTime;
    }

    StopRule stop() {
        return stop;
    }
}
