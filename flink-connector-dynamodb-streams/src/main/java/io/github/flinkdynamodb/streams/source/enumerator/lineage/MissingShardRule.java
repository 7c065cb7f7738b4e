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

import io.github.flinkdynamodb.streams.model.ShardIds;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.annotation.Internal;

/** When a shard that no listing names counts as trimmed: one that has ended, or a parent. */
@Internal
public final class MissingShardRule {

    /**
     * A shard that was created this recently isn't trimmed, nor is its parent, which ended then: a
     * listing that leaves one of them out is behind.
     */
    static final Duration YOUNG = Duration.ofHours(1);

    /** So long a listing may be behind. A shard that is still missing then is given up. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** The time in an id from further in the future isn't the time of creation. */
    private static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    private MissingShardRule() {}

    /**
     * Returns whether the unknown parent of a shard is gone, after a complete listing without it.
     *
     * @param child the shard
     * @param missingSince when a complete listing lacked the parent for the first time
     * @param now when the newest complete listing ended
     */
    static boolean isGone(Shard child, Instant missingSince, Instant now) {
        return mayBeTrimmed(child.shardId(), missingSince, now);
    }

    /**
     * Returns whether a shard that complete listings lack may have been trimmed, by the time in its
     * id: one that was created less than an hour ago isn't, unless listings have lacked it for a
     * minute.
     *
     * @param shardId the shard, or its child, which was created as it ended
     * @param missingSince when a complete listing lacked it for the first time
     * @param now when the newest complete listing ended
     * @return false as long as the listings are probably behind
     */
    public static boolean mayBeTrimmed(String shardId, Instant missingSince, Instant now) {
        boolean young =
                ShardIds.creationTime(shardId)
                        .filter(created -> created.isAfter(now.minus(YOUNG)))
                        .filter(created -> created.isBefore(now.plus(CLOCK_MARGIN)))
                        .isPresent();
        return !young || !now.isBefore(missingSince.plus(PATIENCE));
    }
}
