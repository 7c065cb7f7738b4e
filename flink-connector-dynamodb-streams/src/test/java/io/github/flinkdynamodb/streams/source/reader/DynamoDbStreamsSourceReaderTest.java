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
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.SegmentEnded;
import io.github.flinkdynamodb.streams.source.event.ShardEndReached;
import io.github.flinkdynamodb.streams.source.event.ShardStillOpen;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import io.github.flinkdynamodb.streams.source.event.SplitsRestored;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.io.IOException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.reader.SourceReaderBase;
import org.apache.flink.connector.base.source.reader.fetcher.SplitFetcherManager;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.core.io.InputStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reader as a task drives it, with its fetcher thread: events, state, and the end. */
@OnEachFlink
class DynamoDbStreamsSourceReaderTest {

    private static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";

    private final ScriptedStreamsClient client =
            new ScriptedStreamsClient(new ManualClock()).stream(ARN, "T");
    private final RecordingMetricGroup metrics = new RecordingMetricGroup();
    private final TestingReaderContext context =
            new TestingReaderContext(new Configuration(), metrics);
    private final Configuration options = new Configuration();
    private final List<String> released = new ArrayList<>();
    private final TestingReaderOutput<String> output =
            new TestingReaderOutput<>() {
                @Override
                public void releaseOutputForSplit(String splitId) {
                    released.add(splitId);
                }
            };
    private DynamoDbStreamsSourceReader<String> reader;

    @AfterEach
    void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
    }

    /** What was sent, but for the report of what was restored. */
    private List<SourceEvent> sentSinceTheStart() {
        return context.getSentEvents().stream()
                .filter(event -> !(event instanceof SplitsRestored))
                .collect(Collectors.toList());
    }

    @Test
    void splitsAddedBeforeTheStartAreReportedAsRestoredOnceAtTheStart() throws Exception {
        // Given
        client.shard(ARN, "s1", null).shard(ARN, "s2", null);
        create();
        reader.addSplits(List.of(split("s1"), split("s2")));
        int before = context.getSentEvents().size();

        // When
        reader.start();
        reader.addSplits(List.of(split("s3")));

        // Then
        assertThat(before).isZero();
        assertThat(context.getSentEvents())
                .containsExactly(new SplitsRestored(List.of("s1", "s2"), List.of()));
    }

    @Test
    void aStartWithoutRestoredSplitsSaysSo() throws Exception {
        create().start();

        assertThat(context.getSentEvents())
                .containsExactly(new SplitsRestored(List.of(), List.of()));
    }

    @Test
    void theStateFollowsTheRecordsThatAreOut() throws Exception {
        // Given
        client.shard(ARN, "s1", null);
        SequenceNumber a = client.append("s1", "a");
        SequenceNumber b = client.append("s1", "b");
        create().start();
        reader.addSplits(List.of(split("s1")));
        ShardPosition untouched = stateOf("s1").position();

        // When
        pollUntil(() -> output.getEmittedRecords().size() == 1);
        ShardPosition afterA = stateOf("s1").position();
        pollUntil(() -> output.getEmittedRecords().size() == 2);
        ShardPosition afterB = stateOf("s1").position();

        // Then
        assertThat(untouched).isEqualTo(ShardPosition.trimHorizon());
        assertThat(afterA).isEqualTo(ShardPosition.trimHorizon().advanceTo(a));
        assertThat(afterB).isEqualTo(ShardPosition.trimHorizon().advanceTo(b));
        assertThat(stateOf("s1").lastRecordTime()).contains(new ManualClock().instant());
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
    }

    @Test
    void aSnapshotIsReportedAndTheNextPollSaysThatFlinkHasAcknowledgedIt() throws Exception {
        create().start();
        reader.pollNext(output);
        boolean availableBefore = reader.isAvailable().isDone();

        reader.snapshotState(7);
        List<SourceEvent> beforeFlinks = List.copyOf(sentSinceTheStart());
        boolean asksForAPoll = reader.isAvailable().isDone();
        reader.pollNext(output);
        reader.pollNext(output);

        assertThat(availableBefore).isFalse();
        assertThat(beforeFlinks).containsExactly(new SnapshotTaken(7));
        assertThat(asksForAPoll).isTrue();
        assertThat(sentSinceTheStart())
                .containsExactly(new SnapshotTaken(7), new SnapshotAcknowledged(7));
        assertThat(reader.isAvailable()).isNotDone();
    }

    @Test
    void anEndedShardStaysInTheStateUntilItsHandoverIsConfirmed() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        client.closeShard("s1");
        create().start();
        reader.addSplits(List.of(split("s1")));

        // When
        pollUntil(() -> !sentSinceTheStart().isEmpty());

        // Then
        assertThat(output.getEmittedRecords()).containsExactly("a");
        assertThat(sentSinceTheStart()).containsExactly(new ShardEndReached("s1", false));
        assertThat(stateOf("s1").progress()).isEqualTo(Progress.ENDED);
        assertThat(released).isEmpty();

        // When
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> !released.isEmpty());

        // Then
        assertThat(released).containsExactly("s1");
        assertThat(reader.snapshotState(1)).isEmpty();
        assertThat(metrics.gauge("assignedShards")).isZero();
    }

    @Test
    void aShardThatIsStillOpenIsReadOnAtItsPosition() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        client.leaveOutNextIterators("s1", 1);
        create().start();
        reader.addSplits(List.of(split("s1")));
        pollUntil(() -> endsReported() == 1);
        Progress before = stateOf("s1").progress();
        client.append("s1", "b");

        // When
        reader.handleSourceEvents(new ShardStillOpen("s1"));
        pollUntil(() -> output.getEmittedRecords().size() == 2);

        // Then
        assertThat(before).isEqualTo(Progress.ENDED);
        assertThat(output.getEmittedRecords()).containsExactly("a", "b");
        assertThat(stateOf("s1").progress()).isEqualTo(Progress.READING);
        assertThat(endsReported()).isOne();

        // When
        client.closeShard("s1");
        pollUntil(() -> endsReported() == 2);
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> !released.isEmpty());

        // Then
        assertThat(reader.snapshotState(1)).isEmpty();
    }

    private long endsReported() {
        return sentSinceTheStart().stream()
                .filter(event -> event.equals(new ShardEndReached("s1", false)))
                .count();
    }

    @Test
    void aShardThatBeganAtLatestAndIsStillOpenLosesNothing() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "old", Instant.EPOCH);
        client.leaveOutNextIterators("s1", 1);
        create().start();
        reader.addSplits(List.of(split("s1").withLatestOnFirstRead(true)));
        pollUntil(() -> !sentSinceTheStart().isEmpty());
        client.append("s1", "a", Instant.parse("2100-01-01T00:00:00Z"));

        // When
        reader.handleSourceEvents(new ShardStillOpen("s1"));
        pollUntil(() -> !output.getEmittedRecords().isEmpty());

        // Then
        assertThat(output.getEmittedRecords()).containsExactly("a");
    }

    @Test
    void aSplitRestoredAsEndedMayBeReadOn() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        create();
        reader.addSplits(List.of(split("s1").at(ShardPosition.trimHorizon(), Progress.ENDED)));
        reader.start();

        // When
        reader.handleSourceEvents(new ShardStillOpen("s1"));
        reader.handleSourceEvents(new ShardStillOpen("nobody"));
        pollUntil(() -> !output.getEmittedRecords().isEmpty());

        // Then
        assertThat(output.getEmittedRecords()).containsExactly("a");
    }

    @Test
    void aConfirmationTwiceOrForAnUnknownShardChangesNothing() throws Exception {
        // Given
        client.shard(ARN, "s1", null).shard(ARN, "s2", null);
        client.closeShard("s1");
        create().start();
        reader.addSplits(List.of(split("s1"), split("s2")));
        pollUntil(() -> !sentSinceTheStart().isEmpty());

        // When
        reader.handleSourceEvents(new HandoverComplete("nobody"));
        reader.handleSourceEvents(new HandoverComplete("s2"));
        reader.handleSourceEvents(new HandoverComplete("s1"));
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> !released.isEmpty());
        client.append("s2", "b");
        pollUntil(() -> !output.getEmittedRecords().isEmpty());

        // Then
        assertThat(released).containsExactly("s1");
        assertThat(reader.snapshotState(1)).extracting(s -> s.splitId()).containsExactly("s2");
    }

    @Test
    void aSplitRestoredAsEndedIsReportedAgainAndMayBeConfirmed() throws Exception {
        // Given
        client.shard(ARN, "s1", null).shard(ARN, "s2", null);
        create();
        reader.addSplits(
                List.of(
                        split("s1").at(ShardPosition.trimHorizon(), Progress.ENDED),
                        split("s2").at(ShardPosition.trimHorizon(), Progress.STOPPED)));

        // When
        reader.start();
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> !released.isEmpty());

        // Then
        assertThat(context.getSentEvents())
                .containsExactly(
                        new SplitsRestored(List.of(), List.of("s1", "s2")),
                        new ShardEndReached("s1", false),
                        new ShardEndReached("s2", true));
        assertThat(released).containsExactly("s1");
        assertThat(stateOf("s2").progress()).isEqualTo(Progress.STOPPED);
        assertThat(client.calls(Operation.GET_SHARD_ITERATOR)).isZero();
    }

    @Test
    void theInputEndsOnlyWhenTheLastShardHasBeenHandedOver() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "a");
        client.closeShard("s1");
        create().start();
        reader.addSplits(List.of(split("s1")));
        reader.notifyNoMoreSplits();
        pollUntil(() -> !sentSinceTheStart().isEmpty());
        InputStatus waiting = reader.pollNext(output);

        // When
        reader.handleSourceEvents(new HandoverComplete("s1"));

        // Then
        assertThat(waiting).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        pollUntil(() -> reader.pollNext(output) == InputStatus.END_OF_INPUT);
    }

    @Test
    void anEndedSegmentStaysInTheStateUntilItsEndIsConfirmed() throws Exception {
        // Given
        client.table("T").putItem("T", "a", 1);
        client.shard(ARN, "s1", null);
        create().start();

        // When
        reader.addSplits(List.of(split("s1"), segment(0)));
        pollUntil(() -> !sentSinceTheStart().isEmpty());
        List<SourceEvent> events = List.copyOf(sentSinceTheStart());
        List<DynamoDbStreamsSplit> unconfirmed = reader.snapshotState(1);
        reader.handleSourceEvents(new HandoverComplete("segment-0"));
        List<DynamoDbStreamsSplit> confirmed = reader.snapshotState(2);
        long assignedShards = metrics.gauge("assignedShards");
        pollUntil(() -> !released.isEmpty());

        // Then
        assertThat(output.getEmittedRecords()).containsExactly("a");
        assertThat(events).containsExactly(new SegmentEnded(0));
        assertThat(unconfirmed).containsExactlyInAnyOrder(split("s1"), segment(0).end());
        assertThat(confirmed).containsExactly(split("s1"));
        assertThat(assignedShards).isOne();
        assertThat(metrics.gauge("assignedShards")).isOne();
        assertThat(released).containsExactly("segment-0");
    }

    @Test
    void aSegmentRestoredAsEndedIsReportedAgainAndItsInputEndsWhenItIsConfirmed() throws Exception {
        // Given
        client.table("T").putItem("T", "a", 1);
        create();
        reader.addSplits(List.of(segment(0).end()));
        reader.start();
        reader.notifyNoMoreSplits();
        InputStatus waiting = reader.pollNext(output);

        // When
        reader.handleSourceEvents(new HandoverComplete("segment-0"));
        pollUntil(() -> reader.pollNext(output) == InputStatus.END_OF_INPUT);

        // Then
        assertThat(context.getSentEvents())
                .containsExactly(
                        new SplitsRestored(List.of(), List.of("segment-0")), new SegmentEnded(0));
        assertThat(waiting).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(output.getEmittedRecords()).isEmpty();
    }

    private static SegmentSplit segment(int segment) {
        return SegmentSplit.of(
                new ScannedTable("T", "arn:table/T", List.of("id"), 1, true), segment);
    }

    @Test
    void aReaderThatHadNothingLeftTakesNewSplits() throws Exception {
        // Given
        client.shard(ARN, "s1", null).shard(ARN, "s2", null);
        client.closeShard("s1");
        client.append("s2", "b");
        create().start();
        reader.addSplits(List.of(split("s1")));
        pollUntil(() -> !sentSinceTheStart().isEmpty());
        reader.handleSourceEvents(new HandoverComplete("s1"));
        pollUntil(() -> !released.isEmpty());
        pollUntil(() -> reader.pollNext(output) == InputStatus.NOTHING_AVAILABLE);

        // When
        reader.addSplits(List.of(split("s2")));
        pollUntil(() -> !output.getEmittedRecords().isEmpty());

        // Then
        assertThat(output.getEmittedRecords()).containsExactly("b");
    }

    @Test
    void recordsAreCountedAndNewsForTheStateAreNot() throws Exception {
        // Given
        client.shard(ARN, "s1", null).append("s1", "twice-a");
        client.append("s1", "b");
        client.closeShard("s1");
        create().start();

        // When
        reader.addSplits(List.of(split("s1")));
        pollUntil(() -> !sentSinceTheStart().isEmpty());

        // Then two records, three elements, and an end
        assertThat(output.getEmittedRecords()).hasSize(3);
        assertThat(metrics.getIOMetricGroup().getNumRecordsInCounter().getCount()).isEqualTo(2);
    }

    @Test
    void aFailureOfTheFetcherFailsTheReader() throws Exception {
        // Given
        client.shard(ARN, "s1", null);
        client.fail(null, "s1", StreamsException.Kind.ACCESS_DENIED, 1);
        create().start();

        // When
        reader.addSplits(List.of(split("s1")));

        // Then
        assertThatThrownBy(() -> pollUntil(() -> false))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" on shard s1 of stream " + ARN + " failed: ");
    }

    /** A poll that finds the queue empty undoes the announcement: so does the one of the test. */
    @Test
    void aFailureWhoseAnnouncementIsLostFailsTheReaderAllTheSame() throws Exception {
        // Given
        client.shard(ARN, "s1", null);
        client.fail(
                ScriptedStreamsClient.Operation.GET_RECORDS,
                "s1",
                StreamsException.Kind.ACCESS_DENIED,
                1);
        create().start();
        reader.addSplits(List.of(split("s1")));
        SplitFetcherManager<?, ?> fetchers = fetchers();
        Awaitility.await().until(() -> hasFailed(fetchers));
        Awaitility.await().until(() -> fetchers.getQueue().getAvailabilityFuture().isDone());

        // When
        fetchers.getQueue().poll();

        // Then
        assertThat(fetchers.getQueue().getAvailabilityFuture()).isNotDone();
        assertThat(reader.isAvailable()).isDone();
        assertThatThrownBy(() -> reader.pollNext(output))
                .rootCause()
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" on shard s1 of stream " + ARN + " failed: ");
    }

    private static boolean hasFailed(SplitFetcherManager<?, ?> fetchers) {
        return ((DynamoDbStreamsFetcherManager<?>) fetchers).hasFailed();
    }

    private SplitFetcherManager<?, ?> fetchers() throws ReflectiveOperationException {
        Field field = SourceReaderBase.class.getDeclaredField("splitFetcherManager");
        field.setAccessible(true);
        return (SplitFetcherManager<?, ?>) field.get(reader);
    }

    @Test
    void closingEndsTheClientWhileACallIsUnderWay() throws Exception {
        // Given
        client.shard(ARN, "s1", null).hold("s1");
        create().start();
        reader.addSplits(List.of(split("s1")));
        Awaitility.await().until(() -> client.held("s1") == 1);

        // When
        reader.close();
        reader = null;
        client.release("s1");

        // Then
        assertThat(client.isClosed()).isTrue();
    }

    private DynamoDbStreamsSourceReader<String> create() throws Exception {
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL, Duration.ofMillis(5));
        options.set(DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL, Duration.ofMillis(20));
        reader =
                DynamoDbStreamsSourceReader.create(
                        context,
                        SourceConfig.from(options),
                        loader -> client,
                        new KeySchema(),
                        new WatermarkHold());
        return reader;
    }

    private static ShardSplit split(String shardId) {
        return ShardSplit.of(ARN, shardId, null, ShardPosition.trimHorizon());
    }

    private ShardSplit stateOf(String shardId) {
        for (DynamoDbStreamsSplit split : reader.snapshotState(1)) {
            if (split.splitId().equals(shardId)) {
                return (ShardSplit) split;
            }
        }
        throw new AssertionError("no state of " + shardId);
    }

    /** Polls, one step at a time, until something holds. */
    private void pollUntil(Callable<Boolean> condition) {
        Awaitility.await()
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            if (condition.call()) {
                                return true;
                            }
                            reader.pollNext(output);
                            return condition.call();
                        });
    }
}
