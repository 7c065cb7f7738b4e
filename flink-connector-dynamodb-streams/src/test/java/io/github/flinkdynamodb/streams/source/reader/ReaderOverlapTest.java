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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.event.FrontierMoved;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.OverlapEnded;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.ReadCapacityGranted;
import io.github.flinkdynamodb.streams.source.event.ScanEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardsPassed;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.watermark.HeldWatermarkStrategy;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.util.FlinkRuntimeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader beside a scan, as a task drives it: its events, its checkpoints, its watermarks. */
@OnEachFlink
class ReaderOverlapTest {

    private static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";

    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).stream(ARN, "T");
    private final Instant start = clock.instant();
    private final TestingReaderContext context =
            new TestingReaderContext(new Configuration(), new RecordingMetricGroup());
    private final WatermarkHold hold = new WatermarkHold();
    private final Output output = new Output();
    private DynamoDbStreamsSourceReader<String> reader;

    @AfterEach
    void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
    }

    @Test
    void aHeldChangeIsEmittedWhenTheFrontierHasPassedIt() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        client.append("s1", "b", start.plusSeconds(10));
        createByFrontier().addSplits(List.of(split("s1")));
        pollUntil(() -> client.calls(Operation.GET_RECORDS) == 1);

        // When
        reader.handleSourceEvents(new FrontierMoved(start.plusSeconds(1)));
        pollUntil(() -> !output.getEmittedRecords().isEmpty());
        List<String> before = List.copyOf(output.getEmittedRecords());
        awaitThatTheFetcherWaits();
        reader.handleSourceEvents(new FrontierMoved(start.plusSeconds(11)));
        pollUntil(() -> output.getEmittedRecords().size() == 2);

        // Then
        assertThat(before).containsExactly("a");
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
    }

    @Test
    void theEndOfTheOverlapLetsWhatWasHeldPassWithoutAMark() throws Exception {
        client.shard(ARN, "s1", null).append("s1", "a", start.plusSeconds(10));
        createByFrontier().addSplits(List.of(split("s1")));
        pollUntil(() -> client.calls(Operation.GET_RECORDS) == 1);
        awaitThatTheFetcherWaits();

        reader.handleSourceEvents(new OverlapEnded());
        pollUntil(() -> !output.getEmittedRecords().isEmpty());

        assertThat(output.getEmittedRecords()).containsExactly("a");
        assertThat(output.watermarks).isEmpty();
    }

    @Test
    void eachCompletedCheckpointIsFollowedByTheReportOfTheOldestPageThatItDoesNotCover()
            throws Exception {
        // Given a page that is out, and one that is on its way
        client.table("T").putItem("T", "a", 1);
        client.putItem("T", "b", 2);
        client.itemsPerPage("T", 1);
        String target = ScriptedStreamsClient.segment("T", 0);
        client.hold(target);
        createByFrontier().addSplits(List.of(segment()));
        reader.handleSourceEvents(new FrontierMoved(start.minus(TOLERANCE)));
        Awaitility.await().until(() -> client.held(target) == 1);
        client.answerHeld(target, 1);
        pollUntil(() -> output.getEmittedRecords().size() == 1 && client.held(target) == 1);
        pollAll();

        // When
        reader.snapshotState(1);
        reader.notifyCheckpointComplete(1);
        client.release(target);
        pollUntil(() -> output.getEmittedRecords().size() == 2);
        reader.notifyCheckpointComplete(2);
        pollUntil(() -> context.getSentEvents().toString().contains("SegmentEnded"));
        reader.snapshotState(3);
        reader.notifyCheckpointComplete(3);

        // Then
        List<PagesCovered> reports = sent(PagesCovered.class);
        assertThat(reports).extracting(PagesCovered::checkpointId).containsExactly(1L, 2L, 3L);
        assertThat(reports.get(0).oldestPage()).isPresent();
        assertThat(reports.get(0).oldestPage().get()).isAfterOrEqualTo(start);
        assertThat(reports.get(1).oldestPage()).isEqualTo(reports.get(0).oldestPage());
        assertThat(reports.get(2).oldestPage()).isEmpty();
    }

    @Test
    void afterTheOverlapAndWithoutOneNoCheckpointIsReported() throws Exception {
        createByFrontier();
        reader.handleSourceEvents(new OverlapEnded());
        reader.snapshotState(1);
        reader.notifyCheckpointComplete(1);
        List<PagesCovered> afterwards = sent(PagesCovered.class);
        reader.close();

        create(ScanStartupMode.TRIM_HORIZON, false);
        reader.snapshotState(1);
        reader.notifyCheckpointComplete(1);

        assertThat(afterwards).isEmpty();
        assertThat(sent(PagesCovered.class)).isEmpty();
    }

    @Test
    void aReaderWithoutShardsHasPassedTheScanAtOnce() throws Exception {
        createReconciled();

        reader.handleSourceEvents(new ScanEnded(start));
        reader.handleSourceEvents(new ScanEnded(start));

        assertThat(sent(ShardsPassed.class))
                .containsExactly(new ShardsPassed(start), new ShardsPassed(start));
    }

    @Test
    void theScanIsPassedOnceTheLastShardIs() throws Exception {
        // Given
        client.shard(ARN, "s1", null).shard(ARN, "s2", null);
        client.append("s1", "a", start.plusSeconds(100));
        createReconciled().addSplits(List.of(split("s1"), split("s2")));
        pollUntil(() -> !output.getEmittedRecords().isEmpty());
        reader.handleSourceEvents(new ScanEnded(start));
        client.append("s1", "b", start.plusSeconds(100));
        pollUntil(() -> output.getEmittedRecords().size() == 2);
        pollAll();
        List<ShardsPassed> before = sent(ShardsPassed.class);

        // When
        client.append("s2", "c", start.plusSeconds(100));
        pollUntil(() -> !sent(ShardsPassed.class).isEmpty());

        // Then
        assertThat(before).isEmpty();
        assertThat(output.getEmittedRecords()).containsExactly("a", "b", "c");
        assertThat(sent(ShardsPassed.class)).containsExactly(new ShardsPassed(start));
    }

    @Test
    void aShardThatHasEndedIsFollowedByItsChildren() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        client.split("s1", "s2");
        createReconciled().addSplits(List.of(split("s1")));
        pollUntil(() -> !sent(ShardEndReached.class).isEmpty());
        reader.handleSourceEvents(new ScanEnded(start));
        pollAll();

        // When
        reader.addSplits(List.of(split("s2")));
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> output.released.contains("s1"));
        List<ShardsPassed> before = sent(ShardsPassed.class);
        client.append("s2", "b", start.plusSeconds(100));
        pollUntil(() -> !sent(ShardsPassed.class).isEmpty());

        // Then
        assertThat(before).isEmpty();
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
    }

    @Test
    void theEndMarkComesWithTheNextPollWhichIsAskedForAndOnce() throws Exception {
        createReconciled();
        pollAll();
        boolean availableBefore = reader.isAvailable().isDone();

        reader.handleSourceEvents(new OverlapEnded());
        boolean availableAfter = reader.isAvailable().isDone();
        pollAll();
        reader.handleSourceEvents(new OverlapEnded());
        pollAll();

        assertThat(availableBefore).isFalse();
        assertThat(availableAfter).isTrue();
        assertThat(output.watermarks).containsExactly(Long.MIN_VALUE + 1);
    }

    @Test
    void watermarksOfReconciledChangesMustBeHeld() throws Exception {
        createReconciled();
        hold.hold();

        assertThatThrownBy(() -> reader.pollNext(output))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("DynamoDbStreamsSource.holdWatermarks");
    }

    @Test
    void changesThatAreHeldBackAreReadThoughWatermarksAreNot() throws Exception {
        createByFrontier();
        hold.hold();

        pollAll();

        assertThat(output.getEmittedRecords()).isEmpty();
    }

    /** Without it the next page would be due in more than a year. */
    @Test
    void moreReadCapacityIsUsedAtOnce() throws Exception {
        // Given
        client.table("T").putItem("T", "a", 1);
        client.putItem("T", "b", 2);
        client.itemsPerPage("T", 1);
        String target = ScriptedStreamsClient.segment("T", 0);
        client.hold(target);
        create(ScanStartupMode.SNAPSHOT, false).addSplits(List.of(segment()));
        Awaitility.await().until(() -> client.held(target) == 1);
        reader.handleSourceEvents(new ReadCapacityGranted(1e-7, false));
        client.release(target);
        pollUntil(() -> output.getEmittedRecords().size() == 1);
        awaitThatTheFetcherWaits();
        int before = client.calls(Operation.SCAN);

        // When
        reader.handleSourceEvents(new ReadCapacityGranted(1e9, false));
        pollUntil(() -> output.getEmittedRecords().size() == 2);

        // Then
        assertThat(before).isOne();
    }

    /** Until it doesn't go on by itself. */
    private static void awaitThatTheFetcherWaits() {
        Awaitility.await()
                .until(
                        () ->
                                Thread.getAllStackTraces().entrySet().stream()
                                        .anyMatch(ReaderOverlapTest::isWaitingFetcher));
    }

    private static boolean isWaitingFetcher(Map.Entry<Thread, StackTraceElement[]> thread) {
        Thread.State state = thread.getKey().getState();
        return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
                && Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().endsWith(".CompletionQueue"));
    }

    private DynamoDbStreamsSourceReader<String> createByFrontier() throws Exception {
        return create(ScanStartupMode.INITIAL, false);
    }

    private DynamoDbStreamsSourceReader<String> createReconciled() throws Exception {
        return create(ScanStartupMode.INITIAL, true);
    }

    private DynamoDbStreamsSourceReader<String> create(ScanStartupMode mode, boolean reconciled)
            throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, mode);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(5));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(20));
        SourceConfig config =
                SourceConfig.from(
                        options,
                        StopMargin.standard(),
                        reconciled ? Downstream.RECONCILES : Downstream.UPSERTS);
        reader =
                DynamoDbStreamsSourceReader.create(
                        context, config, loader -> client, new KeySchema(), hold);
        new HeldWatermarkStrategy<>(WatermarkStrategy.<String>noWatermarks(), hold)
                .createWatermarkGenerator(null);
        reader.start();
        return reader;
    }

    private static ShardSplit split(String shardId) {
        return ShardSplit.of(ARN, shardId, null, ShardPosition.trimHorizon());
    }

    private static SegmentSplit segment() {
        return SegmentSplit.of(new ScannedTable("T", "arn:table/T", List.of("id"), 1, true), 0);
    }

    private <E extends SourceEvent> List<E> sent(Class<E> type) {
        List<E> events = new ArrayList<>();
        for (SourceEvent event : context.getSentEvents()) {
            if (type.isInstance(event)) {
                events.add(type.cast(event));
            }
        }
        return events;
    }

    /** Polls as long as there is something to poll for. */
    private void pollAll() throws Exception {
        do {
            reader.pollNext(output);
        } while (reader.isAvailable().isDone());
    }

    /** Polls, one step at a time, until something holds. */
    private void pollUntil(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            if (condition.call()) {
                                return true;
                            }
                            reader.pollNext(output);
                            return condition.call();
                        });
    }

    private static final class Output extends TestingReaderOutput<String> {
        private final List<Long> watermarks = new ArrayList<>();
        private final List<String> released = new ArrayList<>();

        @Override
        public void emitWatermark(Watermark watermark) {
            watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            released.add(splitId);
        }
    }
}
