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
package io.github.flinkdynamodb.streams.model;

import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** A shard as DescribeStream lists it. Immutable. */
@Internal
public final class ShardDescriptor {

    private final String shardId;
    private final String parentShardId;
    private final SequenceNumber startingSequenceNumber;
    private final SequenceNumber endingSequenceNumber;

    /**
     * Creates a descriptor.
     *
     * @param shardId the shard's id, not null; its form isn't guaranteed
     * @param parentShardId the shard that this one continues, or null for a root
     * @param startingSequenceNumber the first sequence number, or null if the service gave none
     * @param endingSequenceNumber the last sequence number, or null while the shard is open
     */
    public ShardDescriptor(
            String shardId,
            String parentShardId,
            SequenceNumber startingSequenceNumber,
            SequenceNumber endingSequenceNumber) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.parentShardId = parentShardId;
        this.startingSequenceNumber = startingSequenceNumber;
        this.endingSequenceNumber = endingSequenceNumber;
    }

    /**
     * The shard's id.
     *
     * @return the id, never null
     */
    public String shardId() {
        return shardId;
    }

    /**
     * The shard that this one continues.
     *
     * @return the parent's id; empty for a root. The parent may have been trimmed already
     */
    public Optional<String> parentShardId() {
        return Optional.ofNullable(parentShardId);
    }

    /**
     * The first sequence number of the shard's range.
     *
     * @return the number; empty if the service gave none
     */
    public Optional<SequenceNumber> startingSequenceNumber() {
        return Optional.ofNullable(startingSequenceNumber);
    }

    /**
     * The last sequence number of the shard's range.
     *
     * @return the number; empty while the shard is open
     */
    public Optional<SequenceNumber> endingSequenceNumber() {
        return Optional.ofNullable(endingSequenceNumber);
    }

    /**
     * Returns whether the shard was listed as closed. One that was listed as open may be closing:
     * it may have a child already.
     *
     * @return true if an ending sequence number was given
     */
    public boolean isClosed() {
        return endingSequenceNumber != null;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof ShardDescriptor)) {
            return false;
        }
        ShardDescriptor that = (ShardDescriptor) o;
        return shardId.equals(that.shardId)
                && Objects.equals(parentShardId, that.parentShardId)
                && Objects.equals(startingSequenceNumber, that.startingSequenceNumber)
                && Objects.equals(endingSequenceNumber, that.endingSequenceNumber);
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return shardId
                + "(parent="
                + (parentShardId == null ? "none" : parentShardId)
                + (isClosed() ? ", closed)" : ", open)");
    }
}
