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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** What a checkpoint of the enumerator holds of one shard. Immutable. */
@Internal
public final class ShardState {

    private final String shardId;
    private final String parentShardId;
    private final ShardStatus status;
    private final Instant notBefore;
    private final SequenceNumber after;
    private final Instant lastRecordTime;

    /**
     * Creates the state of a shard.
     *
     * @param shardId the shard's id, not null
     * @param parentShardId the shard that it continues, or null for a root
     * @param status how far the shard is, not null
     * @param notBefore from which creation time on its records are wanted, or null for all of them
     */
    public ShardState(String shardId, String parentShardId, ShardStatus status, Instant notBefore) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.status = Objects.requireNonNull(status, "status");
        this.notBefore = notBefore;
        this.after = null;
        this.lastRecordTime = null;
    }

    private ShardState(ShardState shard, SequenceNumber after, Instant lastRecordTime) {
        this.shardId = shard.shardId;
        this.parentShardId = shard.parentShardId;
        this.status = shard.status;
        this.notBefore = shard.notBefore;
        this.after = after;
        this.lastRecordTime = lastRecordTime;
    }

    /**
     * Returns the same shard, to be begun after a record that another job has read.
     *
     * @param sequenceNumber the record's sequence number; null to begin with the oldest one
     * @param recordTime when the record was created; null if that isn't known
     */
    public ShardState beginningAfter(SequenceNumber sequenceNumber, Instant recordTime) {
        return new ShardState(this, sequenceNumber, recordTime);
    }

    /**
     * The shard's id.
     *
     * @return the id
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
     * How far the shard is.
     *
     * @return the status
     */
    public ShardStatus status() {
        return status;
    }

    /**
     * From which creation time on the shard's records are wanted.
     *
     * @return the time; empty if all of them are wanted
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /**
     * The record after which the shard is begun, if that isn't its oldest one.
     *
     * @return the sequence number; empty unless another job has read the shard up to there
     */
    public Optional<SequenceNumber> after() {
        return Optional.ofNullable(after);
    }

    /**
     * When the record of {@link #after()} was created.
     *
     * @return the time; empty if it isn't known
     */
    public Optional<Instant> lastRecordTime() {
        return Optional.ofNullable(lastRecordTime);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ShardState)) {
            return false;
        }
        ShardState that = (ShardState) o;
        return shardId.equals(that.shardId)
                && Objects.equals(parentShardId, that.parentShardId)
                && status == that.status
                && Objects.equals(notBefore, that.notBefore)
                && Objects.equals(after, that.after)
                && Objects.equals(lastRecordTime, that.lastRecordTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(shardId, status.code());
    }

    @Override
    public String toString() {
        return shardId + " " + status + (after == null ? "" : " after " + after.digits());
    }
}
