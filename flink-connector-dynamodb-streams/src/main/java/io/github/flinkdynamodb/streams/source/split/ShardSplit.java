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
    private final Instant lastRecordTime;

    private ShardSplit(
            String streamArn, String shardId, String parentShardId, ShardPosition position) {
        this.streamArn = Objects.requireNonNull(streamArn, "streamArn");
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.position = Objects.requireNonNull(position, "position");
        this.latestOnFirstRead = false;
        this.stopAt = null;
        this.progress = Progress.READING;
        this.lastRecordTime = null;
    }

    private ShardSplit(
            ShardSplit shard,
            ShardPosition position,
            boolean latestOnFirstRead,
            Instant stopAt,
            Progress progress,
            Instant lastRecordTime) {
        this.streamArn = shard.streamArn;
        this.shardId = shard.shardId;
        this.parentShardId = shard.parentShardId;
        this.position = Objects.requireNonNull(position, "position");
        this.latestOnFirstRead = latestOnFirstRead;
        this.stopAt = stopAt;
        this.progress = Objects.requireNonNull(progress, "progress");
        this.lastRecordTime = lastRecordTime;
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
                : new ShardSplit(this, position, latest, stopAt, progress, lastRecordTime);
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
                : new ShardSplit(
                        this, position, latestOnFirstRead, newStopAt, progress, lastRecordTime);
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
        return new ShardSplit(this, newPosition, false, stopAt, newProgress, null);
    }

    /**
     * The same shard, with the age of its position.
     *
     * @param time when the record of the position was created, or null if that isn't known
     * @return the split
     */
    public ShardSplit withLastRecordTime(Instant time) {
        return new ShardSplit(this, position, latestOnFirstRead, stopAt, progress, time);
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
        return Optional.ofNullable(lastRecordTime);
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
                && Objects.equals(lastRecordTime, that.lastRecordTime);
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
                + (lastRecordTime == null ? "" : " of " + lastRecordTime)
                + (latestOnFirstRead ? " (LATEST on first read)" : "")
                + (stopAt == null ? "" : " until " + stopAt)
                + (progress == Progress.READING ? "" : " " + progress);
    }
}
