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

import io.github.flinkdynamodb.streams.source.config.RepairConfig;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.HeldShardsDropped;
import io.github.flinkdynamodb.streams.source.event.HeldShardsReleased;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairWindows;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out at a restore whether changes have been trimmed, and if so closes the gap from
 * incremental exports. It exists whatever the settings are, and does nothing unless {@code
 * scan.on-data-loss} is {@code repair}. Coordinator thread only.
 *
 * <p>The life of a repair:
 *
 * <ol>
 *   <li>COLLECTING: no reader reads its restored shards on. Each says how far it has read them. If
 *       no change can be missing, they are told to read on, and that is all. Else they are asked
 *       for the keys of the items that were inserted last.
 *   <li>PLANNED: what is to be read is known, and in the state from now on. The readers drop their
 *       shards. Once a completed checkpoint holds the plan, and no such shard,
 *   <li>READING: the exports are asked for, waited for, and read by a {@link ScanSession}. Once a
 *       completed checkpoint holds all of it as read, the stream is read from the last window's end
 *       on; if that is too long ago by now, there is another plan first.
 *   <li>FOLLOWING: until all shards of the stream are known, a restore must go by that end alone.
 *   <li>OVER.
 * </ol>
 */
final class RepairSession {

    private static final Logger LOG = LoggerFactory.getLogger(RepairSession.class);

    /** So old the end of the last window may be: the stream must still be there from then on. */
    private static final Duration MOST_AGE = Duration.ofHours(20);

    private enum Phase {
        COLLECTING,
        PLANNED,
        READING,
        FOLLOWING,
        OVER
    }

    /** What the enumerator does. */
    interface Listener {
        /**
         * Reads what closes the gap.
         *
         * @param items that
         * @param state how far it has been read
         */
        void readGap(TableItems items, EnumeratorState state);

        /**
         * Reads the stream on, for nothing is missing.
         *
         * @param restored what readers that were restored have said, by their subtasks
         */
        void readStreamOn(Map<Integer, SplitsRestored> restored);

        /** Does what an answer of the service has made possible. */
        void answered();

        /** Reads nothing of a gap any more. */
        void gapRead();

        /**
         * Reads a stream behind the gap.
         *
         * @param streamArn the stream
         */
        void readStreamBehindGap(String streamArn);
    }

    private final EnumeratorParts parts;
    private final EnumeratorState restored;
    private final Listener listener;
    private final RestoredReaders readers;
    private final GapSearch search;

    /** What readers have been restored with, as long as nobody is there to be told. */
    private final Map<Integer, SplitsRestored> reports = new LinkedHashMap<>();

    /** The checkpoints under way that hold what has to be held to go on. */
    private final TreeSet<Long> covering = new TreeSet<>();

    private Phase phase = Phase.OVER;

    /** Whether the positions of the state are worth nothing any more. */
    private boolean positionsLost;

    /** Null unless a gap is closed, or has been. */
    private RepairPlan plan;

    /** What is read; null unless a gap is being read. */
    private RepairedChanges changes;

    /**
     * Creates the session.
     *
     * @param parts the enumerator's parts
     * @param restored what the checkpoint holds
     * @param listener does what is decided
     */
    RepairSession(EnumeratorParts parts, EnumeratorState restored, Listener listener) {
        this.parts = parts;
        this.restored = restored;
        this.listener = listener;
        this.readers = new RestoredReaders(parts);
        this.search = new GapSearch(parts, restored, readers);
        this.plan = restored.repair().orElse(null);
    }

    /**
     * Begins, if there may be a gap, or one is being closed.
     *
     * @param hasPositions whether the state has positions in a stream
     * @return whether nothing else is to be begun with
     */
    boolean start(boolean hasPositions) {
        boolean reading = plan != null && !plan.isRead();
        if (reading) {
            config();
            positionsLost = true;
            phase = restored.scan().isPresent() ? Phase.READING : Phase.PLANNED;
            if (phase == Phase.READING) {
                read(restored);
            }
        } else if (parts.config.repair().isPresent() && (hasPositions || plan != null)) {
            phase = Phase.COLLECTING;
            search.begin(listener::answered);
        } else if (plan != null) {
            phase = Phase.FOLLOWING;
        }
        return keepsReadersWaiting();
    }

    /** Returns what makes splits of the stream's shards. */
    SplitFactory splits() {
        return plan != null && plan.isRead()
                ? parts.splits.readingOn(plan.end(), !positionsLost)
                : parts.splits;
    }

    /**
     * Takes what a reader reports, if it concerns a repair.
     *
     * @param subtask the reader
     * @param event what it reports
     * @param scans whether a table or a gap is being read, or has been in this run
     * @return the event that others are to take; null for none
     */
    SourceEvent take(int subtask, SourceEvent event, boolean scans) {
        if (event instanceof ShardsHeld) {
            readers.onShardsHeld(subtask, (ShardsHeld) event);
            onHeld(subtask);
            return null;
        }
        if (event instanceof RecentKeysReported) {
            readers.onKeys((RecentKeysReported) event);
            return null;
        }
        if (event instanceof SplitsRestored && phase == Phase.COLLECTING) {
            reports.put(subtask, (SplitsRestored) event);
            return null;
        }
        SourceEvent shown =
                event instanceof SplitsRestored && isClosing()
                        ? withoutShards((SplitsRestored) event)
                        : event;
        return scans || plan == null ? shown : withoutReadFiles(subtask, shown);
    }

    /** What shards a reader holds, it drops. */
    private static SplitsRestored withoutShards(SplitsRestored event) {
        return new SplitsRestored(segments(event.reading()), segments(event.ended()));
    }

    private static List<String> segments(List<String> splitIds) {
        return splitIds.stream().filter(SegmentSplit::isSegment).collect(Collectors.toList());
    }

    /** A barrier may have overtaken the news that a file of a gap, which is read, is finished. */
    private SourceEvent withoutReadFiles(int subtask, SourceEvent event) {
        if (event instanceof SegmentEnded) {
            String file = SegmentSplit.idOf(((SegmentEnded) event).segment());
            readers.tell(subtask, new HandoverComplete(file));
            return null;
        }
        if (event instanceof SplitsRestored) {
            SplitsRestored reported = (SplitsRestored) event;
            List<String> shards = new ArrayList<>(reported.ended());
            shards.removeIf(SegmentSplit::isSegment);
            return new SplitsRestored(reported.reading(), shards);
        }
        return event;
    }

    private void onHeld(int subtask) {
        List<Lineage> lineages = readers.heldBy(subtask);
        if (lineages.isEmpty() || phase == Phase.COLLECTING) {
            return;
        }
        if (isClosing()) {
            readers.tell(subtask, new HeldShardsDropped());
            return;
        }
        List<Lineage> lost = RepairWindows.lost(lineages, repairedUpTo(), now());
        if (!lost.isEmpty() && parts.overlap.isOver()) {
            throw RepairChecks.lostByOne(subtask, lost);
        }
        readers.tell(subtask, new HeldShardsReleased());
    }

    /** Returns whether a gap is being closed, so that readers have no shards. */
    boolean isClosing() {
        return phase == Phase.PLANNED || phase == Phase.READING;
    }

    /** Returns whether no reader has a shard, but will have some. */
    boolean keepsReadersWaiting() {
        return phase == Phase.COLLECTING || isClosing();
    }

    private Instant now() {
        return parts.executor.serviceClock().atLeast();
    }

    void readerReset(int subtask) {
        readers.readerReset(subtask);
        reports.remove(subtask);
        search.readerReset();
    }

    void snapshotTaken(long checkpointId, ScanSession scan) {
        boolean planned = phase == Phase.PLANNED && readers.holdNothing();
        boolean read = phase == Phase.READING && scan != null && scan.isRead();
        if (planned || read) {
            covering.add(checkpointId);
        }
    }

    /**
     * A checkpoint is complete.
     *
     * @param scan what is read of the gap, or null
     */
    void checkpointComplete(long checkpointId, ScanSession scan) {
        boolean covered = covering.contains(checkpointId);
        covering.headSet(checkpointId, true).clear();
        if (!covered) {
            return;
        }
        if (phase == Phase.PLANNED) {
            phase = Phase.READING;
            covering.clear();
            read(positions());
        } else if (phase == Phase.READING && scan.isOver()) {
            RepairedChanges read = changes;
            search.begin(() -> onGapRead(read, scan));
        }
    }

    private void read(EnumeratorState state) {
        RepairChecks checks = new RepairChecks(config().target());
        changes = new RepairedChanges(parts, checks, plan);
        listener.readGap(changes, state);
    }

    private RepairConfig config() {
        return parts.config.repair().orElseThrow(RepairChecks::withoutSetting);
    }

    /**
     * The table has been described once more, for it may have another stream, or none. It may have
     * been asked for by several checkpoints, and another gap be read by the time of a late answer.
     */
    private void onGapRead(RepairedChanges read, ScanSession scan) {
        if (phase != Phase.READING || changes != read || !scan.isOver()) {
            return;
        }
        Optional<String> latestStream = search.latestStream();
        if (latestStream.isEmpty()) {
            throw RepairChecks.noStream(parts.config.table().orElseThrow());
        }
        plan = changes.plan();
        changes = null;
        covering.clear();
        listener.gapRead();
        boolean isRecent = plan.end().plus(MOST_AGE).isAfter(now());
        if (isRecent && GapSearch.isThere(latestStream, plan.end())) {
            plan = plan.read();
            phase = Phase.FOLLOWING;
            LOG.info("The gap is closed: the stream is read from {} on", plan.end());
            listener.readStreamBehindGap(parts.config.streamArn().orElse(latestStream.get()));
        } else {
            RepairWindows more =
                    RepairWindows.goingOn(plan.end(), now(), GapSearch.streamFrom(latestStream));
            plan = RepairPlan.of(GapSearch.newId(), more, null);
            phase = Phase.PLANNED;
            LOG.info(
                    "Once a checkpoint is complete, what is missing by now is read: {}",
                    plan.steps());
        }
        listener.answered();
    }

    /** The end of the last window of an earlier repair; null for none. */
    private Instant repairedUpTo() {
        return plan != null && plan.isRead() ? plan.end() : null;
    }

    /** Does what has become possible. */
    void advance() {
        if (phase == Phase.COLLECTING && search.isReady()) {
            if (search.findsGap()) {
                search.plan().ifPresent(this::close);
            } else {
                readOn();
            }
        }
        readers.send();
    }

    private void readOn() {
        phase = plan == null ? Phase.OVER : Phase.FOLLOWING;
        readers.tellHolders(HeldShardsReleased::new);
        Map<Integer, SplitsRestored> reported = new LinkedHashMap<>(reports);
        reports.clear();
        listener.readStreamOn(reported);
    }

    private void close(RepairPlan found) {
        plan = found;
        reports.clear();
        positionsLost = true;
        phase = Phase.PLANNED;
        parts.metrics.dataRepaired();
        LOG.info("Once a checkpoint is complete, this gap is closed: {}", plan.steps());
        readers.tellHolders(HeldShardsDropped::new);
    }

    /**
     * Ends it, if the stream behind the gap is known by now. Up to when the gap has been closed
     * stays in the state: the next repair must know it if it comes soon.
     *
     * @param stream the stream
     */
    void update(StreamSession stream) {
        if (phase == Phase.FOLLOWING && stream.isListed()) {
            phase = Phase.OVER;
        }
    }

    /**
     * Returns what a checkpoint holds.
     *
     * @param state its part of the stream, which is there behind a gap
     * @param scan what is read of the gap, or null
     */
    EnumeratorState addTo(EnumeratorState state, ScanSession scan) {
        if (isClosing()) {
            return scan == null ? positions() : scan.addTo(positions());
        }
        return plan == null ? state : state.withRepair(plan);
    }

    /**
     * Returns from where the stream is read on.
     *
     * @return what was restored; without any positions behind a gap
     */
    EnumeratorState positions() {
        if (!positionsLost) {
            return restored;
        }
        // The table may have another stream by now, a stream that is named has to do.
        String streamArn = parts.config.streamArn().orElse(null);
        return new EnumeratorState(streamArn, restored.startedAt(), false, List.of())
                .withRepair(changes == null ? plan : changes.plan());
    }
}
