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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.config.Downstream;
import io.github.flinkdynamodb.streams.source.config.SourceConfig;
import io.github.flinkdynamodb.streams.source.config.StopMargin;
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SplitFactory;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;

/** What people are told if changes are held back for long. */
@OnEachFlink
class OverlapWatchTest {

    private final ManualClock clock = new ManualClock();
    private final ManualCoordinatorExecutor executor = new ManualCoordinatorExecutor(clock);
    private final FakeEnumeratorContext context = new FakeEnumeratorContext(1);
    private final List<String> warnings = new ArrayList<>();
    private EnumeratorParts parts;

    private OverlapWatch watch(boolean reconciled) {
        Configuration options = new Configuration();
        options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, "orders");
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        SourceConfig config =
                SourceConfig.from(
                        options,
                        StopMargin.standard(),
                        reconciled ? Downstream.RECONCILES : Downstream.UPSERTS);
        parts =
                new EnumeratorParts(
                        context,
                        config,
                        null,
                        executor,
                        new SplitFactory(config, clock.instant(), true),
                        new StreamChecks(config, StreamRequirements.none()));
        parts.overlap.begin(
                new ScannedTable("orders", "arn", List.of("id"), 1, true), clock.instant(), null);
        OverlapWatch watch = new OverlapWatch(parts, warnings::add);
        watch.begin();
        return watch;
    }

    @Test
    void aScanWithoutCheckpointsIsWarnedOfEachMinuteAndFailsAfterAnHour() {
        watch(false);
        executor.advance(Duration.ofMinutes(59));
        int inTheHour = warnings.size();

        assertThatThrownBy(() -> executor.advance(OverlapWatch.INTERVAL))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessage(
                        "No checkpoint has begun in 60 min. Changes of table orders are held back"
                                + " until a checkpoint completes that was taken after its items"
                                + " were read. Enable checkpointing: set"
                                + " 'execution.checkpointing.interval' to less than an hour, and"
                                + " don't set 'execution.checkpointing.interval-during-backlog' to"
                                + " 0");
        assertThat(inTheHour).isEqualTo(59);
        assertThat(warnings.get(0)).startsWith("No checkpoint has begun in 1 min.");
    }

    @Test
    void oneCheckpointThatBeginsIsEnough() {
        OverlapWatch watch = watch(false);
        executor.advance(OverlapWatch.INTERVAL);

        watch.snapshotTaken(1);
        executor.advance(Duration.ofHours(3));

        assertThat(warnings).hasSize(1);
    }

    /** Flink takes such snapshots of a batch job, and none of them completes. */
    @Test
    void theSnapshotsOfABatchJobDoNotCount() {
        OverlapWatch watch = watch(false);

        watch.snapshotTaken(-1);

        assertThatThrownBy(() -> executor.advance(OverlapWatch.MOST_WITHOUT_CHECKPOINT))
                .isInstanceOf(FlinkRuntimeException.class);
    }

    @Test
    void reconcilingNeedsNoCheckpoint() {
        watch(true);

        executor.advance(Duration.ofHours(3));

        assertThat(warnings).isEmpty();
    }

    @Test
    void nothingIsWatchedAfterTheOverlap() {
        watch(false);

        parts.overlap.skip();
        executor.advance(Duration.ofHours(30));

        assertThat(warnings).isEmpty();
    }

    @Test
    void changesThatAreHalfADayBehindAreWarnedOfEachHour() {
        OverlapWatch watch = watch(false);
        watch.snapshotTaken(1);
        executor.advance(Duration.ofMinutes(11 * 60 + 58));
        int before = warnings.size();

        executor.advance(Duration.ofMinutes(121));

        assertThat(before).isZero();
        assertThat(warnings)
                .hasSize(3)
                .first()
                .isEqualTo(
                        "Changes of table orders are emitted 12 h late, and the stream keeps them"
                                + " for 24 h. They follow the completed checkpoints: check that"
                                + " these complete, and how long they take");
    }

    @Test
    void reconcilingForAlmostAsLongAsItsStateIsKeptFails() {
        watch(true);
        executor.advance(OverlapWatch.LONGEST_RECONCILED);

        assertThatThrownBy(() -> executor.advance(OverlapWatch.INTERVAL))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageStartingWith(
                        "The snapshot of table orders was begun more than 25 days ago")
                .hasMessageContaining("raise 'scan.snapshot.max-read-capacity'");
    }

    @Test
    void theMetricsShowHowFarBehindChangesAreAndHowFarTheyMayBe() {
        OverlapWatch watch = watch(false);
        executor.advance(Duration.ofMinutes(9));
        parts.overlap.snapshotTaken(1, false);
        parts.overlap.onPagesCovered(0, new PagesCovered(1, null));
        watch.update();
        List<Object> during = metrics();

        parts.overlap.skip();
        watch.update();

        assertThat(during).containsExactly(60_000L, 86_340_000L);
        assertThat(metrics()).containsExactly(0L, 86_400_000L);
    }

    private List<Object> metrics() {
        return List.of(
                context.gauges.get("frontierLag").getValue(),
                context.gauges.get("frontierHeadroom").getValue());
    }
}
