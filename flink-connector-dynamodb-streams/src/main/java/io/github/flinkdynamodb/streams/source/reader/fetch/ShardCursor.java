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
 * for, and passes it on to the state at once, before any record. If that iterator is lost before it
 * has returned a record, or can't be obtained within {@link #CLOCK_TOLERANCE}, reading begins at
 * the trim horizon and skips what is older. The first record that a LATEST iterator returns makes
 * the filter superfluous: from there on the sequence number alone determines what comes next.
 *
 * <p>If reading begins with the table, the first record that the filter admits ends it: later
 * records may have earlier times, and none may be missing between two others.
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
        /** The same, after the pending change of the position. */
        EMIT_AFTER_CHANGE,
        /** Don't emit it, and move on past it. */
        SKIP,
        /** It was read before. */
        DUPLICATE
    }

    private final StopRule stop;
    private SequenceNumber after;
    private ShardPosition filter;
    private boolean latest;
    private Instant latestAskedAt;
    private boolean readingLatest;
    private boolean positionChangePending;
    private Instant begunAt;
    private Instant lastRecordTime;
    private boolean duplicateSeen;

    /** Whether the first record that the filter admits ends it. */
    private final boolean filterEnds;

    /** The record that is read next if that is known, since it was held back. */
    private HeldRecord held;

    ShardCursor(ShardSplit split, StopRule stop, boolean filterEnds) {
        this.stop = stop;
        this.filterEnds = filterEnds;
        this.after = split.position().after().orElse(null);
        this.filter = ShardPosition.trimHorizon(split.position().notBefore().orElse(null));
        this.latest = split.latestOnFirstRead() && after == null;
        this.lastRecordTime = split.lastRecordTime().orElse(null);
    }

    /** Returns where a new iterator is to begin. */
    ShardIteratorStart nextStart(Instant now) {
        if (held != null && (after == null || after.compareTo(held.sequenceNumber) < 0)) {
            return ShardIteratorStart.at(held.sequenceNumber);
        }
        if (after != null) {
            return ShardIteratorStart.after(after);
        }
        if (latest && latestAskedAt == null) {
            latestAskedAt = now;
            filter = ShardPosition.trimHorizon(now.minus(CLOCK_TOLERANCE));
            positionChangePending = true;
        }
        return latest && !now.isAfter(latestAskedAt.plus(CLOCK_TOLERANCE))
                ? ShardIteratorStart.latest()
                : ShardIteratorStart.trimHorizon();
    }

    /** Notes which iterator there is now. */
    void iteratorReceived(ShardIteratorStart start) {
        latest = false;
        readingLatest = start.type() == ShardIteratorStart.Type.LATEST;
    }

    /**
     * Returns whether the time before which records are skipped has changed, and the split's state
     * doesn't have that yet.
     */
    boolean positionChangePending() {
        return positionChangePending;
    }

    /** Takes the pending change for the split's state. */
    StateChange takePositionChange() {
        positionChangePending = false;
        return StateChange.notBefore(filter.notBefore().orElse(null));
    }

    /** Looks at the next record, which must have a sequence number, and moves on past it. */
    Verdict next(ChangeRecord record) {
        SequenceNumber sequenceNumber = record.sequenceNumber();
        if (after != null && sequenceNumber.compareTo(after) <= 0) {
            return Verdict.DUPLICATE;
        }
        after = sequenceNumber;
        if (readingLatest) {
            readingLatest = false;
            endFilter();
        }
        Instant created = record.approximateCreationTime();
        lastRecordTime = created == null ? lastRecordTime : created;
        if (!stop.admits(created) || !filter.admits(created)) {
            return Verdict.SKIP;
        }
        if (filterEnds && filter.notBefore().isPresent()) {
            endFilter();
            return Verdict.EMIT_AFTER_CHANGE;
        }
        return Verdict.EMIT;
    }

    private void endFilter() {
        filter = ShardPosition.trimHorizon();
        positionChangePending = true;
    }

    /**
     * Returns the second by which a record was complete: that of its creation, or if it has none,
     * that in which it was sent first.
     *
     * @param sentAt when it was sent this time
     */
    long secondOf(ChangeRecord record, Instant sentAt) {
        if (record.approximateCreationTime() != null) {
            return record.approximateCreationTime().getEpochSecond();
        }
        boolean sentBefore = held != null && record.sequenceNumber().compareTo(held.last) <= 0;
        return sentBefore ? held.second : sentAt.getEpochSecond();
    }

    /** Notes that reading waits before a record. */
    void hold(HeldRecord record) {
        held = record;
    }

    /** Returns the record that reading waits before or goes on with; null if it isn't known. */
    HeldRecord held() {
        return held;
    }

    /** Returns whether no duplicate was asked about before. */
    boolean isFirstDuplicate() {
        boolean first = !duplicateSeen;
        duplicateSeen = true;
        return first;
    }

    /** Notes that a page has been read. */
    void pageRead(boolean empty, Instant askedAt, Instant sentAt) {
        begunAt = begunAt == null ? askedAt : begunAt;
        if (held != null && after != null && after.compareTo(held.last) >= 0) {
            held = null;
        }
        stop.pageSeen(empty, askedAt, sentAt);
    }

    /** Goes back to the oldest record that is left. */
    void restartAtHorizon() {
        after = null;
        begunAt = null;
        held = null;
    }

    /** Returns whether reading has begun, here or before a restore, so that a gap is a loss. */
    boolean hasBegun() {
        return begunAt != null || after != null;
    }

    /**
     * Returns whether the shard has returned no record, and pages only for less than a time: what
     * is older than that time was there before reading began. A record that is held back was
     * returned, and is missed if it is gone.
     */
    boolean hasBegunWithin(Duration time, Instant now) {
        return held == null
                && after == null
                && (begunAt == null || now.isBefore(begunAt.plus(time)));
    }

    /** Returns the record fetched last; null if there is none. */
    SequenceNumber after() {
        return after;
    }

    /** Returns the creation time of the record fetched last; null if it isn't known. */
    Instant lastRecordTime() {
        return lastRecordTime;
    }

    StopRule stop() {
        return stop;
    }
}
