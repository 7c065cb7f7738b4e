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

import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What a checkpoint of the enumerator holds: the stream once, the times that the start fixed, and a
 * few bytes for each shard that isn't forgotten yet. Immutable.
 */
@Internal
public final class EnumeratorState {

    private final String streamArn;
    private final Instant startedAt;
    private final boolean listedOnce;
    private final List<ShardState> shards;

    /**
     * Creates the state.
     *
     * @param streamArn the stream that is being read, or null where the table's name isn't resolved
     *     yet
     * @param startedAt when the source was first started; survives restores, not null
     * @param listedOnce whether all shards of the stream have been listed at least once
     * @param shards the shards that are known
     */
    public EnumeratorState(
            String streamArn, Instant startedAt, boolean listedOnce, List<ShardState> shards) {
        this.streamArn = streamArn;
        this.startedAt = Objects.requireNonNull(startedAt, "startedAt");
        this.listedOnce = listedOnce;
        this.shards = List.copyOf(shards);
    }

    /**
     * The state of a source that has seen nothing yet.
     *
     * @param startedAt when the source was first started
     * @return the state
     */
    public static EnumeratorState initial(Instant startedAt) {
        return new EnumeratorState(null, startedAt, false, List.of());
    }

    /**
     * The stream that is being read.
     *
     * @return its ARN; empty where the table's name isn't resolved yet
     */
    public Optional<String> streamArn() {
        return Optional.ofNullable(streamArn);
    }

    /**
     * When the source was first started. What "latest" means was fixed then.
     *
     * @return the time
     */
    public Instant startedAt() {
        return startedAt;
    }

    /**
     * Whether all shards of the stream have been listed at least once. Until then a shard may be
     * one that the startup position skips.
     *
     * @return true after the first complete listing
     */
    public boolean listedOnce() {
        return listedOnce;
    }

    /**
     * The shards that are known.
     *
     * @return an unmodifiable list
     */
    public List<ShardState> shards() {
        return shards;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof EnumeratorState)) {
            return false;
        }
        EnumeratorState that = (EnumeratorState) o;
        return Objects.equals(streamArn, that.streamArn)
                && startedAt.equals(that.startedAt)
                && listedOnce == that.listedOnce
                && shards.equals(that.shards);
    }

    @Override
    public int hashCode() {
        return Objects.hash(streamArn, startedAt, shards.size());
    }

    @Override
    public String toString() {
        return "EnumeratorState(" + streamArn + ", " + shards.size() + " shards)";
    }
}
