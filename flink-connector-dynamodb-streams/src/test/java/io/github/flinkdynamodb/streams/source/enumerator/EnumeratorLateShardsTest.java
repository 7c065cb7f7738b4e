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

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shards whose reading begins so late that the service may have trimmed their oldest records. */
class EnumeratorLateShardsTest {

    private static final Duration A_DAY = Duration.ofHours(24);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void theServiceTellsTheTime() {
        harness.service.tellTime(Duration.ZERO);
    }

    private static String created(Instant time) {
        return String.format("shardId-%020d-12345678", time.toEpochMilli());
    }

    /** A shard has ended, and its child is found when so much time has passed. */
    private String childIsFoundAfter(Duration time) {
        harness.shards("a");
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(2));
        String child = created(harness.clock.instant());
        harness.service.closeShard("a");
        harness.end(0, "a");
        harness.clock.advance(time);
        harness.service.shard(EnumeratorHarness.ARN, child, "a");
        harness.pass(Duration.ofMinutes(2));
        return child;
    }

    @Test
    void aShardThatIsFoundADayAfterItsParentsEndMayLackRecords() {
        assertThatThrownBy(() -> childIsFoundAfter(A_DAY.plusSeconds(10)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith("Data loss: the reading of shard shardId-")
                .hasMessageContaining("but its records from 2026-01-01T14:00:00Z on are wanted")
                .hasMessageContaining("older ones may have been trimmed")
                .hasMessageContaining("To continue at the oldest record that is left, set");
    }

    /** The service has dropped the parent before its child is found: that alone is a loss. */
    @Test
    void aShardWhoseParentIsGoneIsMissedBeforeItIsFound() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.closeShard("a");
        harness.end(0, "a");
        harness.pass(Duration.ofMinutes(2));
        harness.clock.advance(A_DAY);
        harness.service.dropShard("a");

        assertThatThrownBy(() -> harness.pass(Duration.ofMinutes(2)))
                .hasMessageContaining("was read to its end, but it is no longer listed");
    }

    @Test
    void aShardThatIsFoundWithinADayLacksNone() {
        String child = childIsFoundAfter(A_DAY.minusMinutes(5));

        assertThat(harness.context.ownerOf).containsKey(child);
    }

    @Test
    void onRequestTheShardIsReadAllTheSame() {
        harness.onDataLossContinue();

        String child = childIsFoundAfter(A_DAY.plusSeconds(10));

        assertThat(harness.context.ownerOf).containsKey(child);
    }

    private void repair() {
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
    }

    @Test
    void besideATableThatIsStillReadNoRepairIsPossible() {
        harness.readItemsAndStream(4);
        repair();

        assertThatThrownBy(() -> childIsFoundAfter(A_DAY.plusSeconds(10)))
                .hasMessageContaining("That can't be repaired: start the job without its state");
    }

    @Test
    void withRepairTheJobIsRestored() {
        harness.readTable();
        repair();

        assertThatThrownBy(() -> childIsFoundAfter(A_DAY.plusSeconds(10)))
                .hasMessageContaining("It is repaired when the job is restored");
    }

    /** It is the same if the job was stopped meanwhile. */
    @Test
    void aShardThatARestoredJobBeginsADayLateMayLackRecords() {
        harness.shards("a");
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(2));
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.split("a", created(harness.clock.instant()));
        harness.clock.advance(A_DAY.plusMinutes(5));
        harness.restore(1, state, 0);
        harness.restoredWith(0, "a");

        assertThatThrownBy(() -> harness.end(0, "a")).hasMessageContaining("begins at");
    }

    /** The service is about to trim what is a day old when the source is first started. */
    @ParameterizedTest
    @ValueSource(ints = {-30, -1, 0, 1, 30})
    void atTheFirstStartTheOldestShardsAreReadAsTheyAre(int minutes) {
        Instant old = harness.clock.instant().minus(A_DAY).plus(Duration.ofMinutes(minutes));
        harness.shards("a");
        harness.service.split("a", created(old));
        harness.start(1, 0);
        harness.clock.advance(Duration.ofMinutes(50));

        harness.end(0, "a");

        assertThat(harness.context.ownerOf).containsKey(created(old));
    }

    /** Trimming has overtaken the reading. */
    @Test
    void aFirstStartThatFallsBehindIsNoticed() {
        assertThatThrownBy(this::aFirstStartFallsBehind)
                .hasMessageContaining("may have been trimmed");
    }

    private void aFirstStartFallsBehind() {
        Instant old = harness.clock.instant().minus(A_DAY).plus(Duration.ofMinutes(30));
        harness.shards("a");
        harness.service.split("a", created(old));
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(2));

        harness.end(0, "a");
    }

    @Test
    void aFirstStartThatFallsBehindIsNotPromisedARepair() {
        repair();

        assertThatThrownBy(this::aFirstStartFallsBehind)
                .hasMessageContaining("That can't be repaired: start the job without its state");
    }

    /** Of a shard without a parent that was read nobody knows when it began. */
    @Test
    void aShardWithoutAParentIsNotJudged() {
        harness.shards("a");
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(30));
        String root = created(harness.clock.instant().minus(A_DAY.plusHours(1)));

        harness.shards(root);
        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.context.ownerOf).containsKey(root);
    }

    /** A machine whose clock is ahead sees no loss, and one whose clock is behind sees it. */
    @ParameterizedTest
    @ValueSource(ints = {-9, 9})
    void theServicesClockCounts(int hoursAhead) {
        harness.service.tellTime(Duration.ofHours(hoursAhead));
        harness.shards("a");
        harness.start(1, 0);
        harness.clock.advance(Duration.ofHours(2));
        Instant ended = harness.clock.instant().minus(Duration.ofHours(hoursAhead));
        harness.service.closeShard("a");
        harness.end(0, "a");
        harness.clock.advance(A_DAY.minusMinutes(5));
        harness.service.shard(EnumeratorHarness.ARN, created(ended), "a");
        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.context.ownerOf).containsKey(created(ended));
        harness.service.closeShard(created(ended));
        harness.end(0, created(ended));
        harness.clock.advance(A_DAY.plusSeconds(10));
        String late = created(ended.plusSeconds(1));
        harness.service.shard(EnumeratorHarness.ARN, late, created(ended));
        assertThatThrownBy(() -> harness.pass(Duration.ofMinutes(2))).hasMessageContaining(late);
    }

    /** Without a date in any answer nothing tells how late it is. */
    @Test
    void aServiceThatTellsNoTimeIsNotJudged() {
        harness.service.tellTime(null);

        String child = childIsFoundAfter(A_DAY.plusSeconds(10));

        assertThat(harness.context.ownerOf).containsKey(child);
    }
}
