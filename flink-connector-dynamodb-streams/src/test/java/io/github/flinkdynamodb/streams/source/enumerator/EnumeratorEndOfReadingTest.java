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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEachFlink
class EnumeratorEndOfReadingTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void aDisabledStreamIsReadToItsEndAndTheSourceFinishes() {
        harness.shards("a");
        harness.start(2, 0, 1);
        harness.service.closeShard("a");
        harness.service.status(ARN, StreamStatus.DISABLED);

        harness.end(0, "a");
        harness.pass(A_MINUTE);

        assertThat(harness.context.actions)
                .containsExactly(
                        "assign a -> 0",
                        "HandoverComplete(a) -> 0",
                        "no more splits -> 0",
                        "no more splits -> 1");
    }

    @Test
    void aReaderThatRegistersAfterTheEndIsToldSo() {
        harness.shards("a");
        harness.start(2, 0);
        harness.service.closeShard("a");
        harness.service.status(ARN, StreamStatus.DISABLED);
        harness.end(0, "a");
        harness.pass(A_MINUTE);

        harness.addReader(1);

        assertThat(harness.context.actions).endsWith("no more splits -> 1");
    }

    @Test
    void aBoundedSourceFinishesWhenAllShardsHaveStopped() {
        harness.shards("a", "b");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.stop(0, "a");
        List<String> before = List.copyOf(harness.context.actions);

        harness.stop(0, "b");

        assertThat(before).doesNotContain("no more splits -> 0");
        assertThat(harness.context.actions)
                .endsWith("HandoverComplete(b) -> 0", "no more splits -> 0");
    }

    @Test
    void aSecondChildThatIsListedLateIsReadBeforeTheSourceFinishes() {
        // Given
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.service.split("a", "b", "c");
        harness.service.listed("c", false, false);
        harness.end(0, "a");
        harness.service.listed("c", true, true);

        // When
        harness.stop(0, "b");

        // Then
        harness.pass(A_MINUTE);
        assertThat(harness.context.actions)
                .endsWith("HandoverComplete(b) -> 0", "assign c -> 0")
                .doesNotContain("no more splits -> 0");
        harness.stop(0, "c");
        harness.pass(A_MINUTE);
        assertThat(harness.context.actions).endsWith("no more splits -> 0");
    }

    @Test
    void theChildrenOfAStoppedShardAreNotRead() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.service.split("a", "b");

        harness.stop(0, "a");
        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsOnlyKeys("a");
        assertThat(harness.context.actions).contains("no more splits -> 0");
    }

    @Test
    void aShardThatAppearsAfterTheEndIsNotGivenOut() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(1, 0);
        harness.stop(0, "a");
        harness.shards("late-root");

        harness.pass(A_MINUTE);

        assertThat(harness.context.actions).endsWith("no more splits -> 0");
        assertThat(harness.context.ownerOf).containsOnlyKeys("a");
    }

    @Test
    void aReaderThatFailsAfterTheEndReadsAgainAloneAndAlsoWhatAppearsThen() {
        // Given readers that know the end, of which no checkpoint knows
        harness.shards("a", "b");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
        harness.start(2, 0, 1);
        harness.stop(0, "a");
        harness.stop(1, "b");
        List<String> before = List.copyOf(harness.context.actions);
        harness.shards("late-root");

        // When
        harness.fail(0, "a");
        harness.pass(A_MINUTE);
        List<String> whileAway = List.copyOf(harness.context.actions);
        harness.addReader(0);
        harness.stop(0, "a");
        harness.stop(0, "late-root");

        // Then
        assertThat(before).endsWith("no more splits -> 0", "no more splits -> 1");
        assertThat(whileAway).isEqualTo(before);
        assertThat(harness.context.actions.subList(before.size(), harness.context.actions.size()))
                .containsExactly(
                        "assign a -> 0",
                        "assign late-root -> 0",
                        "HandoverComplete(a) -> 0",
                        "HandoverComplete(late-root) -> 0",
                        "no more splits -> 0");
    }

    @Test
    void anEmptyBoundedStreamFinishesAtOnce() {
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);

        harness.start(1, 0);

        assertThat(harness.context.actions).containsExactly("no more splits -> 0");
    }
}
