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

import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The shards whose next record may not be emitted yet: they cost neither calls nor memory until the
 * frontier has passed it. Fetcher thread only.
 */
final class HeldShards {

    private final FetchOverlap overlap;
    private final ReaderMetrics metrics;
    private final Set<ShardPoller> held = new LinkedHashSet<>();

    /** The frontier by which shards were released last. */
    private long applied;

    HeldShards(FetchOverlap overlap, ReaderMetrics metrics) {
        this.overlap = overlap;
        this.metrics = metrics;
        this.applied = overlap.frontier();
    }

    void add(ShardPoller poller) {
        held.add(poller);
        metrics.heldShards(held.size());
    }

    void remove(ShardPoller poller) {
        if (held.remove(poller)) {
            metrics.heldShards(held.size());
        }
    }

    /**
     * Releases the shards whose next record the frontier has passed, in the order in which they
     * came.
     *
     * @param released takes each of them
     */
    void release(Consumer<ShardPoller> released) {
        long frontier = overlap.frontier();
        if (frontier == applied) {
            return;
        }
        applied = frontier;
        for (Iterator<ShardPoller> pollers = held.iterator(); pollers.hasNext(); ) {
            ShardPoller poller = pollers.next();
            if (poller.releasedBy(frontier)) {
                pollers.remove();
                released.accept(poller);
            }
        }
        metrics.heldShards(held.size());
    }
}
