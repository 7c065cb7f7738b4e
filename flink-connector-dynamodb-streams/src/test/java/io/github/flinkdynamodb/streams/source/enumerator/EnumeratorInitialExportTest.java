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
import io.github.flinkdynamodb.streams.client.ScriptedStreamsClient.Operation;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The enumerator of an export that is followed by the changes made since. */
@OnEachFlink
class EnumeratorInitialExportTest {

    private static final String TABLE_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/orders";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @TempDir private Path bucket;
    private WrittenExport export;

    private Instant now() {
        return harness.clock.instant();
    }

    private Instant exported(Duration ago) {
        return exported(ago, "orders-id-0");
    }

    /** Reads an export of four files, and the table's stream. */
    private Instant exported(Duration ago, String tableId) {
        Instant time = now().minus(ago);
        export =
                ExportWriter.into(bucket)
                        .tableArn(TABLE_ARN)
                        .tableId(tableId)
                        .files(4)
                        .emptyFiles(0)
                        .full(time, List.of(Item.builder().s("id", "o").build()));
        harness.readExport(export.folder());
        harness.options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INITIAL);
        return time;
    }

    private List<String> told() {
        return harness.context.actions.stream()
                .filter(action -> action.matches("(FrontierMoved|ScanEnded|OverlapEnded).*"))
                .collect(Collectors.toList());
    }

    private String fails(Runnable action) {
        String[] message = new String[1];
        assertThatThrownBy(action::run)
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    private void endFiles() {
        for (int file = 0; file < 4; file++) {
            harness.endSegments(harness.context.ownerOf.get("segment-" + file), file);
        }
    }

    @Test
    void theStreamIsReadFromTwoMinutesBeforeTheExport() {
        Instant time = exported(Duration.ofHours(5));
        harness.shards("a");

        harness.start(1, 0);

        assertThat(harness.context.lastSplit("a").position().notBefore())
                .contains(time.minusSeconds(120));
        assertThat(harness.context.lastSplitOf("segment-0")).isInstanceOf(FileSplit.class);
        assertThat(((FileSplit) harness.context.lastSplitOf("segment-0")).table().keyNames())
                .containsExactly("id");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isOne();
    }

    @Test
    void theFrontierStandsAtTheExportUntilACheckpointHoldsAllFilesAsRead() {
        Instant time = exported(Duration.ofHours(5));
        harness.start(2, 0, 1);
        harness.checkpoint(1, true);
        harness.covered(0, 1, null);
        harness.covered(1, 1, null);
        harness.pass(SECOND);
        endFiles();
        harness.checkpoint(2, false);
        harness.pass(SECOND);
        List<String> before = told();

        harness.enumerator.notifyCheckpointComplete(2);
        harness.executor.run();

        String frontier = "FrontierMoved(" + time.minusSeconds(120) + ") -> ";
        assertThat(before).containsExactly(frontier + 0, frontier + 1);
        assertThat(told()).endsWith("OverlapEnded() -> 0", "OverlapEnded() -> 1");
        assertThat(harness.checkpoint(3, true).scan()).isEmpty();
    }

    @Test
    void aReconciledExportEndsOnceTheShardsHavePassedItsLastLine() {
        harness.reconcile(true);
        exported(Duration.ofHours(5));
        harness.start(1, 0);
        Instant readBefore = now().plusSeconds(1);
        endFiles();
        harness.pass(Duration.ofSeconds(2));
        List<String> before = told();

        harness.passed(0, readBefore);

        assertThat(before).containsExactly("ScanEnded(" + readBefore + ") -> 0");
        assertThat(told()).endsWith("OverlapEnded() -> 0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRestoreReadsTheSameChangesWheneverItComes(boolean reconciled) {
        harness.reconcile(reconciled);
        Instant time = exported(Duration.ofHours(5));
        harness.start(1, 0);
        harness.checkpoint(1, true);
        harness.pass(Duration.ofHours(2));
        EnumeratorState state = harness.checkpoint(2, true);
        harness.shards("late");

        harness.restore(1, state, 0);
        harness.restoredWith(0, "segment-0", "segment-1", "segment-2", "segment-3");
        harness.executor.run();

        assertThat(state.scan().orElseThrow().asOf()).contains(time.minusSeconds(60));
        assertThat(harness.context.lastSplit("late").position().notBefore())
                .contains(time.minusSeconds(120));
    }

    /** After the end of the overlap too, a shard that is listed late is read from the same time. */
    @Test
    void theTimeOfTheExportIsKeptWhenTheScanIsNot() {
        Instant time = exported(Duration.ofHours(5));
        harness.start(1, 0);
        endFiles();
        harness.checkpoint(1, true);
        harness.pass(SECOND);
        EnumeratorState state = harness.checkpoint(2, true);

        assertThat(state.scan()).isEmpty();
        assertThat(state.startedAt()).isEqualTo(time.minusSeconds(60));
    }

    @Test
    void changesThatHaveBeenTrimmedFailTheJobWithBothTimes() {
        Instant time = exported(Duration.ofHours(24).minusSeconds(119));

        assertThat(fails(() -> harness.start(1, 0)))
                .startsWith("Invalid value '" + export.folder().toUri())
                .endsWith(
                        "this is an export of "
                                + time
                                + ", whose changes are read from "
                                + time.minusSeconds(120)
                                + " on, but it is "
                                + now()
                                + ": DynamoDB Streams keeps records for 24 hours. Export the table"
                                + " again, or read the table itself");
    }

    @Test
    void anExportIsReadAsLongAsItsChangesAreKept() {
        harness.clock.set(Instant.parse("2026-01-03T12:00:00Z"));
        exported(Duration.ofHours(24).minusSeconds(120));

        harness.start(1, 0);

        assertThat(harness.context.ownerOf).hasSize(4);
    }

    @Test
    void aStreamThatWasEnabledAfterTheExportFailsTheJob() {
        exported(Duration.ofHours(11).plusMinutes(59));

        assertThat(fails(() -> harness.start(1, 0)))
                .contains(
                        "stream " + EnumeratorHarness.ARN + " was enabled at 2026-01-01T00:00:00Z")
                .endsWith("Export the table again");
    }

    @Test
    void anExportOfAnEarlierTableOfTheNameFailsTheJob() {
        exported(Duration.ofHours(5), "another-id");

        assertThat(fails(() -> harness.start(1, 0)))
                .contains(
                        "table orders with the id another-id, but the table has the id orders-id-0")
                .contains("it was deleted and created again");
    }

    @Test
    void anExportOfATableInAnotherRegionFailsTheJob() {
        exported(Duration.ofHours(5));
        Path folder =
                ExportWriter.into(bucket)
                        .seed(2)
                        .tableArn("arn:aws:dynamodb:eu-west-1:1:table/orders")
                        .full(now(), List.of())
                        .folder();
        harness.options.set(
                DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folder.toUri().toString());

        assertThat(fails(() -> harness.start(1, 0)))
                .contains("this is an export of table arn:aws:dynamodb:eu-west-1:1:table/orders")
                .contains("whose stream is read is " + TABLE_ARN);
    }
}
