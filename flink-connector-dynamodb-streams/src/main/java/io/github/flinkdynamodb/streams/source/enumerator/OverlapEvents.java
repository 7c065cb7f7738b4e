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

import io.github.flinkdynamodb.streams.source.event.FrontierMoved;
import io.github.flinkdynamodb.streams.source.event.OverlapEnded;
import io.github.flinkdynamodb.streams.source.event.ScanEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * Tells readers what they are to know of the overlap. It remembers what each reader knows, and
 * sends the difference when the reader can be reached. So nothing is lost if a message must wait,
 * or is lost with its reader. Coordinator thread only.
 */
final class OverlapEvents {

    /** A reader isn't told of a new frontier more often than that. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private final EnumeratorParts parts;
    private final Runnable afterPause;

    /** What each reader knows: null for nothing. */
    private final Instant[] frontiers;

    private final Instant[] scanEnds;

    /** The readers that know that the overlap is over. */
    private final BitSet ended = new BitSet();

    /** The readers that have been told of a frontier less than a pause ago. */
    private final BitSet pausing = new BitSet();

    /**
     * Creates the events of readers that know nothing.
     *
     * @param parts the enumerator's parts
     * @param afterPause to be run when a frontier that had to wait can be sent
     */
    OverlapEvents(EnumeratorParts parts, Runnable afterPause) {
        this.parts = parts;
        this.afterPause = afterPause;
        this.frontiers = new Instant[parts.context.currentParallelism()];
        this.scanEnds = new Instant[parts.context.currentParallelism()];
    }

    /** A reader has registered, maybe after a failure: it knows nothing. */
    void readerRegistered(int subtask) {
        frontiers[subtask] = null;
        scanEnds[subtask] = null;
        ended.clear(subtask);
    }

    /** Sends to each reader what it doesn't know, if it can be reached. */
    void send() {
        boolean allKnow = parts.overlap.isOver() && ended.cardinality() == frontiers.length;
        if (allKnow || !parts.overlap.concernsReaders()) {
            return;
        }
        for (int subtask = 0; subtask < frontiers.length; subtask++) {
            if (parts.canReach(subtask)) {
                send(subtask);
            }
        }
    }

    private void send(int subtask) {
        if (parts.overlap.isOver()) {
            if (!ended.get(subtask)) {
                ended.set(subtask);
                send(subtask, new OverlapEnded());
            }
            return;
        }
        Optional<Instant> frontier = parts.overlap.frontier();
        if (frontier.isPresent() && isDue(subtask, frontier.get())) {
            frontiers[subtask] = frontier.get();
            pause(subtask);
            send(subtask, new FrontierMoved(frontier.get()));
        }
        Optional<Instant> scanEnd = parts.overlap.scanEnded();
        if (scanEnd.isPresent() && !scanEnd.get().equals(scanEnds[subtask])) {
            scanEnds[subtask] = scanEnd.get();
            send(subtask, new ScanEnded(scanEnd.get()));
        }
    }

    /** The first frontier is due at once: with it a reader begins to read restored segments. */
    private boolean isDue(int subtask, Instant frontier) {
        Instant known = frontiers[subtask];
        return known == null || (!pausing.get(subtask) && frontier.isAfter(known));
    }

    private void pause(int subtask) {
        if (!pausing.get(subtask)) {
            pausing.set(subtask);
            parts.executor.schedule(() -> pauseEnded(subtask), PAUSE);
        }
    }

    private void pauseEnded(int subtask) {
        pausing.clear(subtask);
        afterPause.run();
    }

    private void send(int subtask, SourceEvent event) {
        parts.context.sendEventToSourceReader(subtask, event);
    }
}
