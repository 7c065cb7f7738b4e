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
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ChildSearch;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.MissingShardRule;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.Shard;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The shards whose last record has been emitted and whose children aren't known yet. A {@link
 * ChildSearch} finds them; a full listing proves that there are none: the stream is disabled, or
 * the retention has passed over the shard; or that the shard hasn't ended. Coordinator thread only.
 */
final class Handovers {

    /** Shards and children appear in listings with seconds of delay: one listing proves nothing. */
    static final int LISTINGS_THAT_PROVE = 2;

    /** A shard that its reader has read to its end. */
    static final class Handover {
        final String shardId;
        final int subtask;
        final Instant since;
        private final int listingAtStart;
        private int listingsWithoutChildren;
        private int listingsThatShowItOpen;
        private boolean childrenLost;

        /** When a second listing in a row lacked the shard; null if none has. */
        private Instant missingSince;

        private Handover(String shardId, int subtask, Instant since, int listingAtStart) {
            this.shardId = shardId;
            this.subtask = subtask;
            this.since = since;
            this.listingAtStart = listingAtStart;
        }

        /** Returns whether a shard that isn't listed may have been trimmed. */
        private boolean mayBeTrimmed(Instant now) {
            missingSince = missingSince == null ? now : missingSince;
            return MissingShardRule.mayBeTrimmed(shardId, missingSince, now);
        }

        /** Returns whether the children existed and can't be found any more. */
        boolean hasLostChildren() {
            return childrenLost;
        }
    }

    private final ShardGraph graph;
    private final ShardDiscoverer discoverer;
    private final ChildSearch search;
    private final Clock clock;
    private final Map<String, Handover> pending = new LinkedHashMap<>();
    private final List<Handover> complete = new ArrayList<>();
    private final List<Handover> stillOpen = new ArrayList<>();

    /** Shards that have been read on after a seeming end: for the next one there is no hurry. */
    private final Set<String> readOn = new HashSet<>();

    Handovers(ShardGraph graph, ShardDiscoverer discoverer, ChildSearch search, Clock clock) {
        this.graph = graph;
        this.discoverer = discoverer;
        this.search = search;
        this.clock = clock;
    }

    /** A reader has emitted the last record of a shard. */
    void begin(String shardId, int subtask) {
        Handover handover =
                new Handover(shardId, subtask, clock.instant(), discoverer.currentListing());
        pending.put(shardId, handover);
        if (!completeIfChildrenKnown(handover)) {
            search.begin(shardId);
        }
    }

    /**
     * Takes the handovers whose children are known, or that certainly have none.
     *
     * @param canReach whether a subtask's reader can be told now; if not, its handovers stay
     * @return them, in the order in which they became complete
     */
    List<Handover> takeComplete(IntPredicate canReach) {
        return take(complete, canReach);
    }

    /**
     * Takes the shards that listings show open although their reader has found an end.
     *
     * @param canReach whether a subtask's reader can be told now; if not, its shards stay
     * @return their handovers, which have come to nothing
     */
    List<Handover> takeStillOpen(IntPredicate canReach) {
        return take(stillOpen, canReach);
    }

    private static List<Handover> take(List<Handover> from, IntPredicate canReach) {
        List<Handover> taken =
                from.stream()
                        .filter(handover -> canReach.test(handover.subtask))
                        .collect(Collectors.toList());
        from.removeAll(taken);
        return taken;
    }

    /** A look-up was answered; what it found is in the graph. */
    void onLookUpAnswered(String parentShardId) {
        onShardsFound();
        search.onLookUpAnswered(parentShardId);
    }

    /**
     * A page of what follows the last listing was answered; what it found is in the graph.
     *
     * @param request the number of the request
     * @param more whether another page follows
     */
    void onPageAfterLastAnswered(int request, boolean more) {
        onShardsFound();
        search.onPageAfterLastAnswered(request, more);
    }

    /** New shards are in the graph. */
    void onShardsFound() {
        copyOfPending().forEach(this::completeIfChildrenKnown);
    }

    /** A listing is complete, and in the graph. */
    void onListingComplete(int listing, StreamStatus status) {
        for (Handover handover : copyOfPending()) {
            if (listing <= handover.listingAtStart || completeIfChildrenKnown(handover)) {
                continue;
            }
            boolean ended = !status.mayGrow();
            boolean trimmed = !graph.shard(handover.shardId).map(Shard::isListed).orElse(false);
            if (!ended && !trimmed) {
                handover.listingsWithoutChildren = 0;
                handover.missingSince = null;
                readOnIfOpen(handover);
            } else if (++handover.listingsWithoutChildren < LISTINGS_THAT_PROVE) {
                discoverer.listSoon();
            } else if (ended || handover.mayBeTrimmed(clock.instant())) {
                handover.childrenLost = !ended;
                complete(handover);
            }
        }
    }

    /**
     * A page without a next iterator is the end of a shard only if the listings agree: stand-ins of
     * the service send one for an open shard at times, as for an iterator that has expired.
     */
    private void readOnIfOpen(Handover handover) {
        if (!graph.shard(handover.shardId).map(Shard::isListedAsOpen).orElse(false)) {
            return;
        }
        if (++handover.listingsThatShowItOpen >= LISTINGS_THAT_PROVE) {
            remove(handover);
            readOn.add(handover.shardId);
            stillOpen.add(handover);
        } else if (!readOn.contains(handover.shardId)) {
            discoverer.listSoon();
        }
    }

    /** The stream is gone: nothing more will be found. */
    void onStreamGone() {
        copyOfPending().forEach(this::complete);
    }

    private boolean completeIfChildrenKnown(Handover handover) {
        if (graph.childrenOf(handover.shardId).isEmpty()) {
            return false;
        }
        complete(handover);
        return true;
    }

    private void complete(Handover handover) {
        remove(handover);
        readOn.remove(handover.shardId);
        complete.add(handover);
    }

    private void remove(Handover handover) {
        pending.remove(handover.shardId);
        search.stop(handover.shardId);
    }

    /** A reader failed: once it is back it reports again what has ended. */
    void readerLost(int subtask) {
        copyOfPending().stream()
                .filter(handover -> handover.subtask == subtask)
                .forEach(this::remove);
        complete.removeIf(handover -> handover.subtask == subtask);
        stillOpen.removeIf(handover -> handover.subtask == subtask);
    }

    private List<Handover> copyOfPending() {
        return new ArrayList<>(pending.values());
    }
}
