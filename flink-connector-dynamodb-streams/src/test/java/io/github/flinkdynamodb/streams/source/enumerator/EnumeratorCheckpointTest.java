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
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.event.SnapshotAcknowledged;
import io.github.flinkdynamodb.streams.source.event.SnapshotTaken;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the enumerator sends while a checkpoint is between it and a reader: nothing. */
@OnEachFlink
class EnumeratorCheckpointTest {

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aHandoverWaitsUntilTheReadersSnapshotIsAcknowledged() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.enumerator.snapshotState(1);
        harness.end(0, "a");
        harness.enumerator.handleSourceEvent(0, new SnapshotTaken(1));
        List<String> during = List.copyOf(harness.context.actions);

        harness.enumerator.handleSourceEvent(0, new SnapshotAcknowledged(1));

        assertThat(during).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void aHandoverThatWaitsIsInNoCheckpointThatBeginsMeanwhile() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.enumerator.snapshotState(1);
        harness.end(0, "a");

        EnumeratorState second = harness.enumerator.snapshotState(2);

        assertThat(statuses(second))
                .isEqualTo(Map.of("a", ShardStatus.ASSIGNED, "b", ShardStatus.WAITING));
    }

    @Test
    void aShardThatIsFoundWaitsUntilTheReaderHasTakenItsSnapshot() {
        harness.shards("a");
        harness.listEvery(Duration.ofSeconds(1));
        harness.start(1, 0);
        harness.enumerator.snapshotState(1);
        harness.shards("z");
        harness.pass(Duration.ofSeconds(2));
        List<String> during = List.copyOf(harness.context.actions);

        snapshotTaken(0, 1);

        assertThat(during).containsExactly("assign a -> 0");
        assertThat(harness.context.actions).containsExactly("assign a -> 0", "assign z -> 0");
    }

    @Test
    void aReaderThatHasTakenItsSnapshotDoesNotWaitForTheOthers() {
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        int reader = harness.context.ownerOf.get("a");
        harness.service.split("a", "c");
        harness.enumerator.snapshotState(1);
        snapshotTaken(reader, 1);

        harness.end(reader, "a");

        assertThat(harness.context.ownerOf).containsEntry("c", reader);
    }

    /** A task that has ended takes no event, and Flink would fail the job behind its savepoint. */
    @Test
    void nothingIsSentWhileAJobStopsWithASavepoint() throws Exception {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.enumerator.snapshotState(1);
        harness.end(0, "a");
        harness.enumerator.handleSourceEvent(0, new SnapshotTaken(1));
        harness.enumerator.notifyCheckpointComplete(1);
        List<String> whileTasksEnd = List.copyOf(harness.context.actions);

        harness.pass(CheckpointGate.LIMIT);

        assertThat(whileTasksEnd).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .as("sent to a reader that was only held up")
                .contains("assign b -> 0", "HandoverComplete(a) -> 0");
    }

    @Test
    void anAbortedCheckpointHoldsNothingBack() throws Exception {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.split("a", "b");
        harness.enumerator.snapshotState(1);
        harness.end(0, "a");

        harness.enumerator.notifyCheckpointAborted(1);

        assertThat(harness.context.ownerOf).containsKey("b");
    }

    @Test
    void aHandoverThatWaitsIsDroppedWithItsReaderWhichReportsTheEndAgain() {
        harness.shards("a");
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.service.split("a", "b");
        harness.enumerator.snapshotState(2);
        harness.end(0, "a");
        harness.fail(0);
        harness.addReader(0);
        List<String> afterRestart = List.copyOf(harness.context.actions);

        harness.restoredWith(0, "a");
        harness.end(0, "a");

        assertThat(afterRestart).containsExactly("assign a -> 0");
        assertThat(harness.context.actions)
                .containsExactly("assign a -> 0", "assign b -> 0", "HandoverComplete(a) -> 0");
    }

    private void snapshotTaken(int subtask, long checkpointId) {
        harness.enumerator.handleSourceEvent(subtask, new SnapshotTaken(checkpointId));
        harness.enumerator.handleSourceEvent(subtask, new SnapshotAcknowledged(checkpointId));
        harness.executor.run();
    }

    private static Map<String, ShardStatus> statuses(EnumeratorState state) {
        return state.shards().stream()
                .collect(Collectors.toMap(ShardState::shardId, ShardState::status));
    }
}
