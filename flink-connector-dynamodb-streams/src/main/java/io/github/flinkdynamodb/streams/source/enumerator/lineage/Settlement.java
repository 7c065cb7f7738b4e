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

import java.util.ArrayList;

/** Decides on shards that wait: whether one is ready, is finished without being read, or waits. */
final class Settlement {

    private final StartRule rule;
    private final ShardIndex index;
    private final Listings listings;

    Settlement(StartRule rule, ShardIndex index, Listings listings) {
        this.rule = rule;
        this.index = index;
        this.listings = listings;
    }

    /** Decides again on every shard that waits. */
    void settleAll() {
        new ArrayList<>(index.all()).forEach(this::settle);
    }

    /** If a shard was created before the start, its parent is skipped. */
    void skipParentOf(Shard shard) {
        Shard parent = index.get(shard.parentShardId());
        if (parent != null && !parent.isStarted() && rule.createdBeforeStart(shard.shardId())) {
            finishUnread(parent);
        }
    }

    /** Decides on a shard, if it waits. */
    void settle(Shard shard) {
        if (shard.status() != ShardStatus.WAITING) {
            return;
        }
        Shard parent = index.get(shard.parentShardId());
        shard.stopped |= parent != null && parent.stopped;
        if (shard.stopped || hasChildFromBeforeStart(shard) || reappeared(shard)) {
            finishUnread(shard);
        } else if (!waitsForParent(shard, parent) && !waitsForListing(shard)) {
            shard.latestOnFirstRead &= !shard.closed && index.childrenOf(shard.shardId()).isEmpty();
            index.setStatus(shard, ShardStatus.READY);
        }
    }

    /** Finishes a shard, of which nothing more is wanted, and decides on its children. */
    void finishUnread(Shard shard) {
        index.setStatus(shard, ShardStatus.FINISHED);
        new ArrayList<>(index.childrenOf(shard.shardId())).forEach(this::settle);
    }

    private boolean hasChildFromBeforeStart(Shard shard) {
        return rule.skipsAnything()
                && index.childrenOf(shard.shardId()).stream()
                        .anyMatch(child -> rule.createdBeforeStart(child.shardId()));
    }

    /** Forgotten once, and listed again all the same: its child is long since under way. */
    private boolean reappeared(Shard shard) {
        return ForgetRule.isTooOld(shard, listings.last())
                && index.childrenOf(shard.shardId()).stream().anyMatch(Shard::isStarted);
    }

    private boolean waitsForParent(Shard shard, Shard parent) {
        if (shard.parentShardId() == null || rule.createdBeforeStart(shard.shardId())) {
            return false;
        }
        return parent == null ? !shard.parentIsGone : parent.status() != ShardStatus.FINISHED;
    }

    /** A closed shard may have a child on a later page because of which it is skipped. */
    private boolean waitsForListing(Shard shard) {
        return shard.closed && rule.skipsAnything() && !listings.completeInThisRun();
    }
}
