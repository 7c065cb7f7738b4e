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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Under {@code repair} a child comes to the reader that still has its parent. */
@OnEachFlink
class EnumeratorInheritanceTest {

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @BeforeEach
    void childrenInherit() {
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.service.table("orders");
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        harness.shards("a");
        harness.service.split("a", "b", "c");
    }

    @Test
    void aParentIsKeptUntilItIsKnownThatAChildWasOvertakenAndTheChildFollowsIt() {
        restore(ShardStatus.FINISHED, ShardStatus.ASSIGNED, ShardStatus.ASSIGNED);

        harness.restoredWithEnded(1, List.of("c"), List.of("a"));
        harness.end(1, "a");
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWith(0);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions)
                .containsExactly("assign b -> 1", "HandoverComplete(a) -> 1");
    }

    @Test
    void aChildThatIsReadyWaitsForTheReaderThatHasItsParent() {
        restore(ShardStatus.FINISHED, ShardStatus.READY, ShardStatus.READY);

        harness.restoredWith(0);
        List<String> before = List.copyOf(harness.context.actions);
        harness.restoredWithEnded(1, List.of(), List.of("a"));
        harness.end(1, "a");

        assertThat(before).isEmpty();
        assertThat(harness.context.actions)
                .containsExactlyInAnyOrder(
                        "assign b -> 1", "assign c -> 1", "HandoverComplete(a) -> 1")
                .endsWith("HandoverComplete(a) -> 1");
    }

    @Test
    void itWaitsForReadersThatHadEndedNoLongerThanToTheNextCheckpoint() {
        restore(ShardStatus.FINISHED, ShardStatus.READY, ShardStatus.FINISHED);

        harness.restoredWith(0);
        List<String> before = List.copyOf(harness.context.actions);
        harness.checkpoint(2, true);

        assertThat(before).isEmpty();
        assertThat(harness.context.actions).hasSize(1).first().asString().startsWith("assign b");
    }

    @Test
    void aSecondChildFollowsItsSiblingIfTheParentIsGone() {
        restore(ShardStatus.FINISHED, ShardStatus.ASSIGNED, ShardStatus.READY);

        harness.restoredWith(0);
        harness.restoredWith(1, "b");

        assertThat(harness.context.actions).containsExactly("assign c -> 1");
    }

    @Test
    void whenTheSourceIsFirstStartedNobodyWaits() {
        harness.start(
                2, state(ShardStatus.FINISHED, ShardStatus.READY, ShardStatus.READY), true, 0, 1);
        readersHoldNothing();

        assertThat(harness.context.actions).hasSize(2).allMatch(act -> act.startsWith("assign "));
    }

    @Test
    void underOtherPoliciesNobodyWaits() {
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.FAIL);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET);
        restore(ShardStatus.FINISHED, ShardStatus.ASSIGNED, ShardStatus.READY);
        List<String> atOnce = List.copyOf(harness.context.actions);

        harness.end(1, "a");

        assertThat(atOnce).containsExactly("assign c -> 0");
        assertThat(harness.context.actions).endsWith("HandoverComplete(a) -> 1");
    }

    private void restore(ShardStatus a, ShardStatus b, ShardStatus c) {
        harness.restore(2, state(a, b, c), 0, 1);
        readersHoldNothing();
    }

    private void readersHoldNothing() {
        for (int subtask = 0; subtask < 2; subtask++) {
            harness.enumerator.handleSourceEvent(subtask, new ShardsHeld(List.of()));
        }
        harness.executor.run();
    }

    private EnumeratorState state(ShardStatus a, ShardStatus b, ShardStatus c) {
        return new EnumeratorState(
                EnumeratorHarness.ARN,
                harness.clock.instant(),
                true,
                List.of(
                        new ShardState("a", null, a, null),
                        new ShardState("b", "a", b, null),
                        new ShardState("c", "a", c, null)));
    }

    /** It is kept for what the table's next stream may show to be missing; nothing is behind it. */
    @Test
    void whereAStreamHasEndedNothingFollowsItsLastShards() {
        EnumeratorHarness ended = new EnumeratorHarness();
        ended.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        ended.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        ended.readTable();
        ended.shards("a");
        ended.start(1, 0);
        ended.service.closeShard("a");
        ended.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);

        ended.end(0, "a");
        ended.pass(Duration.ofMinutes(2));

        assertThat(ended.context.followed).containsExactly("ChildrenAssigned(a) -> 0");
        assertThat(ended.context.actions).doesNotContain("HandoverComplete(a) -> 0");
    }
}
