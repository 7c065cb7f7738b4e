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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

@OnEachFlink
class EnumeratorTableTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final String SUCCESSOR = EnumeratorHarness.SUCCESSOR;

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aTableNameLeadsToItsLatestStream() {
        harness.readTable();
        harness.service.stream(SUCCESSOR, "orders");
        harness.service.shard(SUCCESSOR, "new", null);
        harness.shards("old");

        harness.start(1, 0);

        assertThat(harness.context.ownerOf).containsOnlyKeys("new");
    }

    /** ListStreams takes no ARN, and can't be allowed to other accounts. */
    @Test
    void aTablesArnLeadsToItsStreamsByDescribeTable() {
        // Given
        harness.readTableByArn();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.end(0, "old");

        // When
        harness.pass(A_MINUTE);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.pass(A_MINUTE);

        // Then
        assertThat(harness.context.actions)
                .containsExactly(
                        "assign old -> 0", "HandoverComplete(old) -> 0", "assign new -> 0");
        assertThat(harness.service.calls(ScriptedStreamsClient.Operation.DESCRIBE_TABLE))
                .isGreaterThan(1);
        assertThat(harness.service.calls(ScriptedStreamsClient.Operation.LIST_STREAMS)).isZero();
    }

    @Test
    void aStateOfATablesNameGoesOnWithItsArn() {
        harness.readTable();
        harness.shards("old");
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.readTableByArn();
        harness.restore(1, state, 0);

        assertThat(harness.context.actions).isEmpty();
        assertThat(harness.service.calls(ScriptedStreamsClient.Operation.DESCRIBE_TABLE)).isZero();
    }

    @Test
    void aTableWithoutAStreamFailsWithItsArnToo() {
        harness.readTableByArn();
        harness.service.dropStream(ARN);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Table '" + EnumeratorHarness.TABLE_ARN + "' ('table-name')")
                .hasMessageContaining("has no stream");
    }

    @Test
    void aTableThatMayNotBeDescribedFailsTheJob() {
        harness.readTableByArn();
        harness.service.fail(
                ScriptedStreamsClient.Operation.DESCRIBE_TABLE,
                "orders",
                StreamsException.Kind.ACCESS_DENIED,
                1);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith("Discovery of shards failed: ");
        assertThat(harness.service.faultsLeft()).isZero();
    }

    @Test
    void aTableWithoutAStreamFailsWithWhatToDo() {
        harness.readTable();
        harness.service.dropStream(ARN);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Table 'orders'")
                .hasMessageContaining("has no stream");
    }

    @Test
    void aRecreatedStreamIsFollowedOnceTheOldOneIsDrained() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.pass(A_MINUTE);
        List<String> beforeDrained = List.copyOf(harness.context.actions);

        harness.end(0, "old");
        harness.pass(A_MINUTE);

        assertThat(beforeDrained).containsExactly("assign old -> 0");
        assertThat(harness.context.actions)
                .containsExactly(
                        "assign old -> 0", "HandoverComplete(old) -> 0", "assign new -> 0");
        assertThat(harness.context.lastSplit("new").streamArn()).isEqualTo(SUCCESSOR);
        assertThat(harness.context.lastSplit("new").latestOnFirstRead()).isFalse();
    }

    @Test
    void theGapBetweenTwoStreamsIsDataLossByDefault() {
        harness.readTable();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders");
        harness.end(0, "old");

        assertThatThrownBy(() -> harness.pass(A_MINUTE))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining(SUCCESSOR)
                .hasMessageContaining("scan.on-data-loss");
    }

    @Test
    void aDisabledStreamWithoutASuccessorIsWaitedOn() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.end(0, "old");
        harness.pass(Duration.ofMinutes(10));

        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.pass(A_MINUTE);

        assertThat(harness.context.actions).doesNotContain("no more splits -> 0");
        assertThat(harness.context.ownerOf).containsKey("new");
    }

    @Test
    void theNextStreamIsLookedUpOnceInEachListing() {
        // Given
        harness.readTable();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.end(0, "old");
        harness.pass(Duration.ofMinutes(10));
        int lookUps = harness.service.calls(ScriptedStreamsClient.Operation.LIST_STREAMS);
        int pages = harness.service.calls(ScriptedStreamsClient.Operation.DESCRIBE_STREAM);

        // When
        for (int checkpoint = 1; checkpoint <= 10; checkpoint++) {
            harness.checkpoint(checkpoint, true);
            harness.executor.run();
        }

        // Then
        assertThat(lookUps).isBetween(2, pages);
        assertThat(harness.service.calls(ScriptedStreamsClient.Operation.LIST_STREAMS))
                .isEqualTo(lookUps);
    }

    @Test
    void anAnswerToACallForTheFormerStreamChangesNothing() {
        // Given
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.end(0, "old");
        harness.pass(A_MINUTE);
        harness.service.hold(ARN);
        harness.pass(A_MINUTE);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.checkpoint(1, true);
        harness.executor.run();

        // When
        int held = harness.service.inFlight();
        harness.service.fail(
                ScriptedStreamsClient.Operation.DESCRIBE_STREAM,
                ARN,
                StreamsException.Kind.ACCESS_DENIED,
                1);
        harness.service.release(ARN);
        harness.pass(A_MINUTE);

        // Then
        assertThat(held).isEqualTo(1);
        assertThat(harness.service.faultsLeft()).isZero();
        assertThat(harness.context.ownerOf).containsKey("new");
    }

    @Test
    void aTableThatIsDeletedBeforeItsStreamIsGoneIsWaitedOn() {
        harness.readTable();
        harness.shards("old");
        harness.start(1, 0);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.fail(
                ScriptedStreamsClient.Operation.LIST_STREAMS,
                "orders",
                StreamsException.Kind.RESOURCE_NOT_FOUND,
                3);

        harness.end(0, "old");
        harness.pass(A_MINUTE);

        assertThat(harness.service.calls(ScriptedStreamsClient.Operation.LIST_STREAMS))
                .isGreaterThan(1);
        assertThat(harness.context.actions)
                .containsExactly("assign old -> 0", "HandoverComplete(old) -> 0");
    }

    @Test
    void aStreamThatIsGoneIsLeftForItsSuccessor() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old", "unread");
        harness.start(2, 0);
        harness.service.dropStream(ARN);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.pass(A_MINUTE);

        harness.end(0, "old");
        harness.pass(A_MINUTE);

        assertThat(harness.context.actions)
                .containsExactly(
                        "assign old -> 0", "HandoverComplete(old) -> 0", "assign new -> 0");
    }

    @Test
    void aShardOfTheFormerStreamThatComesBackRestoresTheWholeJob() {
        harness.readTable();
        harness.onDataLossContinue();
        harness.shards("old");
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.closeShard("old");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.service.stream(SUCCESSOR, "orders").shard(SUCCESSOR, "new", null);
        harness.end(0, "old");
        harness.pass(A_MINUTE);

        assertThatThrownBy(() -> harness.fail(0, "new"))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("old");
    }
}
