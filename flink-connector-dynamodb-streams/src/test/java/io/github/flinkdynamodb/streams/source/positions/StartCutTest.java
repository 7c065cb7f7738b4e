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
package io.github.flinkdynamodb.streams.source.positions;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A letter stands for a shard; its number says how many hours before the cut it was created. */
class StartCutTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-01T00:00:00.000";
    private static final Instant TAKEN = Instant.parse("2026-11-30T12:00:00Z");

    private final Map<String, ShardDescriptor> listed = new LinkedHashMap<>();
    private final List<ReadShard> named = new ArrayList<>();
    private Instant takenAt = TAKEN;
    private Instant now = TAKEN.plus(Duration.ofMinutes(10));
    private StreamStatus status = StreamStatus.ENABLED;

    private static String id(String shard) {
        if (shard == null) {
            return null;
        }
        long created =
                TAKEN.minus(Duration.ofMinutes(60 * Long.parseLong(shard.substring(1))))
                        .toEpochMilli();
        return String.format("shardId-%020d-0000000%s", created, shard.charAt(0));
    }

    /** Lists a closed shard. */
    private void list(String shard, String parent) {
        SequenceNumber any = SequenceNumber.of("1");
        listed.put(shard, new ShardDescriptor(id(shard), id(parent), any, any));
    }

    private void finished(String shard, String parent) {
        named.add(ReadShard.finished(id(shard), id(parent)));
    }

    private void reading(String shard, String parent) {
        ShardPosition after = ShardPosition.trimHorizon().advanceTo(SequenceNumber.of("17"));
        named.add(ReadShard.upTo(id(shard), id(parent), after, null));
    }

    private void unread(String shard, String parent) {
        named.add(ReadShard.upTo(id(shard), id(parent), ShardPosition.trimHorizon(), null));
    }

    private StartCut cut() {
        return StartCut.of(
                new StartPositions(ARN, takenAt, null, named), status, listed.values(), now);
    }

    private static ShardState stateOf(StartCut cut, String shard) {
        return cut.shards().stream()
                .filter(state -> state.shardId().equals(id(shard)))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFromItsBeginning(StartCut cut, String shard) {
        assertThat(stateOf(cut, shard).status()).isEqualTo(ShardStatus.WAITING);
        assertThat(stateOf(cut, shard).after()).isEmpty();
        assertThat(stateOf(cut, shard).notBefore()).isEmpty();
    }

    private static void assertPassed(StartCut cut, String shard) {
        assertThat(stateOf(cut, shard).status()).isEqualTo(ShardStatus.FINISHED);
    }

    @Test
    void namedShardsBeginWhereTheyAreSaidTo() {
        finished("a5", null);
        reading("b1", "a5");
        list("a5", null);
        list("b1", "a5");

        StartCut cut = cut();

        assertPassed(cut, "a5");
        assertThat(stateOf(cut, "b1").after()).contains(SequenceNumber.of("17"));
        assertThat(stateOf(cut, "b1").parentShardId()).contains(id("a5"));
        assertThat(cut.losses()).isEmpty();
        assertThat(cut.unknown()).isEmpty();
    }

    @Test
    void childrenOfNamedShardsBeginAtTheirStart() {
        reading("a5", null);
        finished("b5", null);
        list("a5", null);
        list("b5", null);
        list("c1", "a5");
        list("d2", "b5");
        list("e0", "d2");

        StartCut cut = cut();

        assertFromItsBeginning(cut, "c1");
        assertFromItsBeginning(cut, "d2");
        assertFromItsBeginning(cut, "e0");
        assertThat(stateOf(cut, "e0").parentShardId()).contains(id("d2"));
        assertThat(cut.unknown()).isEmpty();
        assertThat(cut.losses()).isEmpty();
    }

    /** Whoever reads a shard has read what came before it. */
    @Test
    void ancestorsOfNamedShardsHaveBeenRead() {
        reading("c1", null);
        list("a9", null);
        list("b5", "a9");
        list("c1", "b5");

        StartCut cut = cut();

        assertPassed(cut, "a9");
        assertPassed(cut, "b5");
        assertThat(cut.unknown()).isEmpty();
    }

    /** Also one that is no longer listed: nobody is to wait for it. */
    @Test
    void aParentThatIsNoLongerListedHasBeenRead() {
        reading("c1", "b5");
        list("c1", "b5");

        StartCut cut = cut();

        assertPassed(cut, "b5");
        assertThat(cut.losses()).isEmpty();
    }

    @Test
    void aRootThatIsYoungerThanThePositionsBeginsAtItsStart() {
        reading("a5", null);
        list("a5", null);
        listed.put(
                "young",
                new ShardDescriptor(
                        String.format(
                                "shardId-%020d-00000009", TAKEN.plusSeconds(60).toEpochMilli()),
                        null,
                        null,
                        null));

        StartCut cut = cut();

        assertThat(cut.unknown()).isEmpty();
        assertThat(cut.shards()).hasSize(2);
    }

    /** The listing before the positions were taken may not have had it yet. */
    @Test
    void aRootOfTheMinutesBeforeThePositionsBeginsAtItsStart() {
        finished("a0", null);
        reading("b0", "a0");
        list("b0", "a0");
        list("c0", null);
        takenAt = TAKEN.plusSeconds(200);

        assertFromItsBeginning(cut(), "c0");
    }

    @Test
    void withoutATimeAShardIsYoungIfNoNamedOneIsYounger() {
        reading("a5", null);
        list("a5", null);
        list("b4", null);
        takenAt = null;

        assertFromItsBeginning(cut(), "b4");
    }

    @Test
    void ofAnOlderShardThatIsRelatedToNoneNobodyKnowsWhetherItWasRead() {
        reading("a1", null);
        list("a1", null);
        list("b5", null);
        list("c3", "b5");

        StartCut cut = cut();

        assertThat(cut.unknown()).containsExactly(id("b5"));
        assertThat(cut.losses()).isEmpty();
    }

    /** The parent has been read, but not because it was named: this half may have been, too. */
    @Test
    void ofAnOlderSiblingOfANamedShardNobodyKnowsWhetherItWasRead() {
        reading("b1", "a5");
        list("a5", null);
        list("b1", "a5");
        list("c1", "a5");
        list("d4", "a5");

        StartCut cut = cut();

        assertThat(cut.unknown()).containsExactly(id("d4"));
        assertFromItsBeginning(cut, "c1");
    }

    @Test
    void aParentThatEndedAfterThePositionsAndIsGoneIsALoss() {
        now = TAKEN.plus(Duration.ofHours(30));
        reading("a1", null);
        list("a1", null);
        String child = young(2);
        String gone = young(1);
        listed.put("child", new ShardDescriptor(child, gone, null, null));

        StartCut cut = cut();

        assertThat(cut.losses()).hasSize(1).first().asString().contains(gone, child);
        assertThat(cut.unknown()).isEmpty();
    }

    /** A listing may be behind: the parent is looked for in the next ones. */
    @Test
    void aParentThatEndedAMomentAgoIsNotGone() {
        now = TAKEN.plus(Duration.ofMinutes(125));
        reading("a1", null);
        list("a1", null);
        listed.put("child", new ShardDescriptor(young(2), young(1), null, null));

        assertThat(cut().losses()).isEmpty();
    }

    private static String young(int hours) {
        long created = TAKEN.plus(Duration.ofHours(hours)).toEpochMilli();
        return String.format("shardId-%020d-00000009", created);
    }

    @Test
    void aFinishedShardWhoseChildrenAreGoneIsALoss() {
        finished("a5", null);
        reading("b1", null);
        list("b1", null);

        assertThat(cut().losses()).hasSize(1).first().asString().contains(id("a5"));

        status = StreamStatus.DISABLED;
        assertThat(cut().losses()).as("the last shards of a stream have no children").isEmpty();
    }

    @Test
    void aFinishedShardThatIsListedMayGetItsChildrenLater() {
        finished("a5", null);
        list("a5", null);

        assertThat(cut().losses()).isEmpty();
    }

    @Test
    void theBeginningOfAnUnreadShardIsLostADayAfterItWasThere() {
        unread("a1", null);
        list("a1", null);

        assertThat(cut().losses()).isEmpty();
        now = TAKEN.plus(Duration.ofHours(24));
        assertThat(cut().losses()).hasSize(1).first().asString().contains(id("a1"));
    }

    /** It was as old when the positions were taken: they mean what is left. */
    @Test
    void theBeginningOfAnUnreadShardIsNoLossIfItWasGoneBefore() {
        unread("a30", null);
        list("a30", null);
        now = TAKEN.plus(Duration.ofHours(24));

        assertThat(cut().losses()).isEmpty();
    }
}
