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

/** When a finished shard is no longer needed: the service is done with it, and so is the source. */
final class ForgetRule {

    /** No shard is older: the service's retention, the longest life of a shard, and some more. */
    static final Duration FORGET_AGE = Duration.ofHours(30);

    /** For ids that don't tell their time: so many complete listings in a row without the shard. */
    static final int FORGET_AFTER_LISTINGS = 3;

    private ForgetRule() {}

    /**
     * Returns whether a shard is to be forgotten: not as long as a child waits for it; nor as long
     * as the failure of its reader would bring it back, unless there is nothing left of it to read.
     *
     * @param lastListing when the newest complete listing ended
     */
    static boolean forgets(Shard shard, ShardIndex index, Instant lastListing) {
        return shard.status() == ShardStatus.FINISHED
                && !shard.isListed()
                && (isTooOld(shard, lastListing) || isMissing(shard))
                && index.childrenOf(shard.shardId()).stream()
                        .noneMatch(child -> child.status() == ShardStatus.WAITING);
    }

    private static boolean isMissing(Shard shard) {
        return shard.missedListings >= FORGET_AFTER_LISTINGS && !shard.mayComeBack;
    }

    /** Returns whether the service can't have the shard any more, as far as its id shows. */
    static boolean isTooOld(Shard shard, Instant lastListing) {
        return ShardIds.creationTime(shard.shardId())
                .filter(created -> created.isBefore(lastListing.minus(FORGET_AGE)))
                .isPresent();
    }
}
