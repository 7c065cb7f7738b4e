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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.event.HandoverComplete;
import io.github.flinkdynamodb.streams.source.event.HeldShardsReleased;
import io.github.flinkdynamodb.streams.source.reader.fetch.KeySchema;
import io.github.flinkdynamodb.streams.source.reader.fetch.ReaderClock;
import io.github.flinkdynamodb.streams.source.reader.fetch.RecordingMetricGroup;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.RepairWindows;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What shards take over from their parents, with a whole reader whose fetcher the test runs. */
@OnEachFlink
class LineagesTest {

    private static final String ARN =
            "arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2026-01-01T00:00:00.000";

    private final ManualClock clock = new ManualClock();
    private final ScriptedStreamsClient client = new ScriptedStreamsClient(clock).stream(ARN, "T");
    private final TestingReaderOutput<String> output = new TestingReaderOutput<>();
    private boolean releases = true;
    private SteppedReader<String> reader;

    @BeforeEach
    void aParentIsReadToItsEnd() throws Exception {
        client.tellTime(Duration.ZERO);
        client.shard(ARN, "parent", null);
        client.append("parent", "a", clock.instant().minusSeconds(100));
        client.append("parent", "b", clock.instant().minusSeconds(50));
        client.split("parent", "left", "right");
        start(DataLossPolicy.REPAIR);
        reader.reader().addSplits(List.of(split("parent", null)));
        run();
    }

    @Test
    void bothChildrenInheritTheInsertionsAndTheTimeOfTheLastRecord() throws Exception {
        reader.reader().addSplits(List.of(split("left", "parent"), split("right", "parent")));
        reader.reader().handleSourceEvents(new HandoverComplete("parent"));
        run();

        Instant last = clock.instant().minusSeconds(50);
        assertThat(state("parent")).isNull();
        for (String child : List.of("left", "right")) {
            assertThat(keys(state(child))).containsExactly("a", "b");
            assertThat(state(child).readUpTo()).contains(last);
            assertThat(state(child).lastRecordTime()).isEmpty();
        }
    }

    @Test
    void theLaterOfTheParentsTimesCounts() throws Exception {
        Instant quiet = clock.instant().minusSeconds(20);
        Instant before = clock.instant().minusSeconds(60);
        restart(
                DataLossPolicy.REPAIR,
                state("parent").withReadUpTo(quiet),
                split("other", null)
                        .at(ShardPosition.trimHorizon(), Progress.ENDED)
                        .withReadUpTo(before));

        reader.reader().addSplits(List.of(split("left", "parent"), split("o1", "other")));

        assertThat(state("left").readUpTo()).contains(quiet);
        assertThat(state("o1").readUpTo()).contains(before);
    }

    @Test
    void aChildForgetsWhatItInheritedAsItsOwnRecordsCome() throws Exception {
        reader.reader().addSplits(List.of(split("left", "parent"), split("right", "parent")));
        client.append("left", "c", clock.instant().plusSeconds(540));
        run();
        List<String> left = keys(state("left"));
        client.append("left", "d", clock.instant().plusSeconds(570));
        clock.advance(Duration.ofSeconds(2));
        run();

        assertThat(left).containsExactly("b", "c");
        assertThat(keys(state("left"))).containsExactly("c", "d");
        assertThat(keys(state("right"))).containsExactly("a", "b");
    }

    @Test
    void aRestoreBetweenTheParentsEndAndItsChildrenLosesNothing() throws Exception {
        restart(DataLossPolicy.REPAIR, state("parent"));

        reader.reader().addSplits(List.of(split("left", "parent")));
        restart(DataLossPolicy.REPAIR, state("parent"), state("left"));
        reader.reader().handleSourceEvents(new HandoverComplete("parent"));
        run();

        assertThat(keys(state("left"))).containsExactly("a", "b");
        assertThat(state("left").readUpTo()).contains(clock.instant().minusSeconds(50));
    }

    @Test
    void grandchildrenInheritWhatTheirParentInherited() throws Exception {
        client.split("left", "grandchild");

        reader.reader().addSplits(List.of(split("left", "parent")));
        run();
        reader.reader().addSplits(List.of(split("grandchild", "left")));

        assertThat(keys(state("grandchild"))).containsExactly("a", "b");
        assertThat(state("grandchild").readUpTo()).contains(clock.instant().minusSeconds(50));
    }

    @Test
    void aSecondChildThatIsFoundLateInheritsFromTheParentThatIsGone() throws Exception {
        reader.reader().addSplits(List.of(split("left", "parent")));
        reader.reader().handleSourceEvents(new HandoverComplete("parent"));
        client.append("left", "c", clock.instant().plus(Duration.ofHours(1)));
        run();
        boolean gone = state("parent") == null;
        Instant last = clock.instant().minusSeconds(50);
        clock.advance(Lineages.PATIENCE);

        reader.reader().addSplits(List.of(split("right", "parent")));

        assertThat(gone).isTrue();
        assertThat(keys(state("left"))).containsExactly("c");
        assertThat(keys(state("right"))).containsExactly("a", "b");
        assertThat(state("right").readUpTo()).contains(last);
    }

    @Test
    void afterARestoreASecondChildTakesOverWhatItsSiblingHas() throws Exception {
        reader.reader().addSplits(List.of(split("left", "parent")));
        restart(DataLossPolicy.REPAIR, state("left"));

        reader.reader().addSplits(List.of(split("right", "parent"), split("root", null)));

        assertThat(keys(state("right"))).containsExactly("a", "b");
        assertThat(state("right").readUpTo())
                .contains(clock.instant().minus(RestoredShard.RETENTION));
        assertThat(keys(state("root"))).isEmpty();
    }

    /**
     * Its sibling has forgotten what their parent inserted last, and says from when on it knows.
     */
    @Test
    void aSecondChildThatIsFoundAfterItsSiblingHasReadOnKnowsWhatThatHasForgotten()
            throws Exception {
        reader.reader().addSplits(List.of(split("left", "parent")));
        Instant later = clock.instant().plus(Duration.ofHours(1));
        client.append("left", "c", later);
        run();
        restart(DataLossPolicy.REPAIR, state("left"));

        reader.reader().addSplits(List.of(split("right", "parent")));

        assertThat(keys(state("right"))).containsExactly("c");
        assertThat(state("right").recentInserts().orElseThrow().since())
                .contains(later.minus(RecentInserts.KEPT).plusSeconds(1));
    }

    @Test
    void aSecondChildWhoseSiblingIsGoneTooKnowsNoInsertionFromBeforeItsCreation() throws Exception {
        Instant created = clock.instant().minusSeconds(40);
        String right = String.format("shardId-%020d-12345678", created.toEpochMilli());
        restart(DataLossPolicy.REPAIR);

        reader.reader().addSplits(List.of(split(right, "parent")));

        assertThat(state(right).recentInserts()).contains(RecentInserts.since(created));
    }

    @Test
    void aShardOfWhichNothingWasReadHasLostNothingOlderThanItsStartOrADay() throws Exception {
        Instant start = clock.instant().minusSeconds(60);
        Instant longAgo = clock.instant().minus(Duration.ofDays(3));
        reader.reader()
                .addSplits(
                        List.of(
                                split("r1", null),
                                split("r2", null, ShardPosition.trimHorizon(start)),
                                split("r3", null, ShardPosition.trimHorizon(longAgo))));

        Instant oldest = clock.instant().minus(RestoredShard.RETENTION);
        assertThat(state("r1").readUpTo()).contains(oldest);
        assertThat(state("r2").readUpTo()).contains(start);
        assertThat(state("r3").readUpTo()).contains(oldest);
        assertThat(state("r1").recentInserts()).contains(RecentInserts.none());
        assertThat(state("r1").isReadUpToAssumed()).isTrue();
    }

    /** A TaskManager's clock may be hours off. */
    @ParameterizedTest
    @ValueSource(ints = {-6, 0, 6})
    void whetherAShardOfWhichNothingWasReadIsLostGoesByTheServicesClockAlone(int hoursAhead)
            throws Exception {
        Instant serviceTime = clock.instant().minus(Duration.ofHours(hoursAhead));

        reader.reader()
                .addSplits(
                        List.of(
                                RestoredShard.begun(
                                        split("left", null).withReadUpTo(null), serviceTime)));

        List<Lineage> held = List.of(new Lineage(RestoredShard.describe(state("left"))));
        assertThat(state("left").isReadUpToAssumed()).isTrue();
        assertThat(RepairWindows.lost(held, null, serviceTime.plus(Duration.ofHours(23))))
                .isEmpty();
        assertThat(RepairWindows.lost(held, null, serviceTime.plus(Duration.ofHours(24))))
                .isEqualTo(held);
    }

    @Test
    void aRestoredShardIsNotTakenForANewOne() throws Exception {
        ShardSplit withoutMemory = state("parent").withReadUpTo(null).withRecentInserts(null);

        restart(DataLossPolicy.REPAIR, withoutMemory, split("root", null).withReadUpTo(null));
        reader.reader().addSplits(List.of(split("left", "parent")));

        RecentInserts sinceNow = RecentInserts.since(clock.instant().minusSeconds(49));
        assertThat(state("parent").recentInserts()).contains(sinceNow);
        assertThat(state("root").readUpTo()).isEmpty();
        assertThat(state("left").recentInserts()).contains(sinceNow);
        assertThat(state("left").readUpTo()).contains(clock.instant().minusSeconds(50));
    }

    /** What another policy emitted before, such as the items of a table, nobody remembers. */
    @Test
    void aShardThatIsBegunUnderAnotherPolicyRemembersFromWhereItsRecordsAreWanted()
            throws Exception {
        Instant wantedFrom = clock.instant().minusSeconds(60);
        ShardSplit begun = ShardSplit.of(ARN, "root", null, ShardPosition.trimHorizon(wantedFrom));

        restart(DataLossPolicy.REPAIR, begun);

        assertThat(state("root").recentInserts())
                .contains(RecentInserts.since(wantedFrom.plusSeconds(1)));
        assertThat(state("root").readUpTo()).contains(wantedFrom);
    }

    @Test
    void whatTheEnumeratorSaysOfInsertionsIsKept() throws Exception {
        RecentInserts known = RecentInserts.since(clock.instant());

        reader.reader().addSplits(List.of(split("root", null).withRecentInserts(known)));

        assertThat(state("root").recentInserts()).contains(known);
    }

    /** Another job has read it, and nobody remembers what that one has emitted. */
    @Test
    void aShardAtAPositionInheritsNothing() throws Exception {
        RecentInserts known = RecentInserts.since(clock.instant());
        ShardPosition position = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("17"));
        ShardSplit left = split("left", "parent", position).withRecentInserts(known);
        Instant last = clock.instant().minusSeconds(90_000);
        ShardSplit right =
                RestoredShard.begun(
                        ShardSplit.of(ARN, "right", "parent", position).withLastRecordTime(last),
                        clock.instant());

        reader.reader().addSplits(List.of(left, right.withRecentInserts(known)));

        assertThat(state("left").recentInserts()).contains(known);
        assertThat(state("right").recentInserts()).contains(known);
        assertThat(state("left").isReadUpToAssumed()).isTrue();
        assertThat(state("right").lastRecordTime()).contains(last);
        assertThat(state("right").readUpTo()).isEmpty();
    }

    /** A child may be assigned before the reader is told that it may read its parent on. */
    @Test
    void aChildInheritsFromAParentThatIsStillHeld() throws Exception {
        ShardSplit parent = state("parent");
        releases = false;
        restart(DataLossPolicy.REPAIR, parent);

        reader.reader().addSplits(List.of(split("left", "parent")));

        assertThat(keys(state("left"))).containsExactly("a", "b");
        assertThat(state("left").readUpTo()).contains(clock.instant().minusSeconds(50));
        assertThat(state("left").isReadUpToAssumed()).isFalse();
    }

    @Test
    void underAnotherPolicyWhatWasRememberedIsDropped() throws Exception {
        assertThat(keys(state("parent"))).containsExactly("a", "b");

        restart(DataLossPolicy.FAIL, state("parent"));
        reader.reader().addSplits(List.of(split("left", "parent")));
        client.append("left", "c");
        run();

        for (String shard : List.of("parent", "left")) {
            assertThat(state(shard).recentInserts()).isEmpty();
            assertThat(state(shard).readUpTo()).isEmpty();
        }
    }

    private void start(DataLossPolicy policy, DynamoDbStreamsSplit... restored) throws Exception {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, ARN);
        options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, policy);
        if (policy == DataLossPolicy.REPAIR) {
            options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        }
        reader =
                SteppedReader.create(
                        new TestingReaderContext(
                                SteppedReader.options(), new RecordingMetricGroup()),
                        SourceConfig.from(options),
                        client,
                        new KeySchema(),
                        new ReaderClock(clock::millis, clock));
        if (restored.length > 0) {
            reader.reader().addSplits(List.of(restored));
        }
        reader.reader().start();
        if (releases) {
            reader.reader().handleSourceEvents(new HeldShardsReleased());
        }
    }

    /** Goes on with another reader from states that are written and read. */
    private void restart(DataLossPolicy policy, ShardSplit... states) throws Exception {
        DynamoDbStreamsSplitSerializer serializer = new DynamoDbStreamsSplitSerializer();
        List<DynamoDbStreamsSplit> read = new ArrayList<>();
        for (ShardSplit state : states) {
            read.add(serializer.deserialize(1, serializer.serialize(state)));
        }
        start(policy, read.toArray(new DynamoDbStreamsSplit[0]));
    }

    /** Does all that can be done without time passing. */
    private void run() throws Exception {
        for (int i = 0; i < 20; i++) {
            reader.fetch();
            reader.reader().pollNext(output);
        }
    }

    private ShardSplit state(String shardId) {
        return reader.reader().snapshotState(1).stream()
                .map(ShardSplit.class::cast)
                .filter(split -> split.shardId().equals(shardId))
                .findAny()
                .orElse(null);
    }

    /** A shard as the enumerator assigns it. */
    private ShardSplit split(String shardId, String parentShardId) {
        return split(shardId, parentShardId, ShardPosition.trimHorizon());
    }

    private ShardSplit split(String shardId, String parentShardId, ShardPosition position) {
        ShardSplit split = ShardSplit.of(ARN, shardId, parentShardId, position);
        return RestoredShard.begun(split, clock.instant());
    }

    private static List<String> keys(ShardSplit state) {
        List<String> keys = new ArrayList<>();
        state.recentInserts()
                .orElseThrow()
                .forEach((second, key) -> keys.add(key.utf8().split("\"")[5]));
        return keys;
    }
}
