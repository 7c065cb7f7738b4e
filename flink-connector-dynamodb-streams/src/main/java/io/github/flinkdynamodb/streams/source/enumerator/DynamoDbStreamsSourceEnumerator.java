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

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ScanConfig;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.ShardAssigner;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ContextCoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.CoordinatorExecutor;
import io.github.flinkdynamodb.streams.source.enumerator.discovery.ShardDiscoverer;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardGraph;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds shards, or divides a table into segments, and assigns them to readers. Everything here runs
 * on the coordinator's thread; the client's threads and the timer only pass actions on to it,
 * through {@link CoordinatorExecutor}. Each stream has a {@link StreamSession}, a table that is
 * scanned a {@link ScanSession}, and if both are read, there is an {@link OverlapSession}; an event
 * changes what they know, and {@link #afterEvent()} then does whatever has become possible.
 *
 * <p>The life of a shard:
 *
 * <ol>
 *   <li>{@link ShardDiscoverer} finds it, in a page of a listing or as a child of a shard that
 *       ended, and it enters the {@link ShardGraph}: WAITING as long as its parent isn't done, then
 *       READY.
 *   <li>The {@link ShardAssigner} places it on a subtask, and as soon as that subtask's reader has
 *       registered it is ASSIGNED.
 *   <li>The reader has emitted its last record and sends {@link ShardEndReached}; the split stays
 *       in the reader's state. {@link Handovers} finds out who its children are.
 *   <li>In one step, so that every checkpoint holds all or nothing of it: the shard is FINISHED,
 *       its children are assigned, and the reader is sent {@link HandoverComplete} and drops the
 *       split.
 *   <li>When the service no longer lists it, and no child waits for it, it is forgotten.
 * </ol>
 *
 * <p>If a reader fails alone, Flink hands back what was assigned to it since the last checkpoint
 * ({@link #addSplitsBack}), and restores the rest with it. Shards that it finished since then are
 * in its state again: they are reopened, and their children wait for them again.
 */
@Internal
public final class DynamoDbStreamsSourceEnumerator
        implements SplitEnumerator<DynamoDbStreamsSplit, EnumeratorState> {

    private static final Logger LOG =
            LoggerFactory.getLogger(DynamoDbStreamsSourceEnumerator.class);

    private final EnumeratorParts parts;
    private final SplitEnumeratorContext<DynamoDbStreamsSplit> context;
    private final EnumeratorState restored;

    private final ReportRouter reports;
    private final OverlapEvents overlapEvents;
    private final OverlapWatch overlapWatch;
    private final BacklogFlag backlog;
    private final EndSignals endSignals;
    private final LatestStream latestStream;
    private final RepairSession repair;
    private final ReadingDates dates;
    private final LateShards lateShards;

    /**
     * From when on changes are wanted; fixed by the first start, or when the table was described.
     */
    private Instant startedAt;

    /** Null until the table's stream has been looked up; until then no reader has a shard. */
    private StreamSession session;

    /** Null unless the table's items are read. */
    private ScanSession scan;

    /** The listing of the session in which the table's next stream was looked up last. */
    private int successorSoughtIn;

    DynamoDbStreamsSourceEnumerator(EnumeratorParts parts, EnumeratorState state) {
        this.parts = parts;
        this.context = parts.context;
        this.restored = state;
        this.startedAt = state.startedAt();
        this.reports = new ReportRouter(parts.gate, parts.overlap);
        this.overlapEvents = new OverlapEvents(parts, this::afterEvent);
        this.overlapWatch = new OverlapWatch(parts, LOG::warn);
        this.backlog = new BacklogFlag(parts);
        this.endSignals = new EndSignals(parts, this::onEndSignalled);
        this.latestStream = new LatestStream(parts);
        this.repair = new RepairSession(parts, state, new GapListener());
        this.dates = new ReadingDates(parts);
        this.lateShards = new LateShards(parts, state.listedOnce());
    }

    /**
     * Creates an enumerator.
     *
     * @param context Flink's context
     * @param config the settings
     * @param client makes the calls; closed with the enumerator
     * @param state what the checkpoint holds, or {@link EnumeratorState#initial(Instant)}
     * @param firstRun whether the source starts for the first time: neither from a checkpoint nor
     *     after a failure before the first one
     * @param requirements what the schema needs of the stream
     * @return the enumerator
     */
    public static DynamoDbStreamsSourceEnumerator create(
            SplitEnumeratorContext<DynamoDbStreamsSplit> context,
            SourceConfig config,
            StreamsClient client,
            EnumeratorState state,
            boolean firstRun,
            StreamRequirements requirements) {
        EnumeratorParts parts =
                new EnumeratorParts(
                        context,
                        config,
                        client,
                        new ContextCoordinatorExecutor(context, Clock.systemUTC()),
                        new SplitFactory(config, state.startedAt(), firstRun),
                        new StreamChecks(config, requirements));
        return new DynamoDbStreamsSourceEnumerator(parts, state);
    }

    @Override
    public void start() {
        boolean repaired = restored.repair().isPresent();
        if (repaired && parts.config.readsNoStream()) {
            throw RepairChecks.withoutStream(restored.repair().get());
        }
        if (!repaired) {
            restored.scan().ifPresent(parts.checks.ofTable()::requireContinued);
        }
        restored.askedExport().ifPresent(parts.checks.ofAskedExport()::requireContinued);
        restored.streamArn().ifPresent(parts.checks::requireAsConfigured);
        if (parts.config.readsNoStream()) {
            startScan(description -> {});
        } else if (repaired || parts.overlap.isOver() || hasReadTable()) {
            boolean skipped = skipOverlap();
            boolean waits = repair.start(hasReadTable());
            if (skipped || parts.config.repair().isPresent()) {
                backlog.start(repair.isClosing());
            }
            if (!waits) {
                startStream();
            }
        } else {
            restored.scan().ifPresent(this::continueBesideItems);
            startScan(this::onTableDescribed);
        }
    }

    /** A state with a stream and without a scan: the table has been read, or it never was to be. */
    private boolean hasReadTable() {
        return restored.streamArn().isPresent() && restored.scan().isEmpty();
    }

    private void startScan(Consumer<TableDescription> onDescribed) {
        scan = ScanSession.of(parts, restored, onDescribed, this::afterEvent);
        backlog.start(!scan.isOver());
        scan.start();
    }

    /** Returns whether there would have been an overlap without the state. */
    private boolean skipOverlap() {
        if (parts.overlap.isOver()) {
            return false;
        }
        parts.overlap.skip();
        return true;
    }

    private void startStream() {
        Optional<String> streamArn = repair.positions().streamArn().or(parts.config::streamArn);
        if (startsAtPositions()) {
            new PositionsStart(parts, startedAt, this::onPositions, this::findLatestStream).begin();
        } else if (streamArn.isPresent()) {
            read(repair.splits(), streamArn.get());
        } else {
            findLatestStream();
        }
    }

    /** Behind a gap that was closed the state may have no stream. */
    private boolean startsAtPositions() {
        EnumeratorState state = repair.positions();
        return parts.config.startup().positionsFile().isPresent()
                && state.streamArn().isEmpty()
                && state.repair().isEmpty();
    }

    private void findLatestStream() {
        latestStream.find(this::onLatestStream);
    }

    private void onPositions(EnumeratorState positions) {
        String streamArn = positions.streamArn().orElseThrow();
        read(StreamSession.of(parts, repair.splits(), streamArn, positions, this::afterEvent));
    }

    /**
     * Readers report the shards that they were restored with, whether the table is known or not.
     */
    private void continueBesideItems(ScanState state) {
        parts.overlap.restore(state);
        readBesideItems(state.table(), restored.streamArn().orElseThrow());
    }

    /** The table is described, and none of its items has been requested since the start. */
    private void onTableDescribed(TableDescription description) {
        if (session == null) {
            String streamArn = parts.checks.ofTable().requireStream(description);
            Instant now = parts.executor.serviceClock().atLeast();
            startedAt =
                    parts.checks
                            .ofExport()
                            .readFrom(scan.table(), streamArn, now)
                            .orElse(now.isBefore(startedAt) ? now : startedAt);
            readBesideItems(scan.table(), streamArn);
        }
        parts.overlap.begin(scan.table(), startedAt, parts.dataLoss);
        overlapWatch.begin();
    }

    private void readBesideItems(ScannedTable table, String streamArn) {
        Duration tolerance = ScanConfig.tolerance(table.consistentRead());
        read(parts.splits.besideItems(startedAt, tolerance), streamArn);
    }

    private void read(SplitFactory splits, String streamArn) {
        read(StreamSession.of(parts, splits, streamArn, repair.positions(), this::afterEvent));
    }

    private void read(StreamSession stream) {
        session = stream;
        successorSoughtIn = 0;
        session.start();
    }

    /** Splits are assigned without being requested. */
    @Override
    public void handleSplitRequest(int subtaskId, String requesterHostname) {}

    @Override
    public void addReader(int subtaskId) {
        overlapEvents.readerRegistered(subtaskId);
        afterEvent();
    }

    @Override
    public void handleSourceEvent(int subtaskId, SourceEvent event) {
        SourceEvent unanswered = repair.take(subtaskId, event, scan != null);
        if (unanswered != null) {
            reports.route(subtaskId, unanswered, session, scan);
        }
        afterEvent();
    }

    @Override
    public void addSplitsBack(List<DynamoDbStreamsSplit> splits, int subtaskId) {
        LOG.info("Subtask {} failed; its splits not in any checkpoint: {}", subtaskId, splits);
        parts.gate.readerReset(subtaskId);
        endSignals.readerReset(subtaskId);
        parts.overlap.readerReset(subtaskId);
        repair.readerReset(subtaskId);
        if (session != null) {
            session.readerReset(subtaskId, splits);
        }
        if (scan != null) {
            scan.readerReset(subtaskId, splits);
        }
        afterEvent();
    }

    @Override
    public EnumeratorState snapshotState(long checkpointId) {
        parts.gate.snapshotTaken(checkpointId, this::afterEvent);
        repair.snapshotTaken(checkpointId, scan);
        EnumeratorState state = repair.positions();
        if (session != null) {
            session.assigner().snapshotTaken(checkpointId);
            state = session.snapshot(startedAt);
        }
        if (scan != null) {
            scan.snapshotTaken(checkpointId);
            overlapWatch.snapshotTaken(checkpointId);
            parts.overlap.snapshotTaken(checkpointId, scan.isRead());
            state = scan.addTo(state);
        }
        return repair.addTo(state, scan);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) {
        parts.gate.checkpointComplete(checkpointId, this::afterEvent);
        if (session != null) {
            session.assigner().checkpointComplete(checkpointId);
        }
        if (scan != null) {
            scan.checkpointComplete(checkpointId);
            parts.overlap.checkpointComplete(checkpointId);
        }
        repair.checkpointComplete(checkpointId, scan);
        afterEvent();
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) {
        parts.gate.checkpointAborted(checkpointId);
        afterEvent();
    }

    @Override
    public void close() {
        parts.executor.close();
        parts.client.close();
    }

    /**
     * Does what an event has made possible; called at the end of each. Children are assigned before
     * their parents' readers are answered, and all in one turn of the thread.
     */
    private void afterEvent() {
        repair.advance();
        if (scan != null && parts.overlap.mayScan(session)) {
            scan.advance(this::assign);
        }
        if (session != null) {
            session.completeHandovers();
            assignShards(session.assigner().takeAssignable(parts::canReach));
            session.confirmHandovers();
            session.updateMetrics();
            repair.update(session);
            finishIfDone();
        }
        if (scan != null) {
            parts.overlap.advance(scan, session);
            overlapWatch.update();
        }
        updateBacklog();
        overlapEvents.send();
        if (hasEnded()) {
            endSignals.send();
        }
    }

    /**
     * The table is a backlog until it has been read for the first time, even if a reader fails and
     * reads some of it once more; a gap from when it is found until the stream is read behind it.
     */
    private void updateBacklog() {
        if (repair.isClosing()) {
            backlog.update(true);
        } else if (scan == null || scan.isOver()) {
            backlog.update(false);
        }
    }

    /** Returns whether no reader will get a split any more. */
    private boolean hasEnded() {
        boolean allRead = session == null ? scan != null && scan.isOver() : session.hasEnded();
        return allRead
                && !repair.keepsReadersWaiting()
                && parts.overlap.isOver()
                && !backlog.isRaised();
    }

    private void assignShards(Map<Integer, List<DynamoDbStreamsSplit>> assignment) {
        lateShards.check(assignment, startedAt);
        assign(dates.add(assignment));
    }

    private void assign(Map<Integer, List<DynamoDbStreamsSplit>> assignment) {
        if (!assignment.isEmpty()) {
            assignment.forEach(DynamoDbStreamsSourceEnumerator::logAssigned);
            LOG.debug("Assigned splits: {}", assignment);
            context.assignSplits(new SplitsAssignment<>(assignment));
        }
    }

    /** Segments follow each other by the thousand; how far they are is logged once a minute. */
    private static void logAssigned(int subtask, List<DynamoDbStreamsSplit> splits) {
        if (SegmentSplit.isSegment(splits.get(0).splitId())) {
            LOG.debug("Assigning {} segments to subtask {}", splits.size(), subtask);
        } else {
            LOG.info("Assigning {} splits to subtask {}", splits.size(), subtask);
        }
    }

    private void finishIfDone() {
        if (session.hasEnded() || !session.isReadToTheEnd()) {
            return;
        }
        if (!parts.isBounded()) {
            parts.overlap.streamEnded(session.streamArn(), parts.dataLoss);
        }
        if (parts.isBounded() || parts.config.tableName().isEmpty()) {
            session.end();
        } else if (successorSoughtIn < session.currentListing()) {
            successorSoughtIn = session.currentListing();
            latestStream.find(this::onLatestStream);
        }
    }

    private void onEndSignalled(int subtask) {
        if (session != null) {
            session.assigner().endSignalled(subtask);
        }
        if (scan != null) {
            scan.endSignalled(subtask);
        }
    }

    private void onLatestStream(Optional<String> latestArn) {
        if (session == null) {
            String streamArn = latestArn.orElseThrow(latestStream::missing);
            LOG.info("Table {} has stream {}", tableName(), streamArn);
            read(repair.splits(), streamArn);
        } else if (session.assigner().allFinished()) {
            latestArn.filter(arn -> !arn.equals(session.streamArn())).ifPresent(this::follow);
        }
    }

    private String tableName() {
        return parts.config.tableName().orElseThrow();
    }

    private void follow(String successor) {
        if (parts.config.repair().isPresent() && parts.overlap.isOver()) {
            throw RepairChecks.replaced(session.streamArn(), successor);
        }
        parts.dataLoss.onLoss(
                String.format(
                        "stream %s of table %s has been read to its end and was replaced by %s."
                                + " Changes made between the two streams are in neither of them.",
                        session.streamArn(), tableName(), successor),
                "with the new stream",
                FlinkRuntimeException::new);
        read(session.followedBy(successor));
    }

    /** Reads what a repair wants to be read. */
    private final class GapListener implements RepairSession.Listener {
        @Override
        public void readGap(TableItems items, EnumeratorState state) {
            scan =
                    ScanSession.of(
                            parts,
                            items,
                            state,
                            description -> {},
                            DynamoDbStreamsSourceEnumerator.this::afterEvent);
            scan.start();
        }

        @Override
        public void readStreamOn(Map<Integer, SplitsRestored> restoredReaders) {
            startStream();
            restoredReaders.forEach(
                    (subtask, event) -> reports.route(subtask, event, session, scan));
        }

        @Override
        public void answered() {
            afterEvent();
        }

        @Override
        public void gapRead() {
            scan = null;
        }

        @Override
        public void readStreamBehindGap(String streamArn) {
            read(repair.splits(), streamArn);
        }
    }
}
