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

import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

/** What a repair meets at its ends, and which ones are refused. */
class EnumeratorRepairBoundsTest extends RepairScene {

    @Test
    void behindAGapATableWithoutAStreamIsWaitedForByRestarts() {
        readGap();
        harness.service.dropStream(EnumeratorHarness.ARN);

        assertThatThrownBy(this::readFiles)
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("The gap of table orders is closed")
                .hasMessageContaining("the table has no stream to be read on: enable one");
    }

    /** Changes made before it was enabled are in no stream, but in another export. */
    @Test
    void aStreamThatIsEnabledAfterTheEndOfTheGapIsReadBehindAnotherWindow() {
        readGap();
        harness.service.status(EnumeratorHarness.ARN, StreamStatus.DISABLED);
        harness.clock.advance(Duration.ofHours(2));
        Instant enabled = harness.clock.instant();
        String later = EnumeratorHarness.TABLE_ARN + "/stream/" + label(enabled);
        harness.service.stream(later, "orders");
        harness.service.shard(later, "z", null);
        for (int rounds = 0; rounds < 40 && harness.context.lastSplit("z") == null; rounds++) {
            readAssignedFiles();
            harness.pass(LONG_ENOUGH);
        }

        Instant end = requests().get(requests().size() - 1).to().orElseThrow();
        assertThat(end).isAfterOrEqualTo(enabled.plusSeconds(60));
        assertThat(harness.context.lastSplit("z").position().notBefore())
                .contains(end.minusSeconds(60));
    }

    /**
     * Each checkpoint that holds a gap as read has the table described. The second answer comes
     * when more exports are asked for already, and must not be taken for the end of those.
     */
    @Test
    void aLateDescriptionOfTheTableEndsNoOtherRepair() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        Instant end = complete().repair().orElseThrow().end();
        harness.pass(LONG_ENOUGH);
        harness.clock.advance(Duration.ofHours(30));
        for (int round = 0; plannedEnd().equals(end) && round < 100; round++) {
            endAssignedFiles();
            harness.executor.run();
            completeTwoAtOnce();
            for (int step = 0; step < 10 && plannedEnd().equals(end); step++) {
                harness.executor.runFirst();
            }
        }
        complete();
        harness.pass(LONG_ENOUGH);
        ShardSplit readTooEarly = harness.context.lastSplit("a");
        readFiles();

        assertThat(readTooEarly).isNull();
        assertThat(exports.made()).isEqualTo(7);
        assertThat(requests().get(5).from()).contains(end);
        Instant later = requests().get(6).to().orElseThrow();
        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(later.minusSeconds(60));
    }

    private Instant plannedEnd() {
        return harness.checkpoint(++checkpoint, false).repair().orElseThrow().end();
    }

    private void completeTwoAtOnce() {
        long first = ++checkpoint;
        long second = ++checkpoint;
        harness.checkpoint(first, false);
        harness.checkpoint(second, false);
        harness.enumerator.notifyCheckpointComplete(first);
        harness.enumerator.notifyCheckpointComplete(second);
    }

    /** Nobody had got it before the savepoint. */
    @Test
    void aShardThatWasReadyBehindAGapIsLostToo() {
        Instant end = harness.clock.instant().minusSeconds(300);
        EnumeratorState ready =
                new EnumeratorState(
                                EnumeratorHarness.ARN,
                                Instant.EPOCH,
                                true,
                                List.of(
                                        new ShardState(
                                                "c",
                                                "gone",
                                                ShardStatus.READY,
                                                end.minusSeconds(60))))
                        .withRepair(new RepairPlan("id", end, List.of()));
        harness.clock.advance(Duration.ofDays(2));
        harness.restore(2, ready, 0, 1);
        say(0, held());
        say(1, held());

        RepairPlan plan = complete().repair().orElseThrow();
        assertThat(plan.steps()).isNotEmpty();
        assertThat(plan.steps().get(0).from()).isBeforeOrEqualTo(end);
    }

    /** Their tokens are known for eight hours, and their cause may have been removed. */
    @Test
    void exportsThatFailedInAnEarlierRunAreFollowedByAnother() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        EnumeratorState planned = harness.checkpoint(50, false);
        exports.failNext("S3AccessDenied: no");
        harness.enumerator.notifyCheckpointComplete(50);
        harness.pass(Duration.ofMinutes(1));
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 9; i++) {
                                exports.failNext("S3AccessDenied: no");
                                harness.pass(LONG_ENOUGH);
                            }
                        })
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("has failed: S3AccessDenied: no")
                .hasMessageContaining("The job goes on with the repair when it is restarted");
        int failed = exports.made();
        exports.failNext("");
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);
        harness.restore(2, planned, 0, 1);
        say(0, held());
        say(1, held());
        complete();
        harness.pass(LONG_ENOUGH);

        assertThat(harness.context.ownerOf).containsKey("segment-0");
        assertThat(exports.made()).isEqualTo(failed + 1);
    }

    @Test
    void aStateOfAnotherTableIsRefused() {
        harness.service.table("customers");
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "customers");
        harness.clock.advance(Duration.ofDays(3));

        assertThatThrownBy(() -> restore(state))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("holds positions in the stream " + EnumeratorHarness.ARN)
                .hasMessageContaining("/customers. Start the job without that state");
    }

    @Test
    void anUnfinishedRepairIsNotTakenForASnapshot() {
        readGap();
        EnumeratorState within = complete();
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);
        harness.readItems(4);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.ON_DATA_LOSS);

        assertThatThrownBy(() -> harness.restore(2, within, 0, 1))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("holds a repair up to")
                .hasMessageContaining("'scan.startup.mode' doesn't read");
    }

    @Test
    void aRepairUnderAnotherPolicyIsRefused() {
        readGap();
        EnumeratorState within = complete();
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.ON_DATA_LOSS);

        assertThatThrownBy(() -> harness.restore(2, within, 0, 1))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("holds an unfinished repair")
                .hasMessageContaining("'scan.on-data-loss' isn't 'repair'");
    }

    @Test
    void aStreamThatIsNamedButIsNotTheLatestOneCannotBeRepaired() {
        String later = EnumeratorHarness.TABLE_ARN + "/stream/2026-01-02T00:00:00.000";
        harness.service.stream(later, "orders");
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.TABLE_NAME);
        harness.options.set(DynamoDbStreamsSourceOptions.STREAM_ARN, EnumeratorHarness.ARN);
        harness.clock.advance(Duration.ofDays(3));

        assertThatThrownBy(() -> restore(state))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("isn't the table's latest one, " + later)
                .hasMessageContaining("set 'table-name' instead of 'stream.arn'");
    }
}
