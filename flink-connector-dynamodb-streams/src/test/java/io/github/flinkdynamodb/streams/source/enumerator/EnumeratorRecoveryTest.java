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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.StartRule;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

@OnEachFlink
class EnumeratorRecoveryTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String SUCCESSOR = EnumeratorHarness.SUCCESSOR;

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aShardAssignedSinceTheLastCheckpointGoesBackToItsReader() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);

        harness.fail(1, "b");
        List<String> whileAway = List.copyOf(harness.context.actions);
        harness.addReader(1);

        assertThat(whileAway).containsExactly("assign a -> 0", "assign b -> 1");
        assertThat(harness.context.actions).endsWith("assign b -> 1");
    }

    @Test
    void aChildThatComesBackWithItsParentsReaderWaitsForTheParentAgain() {
        harness.shards("a");
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.split("a", "b");
        harness.end(0, "a");

        harness.fail(0, "b");
        harness.addReader(0);
        harness.restoredWith(0, "a");
        List<String> before = List.copyOf(harness.context.actions);
        harness.end(0, "a");

        assertThat(before)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
        assertThat(harness.context.actions).endsWith("assign b -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void aHandoverThatACompletedCheckpointHoldsIsNotUndone() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.checkpoint(1, true);

        harness.fail(0);
        harness.addReader(0);
        harness.restoredWith(0, "b");
        EnumeratorState state = harness.checkpoint(2, true);

        assertThat(state.shards())
                .extracting(Object::toString)
                .containsExactly("a FINISHED", "b ASSIGNED");
    }

    @Test
    void aHandoverIsNotUndoneByAResetThatOvertakesTheNewsOfItsCheckpoint() {
        // Given a checkpoint that is complete, but the enumerator hears of the reset to it first
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.checkpoint(1, false);
        harness.fail(0);

        // When
        harness.enumerator.notifyCheckpointComplete(1);

        // Then
        harness.addReader(0);
        harness.restoredWith(0, "b");
        EnumeratorState state = harness.checkpoint(2, true);
        assertThat(state.shards())
                .extracting(Object::toString)
                .containsExactly("a FINISHED", "b ASSIGNED");
    }

    @Test
    void aShardThatTheServiceTrimsBeforeACheckpointHoldsItsEndComesBackWithItsReader() {
        // Given
        harness.shards("a");
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.split("a", "b");
        harness.end(0, "a");
        harness.service.dropShard("a");
        harness.pass(Duration.ofHours(1));

        // When
        harness.fail(0, "b");

        // Then
        EnumeratorState state = harness.checkpoint(2, true);
        assertThat(state.shards())
                .extracting(Object::toString)
                .containsExactly("a ASSIGNED", "b WAITING");
    }

    @Test
    void aRestoredEnumeratorGivesOutOnlyWhatNobodyHas() {
        harness.shards("a", "b");
        harness.start(2, 0);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.restore(2, state, 0, 1);
        harness.restoredWith(0, "a");

        assertThat(harness.context.ownerOf).containsOnlyKeys("b");
    }

    @Test
    void aRestoredEnumeratorKeepsTheStartThatLatestMeant() {
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.LATEST);
        harness.shards("a");
        Instant start = harness.clock.instant();
        harness.start(1);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.clock.advance(Duration.ofHours(1));

        harness.restore(1, state, 0);

        ShardSplit split = harness.context.lastSplit("a");
        assertThat(split.latestOnFirstRead()).isFalse();
        assertThat(split.position().notBefore()).contains(start.minus(StartRule.LATEST_TOLERANCE));
    }

    @Test
    void everyCheckpointHoldsAShardInExactlyOnePlaceDuringAHandover() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.closeShard("a");
        harness.end(0, "a");

        EnumeratorState before = harness.checkpoint(1, true);
        harness.service.shard(ARN, "b", "a");
        harness.pass(Duration.ofSeconds(2));
        EnumeratorState after = harness.checkpoint(2, true);

        assertThat(before.shards()).extracting(Object::toString).containsExactly("a ASSIGNED");
        assertThat(after.shards())
                .extracting(Object::toString)
                .containsExactly("a FINISHED", "b ASSIGNED");
    }

    @Test
    void aStateOfAnotherStreamIsRefused() {
        harness.shards("a");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, SUCCESSOR);

        assertThatThrownBy(() -> harness.restore(1, state, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining(ARN)
                .hasMessageContaining(SUCCESSOR);
    }

    @Test
    void aRestoredSourceOfATableReadsItsOldStreamToTheEnd() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);

        harness.restore(1, state, 0);
        harness.restoredWith(0, "old");
        harness.pass(A_MINUTE);
        List<String> before = List.copyOf(harness.context.actions);
        harness.end(0, "old");
        harness.pass(A_MINUTE);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions)
                .containsExactly("HandoverComplete(old) -> 0", "assign new -> 0");
    }
}
