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

import io.github.flinkdynamodb.streams.client.Backoff;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The shards whose last record has been emitted and whose children aren't known yet. Children are
 * looked up with back-off; a full listing is the fallback, and the proof that there are none: a
 * stream that is disabled, or a shard that the retention has passed over. Coordinator thread only.
 */
final class Handovers {

    /** Shards and children appear in listings with seconds of delay: one listing proves nothing. */
    static final int LISTINGS_THAT_PROVE = 2;

    /**
     * With more shards than this ending together a listing finds their children sooner: the one
     * that is under way, as in a backlog that is read faster than it is listed, else another.
     */
    static final int MAX_LOOK_UPS = 16;

    private static final int LOOK_UPS_BEFORE_LISTING = 2;
    private static final Duration RECHECK = Duration.ofSeconds(1);
    private static final Backoff LOOK_UP_BACKOFF =
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));

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
        int lookUps;
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
    private final Random random = new Random();
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
    }

    /** A reader has emitted the last record of a shard. */
    void begin(String shardId, int subtask) {
        Pending handover =
                new Pending(
                        shardId, subtask, executor.clock().instant(), discoverer.currentListing());
        pending.put(shardId, handover);
        if (!completeIfChildrenKnown(handover)) {
            lookUp(handover);
        }
    }

    private void lookUp(Pending handover) {
        if (pending.get(handover.shardId) != handover) {
            return;
        }
        if (pending.size() > MAX_LOOK_UPS) {
            if (!discoverer.isListing()) {
                discoverer.listSoon();
            }
            executor.schedule(() -> lookUp(handover), RECHECK);
        } else {
            discoverer.findChildren(handover.shardId);
        }
    }

    /** A look-up was answered; what it found is in the graph. */
    void onLookUpAnswered(String parentShardId) {
        Pending handover = pending.get(parentShardId);
        if (handover == null || completeIfChildrenKnown(handover)) {
            return;
        }
        handover.lookUps++;
        if (handover.lookUps == LOOK_UPS_BEFORE_LISTING) {
            discoverer.listSoon();
        }
        executor.schedule(
                () -> lookUp(handover),
                Duration.ofMillis(LOOK_UP_BACKOFF.delayMillis(handover.lookUps, random)));
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
        pending.remove(handover.shardId);
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
        pending.remove(handover.shardId);
        listener.onChildrenKnown(handover.shardId, handover.subtask, handover.since);
        return true;
    }

    /** A reader failed: once it is back it says again what has ended. */
    void readerLost(int subtask) {
        pending.values().removeIf(handover -> handover.subtask == subtask);
    }

    private List<Pending> snapshot() {
        return new ArrayList<>(pending.values());
    }
}
