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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/** How far a whole stream has been read by what a checkpoint holds of it. */
@Internal
public final class RestoredStream {

    private RestoredStream() {}

    /**
     * Returns the shards that a gap shows by: those that readers hold, those that none has got yet
     * and whose parents none has any more or has read nothing of, those at a position of another
     * job, and one for all of a stream behind an earlier repair that has never been listed.
     *
     * @param held what readers hold
     * @param known the shards that the enumerator knows
     * @param listedOnce whether they have been listed completely at least once
     * @param repairedUpTo the end of the last window of an earlier repair; null for none
     * @param insertsFrom returns from when on the insertions of a shard that nobody has got are all
     *     in its stream, by the time from which on its records are wanted; empty for all
     * @return how far each has been read
     */
    public static List<Lineage> lineages(
            Collection<Lineage> held,
            Collection<ShardState> known,
            boolean listedOnce,
            Instant repairedUpTo,
            Function<Optional<Instant>, Optional<Instant>> insertsFrom) {
        List<Lineage> all = new ArrayList<>(held);
        if (repairedUpTo != null && !listedOnce) {
            all.add(Lineage.behindGap(repairedUpTo));
        }
        Set<String> ids = all.stream().map(Lineage::shardId).collect(Collectors.toSet());
        Map<String, Instant> unread =
                held.stream()
                        .filter(Lineage::isUnread)
                        .filter(lineage -> lineage.knownAt().isPresent())
                        .collect(
                                Collectors.toMap(
                                        Lineage::shardId, lineage -> lineage.knownAt().get()));
        Map<String, ShardState> waiting =
                known.stream()
                        .filter(shard -> shard.status() == ShardStatus.WAITING)
                        .collect(Collectors.toMap(ShardState::shardId, shard -> shard));
        for (ShardState shard : known) {
            Optional<Instant> dated = dated(shard, waiting, unread);
            boolean isUnassigned =
                    shard.status() == ShardStatus.READY || shard.status() == ShardStatus.WAITING;
            if (isUnassigned && shard.after().isPresent()) {
                // As a reader has it that was told nothing of what another job inserted.
                all.add(new Lineage(atPosition(shard)));
            } else if (dated.isPresent()) {
                // It may be lost although its parent was on its way out when reading began.
                all.add(
                        new Lineage(
                                new HeldShard(
                                        shard.shardId(), null, dated.get(), true, Instant.EPOCH)));
            } else if (shard.status() == ShardStatus.READY
                    && shard.parentShardId().filter(ids::contains).isEmpty()) {
                Instant from = shard.notBefore().or(() -> created(shard)).orElse(null);
                Instant keysSince =
                        Optional.of(shard.notBefore())
                                .filter(notBefore -> repairedUpTo == null)
                                .flatMap(insertsFrom)
                                .orElse(Instant.EPOCH);
                all.add(new Lineage(new HeldShard(shard.shardId(), null, from, false, keysSince)));
            }
        }
        return all;
    }

    /** The date of the shard that a waiting one descends from, if nothing was read of that. */
    private static Optional<Instant> dated(
            ShardState shard, Map<String, ShardState> waiting, Map<String, Instant> unread) {
        ShardState descendant = waiting.get(shard.shardId());
        while (descendant != null) {
            String parent = descendant.parentShardId().orElse(null);
            if (unread.containsKey(parent)) {
                return Optional.of(unread.get(parent));
            }
            descendant = waiting.get(parent);
        }
        return Optional.empty();
    }

    private static HeldShard atPosition(ShardState shard) {
        Instant last = shard.lastRecordTime().orElse(null);
        return new HeldShard(
                shard.shardId(),
                last,
                last == null ? created(shard).orElse(null) : null,
                false,
                last == null ? null : last.plusSeconds(1));
    }

    /** A child exists since its parent ended, of which everything is out. */
    private static Optional<Instant> created(ShardState shard) {
        return shard.parentShardId().flatMap(parent -> ShardIds.creationTime(shard.shardId()));
    }
}
