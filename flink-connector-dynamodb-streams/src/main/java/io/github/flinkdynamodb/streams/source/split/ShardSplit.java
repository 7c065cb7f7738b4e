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

import java.util.Objects;
import java.util.Optional;

/** A shard to be read, and the position to go on from. Immutable. */
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
    }

    private final String streamArn;
    private final String shardId;
    private final String parentShardId;
    private final ShardPosition position;
    private final boolean latestOnFirstRead;
    private final Progress progress;

    private ShardSplit(
            String streamArn,
            String shardId,
            String parentShardId,
            ShardPosition position,
            boolean latestOnFirstRead,
            Progress progress) {
        this.streamArn = Objects.requireNonNull(streamArn, "streamArn");
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.position = Objects.requireNonNull(position, "position");
        this.latestOnFirstRead = latestOnFirstRead;
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /**
     * A shard that nobody has read yet.
     *
     * @param streamArn the stream
     * @param shardId the shard
     * @param parentShardId the shard that it continues, or null for a root
     * @param position where to begin
     * @return the split
     */
    public static ShardSplit of(
            String streamArn, String shardId, String parentShardId, ShardPosition position) {
        return new ShardSplit(streamArn, shardId, parentShardId, position, false, Progress.READING);
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
                : new ShardSplit(streamArn, shardId, parentShardId, position, latest, progress);
    }

    /**
     * The same shard as a reader's state has it: at a position, with some progress, and without
     * {@link #latestOnFirstRead()}.
     *
     * @param newPosition where to go on
     * @param newProgress how far the reading is
     * @return the split
     */
    public ShardSplit at(ShardPosition newPosition, Progress newProgress) {
        return new ShardSplit(streamArn, shardId, parentShardId, newPosition, false, newProgress);
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
     * Says whether the first read may use a LATEST iterator instead of {@link #position()}.
     *
     * @return true only on a split that no checkpoint has held yet
     */
    public boolean latestOnFirstRead() {
        return latestOnFirstRead;
    }

    /**
     * How far the reading is.
     *
     * @return the progress
     */
    public Progress progress() {
        return progress;
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
                && progress == that.progress;
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
                + (latestOnFirstRead ? " (LATEST on first read)" : "")
                + (progress == Progress.READING ? "" : " " + progress);
    }
}
