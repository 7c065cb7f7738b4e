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

import io.github.flinkdynamodb.streams.source.event.HeldShardsDropped;
import io.github.flinkdynamodb.streams.source.event.HeldShardsReleased;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.event.RecentKeysWanted;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import io.github.flinkdynamodb.streams.source.export.DeletionLines;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * The shards that a reader was restored with, as long as it isn't known whether the service still
 * has what follows in all shards of the stream. They are in the reader's state, and nobody reads
 * them. With {@code scan.on-data-loss} = {@code repair} only. Belongs to the task thread.
 */
final class RestoredShards {

    private final SourceReaderContext context;
    private final boolean holds;
    private final Consumer<List<DynamoDbStreamsSplit>> release;
    private final Map<String, ShardSplit> held = new LinkedHashMap<>();
    private boolean started;

    /**
     * Creates the shards.
     *
     * @param context sends the events
     * @param holds whether they are held at all
     * @param release receives the shards that are to be read on
     */
    RestoredShards(
            SourceReaderContext context,
            boolean holds,
            Consumer<List<DynamoDbStreamsSplit>> release) {
        this.context = context;
        this.holds = holds;
        this.release = release;
    }

    /**
     * Takes those splits that are held: shards of the restored state.
     *
     * @param splits splits that have come
     * @return the others
     */
    List<DynamoDbStreamsSplit> hold(List<DynamoDbStreamsSplit> splits) {
        if (!holds || started) {
            return splits;
        }
        List<DynamoDbStreamsSplit> others = new ArrayList<>();
        for (DynamoDbStreamsSplit split : splits) {
            if (split instanceof ShardSplit) {
                held.put(split.splitId(), (ShardSplit) split);
            } else {
                others.add(split);
            }
        }
        return others;
    }

    /** Reports what is held; the reader has been registered. */
    void start() {
        started = true;
        if (holds) {
            report();
        }
    }

    private void report() {
        context.sendSourceEventToCoordinator(
                new ShardsHeld(
                        held.values().stream()
                                .map(RestoredShard::describe)
                                .collect(Collectors.toList())));
    }

    /** Returns what is held, which belongs to the reader's state. */
    List<ShardSplit> held() {
        return new ArrayList<>(held.values());
    }

    /**
     * Takes what the enumerator says of them.
     *
     * @return whether the event is about them
     */
    boolean handle(SourceEvent event) {
        if (event instanceof HeldShardsReleased) {
            List<DynamoDbStreamsSplit> released = new ArrayList<>(held.values());
            held.clear();
            release.accept(released);
        } else if (event instanceof HeldShardsDropped) {
            held.clear();
            report();
        } else if (event instanceof RecentKeysWanted) {
            reportKeys((RecentKeysWanted) event);
        } else {
            return false;
        }
        return true;
    }

    private void reportKeys(RecentKeysWanted wanted) {
        DeletionLines lines =
                new DeletionLines(
                        (count, deletions) ->
                                context.sendSourceEventToCoordinator(
                                        new RecentKeysReported(
                                                wanted.question(),
                                                wanted.group(),
                                                count,
                                                deletions)));
        wanted.from()
                .forEach(
                        (shard, from) -> {
                            if (held.containsKey(shard)) {
                                RestoredShard.addKeys(held.get(shard), from, lines);
                            }
                        });
        lines.end();
        context.sendSourceEventToCoordinator(
                RecentKeysReported.end(wanted.question(), wanted.group()));
    }
}
