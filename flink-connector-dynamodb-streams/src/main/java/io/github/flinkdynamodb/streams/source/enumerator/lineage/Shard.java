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
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** One shard in the graph. Only {@link ShardGraph} changes it. */
@Internal
public final class Shard {

    private final String shardId;
    private final String parentShardId;
    private ShardStatus status = ShardStatus.WAITING;

    /** From which creation time on records are wanted, or null for all. */
    Instant notBefore;

    /** After which record another job has stopped, or null to begin with the oldest one. */
    SequenceNumber after;

    /** When that record was created, or null. */
    Instant lastRecordTime;

    /** Whether the first read may use a LATEST iterator. */
    boolean latestOnFirstRead;

    /** Whether the shard was listed as closed. */
    boolean closed;

    /** Whether a look-up found the shard, and no listing has named it yet: listings are later. */
    boolean notYetListed;

    /** In how many complete listings in a row the shard was missing, after one that named it. */
    int missedListings;

    /** When a complete listing lacked the parent for the first time, or null. */
    Instant parentMissingSince;

    /**
     * Whether a listing came to its end since the shard is known, and the parent isn't known even
     * so: one that is only on a later page, or was created since the listing before, is waited for;
     * and for a while one that {@link MissingShardRule} says must still be there.
     */
    boolean parentIsGone;

    /** Whether a reader finished the shard, and no completed checkpoint is known to hold that. */
    boolean mayComeBack;

    /** Whether a stopping position ended the reading: no descendant is wanted. */
    boolean stopped;

    Shard(String shardId, String parentShardId) {
        this.shardId = shardId;
        this.parentShardId = parentShardId;
    }

    /** Changes the status; for {@link ShardIndex}, which counts. */
    void setStatus(ShardStatus newStatus) {
        status = newStatus;
    }

    /** Notes that a listing is complete, and whether the shard was in it. */
    void listingEnded(boolean named) {
        notYetListed &= !named;
        missedListings = named || notYetListed ? 0 : missedListings + 1;
    }

    /**
     * Returns whether a reader has the shard, or had it, or none will.
     *
     * @return false while it waits, or is ready
     */
    public boolean isStarted() {
        return status == ShardStatus.ASSIGNED || status == ShardStatus.FINISHED;
    }

    /**
     * Returns whether a completed checkpoint holds the shard as finished, or no reader has had it
     * in this run.
     *
     * @return false if its reader may have to read it again
     */
    public boolean isFinishCovered() {
        return status == ShardStatus.FINISHED && !mayComeBack;
    }

    /** Returns whether the shard was read to its end, rather than skipped by the start rule. */
    boolean wasReadInFull() {
        return status == ShardStatus.FINISHED && notBefore == null;
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
     * @return the parent's id, whether it is known or not; null for a root
     */
    public String parentShardId() {
        return parentShardId;
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
     * @return the time; empty if all are wanted
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /**
     * The record after which the reading begins.
     *
     * @return its sequence number; empty to begin with the oldest record
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

    /**
     * Whether the first read may use a LATEST iterator.
     *
     * @return true for an open leaf of the first listing of a source that starts at latest
     */
    public boolean latestOnFirstRead() {
        return latestOnFirstRead;
    }

    /**
     * Whether the newest complete listing named the shard, and nothing has shown it closed.
     *
     * @return false also for a shard so new that no listing has named it yet
     */
    public boolean isListedAsOpen() {
        return missedListings == 0 && !notYetListed && !closed;
    }

    /**
     * Whether the newest complete listing named the shard.
     *
     * @return false if it was missing there, unless it is so new that no listing has named it yet
     */
    public boolean isListed() {
        return missedListings == 0;
    }

    @Override
    public String toString() {
        return shardId + " " + status;
    }
}
