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

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** A shard to be read, and the position to go on from. Immutable. */
@Internal
public final class ShardSplit extends DynamoDbStreamsSplit {

    /** How far the reading of a shard is. The codes are part of the state format. */
    public enum Progress {
        /** Being read. */
        READING(0),
        /** The shard's last record has been emitted; waiting for the handover to its children. */
        ENDED(1),
        /** The stopping position has been passed; waiting for the enumerator's confirmation. */
        STOPPED(2);

        private final int code;

        Progress(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Progress ofCode(int code) {
            for (Progress progress : values()) {
                if (progress.code == code) {
                    return progress;
                }
            }
            throw new IllegalArgumentException("no progress of a shard has the code " + code);
        }
    }

    private final String streamArn;
    private final String shardId;
    private final String parentShardId;
    private final ShardPosition position;
    private final boolean latestOnFirstRead;
    private final Instant stopAt;
    private final Progress progress;
    private final ShardHistory history;

    private ShardSplit(
            String streamArn, String shardId, String parentShardId, ShardPosition position) {
        this.streamArn = Objects.requireNonNull(streamArn, "streamArn");
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.position = Objects.requireNonNull(position, "position");
        this.latestOnFirstRead = false;
        this.stopAt = null;
        this.progress = Progress.READING;
        this.history = ShardHistory.UNKNOWN;
    }

    private ShardSplit(
            ShardSplit shard,
            ShardPosition position,
            boolean latestOnFirstRead,
            Instant stopAt,
            Progress progress,
            ShardHistory history) {
        this.streamArn = shard.streamArn;
        this.shardId = shard.shardId;
        this.parentShardId = shard.parentShardId;
        this.position = Objects.requireNonNull(position, "position");
        this.latestOnFirstRead = latestOnFirstRead;
        this.stopAt = stopAt;
        this.progress = Objects.requireNonNull(progress, "progress");
        this.history = history;
    }

    /**
     * A shard that nobody has read yet, without a stopping time.
     *
     * @param streamArn the stream
     * @param shardId the shard
     * @param parentShardId the shard that it continues, or null for a root
     * @param position where to begin
     * @return the split
     */
    public static ShardSplit of(
            String streamArn, String shardId, String parentShardId, ShardPosition position) {
        return new ShardSplit(streamArn, shardId, parentShardId, position);
    }

    /**
     * The same shard, to be begun with a LATEST iterator by the reader that reads it for the first
     * time. A reader never writes this into its state: from then on the position alone decides.
     *
     * @param latest whether the first read may use a LATEST iterator
     * @return the split
     */
    public ShardSplit withLatestOnFirstRead(boolean latest) {
        return latest == latestOnFirstRead
                ? this
                : new ShardSplit(this, position, latest, stopAt, progress, history);
    }

    /**
     * The same shard, to be read up to a time.
     *
     * @param newStopAt the time, itself included, after which records are left out; null to read
     *     the shard to its end
     * @return the split
     */
    public ShardSplit withStopAt(Instant newStopAt) {
        return Objects.equals(newStopAt, stopAt)
                ? this
                : new ShardSplit(this, position, latestOnFirstRead, newStopAt, progress, history);
    }

    /**
     * The same shard as a reader's state has it: at a position, with some progress, with the same
     * {@link #stopAt()}, and without {@link #latestOnFirstRead()}.
     *
     * @param newPosition where to go on
     * @param newProgress how far the reading is
     * @return the split, whose {@link #lastRecordTime()} isn't known
     */
    public ShardSplit at(ShardPosition newPosition, Progress newProgress) {
        return new ShardSplit(
                this, newPosition, false, stopAt, newProgress, history.withLastRecordTime(null));
    }

    /**
     * The same shard, with the age of its position.
     *
     * @param time when the record of the position was created, or null if that isn't known
     * @return the split
     */
    public ShardSplit withLastRecordTime(Instant time) {
        return with(history.withLastRecordTime(time));
    }

    /**
     * The same shard, with how far it and its ancestors have been read by time.
     *
     * @param time up to when all changes are known to have been emitted, by the service's clock; or
     *     null if that isn't known
     * @return the split
     */
    public ShardSplit withReadUpTo(Instant time) {
        return with(history.withReadUpTo(time, false));
    }

    /**
     * The same shard, of which nothing has been read: what was changed before a time isn't wanted,
     * or isn't there any more.
     *
     * @param time that time, by the service's clock
     * @return the split
     */
    public ShardSplit withAssumedReadUpTo(Instant time) {
        return with(history.withReadUpTo(time, true));
    }

    /**
     * The same shard, with the insertions that it and its ancestors have emitted last.
     *
     * @param inserts their keys, or null if they aren't remembered
     * @return the split
     */
    public ShardSplit withRecentInserts(RecentInserts inserts) {
        return with(history.withRecentInserts(inserts));
    }

    private ShardSplit with(ShardHistory newHistory) {
        return new ShardSplit(this, position, latestOnFirstRead, stopAt, progress, newHistory);
    }

    /** The split's id is the shard's id: ids of one table's streams don't collide. */
    @Override
    public String splitId() {
        return shardId;
    }

    /**
     * The stream that the shard belongs to.
     *
     * @return its ARN
     */
    public String streamArn() {
        return streamArn;
    }

    /**
     * The shard.
     *
     * @return its id
     */
    public String shardId() {
        return shardId;
    }

    /**
     * The shard that this one continues.
     *
     * @return the parent's id; empty for a root
     */
    public Optional<String> parentShardId() {
        return Optional.ofNullable(parentShardId);
    }

    /**
     * Where the reading goes on.
     *
     * @return the position
     */
    public ShardPosition position() {
        return position;
    }

    /**
     * Returns whether the first read may use a LATEST iterator instead of {@link #position()}.
     *
     * @return true only on a split that no checkpoint has held yet
     */
    public boolean latestOnFirstRead() {
        return latestOnFirstRead;
    }

    /**
     * The time from which on records are no longer emitted. A bounded source that stops at "what is
     * there when the job starts" fixes it once, when the shard is assigned.
     *
     * @return the time; empty when the shard is read to its end
     */
    public Optional<Instant> stopAt() {
        return Optional.ofNullable(stopAt);
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
     * How old the position is: it decides nothing, but tells how far behind the reading is, and
     * what was lost if the service has trimmed what follows.
     *
     * @return when the record was created that {@link #position()} is after, to the second; empty
     *     at the trim horizon, and if that isn't known
     */
    public Optional<Instant> lastRecordTime() {
        return Optional.ofNullable(history.lastRecordTime);
    }

    /**
     * Up to when all changes of the shard and of its ancestors are known to have been emitted,
     * beside what {@link #lastRecordTime()} says. It is kept for the repair of a later outage only.
     *
     * @return the time by the service's clock; empty if it isn't known
     */
    public Optional<Instant> readUpTo() {
        return Optional.ofNullable(history.readUpTo);
    }

    /**
     * Returns whether {@link #readUpTo()} is an assumption of the start.
     *
     * @return true if nothing has been read of the shard and its ancestors
     */
    public boolean isReadUpToAssumed() {
        return history.assumed && history.lastRecordTime == null;
    }

    /**
     * The insertions that the shard and its ancestors have emitted last. They are kept for the
     * repair of a later outage only.
     *
     * @return their keys; empty if they aren't remembered, which isn't the same as there being none
     */
    public Optional<RecentInserts> recentInserts() {
        return Optional.ofNullable(history.recentInserts);
    }

    @Override
    public boolean isEnded() {
        return progress != Progress.READING;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ShardSplit)) {
            return false;
        }
        ShardSplit that = (ShardSplit) o;
        return streamArn.equals(that.streamArn)
                && shardId.equals(that.shardId)
                && Objects.equals(parentShardId, that.parentShardId)
                && position.equals(that.position)
                && latestOnFirstRead == that.latestOnFirstRead
                && Objects.equals(stopAt, that.stopAt)
                && progress == that.progress
                && history.equals(that.history);
    }

    @Override
    public int hashCode() {
        return Objects.hash(streamArn, shardId);
    }

    @Override
    public String toString() {
        return shardId
                + " at "
                + position
                + (history.lastRecordTime == null ? "" : " of " + history.lastRecordTime)
                + (latestOnFirstRead ? " (LATEST on first read)" : "")
                + (stopAt == null ? "" : " until " + stopAt)
                + (history.readUpTo == null ? "" : ", read up to " + history.readUpTo)
                + (history.recentInserts == null ? "" : ", " + history.recentInserts)
                + (progress == Progress.READING ? "" : " " + progress);
    }
}
