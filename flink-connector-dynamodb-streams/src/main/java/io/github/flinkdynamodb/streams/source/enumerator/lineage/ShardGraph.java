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

import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * The shards of a stream and how they follow each other: who waits, who may be read, who is being
 * read, who is done. Independent of Flink, the SDK and the clock; all methods are called on one
 * thread.
 *
 * <p>A shard becomes READY when its parent is FINISHED; when it has none; when its parent isn't
 * named by a complete listing (it has been trimmed), unless it ended too recently for that; or when
 * the start rule skips the parent. One odd shard never stops the others: nothing here needs a
 * listing to be consistent.
 */
@Internal
public final class ShardGraph {

    private final StartRule rule;
    private final ShardIndex index = new ShardIndex();
    private final Listings listings;
    private final Settlement settlement;

    /**
     * Creates an empty graph.
     *
     * @param rule what the startup position means for shards that are found
     * @param everListed whether all shards were listed once already, before a restore: then shards
     *     found now are younger than the start, or odd
     */
    public ShardGraph(StartRule rule, boolean everListed) {
        this.rule = rule;
        this.listings = new Listings(everListed);
        this.settlement = new Settlement(rule, index, listings);
    }

    /**
     * Adds the shards that a checkpoint held. Whether an unassigned one may be read is decided
     * again.
     *
     * @param states all shards of the checkpoint
     */
    public void restore(Collection<ShardState> states) {
        for (ShardState state : states) {
            Shard shard = index.add(state.shardId(), state.parentShardId().orElse(null));
            shard.notBefore = state.notBefore().orElse(null);
            shard.after = state.after().orElse(null);
            shard.lastRecordTime = state.lastRecordTime().orElse(null);
            boolean isReady = state.status() == ShardStatus.READY;
            index.setStatus(shard, isReady ? ShardStatus.WAITING : state.status());
        }
        settlement.settleAll();
    }

    /**
     * Returns what a checkpoint holds of the shards.
     *
     * @return a copy, in the order in which the shards were found
     */
    public List<ShardState> snapshot() {
        List<ShardState> states = new ArrayList<>(index.all().size());
        for (Shard shard : index.all()) {
            ShardState state =
                    new ShardState(
                            shard.shardId(),
                            shard.parentShardId(),
                            shard.status(),
                            shard.notBefore);
            states.add(
                    shard.after == null
                            ? state
                            : state.beginningAfter(shard.after, shard.lastRecordTime));
        }
        return states;
    }

    /**
     * Takes in shards of one page of a listing. What they make ready is ready at once.
     *
     * @param page the shards
     */
    public void listed(Collection<ShardDescriptor> page) {
        page.forEach(shard -> listings.named(shard.shardId()));
        found(page);
    }

    /**
     * Takes in shards that were found otherwise, such as the children of a shard that ended.
     *
     * @param found the shards; those known already are fine
     */
    public void found(Collection<ShardDescriptor> found) {
        List<Shard> touched = new ArrayList<>();
        for (ShardDescriptor descriptor : found) {
            Shard shard = index.get(descriptor.shardId());
            if (shard == null) {
                shard = add(descriptor);
            }
            shard.closed |= descriptor.isClosed();
            touched.add(shard);
        }
        touched.forEach(settlement::skipParentOf);
        touched.forEach(settlement::settle);
    }

    /**
     * Takes in the children of known shards. The rest, such as the shards of a table's new
     * partitions, is left to the listings.
     *
     * @param found shards, maybe others among them
     */
    public void foundChildren(Collection<ShardDescriptor> found) {
        found(
                found.stream()
                        .filter(shard -> shard.parentShardId().flatMap(index::find).isPresent())
                        .collect(Collectors.toList()));
    }

    private Shard add(ShardDescriptor descriptor) {
        Shard shard = index.add(descriptor.shardId(), descriptor.parentShardId().orElse(null));
        shard.notYetListed = !listings.hasNamed(shard.shardId());
        Shard parent = index.get(shard.parentShardId());
        boolean parentWasRead = parent != null && parent.wasReadInFull();
        shard.notBefore = parentWasRead ? rule.notBeforeAfterParent() : rule.notBefore();
        shard.latestOnFirstRead = rule.beginsAtLatest() && !everListed() && !parentWasRead;
        return shard;
    }

    /**
     * Ends a listing: parents that it didn't name are trimmed, and finished shards that the service
     * no longer knows are forgotten.
     *
     * @param now the present, for the age of ids
     */
    public void listingComplete(Instant now) {
        for (Shard shard : index.all()) {
            shard.listingEnded(listings.hasNamed(shard.shardId()));
            if (index.get(shard.parentShardId()) == null) {
                noteMissingParent(shard, now);
            }
        }
        listings.complete(now);
        settlement.settleAll();
        index.all().stream()
                .filter(shard -> ForgetRule.forgets(shard, index, listings.last()))
                .collect(Collectors.toList())
                .forEach(index::remove);
    }

    private static void noteMissingParent(Shard shard, Instant now) {
        if (shard.parentMissingSince == null) {
            shard.parentMissingSince = now;
        }
        shard.parentIsGone |= MissingShardRule.isGone(shard, shard.parentMissingSince, now);
    }

    /** Drops what an unfinished listing named, before a new one begins. */
    public void listingAbandoned() {
        listings.abandoned();
    }

    /**
     * Marks a ready shard as assigned to a reader.
     *
     * @param shardId the shard
     * @throws IllegalStateException if the shard isn't ready
     */
    public void assigned(String shardId) {
        Shard shard = index.known(shardId);
        if (shard.status() != ShardStatus.READY) {
            throw new IllegalStateException(shard + " can't be assigned: it isn't ready");
        }
        index.setStatus(shard, ShardStatus.ASSIGNED);
    }

    /**
     * Notes that a reader was restored with a shard, which therefore must not be assigned. A
     * finished one stays finished: its reader is about to ask for the confirmation again.
     *
     * @param shardId the shard
     */
    public void heldByReader(String shardId) {
        Shard shard = index.get(shardId);
        if (shard == null) {
            shard = index.add(shardId, null);
        }
        if (shard.status() != ShardStatus.FINISHED) {
            index.setStatus(shard, ShardStatus.ASSIGNED);
        }
    }

    /**
     * Marks a shard as read to its end. Its children, including those found later, no longer wait
     * for it.
     *
     * @param shardId the shard
     */
    public void finished(String shardId) {
        Shard shard = index.known(shardId);
        shard.notBefore = rule.notBeforeAfterParent();
        shard.after = null;
        shard.lastRecordTime = null;
        shard.mayComeBack = true;
        index.setStatus(shard, ShardStatus.FINISHED);
        for (Shard child : index.childrenOf(shardId)) {
            if (child.status() == ShardStatus.WAITING) {
                child.notBefore = rule.notBeforeAfterParent();
                child.latestOnFirstRead = false;
                settlement.settle(child);
            }
        }
    }

    /**
     * Marks a shard as read up to the stopping position. Nothing after it is wanted.
     *
     * @param shardId the shard
     */
    public void stopped(String shardId) {
        Shard shard = index.known(shardId);
        shard.stopped = true;
        shard.mayComeBack = true;
        settlement.finishUnread(shard);
    }

    /**
     * Notes that a completed checkpoint holds a shard as finished: it can't be reopened any more.
     *
     * @param shardId the shard, known or not
     */
    public void confirmed(String shardId) {
        index.find(shardId).ifPresent(shard -> shard.mayComeBack = false);
    }

    /**
     * Follows a reader that failed back to its last completed checkpoint. In both cases children
     * that no reader holds wait again.
     *
     * @param reopened the shards that it finished since, and holds again: {@link #finished(String)}
     *     or {@link #stopped(String)} is undone
     * @param takenBack the shards that were assigned to it since, and that it doesn't hold any
     *     more. They wait for their parents as at first, but don't begin at LATEST again: that
     *     would skip what was written since they were first assigned
     */
    public void readerReset(Collection<String> reopened, Collection<String> takenBack) {
        for (String shardId : reopened) {
            undo(index.known(shardId), ShardStatus.ASSIGNED);
        }
        for (String shardId : takenBack) {
            Shard shard = index.known(shardId);
            shard.latestOnFirstRead = false;
            undo(shard, ShardStatus.WAITING);
        }
        settlement.settleAll();
    }

    private void undo(Shard shard, ShardStatus status) {
        shard.stopped = false;
        index.setStatus(shard, status);
        for (Shard child : index.childrenOf(shard.shardId())) {
            if (child.status() == ShardStatus.READY) {
                index.setStatus(child, ShardStatus.WAITING);
            }
        }
    }

    /** Finishes every shard that no reader has: the stream is gone. */
    public void abandonUnassigned() {
        for (Shard shard : index.all()) {
            if (!shard.isStarted()) {
                index.setStatus(shard, ShardStatus.FINISHED);
            }
        }
    }

    /**
     * Looks a shard up.
     *
     * @param shardId the shard's id
     * @return the shard; empty if it isn't known, or no longer
     */
    public Optional<Shard> shard(String shardId) {
        return index.find(shardId);
    }

    /**
     * All known shards.
     *
     * @return an unmodifiable view, in the order they were found
     */
    public Collection<Shard> shards() {
        return index.all();
    }

    /**
     * The known children of a shard.
     *
     * @param shardId the shard, known or not
     * @return an unmodifiable view
     */
    public Set<Shard> childrenOf(String shardId) {
        return index.childrenOf(shardId);
    }

    /**
     * The shards that may be read and aren't assigned.
     *
     * @return a copy of their ids, in the order they became ready
     */
    public List<String> ready() {
        return index.ready();
    }

    /**
     * Whether a shard is assigned to a reader that hasn't finished it.
     *
     * @param shardId the shard, known or not
     * @return false if it waits, is ready, is finished or isn't known
     */
    public boolean isAssigned(String shardId) {
        return index.find(shardId)
                .filter(shard -> shard.status() == ShardStatus.ASSIGNED)
                .isPresent();
    }

    /**
     * How many shards may be read and aren't assigned.
     *
     * @return the number
     */
    public int readyCount() {
        return index.readyCount();
    }

    /**
     * How many shards wait.
     *
     * @return the number
     */
    public int waitingCount() {
        return index.waitingCount();
    }

    /**
     * Whether a shard has records that no reader is on its way to: it isn't assigned, and doesn't
     * follow one that a reader has.
     *
     * @return false if each shard that isn't finished is being read, or comes after one that is
     */
    public boolean hasUnread() {
        return readyCount() > 0
                || waitingCount() > 0 && index.all().stream().anyMatch(this::isUnreached);
    }

    /** A shard that waits for a parent is reached from that one; this holds for each of a line. */
    private boolean isUnreached(Shard shard) {
        Shard parent = index.get(shard.parentShardId());
        return shard.status() == ShardStatus.WAITING
                && (parent == null || parent.status() == ShardStatus.FINISHED);
    }

    /**
     * Whether every known shard is finished.
     *
     * @return true if none is waiting, ready or assigned
     */
    public boolean allFinished() {
        return index.unfinishedCount() == 0;
    }

    /**
     * Whether all shards have been listed at least once, in this run or before a restore.
     *
     * @return true after the first complete listing
     */
    public boolean everListed() {
        return listings.everComplete();
    }

    /**
     * Whether all shards have been listed at least once in this run.
     *
     * @return true after the first complete listing since the start or restore
     */
    public boolean listedInThisRun() {
        return listings.completeInThisRun();
    }
}
