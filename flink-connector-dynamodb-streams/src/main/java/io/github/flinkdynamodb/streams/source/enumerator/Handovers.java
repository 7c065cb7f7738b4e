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

import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shards whose last record has been emitted and whose children aren't known yet. A {@link
 * ChildSearch} finds them; a full listing is the proof that there are none: a stream that is
 * disabled, or a shard that the retention has passed over. Coordinator thread only.
 */
final class Handovers {

    /** Shards and children appear in listings with seconds of delay: one listing proves nothing. */
    static final int LISTINGS_THAT_PROVE = 2;

    /** Hears how a handover ends. */
    interface Listener {
        /** The shard's children are known, or it is certain that it has none. */
        void onChildrenKnown(String shardId, int subtask, Instant since);

        /** The shard's children existed and can't be found any more. */
        void onChildrenLost(String shardId, int subtask, Instant since);
    }

    private static final class Pending {
        final String shardId;
        final int subtask;
        final Instant since;
        final int listingAtStart;
        int listingsWithoutChildren;

        Pending(String shardId, int subtask, Instant since, int listingAtStart) {
            this.shardId = shardId;
            this.subtask = subtask;
            this.since = since;
            this.listingAtStart = listingAtStart;
        }
    }

    private final ShardGraph graph;
    private final ShardDiscoverer discoverer;
    private final CoordinatorExecutor executor;
    private final Listener listener;
    private final ChildSearch search;
    private final Map<String, Pending> pending = new LinkedHashMap<>();

    Handovers(
            ShardGraph graph,
            ShardDiscoverer discoverer,
            CoordinatorExecutor executor,
            Listener listener) {
        this.graph = graph;
        this.discoverer = discoverer;
        this.executor = executor;
        this.listener = listener;
        this.search = new ChildSearch(discoverer, executor);
    }

    /** A reader has emitted the last record of a shard. */
    void begin(String shardId, int subtask) {
        Pending handover =
                new Pending(
                        shardId, subtask, executor.clock().instant(), discoverer.currentListing());
        pending.put(shardId, handover);
        if (!completeIfChildrenKnown(handover)) {
            search.begin(shardId);
        }
    }

    /** A look-up was answered; what it found is in the graph. */
    void onLookUpAnswered(String parentShardId) {
        onShardsFound();
        search.onLookUpAnswered(parentShardId);
    }

    /**
     * A page from where the last listing ended was answered; what it found is in the graph.
     *
     * @param tail its number
     * @param more whether another page follows it
     */
    void onTailAnswered(int tail, boolean more) {
        onShardsFound();
        search.onTailAnswered(tail, more);
    }

    /** New shards are in the graph. */
    void onShardsFound() {
        snapshot().forEach(this::completeIfChildrenKnown);
    }

    /** A listing is complete, and in the graph. */
    void onListingComplete(int listing, StreamStatus status) {
        for (Pending handover : snapshot()) {
            if (listing <= handover.listingAtStart || completeIfChildrenKnown(handover)) {
                continue;
            }
            boolean ended = !status.mayGrow();
            boolean trimmed = !graph.shard(handover.shardId).map(Shard::isListed).orElse(false);
            if (!ended && !trimmed) {
                handover.listingsWithoutChildren = 0;
            } else if (++handover.listingsWithoutChildren < LISTINGS_THAT_PROVE) {
                discoverer.listSoon();
            } else {
                endWithoutChildren(handover, ended);
            }
        }
    }

    private void endWithoutChildren(Pending handover, boolean streamEnded) {
        remove(handover);
        if (streamEnded) {
            listener.onChildrenKnown(handover.shardId, handover.subtask, handover.since);
        } else {
            listener.onChildrenLost(handover.shardId, handover.subtask, handover.since);
        }
    }

    /** The stream is gone altogether: nothing more will be found. */
    void onStreamGone() {
        for (Pending handover : snapshot()) {
            endWithoutChildren(handover, true);
        }
    }

    private boolean completeIfChildrenKnown(Pending handover) {
        if (graph.childrenOf(handover.shardId).isEmpty()) {
            return false;
        }
        remove(handover);
        listener.onChildrenKnown(handover.shardId, handover.subtask, handover.since);
        return true;
    }

    private void remove(Pending handover) {
        pending.remove(handover.shardId);
        search.stop(handover.shardId);
    }

    /** A reader failed: once it is back it says again what has ended. */
    void readerLost(int subtask) {
        snapshot().stream().filter(handover -> handover.subtask == subtask).forEach(this::remove);
    }

    private List<Pending> snapshot() {
        return new ArrayList<>(pending.values());
    }
}
