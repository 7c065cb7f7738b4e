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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table and its stream: how reading them begins, and how it goes on after a restore. */
@OnEachFlink
class EnumeratorInitialTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void aTableInFourSegmentsWithAStream() {
        harness.readItemsAndStream(4);
        harness.shards("a");
    }

    private Instant now() {
        return harness.clock.instant();
    }

    private List<String> assigned() {
        return List.copyOf(harness.context.ownerOf.keySet());
    }

    private ShardSplit shard(String shardId) {
        return harness.context.lastSplit(shardId);
    }

    @Test
    void theStreamIsTheOneInTheTablesDescription() {
        harness.start(1, 0);

        assertThat(shard("a").streamArn()).isEqualTo(EnumeratorHarness.ARN);
        assertThat(assigned())
                .containsExactlyInAnyOrder("a", "segment-0", "segment-1", "segment-2", "segment-3");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isOne();
        assertThat(harness.service.calls(Operation.LIST_STREAMS)).isZero();
    }

    /** Items that are read first may have been inserted before, and nothing remembers them. */
    @Test
    void insertionsCountAsRememberedFromWhereTheStreamIsRead() {
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        harness.start(1, 0);

        Instant readFrom = shard("a").position().notBefore().orElseThrow();
        assertThat(shard("a").recentInserts())
                .contains(RecentInserts.since(readFrom.plusSeconds(1)));
    }

    @Test
    void withoutRepairNoInsertionIsRemembered() {
        harness.start(1, 0);

        assertThat(shard("a").recentInserts()).isEmpty();
    }

    @Test
    void whatAFailedReaderHadIsReadAgainShardsAndSegmentsAlike() {
        harness.start(1, 0);

        harness.fail(0, "a", "segment-0", "segment-1", "segment-2", "segment-3");
        harness.context.ownerOf.clear();
        harness.addReader(0);

        assertThat(assigned())
                .containsExactlyInAnyOrder("a", "segment-0", "segment-1", "segment-2", "segment-3");
    }

    /** A2. */
    @Test
    void noSegmentIsAssignedBeforeTheStreamIsEnabled() {
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.ENABLING);
        harness.start(1, 0);
        harness.pass(MINUTE);
        List<String> before = assigned();

        harness.service.status(EnumeratorHarness.ARN, StreamStatus.ENABLED);
        harness.pass(MINUTE);

        assertThat(before).containsExactly("a");
        assertThat(assigned()).contains("segment-0", "segment-1", "segment-2", "segment-3");
    }

    @Test
    void aStreamThatIsDisabledBeforeTheFirstSegmentFailsTheJob() {
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.ENABLING);
        harness.start(1, 0);
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);

        assertThatThrownBy(() -> harness.pass(MINUTE))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith("Table orders has no enabled stream");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTableWithoutAnEnabledStreamFailsTheJob(boolean everHadOne) {
        if (everHadOne) {
            harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        } else {
            harness.service.dropStream(EnumeratorHarness.ARN);
        }

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "Table orders has no enabled stream, which 'scan.startup.mode' = 'initial'"
                                + " needs: enable one, with the view type that the job needs, or"
                                + " read the table alone with 'snapshot'");
    }

    /** A1: changes are wanted from the service's time on, if this machine's clock is ahead. */
    @ParameterizedTest
    @CsvSource({"90, 90", "-30, 0"})
    void theStartIsTheEarlierOfTheServicesTimeAndThisMachines(long behind, long startBehind) {
        harness.service.tellTime(Duration.ofSeconds(behind));

        harness.start(1, 0);

        Instant start = now().minusSeconds(startBehind);
        assertThat(harness.checkpoint(1, true).startedAt()).isEqualTo(start);
        assertThat(shard("a").position().notBefore()).contains(start.minusSeconds(60));
    }

    /** A4. */
    @Test
    void changesAreWantedFromEarlierOnIfPagesAreReadEventuallyConsistent() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, false);

        harness.start(1, 0);

        assertThat(shard("a").position().notBefore()).contains(now().minusSeconds(120));
    }

    /** What was fixed at the first start holds: the pages are read as they were then. */
    @Test
    void anotherConsistencyAfterARestoreChangesNothing() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, false);
        harness.start(1, 0);
        Instant start = now();
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, true);
        harness.shards("b");

        harness.restore(1, state, 0);

        assertThat(shard("b").position().notBefore()).contains(start.minusSeconds(120));
        assertThat(harness.context.actions).contains("FrontierMoved(2026-01-01T11:58:00Z) -> 0");
    }

    /** A3: a filter in the middle of an item's changes would leave a hole. */
    @Test
    void childrenOfAShardThatWasReadHaveNoFilter() {
        harness.start(1, 0);
        harness.service.split("a", "child");

        harness.end(0, "a");

        assertThat(shard("a").position().notBefore()).isPresent();
        assertThat(shard("child").position().notBefore()).isEmpty();
        assertThat(shard("child").latestOnFirstRead()).isFalse();
    }

    @Test
    void noShardIsReadWithALatestIterator() {
        harness.start(1, 0);

        assertThat(shard("a").latestOnFirstRead()).isFalse();
    }

    @Test
    void theStopAtLatestIsTheStart() {
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.service.tellTime(Duration.ofSeconds(90));

        harness.start(1, 0);

        assertThat(shard("a").stopAt()).contains(now().minusSeconds(90));
    }

    @Test
    void aStreamThatIsNamedMustBeTheLatestOfItsTable() {
        String older = "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2025-01-01T00:00:00.000";
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.TABLE_NAME);
        harness.options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, older);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "'stream.arn' = '%s' isn't the latest stream of table orders, which"
                                + " 'scan.startup.mode' = 'initial' needs: set 'stream.arn' = '%s'",
                        older, EnumeratorHarness.ARN);
    }

    @Test
    void theTableOfANamedStreamIsRead() {
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.TABLE_NAME);
        harness.options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, EnumeratorHarness.ARN);

        harness.start(1, 0);

        assertThat(assigned()).contains("a", "segment-0");
    }

    @Test
    void aTableMayBeNamedByItsArn() {
        harness.options.set(
                DynamoDbStreamsSourceOptions.TABLE_NAME,
                "arn:aws:dynamodb:us-east-1:000000000000:table/orders");

        harness.start(1, 0);

        assertThat(assigned()).contains("a", "segment-0");
    }

    @Test
    void anUnfinishedScanAndItsStreamGoOnAfterARestore() {
        harness.start(1, 0);
        Instant start = now();
        harness.endSegments(0, 1);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(MINUTE);
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 9);

        harness.restore(2, state, 0, 1);
        harness.restoredWith(1, "a", "segment-0", "segment-2", "segment-3");

        EnumeratorState after = harness.checkpoint(2, true);
        assertThat(after.startedAt()).isEqualTo(start);
        assertThat(after.scan().orElseThrow().table().totalSegments()).isEqualTo(4);
        assertThat(after.scan().orElseThrow().finished().cardinality()).isOne();
        assertThat(after.scan().orElseThrow().overlap()).isEqualTo(Overlap.FRONTIER);
        assertThat(assigned()).isEmpty();
    }

    @Test
    void shardsAndSegmentsThatNobodyHasAreCountedTogether() {
        harness.options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 2);
        harness.shards("b", "c", "d");

        harness.start(2, 0);

        long shards = List.of("a", "b", "c", "d").stream().filter(s -> !isAssigned(s)).count();
        assertThat(shards).isPositive();
        assertThat(harness.context.gauges.get("unassignedSplits").getValue()).isEqualTo(shards + 3);
    }

    private boolean isAssigned(String splitId) {
        return harness.context.ownerOf.containsKey(splitId);
    }

    /** A5. */
    @Test
    void aTableThatIsCreatedAgainFailsItsScanWithinMinutes() {
        harness.start(1, 0);
        harness.service.recreateTable("orders");

        assertThatThrownBy(() -> harness.pass(TableWatch.INTERVAL))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("deleted and created again");
    }

    @Test
    void aStateOfAJobThatNeverReadTheTableGoesOnWithItsStream() {
        EnumeratorState state = new EnumeratorState(EnumeratorHarness.ARN, now(), true, List.of());

        harness.restore(2, state, 0);
        harness.addReader(1);

        assertThat(assigned()).containsExactly("a");
        assertThat(harness.context.actions)
                .containsOnlyOnce("OverlapEnded() -> 0", "OverlapEnded() -> 1");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isZero();
        assertThat(harness.checkpoint(1, true).scan()).isEmpty();
    }

    @Test
    void aStateFromBeforeTheDescriptionBeginsWithTheTable() {
        harness.service.hold("orders");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.release("orders");

        harness.restore(1, state, 0);

        assertThat(assigned()).contains("a", "segment-0");
    }

    @ParameterizedTest
    @CsvSource({"LATEST, latest", "SNAPSHOT, snapshot"})
    void anUnfinishedScanIsNotGivenUpByAnotherStartupMode(ScanStartupMode mode, String word) {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, mode);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "The state that the job was restored from holds an unfinished snapshot of"
                                + " table orders, but 'scan.startup.mode' = '%s'. Start the job"
                                + " without that state, or set 'initial'",
                        word);
    }

    @Test
    void aSnapshotAloneIsNotContinuedWithAStream() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "The state that the job was restored from holds a snapshot of table orders,"
                                + " but 'scan.startup.mode' = 'initial'. Start the job without that"
                                + " state, or set 'snapshot'");
    }

    @ParameterizedTest
    @CsvSource({
        "false, held back, reconciled with the items",
        "true, reconciled with the items, held back"
    })
    void anUnfinishedScanIsNotContinuedInAnotherWay(boolean reconciled, String was, String is) {
        harness.reconcile(reconciled);
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.reconcile(!reconciled);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "The state that the job was restored from holds an unfinished snapshot of"
                                + " table orders, with changes that are %s, but here they are %s."
                                + " Start the job without that state, or with the changelog mode,"
                                + " and 'scan.on-data-loss', that it had",
                        was, is);
    }

    /** A22: a shard that hasn't returned a record knows nothing of what was trimmed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoreAfterMoreThanADayIsALoss(boolean reconciled) {
        harness.reconcile(reconciled);
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(24).plus(MINUTE));

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith(
                        "Data loss: the state holds an unfinished snapshot of table orders, and has"
                                + " read the stream up to 2026-01-01T12:00:00Z. DynamoDB Streams"
                                + " keeps records for 24 hours.");
    }

    @Test
    void aRestoreWithinADayIsNoLoss() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(24));

        harness.restore(1, state, 0);

        assertThat(harness.checkpoint(2, true).scan()).isPresent();
    }

    @Test
    void aLossByALateRestoreIsAcceptedIfChangesAreHeldBack() {
        harness.onDataLossContinue();
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(30));

        harness.restore(1, state, 0);

        assertThat(harness.context.actions).contains("FrontierMoved(2026-01-02T17:59:00Z) -> 0");
    }

    @Test
    void aLossByALateRestoreIsNeverAcceptedIfChangesAreReconciled() {
        harness.reconcile(true);
        harness.onDataLossContinue();
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(30));

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("whatever 'scan.on-data-loss' says");
    }

    /** A22 again: a reader that fails alone goes back to the last completed checkpoint as well. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderThatGoesBackMoreThanADayIsALoss(boolean reconciled) {
        harness.reconcile(reconciled);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(24).plus(MINUTE));

        assertThatThrownBy(() -> harness.fail(0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith(
                        "Data loss: the state holds an unfinished snapshot of table orders, and has"
                                + " read the stream up to 2026-01-01T12:00:00Z.");
    }

    /** What counts is the last checkpoint that has completed, not the last one that was taken. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderThatGoesBackLessThanADayIsNoLoss(boolean completed) {
        harness.reconcile(true);
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(12));
        harness.checkpoint(2, true);
        harness.checkpoint(3, completed);
        harness.pass(Duration.ofHours(13));

        if (completed) {
            harness.fail(0);
        } else {
            assertThatThrownBy(() -> harness.fail(0)).hasMessageStartingWith("Data loss: ");
        }
    }
}
