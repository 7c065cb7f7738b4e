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
package io.github.flinkdynamodb.streams.source.positions;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Up to where a job has read the shards of a stream, when it was stopped. Shards that it had read
 * to their end and forgotten needn't be there. Immutable.
 */
@Internal
public final class StartPositions {

    private final String streamArn;
    private final Instant takenAt;
    private final String takenFrom;
    private final Map<String, ReadShard> shards = new LinkedHashMap<>();

    /**
     * Creates positions.
     *
     * @param streamArn the stream
     * @param takenAt when the job had read up to there; null if that isn't known
     * @param takenFrom what the positions were taken from, for people; null for nothing
     * @param shards the shards, each once
     * @throws IllegalArgumentException if a shard is there twice, or is its own ancestor
     */
    public StartPositions(
            String streamArn, Instant takenAt, String takenFrom, Collection<ReadShard> shards) {
        this.streamArn = Objects.requireNonNull(streamArn, "streamArn");
        this.takenAt = takenAt;
        this.takenFrom = takenFrom;
        for (ReadShard shard : shards) {
            if (this.shards.put(shard.shardId(), shard) != null) {
                throw new IllegalArgumentException(shard.shardId() + " is there twice");
            }
        }
        Map<String, String> parents = new LinkedHashMap<>();
        shards.forEach(shard -> parents.put(shard.shardId(), shard.parentShardId().orElse(null)));
        ShardParents.of(parents)
                .circle()
                .ifPresent(
                        shard -> {
                            throw new IllegalArgumentException(shard + " is among its own parents");
                        });
    }

    /**
     * Returns the stream.
     *
     * @return its ARN
     */
    public String streamArn() {
        return streamArn;
    }

    /**
     * Returns when the job had read up to these positions.
     *
     * @return the time; empty if it isn't known
     */
    public Optional<Instant> takenAt() {
        return Optional.ofNullable(takenAt);
    }

    /**
     * Returns what the positions were taken from.
     *
     * @return a text for people; empty if there is none
     */
    public Optional<String> takenFrom() {
        return Optional.ofNullable(takenFrom);
    }

    /**
     * Returns the shards by their ids.
     *
     * @return an unmodifiable view, in the order in which they were given
     */
    public Map<String, ReadShard> shards() {
        return Collections.unmodifiableMap(shards);
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof StartPositions)) {
            return false;
        }
        StartPositions that = (StartPositions) o;
        return streamArn.equals(that.streamArn)
                && Objects.equals(takenAt, that.takenAt)
                && Objects.equals(takenFrom, that.takenFrom)
                && shards.equals(that.shards);
    }

    @Override
    public int hashCode() {
        return Objects.hash(streamArn, takenAt, shards.keySet());
    }

    @Override
    public String toString() {
        return shards.size() + " shards of " + streamArn;
    }
}
