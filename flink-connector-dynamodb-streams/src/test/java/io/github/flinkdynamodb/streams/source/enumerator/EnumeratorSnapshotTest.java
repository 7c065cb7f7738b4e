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
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table whose items are read: from its description to the end of its last segment. */
@OnEachFlink
class EnumeratorSnapshotTest {

    private static final StreamRequirements NOTHING = StreamRequirements.none();

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void aTableInFourSegments() {
        harness.readItems(4);
    }

    private static BitSet set(int... segments) {
        BitSet set = new BitSet();
        for (int segment : segments) {
            set.set(segment);
        }
        return set;
    }

    private ScanState scan(EnumeratorState state) {
        return state.scan().orElseThrow();
    }

    @Test
    void segmentsAreSharedOutOnceTheTableIsDescribed() {
        harness.service.hold("orders");
        harness.start(2, 0, 1);
        List<String> before = List.copyOf(harness.context.actions);

        harness.service.release("orders");
        harness.executor.run();

        assertThat(before).isEmpty();
        assertThat(harness.context.ownerOf.values()).containsOnly(0, 1).hasSize(4);
        SegmentSplit split = (SegmentSplit) harness.context.lastSplitOf("segment-3");
        assertThat(split.table().name()).isEqualTo("orders");
        assertThat(split.table().keyNames()).containsExactly("id");
        assertThat(split.table().totalSegments()).isEqualTo(4);
        assertThat(split.table().consistentRead()).isTrue();
        assertThat(harness.service.calls(Operation.LIST_STREAMS)).isZero();
    }

    @Test
    void readersAreToldTheEndOnceAllSegmentsAreReadAndTheTableIsStillTheSame() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1, 2);
        harness.service.hold("orders");
        harness.endSegments(0, 3);
        List<String> before = List.copyOf(harness.context.actions);

        harness.service.release("orders");
        harness.executor.run();

        assertThat(before)
                .endsWith("HandoverComplete(segment-3) -> 0")
                .doesNotContain("no more splits -> 0");
        assertThat(harness.context.actions).endsWith("no more splits -> 0");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isEqualTo(2);
    }

    @Test
    void aTableThatIsCreatedAgainDuringItsSnapshotFailsIt() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1, 2);
        harness.service.recreateTable("orders");

        assertThatThrownBy(() -> harness.endSegments(0, 3))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("table orders with the id orders-id-0")
                .hasMessageContaining("the table has the id orders-id-0-again now")
                .hasMessageContaining("deleted and created again");
    }

    @Test
    void aTableThatIsCreatedAgainBeforeARestoreFailsIt() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.recreateTable("orders");

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("deleted and created again");
    }

    @Test
    void theNumberOfSegmentsIsFixedAtTheFirstStart() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS, 9);

        harness.restore(3, state, 0, 1, 2);

        assertThat(scan(harness.checkpoint(2, true)).table().totalSegments()).isEqualTo(4);
    }

    @Test
    void aSnapshotIsReadToItsEndAsConsistentAsItWasBegun() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        TableChecks before = new TableChecks(SourceConfig.from(harness.options), NOTHING);
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_CONSISTENT_READ, false);
        TableChecks after = new TableChecks(SourceConfig.from(harness.options), NOTHING);

        harness.restore(1, state, 0);

        ScannedTable table = scan(harness.checkpoint(2, true)).table();
        assertThat(table.consistentRead()).isTrue();
        assertThat(before.keptConsistency(table)).isEmpty();
        assertThat(after.keptConsistency(table))
                .contains(
                        "'scan.snapshot.consistent-read' = 'false' has no effect: the snapshot of"
                                + " table orders goes on with 'true', as it was begun. Start the"
                                + " job without its state to change that");
    }

    @Test
    void withoutASettingEachSubtaskHasFourSegments() {
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);

        harness.start(3, 0, 1, 2);

        assertThat(harness.context.ownerOf).hasSize(12);
    }

    @Test
    void aSegmentIsFinishedItsFollowerAssignedAndItsReaderToldInOneStep() {
        harness.options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 4);
        harness.start(1, 0);
        ScanState before = scan(harness.checkpoint(1, true));

        harness.endSegments(0, 0);

        assertThat(before.held()).isEqualTo(set(0, 2));
        ScanState after = scan(harness.checkpoint(2, true));
        assertThat(after.finished()).isEqualTo(set(0));
        assertThat(after.held()).isEqualTo(set(1, 2));
        assertThat(harness.context.actions)
                .containsExactly(
                        "assign segment-0 -> 0",
                        "assign segment-2 -> 0",
                        "assign segment-1 -> 0",
                        "HandoverComplete(segment-0) -> 0");
    }

    @Test
    void anEndThatIsReportedDuringACheckpointWaitsAsAWhole() {
        harness.options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 2);
        harness.start(1, 0);
        harness.enumerator.snapshotState(1);
        harness.endSegments(0, 0);
        List<String> during = List.copyOf(harness.context.actions);
        ScanState second = scan(harness.enumerator.snapshotState(2));

        for (long checkpoint = 1; checkpoint <= 2; checkpoint++) {
            harness.enumerator.handleSourceEvent(0, new SnapshotTaken(checkpoint));
            harness.enumerator.handleSourceEvent(0, new SnapshotAcknowledged(checkpoint));
        }

        assertThat(during).containsExactly("assign segment-0 -> 0");
        assertThat(second.finished()).isEqualTo(set());
        assertThat(second.held()).isEqualTo(set(0));
        assertThat(harness.context.actions)
                .containsExactly(
                        "assign segment-0 -> 0",
                        "assign segment-2 -> 0",
                        "HandoverComplete(segment-0) -> 0");
    }

    @Test
    void aRestoredEnumeratorGivesOutOnlyWhatNobodyHas() {
        harness.options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 4);
        harness.start(1, 0);
        harness.endSegments(0, 0);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.restore(3, state, 0, 1, 2);
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(1, "segment-1");
        harness.restoredWith(2, "segment-2");

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).containsExactly("assign segment-3 -> 0");
    }

    @Test
    void anEndIsConfirmedAgainToAReaderThatMissedIt() {
        harness.start(1, 0);
        harness.endSegments(0, 2);
        harness.endSegments(0, 2);

        assertThat(harness.context.actions)
                .endsWith("HandoverComplete(segment-2) -> 0", "HandoverComplete(segment-2) -> 0");
        assertThat(scan(harness.checkpoint(1, true)).finished()).isEqualTo(set(2));
    }

    @Test
    void whatAFailedReaderHadReadSinceTheLastCheckpointIsReadAgainBeforeTheEnd() {
        // Given a table that has been read, of which no checkpoint knows
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);
        int reader = harness.context.ownerOf.get("segment-3");
        for (int segment = 0; segment < 4; segment++) {
            harness.endSegments(harness.context.ownerOf.get("segment-" + segment), segment);
        }
        List<String> before = List.copyOf(harness.context.actions);

        // When one of the readers fails
        harness.fail(reader);
        harness.addReader(reader);
        ScanState afterwards = scan(harness.checkpoint(2, true));

        // Then
        assertThat(before).contains("no more splits -> 0", "no more splits -> 1");
        assertThat(afterwards.phase()).isEqualTo(ScanPhase.SCANNING);
        assertThat(afterwards.held().get(3)).isTrue();
        assertThat(afterwards.finished().cardinality()).isEqualTo(2);
        harness.restoredWith(
                reader,
                afterwards.held().stream().mapToObj(SegmentSplit::idOf).toArray(String[]::new));
        afterwards.held().stream().forEach(segment -> harness.endSegments(reader, segment));
        assertThat(scan(harness.checkpoint(3, true)).phase()).isEqualTo(ScanPhase.OVER);
        assertThat(harness.context.actions).endsWith("no more splits -> " + reader);
    }

    @Test
    void whatAReaderHadThatFailsAfterTheEndGoesToNoneThatKnowsTheEnd() {
        // Given a table that has been read, of which no checkpoint knows
        harness.start(2, 0, 1);
        String[] lost = endAllSegments();
        List<String> before = List.copyOf(harness.context.actions);

        // When
        harness.fail(0, lost);
        List<String> whileAway = List.copyOf(harness.context.actions);
        harness.addReader(0);

        // Then
        assertThat(before).contains("no more splits -> 0", "no more splits -> 1");
        assertThat(whileAway).isEqualTo(before);
        assertThat(since(before))
                .containsExactlyInAnyOrder(
                        "assign " + lost[0] + " -> 0", "assign " + lost[1] + " -> 0");
        endSegments(0, lost);
        assertThat(scan(harness.checkpoint(1, true)).phase()).isEqualTo(ScanPhase.OVER);
        assertThat(since(before))
                .endsWith("no more splits -> 0")
                .doesNotContain("no more splits -> 1");
    }

    @Test
    void aReaderThatFailsAfterTheEndHasTheWholeBudgetIfItReadsAlone() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);
        harness.start(2, 0, 1);
        String[] lost = endAllSegments();
        List<String> before = List.copyOf(harness.context.actions);

        harness.fail(0, lost);
        harness.addReader(0);

        assertThat(since(before)).contains("ReadCapacityGranted(99.5) -> 0");
    }

    /** Has all segments read, and returns those that the first reader had. */
    private String[] endAllSegments() {
        Map<String, Integer> owners = Map.copyOf(harness.context.ownerOf);
        owners.forEach((segment, reader) -> endSegments(reader, segment));
        return owners.keySet().stream()
                .filter(segment -> owners.get(segment) == 0)
                .toArray(String[]::new);
    }

    private void endSegments(int reader, String... segments) {
        for (String segment : segments) {
            harness.endSegments(reader, SegmentSplit.segmentOf(segment));
        }
    }

    private List<String> since(List<String> before) {
        return harness.context.actions.subList(before.size(), harness.context.actions.size());
    }

    @Test
    void anAnswerFromBeforeASegmentWasReadAgainEndsNothing() {
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.hold("orders");
        harness.endSegments(0, 0, 1, 2, 3);
        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "segment-0", "segment-1", "segment-2", "segment-3");
        harness.endSegments(0, 0, 1, 2, 3);

        harness.service.answerHeld("orders", 1);
        harness.executor.run();
        ScanPhase afterTheFirst = scan(harness.checkpoint(2, true)).phase();
        harness.service.release("orders");
        harness.executor.run();

        assertThat(afterTheFirst).isEqualTo(ScanPhase.SCANNED);
        assertThat(scan(harness.checkpoint(3, true)).phase()).isEqualTo(ScanPhase.OVER);
    }

    @Test
    void aSnapshotThatIsOverIsNotBegunAgainAfterARestore() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1, 2, 3);
        EnumeratorState state = harness.checkpoint(1, true);
        int described = harness.service.calls(Operation.DESCRIBE_TABLE);

        harness.restore(2, state, 0, 1);

        assertThat(harness.context.actions)
                .containsExactly("no more splits -> 0", "no more splits -> 1");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isEqualTo(described);
    }

    @Test
    void aSnapshotThatIsOverShowsItsSegmentsAfterARestore() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1, 2, 3);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.restore(1, state, 0);

        assertThat(harness.context.gauges.get("snapshotSegments").getValue()).isEqualTo(4L);
        assertThat(harness.context.gauges.get("snapshotSegmentsRemaining").getValue())
                .isEqualTo(0L);
        assertThat(harness.context.gauges.get("isSnapshotting").getValue()).isEqualTo(0);
    }

    @Test
    void aStateFromBeforeTheDescriptionHoldsNoScan() {
        harness.service.hold("orders");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.release("orders");

        harness.restore(1, state, 0);

        assertThat(state.scan()).isEmpty();
        assertThat(harness.context.ownerOf).hasSize(4);
    }

    @Test
    void aTableThatIsBeingCreatedIsWaitedFor() {
        harness.service.tableStatus("orders", "CREATING");
        harness.start(1, 0);
        harness.pass(Duration.ofSeconds(20));
        List<String> before = List.copyOf(harness.context.actions);

        harness.service.tableStatus("orders", "ACTIVE");
        harness.pass(TableWatch.WAIT);

        assertThat(before).isEmpty();
        assertThat(harness.context.ownerOf).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"DELETING", "ARCHIVED", "ARCHIVING", "INACCESSIBLE_ENCRYPTION_CREDENTIALS"})
    void aTableThatCanNotBeReadFailsTheJob(String status) {
        harness.service.tableStatus("orders", status);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "Table orders is %s: it can't be read. Start the job with a table that is"
                                + " ACTIVE",
                        status);
    }

    @Test
    void aTableThatDoesNotExistFailsTheJob() {
        harness.service.dropTable("orders");

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining(
                        "Table orders doesn't exist: check its name, the region and the endpoint")
                .hasNoCause();
    }

    @Test
    void aTableThatMayNotBeDescribedFailsTheJob() {
        harness.service.fail(
                Operation.DESCRIBE_TABLE, "orders", StreamsException.Kind.ACCESS_DENIED, 1);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith("Table orders can't be described: ");
        assertThat(harness.service.faultsLeft()).isZero();
    }

    @Test
    void aTableThatTheServiceCanNotDescribeForAWhileIsDescribedLater() {
        harness.service.fail(
                Operation.DESCRIBE_TABLE, "orders", StreamsException.Kind.THROTTLED, 3);
        harness.start(1, 0);

        harness.pass(Duration.ofMinutes(1));

        assertThat(harness.service.faultsLeft()).isZero();
        assertThat(harness.context.ownerOf).hasSize(4);
    }

    @Test
    void aTableWithAnotherKeyThanTheSchemaNeedsFailsTheJob() {
        harness.require(
                StreamRequirements.none().withKeyAttributes(List.of("number"), "PRIMARY KEY"));

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("can't serve this job: the key of its table is [id]")
                .hasMessageContaining("PRIMARY KEY is [number]");
    }

    @Test
    void aSnapshotIsNotContinuedByAnotherStartupMode() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS);
        harness.options.set(
                DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.TRIM_HORIZON);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "The state that the job was restored from holds a snapshot of table orders,"
                                + " but 'scan.startup.mode' = 'trim-horizon'. Start the job without"
                                + " that state, or set 'snapshot'");
    }

    @Test
    void positionsInAStreamAreNotContinuedByASnapshot() {
        EnumeratorState state =
                new EnumeratorState(
                        EnumeratorHarness.ARN, harness.clock.instant(), true, List.of());

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("holds positions in the stream " + EnumeratorHarness.ARN)
                .hasMessageContaining("'scan.startup.mode' = 'snapshot' reads no stream");
    }

    @Test
    void aSnapshotIsNotContinuedWithAnotherTable() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.table("others");
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "others");

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("holds a snapshot of table arn:aws:")
                .hasMessageContaining("table/orders, but the settings name table arn:aws:")
                .hasMessageContaining("table/others.");
    }

    @Test
    void readersAreToldTheirShareOfTheBudgetBeforeTheyGetSegments() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);

        harness.start(2, 0, 1);

        assertThat(harness.context.actions)
                .startsWith("ReadCapacityGranted(50.0) -> 0", "ReadCapacityGranted(50.0) -> 1")
                .hasSize(6);
    }

    @Test
    void aReaderThatGetsAnotherSegmentKeepsItsShare() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);
        harness.options.set(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 2);
        harness.start(2, 0, 1);
        List<String> before = List.copyOf(harness.context.actions);
        Map<String, Integer> owners = Map.copyOf(harness.context.ownerOf);

        owners.forEach(
                (segment, reader) -> {
                    if (reader == 0) {
                        endSegments(reader, segment);
                    }
                });

        assertThat(since(before))
                .hasSize(2)
                .satisfies(
                        actions -> {
                            assertThat(actions.get(0)).startsWith("assign ").endsWith(" -> 0");
                            assertThat(actions.get(1)).startsWith("HandoverComplete");
                        });
    }

    @Test
    void theBudgetIsHalfOfWhatIsProvisioned() {
        harness.service.readUnits("orders", 80, 0);

        harness.start(1, 0);

        assertThat(harness.context.actions).startsWith("ReadCapacityGranted(40.0) -> 0");
    }

    @Test
    void aTableOnDemandIsReadWithHalfOfItsWarmThroughputToBeginWith() {
        harness.service.readUnits("orders", 0, 12_000);

        harness.start(2, 0, 1);

        assertThat(harness.context.actions)
                .startsWith(
                        "ReadCapacityGranted(3000.0 or more) -> 0",
                        "ReadCapacityGranted(3000.0 or more) -> 1");
    }

    @Test
    void withProvisionedCapacityTheWarmThroughputDoesNotMatter() {
        harness.service.readUnits("orders", 80, 12_000);

        harness.start(1, 0);

        assertThat(harness.context.actions).startsWith("ReadCapacityGranted(40.0) -> 0");
    }

    @Test
    void aBudgetThatIsSetHoldsForATableOnDemandToo() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);
        harness.service.readUnits("orders", 0, 12_000);

        harness.start(1, 0);

        assertThat(harness.context.actions).startsWith("ReadCapacityGranted(100.0) -> 0");
    }

    @Test
    void aTableOnDemandOfWhichNothingElseIsKnownIsReadWithoutABudget() {
        harness.start(1, 0);

        assertThat(harness.context.actions).noneMatch(action -> action.startsWith("ReadCapacity"));
    }

    @Test
    void whatAReaderNoLongerNeedsGoesToTheOthers() {
        harness.options.set(DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY, 100L);
        harness.start(2, 0, 1);
        int other = 1 - harness.context.ownerOf.get("segment-0");

        for (int segment = 0; segment < 4; segment++) {
            if (harness.context.ownerOf.get("segment-" + segment) != other) {
                harness.endSegments(1 - other, segment);
            }
        }

        assertThat(harness.context.actions)
                .contains(
                        "ReadCapacityGranted(0.5) -> " + (1 - other),
                        "ReadCapacityGranted(99.5) -> " + other);
    }
}
