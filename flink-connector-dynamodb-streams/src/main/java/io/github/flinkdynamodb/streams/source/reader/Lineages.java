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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the shards of this reader take over from their parents, for the repair of a later outage:
 * the insertions that were emitted last, and up to when all changes are out. A child is assigned
 * while its parent waits here for the confirmation of its end. If its sibling was found first, it
 * comes after that: so a parent is remembered for a while, and after a restore the sibling stands
 * in for it, with what it hasn't dropped. Without the policy {@code repair} nothing is remembered.
 * Belongs to the task thread.
 */
final class Lineages {

    /** For so long a parent that is gone is remembered. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A parent that is gone. */
    private static final class Former {
        private final ShardSplit shard;
        private final Instant goneAt;

        private Former(ShardSplit shard, Instant goneAt) {
            this.shard = shard;
            this.goneAt = goneAt;
        }
    }

    private final boolean remembers;
    private final boolean remembersKeys;
    private final Supplier<Instant> now;
    private final Map<String, ShardSplitState> shards = new HashMap<>();
    private final Map<String, Former> formers = new LinkedHashMap<>();
    private List<ShardSplit> heldShards = List.of();
    private boolean started;

    /**
     * Creates the lineages of a reader without shards.
     *
     * @param remembers whether the policy is {@code repair}
     * @param remembersKeys whether keys of insertions are remembered, too
     * @param now the wall clock
     */
    Lineages(boolean remembers, boolean remembersKeys, Supplier<Instant> now) {
        this.remembers = remembers;
        this.remembersKeys = remembersKeys;
        this.now = now;
    }

    /** Notes that what was added so far was restored, and what is added from now on is assigned. */
    void start() {
        started = true;
    }

    /**
     * Completes splits that are about to be added.
     *
     * @param splits as they were restored or assigned
     * @param held restored shards that aren't read on yet
     * @return the splits with what they are to remember
     */
    List<DynamoDbStreamsSplit> complete(List<DynamoDbStreamsSplit> splits, List<ShardSplit> held) {
        heldShards = held;
        return splits.stream().map(this::complete).collect(Collectors.toList());
    }

    private DynamoDbStreamsSplit complete(DynamoDbStreamsSplit split) {
        if (!(split instanceof ShardSplit)) {
            return split;
        }
        ShardSplit shard = (ShardSplit) split;
        if (!remembers) {
            return shard.withReadUpTo(null).withRecentInserts(null);
        }
        ShardSplit complete = started ? begin(shard) : RestoredShard.remembering(shard);
        return remembersKeys ? complete : complete.withRecentInserts(null);
    }

    private ShardSplit begin(ShardSplit shard) {
        dropFormers();
        if (shard.position().after().isPresent()) {
            // Another job has read what came before: what the enumerator knows of that stands.
            return shard;
        }
        Optional<ShardSplit> parent = shard.parentShardId().flatMap(this::find);
        if (parent.isPresent()) {
            return readOn(shard, parent.get())
                    .withRecentInserts(parent.get().recentInserts().orElse(null));
        }
        Instant oldest = dated(shard);
        Optional<Instant> wantedFrom = shard.position().notBefore().filter(oldest::isBefore);
        ShardSplit known =
                wantedFrom.isPresent()
                        ? shard.withReadUpTo(wantedFrom.get())
                        : shard.withAssumedReadUpTo(oldest);
        return known.withRecentInserts(insertsOfSibling(shard));
    }

    /** Returns the time before which nothing can be lost of a shard, as the enumerator says. */
    private static Instant dated(ShardSplit assigned) {
        return assigned.readUpTo().orElseThrow();
    }

    /** A child exists since its parent ended, of which everything is out. */
    private ShardSplit readOn(ShardSplit child, ShardSplit parent) {
        Instant created = ShardIds.creationTime(child.shardId()).orElse(null);
        Instant known = readUpTo(parent).orElse(null);
        if (created != null && (known == null || known.isBefore(created))) {
            return child.withReadUpTo(created);
        }
        if (parent.isReadUpToAssumed()) {
            return child.withAssumedReadUpTo(parent.readUpTo().orElseThrow());
        }
        return child.withReadUpTo(readUpTo(parent).orElseGet(() -> start(child)));
    }

    private Optional<ShardSplit> find(String shardId) {
        ShardSplitState here = shards.get(shardId);
        if (here != null) {
            return Optional.of(here.toSplit());
        }
        Former former = formers.get(shardId);
        return heldShards.stream()
                .filter(shard -> shard.shardId().equals(shardId))
                .findAny()
                .or(() -> Optional.ofNullable(former).map(gone -> gone.shard));
    }

    /** All changes up to the last record of an ended shard are out: its children's come later. */
    private static Optional<Instant> readUpTo(ShardSplit parent) {
        return parent.readUpTo()
                .filter(time -> parent.lastRecordTime().filter(time::isBefore).isEmpty())
                .or(parent::lastRecordTime);
    }

    /** The time before which nothing can be lost of a shard of which nothing was read. */
    private static Instant start(ShardSplit shard) {
        Instant oldest = dated(shard);
        return shard.position().notBefore().filter(oldest::isBefore).orElse(oldest);
    }

    /** The parent is gone. Of its last insertions its other child has some; without one, nobody. */
    private RecentInserts insertsOfSibling(ShardSplit shard) {
        RecentInserts own = shard.recentInserts().orElse(RecentInserts.none());
        Optional<String> parent = shard.parentShardId();
        if (parent.isEmpty()) {
            return own;
        }
        Stream<ShardSplit> read =
                shards.values().stream()
                        .filter(other -> other.parentShardId().equals(parent))
                        .map(ShardSplitState::toSplit);
        Stream<ShardSplit> held =
                heldShards.stream().filter(other -> other.parentShardId().equals(parent));
        return Stream.concat(read, held)
                .findFirst()
                .map(sibling -> keptBy(sibling, own))
                .or(
                        () ->
                                ShardIds.creationTime(shard.shardId())
                                        .map(created -> own.and(RecentInserts.since(created))))
                .orElse(own);
    }

    /** What a shard has read itself makes it forget what is older by some minutes. */
    private static RecentInserts keptBy(ShardSplit sibling, RecentInserts own) {
        RecentInserts kept = sibling.recentInserts().orElse(own);
        return sibling.lastRecordTime()
                .map(last -> last.minus(RecentInserts.KEPT).plusSeconds(1))
                .map(since -> kept.and(RecentInserts.since(since)))
                .orElse(kept);
    }

    /** Notes the state of a shard that has been added. */
    void added(ShardSplitState state) {
        if (remembers) {
            shards.put(state.splitId(), state);
        }
    }

    /** Notes that splits are gone. */
    void splitsGone(Collection<String> splitIds) {
        dropFormers();
        for (String splitId : splitIds) {
            ShardSplitState state = shards.remove(splitId);
            if (state != null) {
                formers.put(splitId, new Former(state.toSplit(), now.get()));
            }
        }
    }

    private void dropFormers() {
        Instant since = now.get().minus(PATIENCE);
        formers.values().removeIf(former -> former.goneAt.isBefore(since));
    }
}
