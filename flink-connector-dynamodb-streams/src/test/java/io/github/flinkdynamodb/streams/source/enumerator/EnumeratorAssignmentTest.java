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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.StartRule;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

@OnEachFlink
class EnumeratorAssignmentTest {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @Test
    void shardsGoOutOverTheWholeParallelismAsSoonAsTheirReaderRegisters() {
        harness.shards("a", "b", "c", "d");

        harness.start(2, 0);
        List<String> first = List.copyOf(harness.context.actions);
        harness.addReader(1);

        assertThat(first).containsExactly("assign a -> 0", "assign c -> 0");
        assertThat(harness.context.actions.subList(2, 4))
                .containsExactly("assign b -> 1", "assign d -> 1");
    }

    @Test
    void aSplitSaysWhereToBegin() {
        harness.shards("a");

        harness.start(1, 0);

        assertThat(harness.context.assigned)
                .containsExactly(ShardSplit.of(ARN, "a", null, ShardPosition.trimHorizon()));
    }

    @Test
    void aSourceThatStartsAtLatestBeginsOpenShardsThere() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.LATEST);

        harness.start(1, 0);

        ShardSplit split = harness.context.lastSplit("a");
        assertThat(split.latestOnFirstRead()).isTrue();
        assertThat(split.position().notBefore())
                .contains(harness.clock.instant().minus(StartRule.LATEST_TOLERANCE));
    }

    @Test
    void afterAFailureBeforeTheFirstCheckpointLatestStillMeansTheFirstStart() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.LATEST);
        Instant firstStart = harness.clock.instant();
        harness.clock.advance(A_MINUTE);

        harness.start(1, EnumeratorState.initial(firstStart), false, 0);

        ShardSplit split = harness.context.lastSplit("a");
        assertThat(split.latestOnFirstRead()).isFalse();
        assertThat(split.position().notBefore())
                .contains(firstStart.minus(StartRule.LATEST_TOLERANCE));
    }

    @Test
    void aBoundedSourceTellsItsSplitsWhereToStop() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);

        harness.start(1, 0);

        assertThat(harness.context.lastSplit("a").stopAt()).contains(harness.clock.instant());
    }

    @Test
    void aShardThatAppearsLaterIsFoundByTheNextListing() {
        harness.shards("a");
        harness.start(1, 0);
        harness.shards("b");

        harness.pass(Duration.ofSeconds(31));

        assertThat(harness.context.ownerOf).containsKeys("a", "b");
    }

    @Test
    void aListingOfManyPagesKeepsToItsBudget() {
        for (int i = 0; i < 50; i++) {
            harness.service.shard(ARN, "s" + i, null);
        }
        harness.service.shardsPerPage(1);

        harness.start(1, 0);
        int atOnce = harness.service.calls(Operation.DESCRIBE_STREAM);
        int assignedAtOnce = harness.context.assigned.size();
        harness.pass(Duration.ofSeconds(2));
        int afterTwoSeconds = harness.service.calls(Operation.DESCRIBE_STREAM);
        harness.pass(Duration.ofSeconds(10));

        assertThat(atOnce).isEqualTo(5);
        assertThat(assignedAtOnce).isEqualTo(5);
        assertThat(afterTwoSeconds).isEqualTo(15);
        assertThat(harness.context.assigned).hasSize(50);
    }

    @Test
    void transientFailuresAndThrottlingOnlyDelay() {
        harness.shards("a");
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.THROTTLED, 3);
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.TRANSIENT, 3);

        harness.start(1, 0);
        boolean failedAtFirst = harness.context.assigned.isEmpty();
        harness.pass(A_MINUTE);

        assertThat(failedAtFirst).isTrue();
        assertThat(harness.context.ownerOf).containsKey("a");
    }

    @Test
    void aServiceThatNeverAnswersFailsTheStart() {
        harness.shards("a");
        harness.options.set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(2));
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.TRANSIENT, 1_000);
        harness.start(1, 0);

        assertThatThrownBy(() -> harness.pass(Duration.ofMinutes(3)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("DescribeStream of " + ARN)
                .hasMessageContaining("aws.endpoint");
    }

    @Test
    void onceItHasAnsweredAServiceMayBeAwayForAsLongAsItLikes() {
        harness.shards("a");
        harness.start(1, 0);
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.TRANSIENT, 10_000);
        harness.pass(Duration.ofHours(2));
        harness.service.clearFaults();
        harness.shards("b");

        harness.pass(A_MINUTE);

        assertThat(harness.context.ownerOf).containsKey("b");
    }

    @Test
    void aMissingPermissionFailsAtOnce() {
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.ACCESS_DENIED, 1);

        assertThatThrownBy(() -> harness.start(1, 0))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("Discovery of shards failed");
    }

    @Test
    void anUnknownStreamFailsAtOnce() {
        harness.service.dropStream(ARN);

        assertThatThrownBy(() -> harness.start(1, 0)).isInstanceOf(FlinkRuntimeException.class);
    }

    @Test
    void aShardTrimmedWhereAPageWasToBeginOnlyRestartsTheListing() {
        harness.shards("a", "b");
        harness.service.shardsPerPage(1);
        harness.service.hold(ARN);
        harness.start(1, 0);
        harness.service.answerHeld(ARN, 1);
        harness.executor.run();
        harness.service.fail(Operation.DESCRIBE_STREAM, ARN, Kind.INVALID_REQUEST, 1);

        harness.service.release(ARN);
        harness.pass(Duration.ofSeconds(5));

        assertThat(harness.context.ownerOf).containsKeys("a", "b");
    }

    @Test
    void closingClosesTheClientAndStopsTheTimers() throws Exception {
        harness.shards("a");
        harness.start(1, 0);
        int calls = harness.service.calls(Operation.DESCRIBE_STREAM);

        harness.enumerator.close();
        harness.pass(Duration.ofHours(1));

        assertThat(harness.service.isClosed()).isTrue();
        assertThat(harness.service.calls(Operation.DESCRIBE_STREAM)).isEqualTo(calls);
    }
}
