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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Up to when a shard has been read that comes to a reader. It is for metrics alone: until its first
 * page has come, a shard is as far behind as that.
 */
final class ReadUpTo {

    private ReadUpTo() {}

    /**
     * Tells it from what the state holds, from the time before which records aren't wanted, and
     * from the shard's id: its records are younger than itself.
     *
     * @param split the shard
     * @return the time, by the service's clock; null if it isn't known, or if reading begins with
     *     the records that come next
     */
    static Instant of(ShardSplit split) {
        if (split.latestOnFirstRead()) {
            return null;
        }
        return Stream.of(
                        split.lastRecordTime().orElse(null),
                        split.readUpTo().orElse(null),
                        split.position().notBefore().orElse(null),
                        ShardIds.creationTime(split.shardId()).orElse(null))
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }
}
