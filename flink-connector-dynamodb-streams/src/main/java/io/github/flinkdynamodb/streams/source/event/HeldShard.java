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
package io.github.flinkdynamodb.streams.source.event;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** How far a reader has read a shard, with the shards that it continues. Immutable. */
@Internal
public final class HeldShard implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String shardId;
    private final Instant lastRecordTime;
    private final Instant readUpTo;
    private final boolean assumed;
    private final Instant keysSince;

    /**
     * Creates it.
     *
     * @param shardId the shard
     * @param lastRecordTime when the last record was created that was emitted; null if none was
     * @param readUpTo up to when everything is known to have been emitted; null if that isn't known
     * @param assumed whether that is an assumption of the start, since nothing has been read
     * @param keysSince from when on the keys of inserted items are remembered; null if none are
     */
    public HeldShard(
            String shardId,
            Instant lastRecordTime,
            Instant readUpTo,
            boolean assumed,
            Instant keysSince) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.lastRecordTime = lastRecordTime;
        this.readUpTo = readUpTo;
        this.assumed = assumed;
        this.keysSince = keysSince;
    }

    /** Returns the shard's id. */
    public String shardId() {
        return shardId;
    }

    /**
     * Returns when the last record was created that was emitted.
     *
     * @return the time; empty if none was
     */
    public Optional<Instant> lastRecordTime() {
        return Optional.ofNullable(lastRecordTime);
    }

    /**
     * Returns up to when everything is known to have been emitted, beside what the last record
     * says.
     *
     * @return the time; empty if it isn't known
     */
    public Optional<Instant> readUpTo() {
        return Optional.ofNullable(readUpTo);
    }

    /** Returns whether nothing has been read, so that nothing of it can be lost. */
    public boolean isUnread() {
        return lastRecordTime == null && (readUpTo == null || assumed);
    }

    /**
     * Returns from when on the keys of inserted items are remembered.
     *
     * @return the time; empty if none are
     */
    public Optional<Instant> keysSince() {
        return Optional.ofNullable(keysSince);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof HeldShard)) {
            return false;
        }
        HeldShard that = (HeldShard) o;
        return shardId.equals(that.shardId)
                && Objects.equals(lastRecordTime, that.lastRecordTime)
                && Objects.equals(readUpTo, that.readUpTo)
                && assumed == that.assumed
                && Objects.equals(keysSince, that.keysSince);
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return shardId + " after a record of " + lastRecordTime + ", read up to " + readUpTo;
    }
}
