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
package io.github.flinkdynamodb.streams.source.positions;

import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** Up to where a job has read one shard. Immutable. */
@Internal
public final class ReadShard {

    private final String shardId;
    private final String parentShardId;
    private final ShardPosition position;
    private final Instant lastRecordTime;

    private ReadShard(
            String shardId, String parentShardId, ShardPosition position, Instant lastRecordTime) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.position = position;
        this.lastRecordTime = lastRecordTime;
    }

    /**
     * A shard that has been read to its end, or whose records aren't wanted.
     *
     * @param shardId the shard
     * @param parentShardId the shard that it continues; null if it has none, or that isn't known
     * @return the shard
     */
    public static ReadShard finished(String shardId, String parentShardId) {
        return new ReadShard(shardId, parentShardId, null, null);
    }

    /**
     * A shard that is to be read on.
     *
     * @param shardId the shard
     * @param parentShardId the shard that it continues; null if it has none, or that isn't known
     * @param position where the reading goes on, not null
     * @param lastRecordTime when the record that the position is after was created; null if that
     *     isn't known
     * @return the shard
     */
    public static ReadShard upTo(
            String shardId, String parentShardId, ShardPosition position, Instant lastRecordTime) {
        return new ReadShard(
                shardId,
                parentShardId,
                Objects.requireNonNull(position, "position"),
                position.after().isPresent() ? lastRecordTime : null);
    }

    /**
     * Returns the shard.
     *
     * @return its id
     */
    public String shardId() {
        return shardId;
    }

    /**
     * Returns the shard that this one continues.
     *
     * @return its id; empty if there is none, or that isn't known
     */
    public Optional<String> parentShardId() {
        return Optional.ofNullable(parentShardId);
    }

    /**
     * Returns whether nothing of the shard is to be read.
     *
     * @return false if it has a position
     */
    public boolean isFinished() {
        return position == null;
    }

    /**
     * Returns where the reading goes on.
     *
     * @return the position; empty if the shard is finished
     */
    public Optional<ShardPosition> position() {
        return Optional.ofNullable(position);
    }

    /**
     * Returns when the record was created that the position is after.
     *
     * @return the time; empty if it isn't known
     */
    public Optional<Instant> lastRecordTime() {
        return Optional.ofNullable(lastRecordTime);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ReadShard)) {
            return false;
        }
        ReadShard that = (ReadShard) o;
        return shardId.equals(that.shardId)
                && Objects.equals(parentShardId, that.parentShardId)
                && Objects.equals(position, that.position)
                && Objects.equals(lastRecordTime, that.lastRecordTime);
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return shardId + " " + (position == null ? "finished" : position);
    }
}
