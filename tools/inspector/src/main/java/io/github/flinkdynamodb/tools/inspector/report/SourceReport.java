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
package io.github.flinkdynamodb.tools.inspector.report;

import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.inspector.state.SourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a savepoint holds of one source: its shards, and how far a snapshot is. Immutable. */
public final class SourceReport {

    private final SourceState state;
    private final List<ShardReport> shards;
    private final SnapshotReport snapshot;

    private SourceReport(
            SourceState state, List<ShardReport> shards, Optional<SnapshotReport> snapshot) {
        this.state = state;
        this.shards = shards;
        this.snapshot = snapshot.orElse(null);
    }

    /**
     * Creates a report.
     *
     * @param state the state of a source
     * @return what it says
     */
    public static SourceReport of(SourceState state) {
        Map<String, ShardReport> shards = new LinkedHashMap<>();
        String stream = state.enumerator().streamArn().orElse(null);
        for (ShardState shard : state.enumerator().shards()) {
            shards.put(shard.shardId(), ShardReport.known(shard, stream));
        }
        for (Map.Entry<Integer, List<DynamoDbStreamsSplit>> subtask : state.splits().entrySet()) {
            for (DynamoDbStreamsSplit split : subtask.getValue()) {
                if (split instanceof ShardSplit) {
                    shards.put(
                            split.splitId(),
                            ShardReport.held((ShardSplit) split, subtask.getKey()));
                }
            }
        }
        List<ShardReport> sorted = new ArrayList<>();
        for (ShardReport shard : shards.values()) {
            sorted.add(sinceAncestor(shard, shards).map(shard::afterParent).orElse(shard));
        }
        sorted.sort(
                Comparator.comparing((ShardReport shard) -> !shard.progress().isOpen())
                        .thenComparing(shard -> shard.unreadSince().orElse(Instant.MIN))
                        .thenComparing(ShardReport::shardId));
        return new SourceReport(state, List.copyOf(sorted), SnapshotReport.of(state));
    }

    /** Since when changes of the nearest ancestor may be unread that has a time. */
    private static Optional<Instant> sinceAncestor(
            ShardReport shard, Map<String, ShardReport> shards) {
        Optional<ShardReport> ancestor = shard.parentShardId().map(shards::get);
        while (ancestor.isPresent() && ancestor.get().unreadSince().isEmpty()) {
            ancestor = ancestor.get().parentShardId().map(shards::get);
        }
        return ancestor.flatMap(ShardReport::unreadSince);
    }

    /** Returns the state that is reported. */
    public SourceState state() {
        return state;
    }

    /**
     * Returns the shards.
     *
     * @return those of which something is still to be read first, the oldest positions first
     */
    public List<ShardReport> shards() {
        return shards;
    }

    /**
     * Returns the shards of which something is still to be read.
     *
     * @return the first ones of {@link #shards()}
     */
    public List<ShardReport> openShards() {
        return shards.stream()
                .filter(shard -> shard.progress().isOpen())
                .collect(Collectors.toList());
    }

    /**
     * Returns how many shards there are of each kind.
     *
     * @return the number for each kind, also where it is 0
     */
    public Map<ShardReport.Progress, Integer> counts() {
        Map<ShardReport.Progress, Integer> counts = new EnumMap<>(ShardReport.Progress.class);
        for (ShardReport.Progress progress : ShardReport.Progress.values()) {
            counts.put(progress, 0);
        }
        shards.forEach(shard -> counts.merge(shard.progress(), 1, Integer::sum));
        return counts;
    }

    /**
     * Returns the streams of the state.
     *
     * @return their ARNs, more than one if readers still hold shards of the stream before; empty if
     *     no stream is read
     */
    public Set<String> streamArns() {
        Set<String> arns = new TreeSet<>();
        state.enumerator().streamArn().ifPresent(arns::add);
        shards.forEach(shard -> shard.streamArn().ifPresent(arns::add));
        return arns;
    }

    /**
     * Returns how far the reading of the table is.
     *
     * @return the report; empty if no table and no export is being read
     */
    public Optional<SnapshotReport> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Returns the shard whose position is oldest.
     *
     * @return the shard; empty if nothing is to be read, or no position has a time
     */
    public Optional<ShardReport> oldest() {
        return shards.stream().filter(shard -> shard.unreadSince().isPresent()).findFirst();
    }

    /**
     * Returns how many shards have to be read of which nothing says how old their changes are.
     *
     * @return the number
     */
    public long withoutTime() {
        return openShards().stream().filter(shard -> shard.unreadSince().isEmpty()).count();
    }
}
