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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Dates the shards that readers are about to get, by the service's clock, if gaps are repaired: a
 * reader's own may be hours off, and the next restore goes by these dates. Coordinator thread only.
 */
final class ReadingDates {

    private final EnumeratorParts parts;

    ReadingDates(EnumeratorParts parts) {
        this.parts = parts;
    }

    /**
     * Dates shards.
     *
     * @param assignment the shards by subtask
     * @return the same; with dates only if gaps are repaired
     */
    Map<Integer, List<DynamoDbStreamsSplit>> add(
            Map<Integer, List<DynamoDbStreamsSplit>> assignment) {
        if (parts.config.repair().isEmpty()) {
            return assignment;
        }
        Instant now = parts.executor.serviceClock().atLeast();
        Map<Integer, List<DynamoDbStreamsSplit>> dated = new HashMap<>();
        assignment.forEach((subtask, splits) -> dated.put(subtask, dated(splits, now)));
        return dated;
    }

    private static List<DynamoDbStreamsSplit> dated(
            List<DynamoDbStreamsSplit> shards, Instant now) {
        return shards.stream()
                .map(shard -> RestoredShard.begun((ShardSplit) shard, now))
                .collect(Collectors.toList());
    }
}
