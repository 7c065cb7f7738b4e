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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * The mutable side of a {@link ShardSplit} on the task thread: what the next checkpoint will hold.
 */
@Internal
public final class ShardSplitState extends SplitState {

    /** The creation time of a record that has none, or whose time isn't known. */
    public static final long UNKNOWN_TIME = Long.MIN_VALUE;

    private final ShardSplit split;
    private ShardPosition position;
    private Progress progress;
    private long lastRecordMillis;

    /** Null if it isn't known. */
    private Instant readUpTo;

    /** Whether that is an assumption, since nothing has been read. */
    private boolean assumed;

    /** Null if insertions aren't remembered. */
    private RecentInsertsLog inserts;

    /** A second not later than that of the newest insertion that was announced. */
    private long announcedSecond = UNKNOWN_TIME;

    /** The same of those that are out for certain. */
    private long insertedSecond = UNKNOWN_TIME;

    /**
     * Starts from a split.
     *
     * @param split as it was assigned or restored
     */
    public ShardSplitState(ShardSplit split) {
        this.split = split;
        this.position = split.position();
        this.progress = split.progress();
        this.lastRecordMillis =
                split.lastRecordTime().map(Instant::toEpochMilli).orElse(UNKNOWN_TIME);
        this.readUpTo = split.readUpTo().orElse(null);
        this.assumed = split.isReadUpToAssumed();
        this.inserts = split.recentInserts().map(RecentInsertsLog::new).orElse(null);
    }

    /**
     * Notes that a record, with all its elements, is out.
     *
     * @param sequenceNumber the record's sequence number
     * @param createdMillis when the record was created, or {@link #UNKNOWN_TIME}
     */
    public void advanceTo(SequenceNumber sequenceNumber, long createdMillis) {
        position = position.advanceTo(sequenceNumber);
        lastRecordMillis = createdMillis;
        assumed = false;
    }

    /**
     * Notes which records are left out: when a LATEST iterator replaced the trim horizon, and when
     * its first record is out.
     *
     * @param notBefore when that iterator was asked for, less the allowance for clocks; null when
     *     nothing needs to be left out any more, the position being after a record
     */
    public void startAt(Instant notBefore) {
        position = position.withNotBefore(notBefore);
    }

    /**
     * Notes that nothing more will be emitted, or that there will be more after all.
     *
     * @param ended {@link Progress#ENDED} or {@link Progress#STOPPED}; or {@link Progress#READING}
     *     for a shard that seemed to have ended
     */
    public void end(Progress ended) {
        progress = ended;
    }

    /**
     * Remembers insertions that are emitted next. All that were announced before are out by now.
     *
     * @param next their keys
     */
    public void insertsFollow(RecentInserts next) {
        if (inserts == null) {
            inserts = new RecentInsertsLog();
        }
        insertedSecond = announcedSecond;
        dropOldInserts();
        inserts.addAll(next);
        announcedSecond = Math.max(announcedSecond, next.newestSecond());
    }

    /** Drops insertions that are too old, by records that are out. */
    private void dropOldInserts() {
        long newest =
                lastRecordMillis == UNKNOWN_TIME
                        ? insertedSecond
                        : Math.max(insertedSecond, Math.floorDiv(lastRecordMillis, 1000L));
        if (newest != UNKNOWN_TIME) {
            inserts.dropBefore(newest - RecentInserts.KEPT.getSeconds());
        }
    }

    /**
     * Notes that all changes up to a time are out.
     *
     * @param time the time by the service's clock
     */
    public void readUpTo(Instant time) {
        readUpTo = readUpTo == null || time.isAfter(readUpTo) ? time : readUpTo;
        assumed = false;
    }

    /**
     * When the last record was created that is out.
     *
     * @return in milliseconds since the epoch, or {@link #UNKNOWN_TIME}
     */
    public long lastRecordMillis() {
        return lastRecordMillis;
    }

    /**
     * The shard that this one continues.
     *
     * @return the parent's id; empty for a root
     */
    public Optional<String> parentShardId() {
        return split.parentShardId();
    }

    @Override
    public String splitId() {
        return split.shardId();
    }

    /**
     * How far the reading is.
     *
     * @return the progress
     */
    public Progress progress() {
        return progress;
    }

    /**
     * Where the reading would go on after a restore.
     *
     * @return the position after the last record that was emitted
     */
    public ShardPosition position() {
        return position;
    }

    @Override
    public ShardSplit toSplit() {
        boolean known = lastRecordMillis != UNKNOWN_TIME;
        ShardSplit now =
                split.at(position, progress)
                        .withLastRecordTime(known ? Instant.ofEpochMilli(lastRecordMillis) : null);
        return inserts == null && readUpTo == null ? now : withMemory(now);
    }

    private ShardSplit withMemory(ShardSplit now) {
        ShardSplit upTo = assumed ? now.withAssumedReadUpTo(readUpTo) : now.withReadUpTo(readUpTo);
        if (inserts == null) {
            return upTo;
        }
        dropOldInserts();
        return upTo.withRecentInserts(inserts.toInserts());
    }
}
