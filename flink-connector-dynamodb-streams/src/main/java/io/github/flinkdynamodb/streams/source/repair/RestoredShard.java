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
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.export.DeletionLines;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** What a reader's state says of a shard, as far as a repair needs it. */
@Internal
public final class RestoredShard {

    /**
     * The service keeps records for 24 hours, and clocks differ: nothing older than this can be
     * lost of a shard whose reading begins now.
     */
    public static final Duration RETENTION = Duration.ofHours(24).plusMinutes(1);

    private RestoredShard() {}

    /**
     * Dates a shard whose reading begins. Readers go by that, and not by their machines' clocks.
     *
     * @param shard a shard of which nothing has been read, or what another job has read of it
     * @param now the service's time, or an earlier one: then a gap is found earlier
     * @return the same shard, with the time before which nothing can be lost of it; as it is, if it
     *     has the time of the last record that was read
     */
    public static ShardSplit begun(ShardSplit shard, Instant now) {
        return shard.lastRecordTime().isPresent()
                ? shard
                : shard.withAssumedReadUpTo(now.minus(RETENTION));
    }

    /**
     * Completes a shard that was begun under another policy: it is remembered from its next record
     * on.
     *
     * @param shard as it was restored
     * @return the same shard, with what is known of it
     */
    public static ShardSplit remembering(ShardSplit shard) {
        Instant last = shard.lastRecordTime().orElse(null);
        ShardSplit known = shard;
        if (last == null && shard.readUpTo().isEmpty()) {
            known = shard.withReadUpTo(beginning(shard).orElse(null));
        }
        if (shard.recentInserts().isPresent()) {
            return known;
        }
        // Nobody has remembered what was emitted before: this shard's records, or a table's items.
        return known.withRecentInserts(
                Optional.ofNullable(last)
                        .or(shard.position()::notBefore)
                        .map(time -> RecentInserts.since(time.plusSeconds(1)))
                        .orElse(RecentInserts.none()));
    }

    /** Returns before when nothing is wanted of a shard of which nothing has been read. */
    private static Optional<Instant> beginning(ShardSplit shard) {
        return shard.position()
                .notBefore()
                .or(
                        () ->
                                shard.parentShardId()
                                        .flatMap(parent -> ShardIds.creationTime(shard.shardId())));
    }

    /** Returns how far a shard has been read. */
    public static HeldShard describe(ShardSplit shard) {
        return new HeldShard(
                shard.shardId(),
                shard.lastRecordTime().orElse(null),
                shard.readUpTo().orElse(null),
                shard.isReadUpToAssumed(),
                shard.recentInserts()
                        .map(inserts -> inserts.since().orElse(Instant.EPOCH))
                        .orElse(null));
    }

    /**
     * Adds the keys of items that were inserted last.
     *
     * @param shard the shard that remembers them
     * @param from from when on they are wanted
     * @param lines receives their deletions
     */
    public static void addKeys(ShardSplit shard, Instant from, DeletionLines lines) {
        RecentInserts inserts = shard.recentInserts().orElse(RecentInserts.none());
        inserts.forEach(
                (second, keys) -> {
                    if (second >= from.getEpochSecond()) {
                        lines.add(keys, second);
                    }
                });
    }
}
