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
import io.github.flinkdynamodb.streams.client.ManualClock;
import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.config.ScanConfig.Overlap;
import io.github.flinkdynamodb.streams.source.enumerator.assigner.SegmentAssigner;
import io.github.flinkdynamodb.streams.source.metrics.EnumeratorMetrics;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

/** What people are told about the progress of a snapshot. */
@OnEachFlink
class ScanReportTest {

    private final ManualCoordinatorExecutor executor =
            new ManualCoordinatorExecutor(new ManualClock());
    private final List<String> lines = new ArrayList<>();
    private final BitSet finished = new BitSet();
    private SegmentAssigner segments = segments(table());
    private OverlapSession overlap = new OverlapSession(Overlap.NONE, 1, executor.serviceClock());

    private SegmentAssigner segments(ScannedTable table) {
        finished.set(0, 10);
        return new SegmentAssigner(
                table, 1, 8, finished, new BitSet(), segment -> SegmentSplit.of(table, segment));
    }

    private static ScannedTable table() {
        return new ScannedTable("orders", "arn", List.of("id"), 40, true);
    }

    private ScanReport report(long items) {
        TableDescription table =
                TableDescription.of("orders", "arn")
                        .identity("id", "ACTIVE")
                        .keys(List.of("id"))
                        .size(1, items)
                        .build();
        return new ScanReport(
                executor,
                new EnumeratorMetrics(UnregisteredMetricsGroup.createSplitEnumeratorMetricGroup()),
                table,
                segments,
                overlap,
                lines::add);
    }

    @Test
    void theLineNamesWhatIsReadAndWhatIsLeft() {
        ScanReport report = report(1000);

        segments.takeAssignable(subtask -> true);

        assertThat(report.line())
                .isEqualTo(
                        "Snapshot of orders: 10 of 40 segments read, 8 being read, about 750 of"
                                + " 1000 items left");
    }

    @Test
    void theLineOfAnExportCountsFiles() {
        TableExport export = new TableExport("export", Instant.EPOCH, "digest");
        segments = segments(ScannedTable.exported("orders", "arn", List.of(), 40, export));

        assertThat(report(1000).line()).startsWith("Snapshot of orders: 10 of 40 files read, 0 ");
    }

    @Test
    void theTimeLeftGoesByWhatThisRunHasRead() {
        ScanReport report = report(1000);
        segments.takeAssignable(subtask -> true);
        for (int segment = 10; segment < 20; segment++) {
            segments.finished(0, segment);
        }

        executor.advance(Duration.ofMinutes(3));

        assertThat(report.line())
                .startsWith("Snapshot of orders: 20 of 40 segments read")
                .endsWith("about 500 of 1000 items left, about 6 min left");
    }

    @Test
    void aLineIsLoggedEachMinuteWhileSomethingIsToBeReadAlsoAfterAnEnd() {
        ScanReport report = report(1000);
        report.update(true);
        report.update(true);
        executor.advance(ScanReport.INTERVAL.multipliedBy(2));
        int inTwoMinutes = lines.size();
        report.update(false);
        executor.advance(ScanReport.INTERVAL.multipliedBy(3));
        int afterTheEnd = lines.size();

        report.update(true);
        report.update(false);
        report.update(true);
        executor.advance(ScanReport.INTERVAL.multipliedBy(2));

        assertThat(List.of(inTwoMinutes, afterTheEnd, lines.size())).containsExactly(2, 2, 4);
    }

    @Test
    void aTableThatIsReadBesideItsStreamIsReportedUntilNothingIsHeldBack() {
        overlap = new OverlapSession(Overlap.FRONTIER, 1, executor.serviceClock());
        overlap.begin(table(), executor.clock().instant(), null);
        ScanReport report = report(1000);
        report.update(true);
        executor.advance(ScanReport.INTERVAL);
        report.update(false);
        executor.advance(ScanReport.INTERVAL);

        overlap.skip();
        executor.advance(ScanReport.INTERVAL.multipliedBy(3));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1))
                .endsWith("; changes are emitted up to 2026-01-01T11:59:00Z, 180 s behind");
    }

    @Test
    void aTableWhoseItemsTheServiceHasNotCountedYetHasNoneLeft() {
        assertThat(report(0).line()).endsWith("about 0 of 0 items left");
    }
}
