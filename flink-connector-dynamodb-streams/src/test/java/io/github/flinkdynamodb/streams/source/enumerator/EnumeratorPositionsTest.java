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

import static io.github.flinkdynamodb.streams.source.enumerator.EnumeratorHarness.ARN;
import static io.github.flinkdynamodb.streams.source.enumerator.EnumeratorHarness.SUCCESSOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.positions.PositionsFormat;
import io.github.flinkdynamodb.streams.source.positions.ReadShard;
import io.github.flinkdynamodb.streams.source.positions.StartPositions;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first start of a source at positions, and what is left of them in its state. */
@OnEachFlink
class EnumeratorPositionsTest {

    private static final Instant TIME = Instant.parse("2026-01-01T10:00:00Z");

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @TempDir private Path folder;

    @BeforeEach
    void startAtPositions() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.POSITIONS);
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE, file().toString());
    }

    private Path file() {
        return folder.resolve("positions.json");
    }

    private void positions(ReadShard... shards) {
        try {
            Files.write(
                    file(),
                    PositionsFormat.write(new StartPositions(ARN, null, null, List.of(shards))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ReadShard after(String shard, String parent, String number) {
        ShardPosition position = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(number));
        return ReadShard.upTo(shard, parent, position, TIME);
    }

    private String fails(int parallelism) {
        String[] message = new String[1];
        assertThatThrownBy(() -> harness.start(parallelism, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private static void assertAfter(ShardSplit split, String number) {
        assertThat(split.position().after()).contains(SequenceNumber.of(number));
        assertThat(split.lastRecordTime()).contains(TIME);
    }

    @Test
    void eachShardBeginsAtItsPosition() {
        positions(
                ReadShard.finished("a", null),
                after("b", "a", "17"),
                ReadShard.upTo("c", "a", ShardPosition.trimHorizon(TIME), null));
        harness.shards("a");
        harness.service.split("a", "b", "c");
        harness.service.split("b", "d");

        harness.start(2, 0, 1);

        assertThat(harness.context.ownerOf).containsOnlyKeys("b", "c");
        assertAfter(harness.context.lastSplit("b"), "17");
        assertThat(harness.context.lastSplit("c").position())
                .isEqualTo(ShardPosition.trimHorizon(TIME));
        harness.end(harness.context.ownerOf.get("b"), "b");
        assertThat(harness.context.lastSplit("d").position())
                .isEqualTo(ShardPosition.trimHorizon());
    }

    /** The other job has emitted what was inserted before, and nobody remembers it. */
    @Test
    void withRepairInsertionsAreRememberedFromThePositionOn() {
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        positions(after("a", null, "17"));
        harness.shards("a");

        harness.start(1, 0);

        assertThat(harness.context.lastSplit("a").recentInserts().orElseThrow().since())
                .contains(TIME.plusSeconds(1));
    }

    /** A reader finds it missing if the record behind which it begins has been trimmed. */
    @Test
    void aShardBehindARecordIsNeverReadTooLate() {
        Instant now = harness.clock.instant();
        String child =
                String.format(
                        "shardId-%020d-12345678", now.minus(Duration.ofHours(22)).toEpochMilli());
        positions(after("a", null, "17"), after(child, "a", "18"));
        harness.shards("a");
        harness.service.split("a", child);
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(3));

        harness.end(0, "a");
        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.context.ownerOf).containsKey(child);
    }

    /** Another page may show that a shard of the first one has been read. */
    @Test
    void nothingIsAssignedBeforeAllShardsAreListed() {
        positions(after("c", null, "17"));
        harness.shards("a");
        harness.service.split("a", "b");
        harness.service.split("b", "c");
        harness.service.shardsPerPage(1);

        harness.start(1, 0);

        assertThat(harness.context.ownerOf).containsOnlyKeys("c");
    }

    /** The parent is still being read: until then its child's position is the enumerator's. */
    @Test
    void aPositionThatNoReaderHasIsInTheState() throws IOException {
        positions(after("a", null, "17"), after("b", "a", "18"));
        harness.shards("a");
        harness.service.split("a", "b");
        harness.start(1);
        EnumeratorState none = harness.checkpoint(1, true);
        assertThat(none.listedOnce()).isTrue();
        Files.delete(file());

        harness.restore(1, none, 0);
        assertAfter(harness.context.lastSplit("a"), "17");
        EnumeratorState withParent = harness.checkpoint(2, true);
        harness.restore(1, withParent);
        harness.restoredWith(0, "a");
        harness.addReader(0);
        harness.end(0, "a");

        assertAfter(harness.context.lastSplit("b"), "18");
    }

    /** It was assigned, and its reader failed before a checkpoint: it begins there again. */
    @Test
    void aShardThatComesBackBeginsAtItsPositionAgain() {
        positions(after("a", null, "17"));
        harness.shards("a");
        harness.start(1, 0);
        harness.fail(0, "a");
        harness.addReader(0);
        harness.executor.run();

        assertThat(harness.context.assigned).hasSize(2);
        assertAfter(harness.context.lastSplit("a"), "17");
    }

    /** Nothing is assigned by then, so nothing is read twice. */
    @Test
    void aCheckpointBeforeTheListingHoldsNothing() {
        positions(after("a", null, "17"));
        harness.shards("a");
        harness.service.hold(ARN);
        harness.start(1, 0);

        EnumeratorState state = harness.checkpoint(1, true);

        assertThat(state).isEqualTo(EnumeratorState.initial(state.startedAt()));
        harness.service.release(ARN);
        harness.restore(1, state, 0);
        assertAfter(harness.context.lastSplit("a"), "17");
    }

    /** It goes on from the end of the gap, and needs neither the positions nor the file. */
    @Test
    void aJobThatHasClosedAGapDoesNotStartAtPositionsAgain() {
        harness.readTable();
        harness.shards("a");
        RepairPlan closed = new RepairPlan("a plan", harness.clock.instant(), List.of());

        harness.restore(1, EnumeratorState.initial(harness.clock.instant()).withRepair(closed), 0);

        assertThat(harness.context.ownerOf).containsOnlyKeys("a");
    }

    @Test
    void aTablesNameReadsTheStreamOfThePositionsAndThenTheNextOne() {
        harness.readTable();
        harness.onDataLossContinue();
        positions(after("a", null, "17"));
        harness.shards("a");
        harness.service.closeShard("a");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);

        harness.start(1, 0);
        assertThat(harness.context.ownerOf).containsOnlyKeys("a");
        harness.end(0, "a");
        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.context.ownerOf).containsKey("new");
    }

    @Test
    void aStreamThatIsGoneIsALoss() {
        harness.readTable();
        positions(after("a", null, "17"));
        harness.service.dropStream(ARN);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);

        assertThat(fails(1))
                .startsWith("Data loss: stream " + ARN)
                .endsWith("otherwise start with another 'scan.startup.mode'");

        harness.onDataLossContinue();
        harness.start(1, 0);
        assertThat(harness.context.ownerOf).containsOnlyKeys("new");
    }

    @Test
    void aLossIsUpToThePolicy() {
        positions(ReadShard.finished("gone", null), after("a", null, "17"));
        harness.shards("a");

        assertThat(fails(1))
                .startsWith("Data loss: shard gone has been read to its end")
                .contains("set 'scan.on-data-loss' = 'continue'");

        harness.onDataLossContinue();
        harness.start(1, 0);
        assertAfter(harness.context.lastSplit("a"), "17");
    }

    @Test
    void aShardOfWhichNobodyKnowsWhetherItWasReadIsAnError() {
        positions(after("a", null, "17"));
        harness.shards("a", "b", "c", "d", "e", "f", "g", "h");

        assertThat(fails(1))
                .contains("are older than the positions: b, c, d, e, f and 2 more.")
                .contains("with the position 'finished' if they have been, else 'trim-horizon'");
    }

    @Test
    void positionsOfAnotherStreamAreRefused() {
        positions(after("a", null, "17"));
        harness.options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, SUCCESSOR);
        assertThat(fails(1))
                .startsWith("'scan.startup.positions-file' = '" + file())
                .contains("holds positions in the stream " + ARN)
                .contains("'stream.arn' = '" + SUCCESSOR + "'");

        harness.readTable();
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "customers");
        assertThat(fails(1)).contains("'table-name' = 'customers'. Use the file of that table");
        harness.options.set(
                DynamoDbStreamsSourceOptions.TABLE_NAME,
                "arn:aws:dynamodb:eu-west-1:2:table/orders");
        assertThat(fails(1)).contains("arn:aws:dynamodb:eu-west-1:2:table/orders");
    }

    @Test
    void aMissingFileFailsTheJob() {
        assertThat(fails(1)).contains("'scan.startup.positions-file': the file doesn't exist");
    }
}
