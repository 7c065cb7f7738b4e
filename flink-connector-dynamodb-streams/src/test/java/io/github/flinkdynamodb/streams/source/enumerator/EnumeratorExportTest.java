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
import io.github.flinkdynamodb.streams.source.deserializer.StreamRequirements;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The enumerator of an export that is read alone: its files take the place of segments. */
@OnEachFlink
class EnumeratorExportTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @TempDir private Path bucket;
    private WrittenExport export;

    @BeforeEach
    void anExportOfFourFiles() {
        export = write(EnumeratorHarness.TABLE_ARN, 1);
        harness.readExport(export.folder());
    }

    private WrittenExport write(String tableArn, long seed) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(Item.builder().s("id", "o" + i).build());
        }
        return ExportWriter.into(bucket)
                .tableArn(tableArn)
                .seed(seed)
                .files(3)
                .emptyFiles(1)
                .full(TIME, items);
    }

    private String fails(Runnable action) {
        String[] message = new String[1];
        assertThatThrownBy(action::run)
                .isInstanceOf(FlinkRuntimeException.class)
                .satisfies(e -> message[0] = e.getMessage());
        return message[0];
    }

    @Test
    void allFilesAreSharedOutAndReadWithoutACall() {
        harness.start(2, 0, 1);
        harness.endSegments(0, 0, 2);
        harness.endSegments(1, 1, 3);

        assertThat(harness.context.ownerOf).hasSize(4);
        assertThat(harness.context.ownerOf.values()).contains(0, 1);
        assertThat(harness.context.actions)
                .contains("HandoverComplete(segment-3) -> 1")
                .endsWith("no more splits -> 0", "no more splits -> 1");
        assertThat(harness.service.calls(Operation.DESCRIBE_TABLE)).isZero();
        assertThat(harness.service.calls(Operation.SCAN)).isZero();
        assertThat(harness.service.calls(Operation.LIST_STREAMS)).isZero();
        assertThat(harness.context.backlog).last().asString().startsWith("false");
    }

    @Test
    void aFileHasWhatTheManifestSaysOfIt() {
        harness.start(1, 0);

        FileSplit split = (FileSplit) harness.context.lastSplitOf("segment-2");
        assertThat(split.file().name())
                .isEqualTo("data/" + export.dataFiles().get(2).getFileName());
        assertThat(split.table().arn()).isEqualTo(EnumeratorHarness.TABLE_ARN);
        assertThat(split.table().export().orElseThrow().time()).isEqualTo(TIME);
        assertThat(split.table().totalSegments()).isEqualTo(4);
    }

    @Test
    void keysAreThoseThatTheSchemaNeedsOrNone() {
        harness.start(1, 0);
        FileSplit without = (FileSplit) harness.context.lastSplitOf("segment-0");
        harness.require(StreamRequirements.none().withKeyAttributes(List.of("id"), "the test"));
        harness.start(1, 0);
        FileSplit with = (FileSplit) harness.context.lastSplitOf("segment-0");

        assertThat(without.table().keyNames()).isEmpty();
        assertThat(with.table().keyNames()).containsExactly("id");
    }

    @Test
    void aReaderHasFewFilesAtATime() {
        List<Item> items = List.of();
        export =
                ExportWriter.into(bucket)
                        .tableArn(EnumeratorHarness.TABLE_ARN)
                        .files(30)
                        .emptyFiles(0)
                        .seed(3)
                        .full(TIME, items);
        harness.readExport(export.folder());

        harness.start(1, 0);
        int atFirst = harness.context.ownerOf.size();
        harness.endSegments(0, 0);

        assertThat(atFirst).isEqualTo(8);
        assertThat(harness.context.ownerOf).hasSize(9);
    }

    @Test
    void anExportWithoutAnyFileIsReadAtOnce() throws IOException {
        export =
                ExportWriter.into(bucket)
                        .tableArn(EnumeratorHarness.TABLE_ARN)
                        .seed(4)
                        .full(TIME, List.of());
        Files.writeString(export.folder().resolve("manifest-files.json"), "");
        Files.writeString(
                export.folder().resolve("manifest-files.md5"), "1B2M2Y8AsgTpgAmY7PhCfg==");
        harness.readExport(export.folder());
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        List<String> actions = harness.context.actions;
        harness.restore(1, state, 0);

        assertThat(actions).containsExactly("no more splits -> 0");
        assertThat(harness.context.actions).containsExactly("no more splits -> 0");
    }

    @Test
    void aRestoreGoesOnWithTheFilesThatNobodyHas() {
        harness.start(1, 0);
        harness.endSegments(0, 1);
        EnumeratorState state = harness.checkpoint(1, true);

        harness.restore(2, state, 0, 1);
        harness.restoredWith(1, "segment-0", "segment-2");
        harness.restoredWith(0, "segment-3");
        harness.executor.run();
        harness.endSegments(1, 0, 2);
        harness.endSegments(0, 3);

        assertThat(harness.context.ownerOf).isEmpty();
        assertThat(harness.context.actions).endsWith("no more splits -> 0", "no more splits -> 1");
    }

    @Test
    void aReaderThatFailsHasItsFilesReadAgain() {
        harness.start(2, 0, 1);
        int of = harness.context.ownerOf.get("segment-0");

        harness.fail(of, "segment-0");
        harness.addReader(of);
        harness.executor.run();

        FileSplit again = (FileSplit) harness.context.lastSplitOf("segment-0");
        assertThat(again.lines()).isZero();
        assertThat(again.file().name())
                .isEqualTo("data/" + export.dataFiles().get(0).getFileName());
    }

    @Test
    void anExportMayBeMovedBetweenTwoRuns() throws IOException {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        Path moved = Files.move(export.folder(), bucket.resolve("moved"));
        harness.readExport(moved);

        harness.restore(1, state, 0);
        harness.restoredWith(0, "segment-0", "segment-1", "segment-2", "segment-3");
        harness.endSegments(0, 0, 1, 2, 3);

        assertThat(harness.context.actions).endsWith("no more splits -> 0");
    }

    @Test
    void anotherExportOfTheTableIsNotGoneOnWith() {
        harness.start(1, 0);
        EnumeratorState state = harness.checkpoint(1, true);
        WrittenExport other = write(EnumeratorHarness.TABLE_ARN, 2);
        harness.readExport(other.folder());

        assertThat(fails(() -> harness.restore(1, state, 0)))
                .startsWith("Invalid value '" + other.folder().toUri())
                .contains("this is export " + other.arn())
                .contains("from holds export " + export.arn())
                .contains("Set the folder of that one");
    }

    @Test
    void aSnapshotThatScansIsNotGoneOnWithFromAnExportNorTheOtherWayRound() {
        harness.start(1, 0);
        EnumeratorState exported = harness.checkpoint(1, true);
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT);
        harness.start(1, 0);
        EnumeratorState scanned = harness.checkpoint(1, true);

        assertThat(fails(() -> harness.restore(1, exported, 0)))
                .contains("orders in 4 files of export " + export.arn())
                .contains("'scan.snapshot.export' is not set")
                .contains("or set the folder of that export");
        harness.readExport(export.folder());
        assertThat(fails(() -> harness.restore(1, scanned, 0)))
                .contains("'scan.snapshot.export' is set")
                .contains("or remove the option");
    }

    @ParameterizedTest
    @ValueSource(strings = {"others", "arn:aws:dynamodb:eu-west-1:2:table/orders"})
    void anExportOfAnotherTableIsRefused(String table) {
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, table);

        assertThat(fails(() -> harness.start(1, 0)))
                .startsWith("Invalid value '" + export.folder().toUri())
                .contains("this is an export of table " + EnumeratorHarness.TABLE_ARN)
                .contains("but the table that is read is " + table);
    }

    @Test
    void theTableMayBeNamedByItsArn() {
        harness.options.set(DynamoDbStreamsSourceOptions.TABLE_NAME, EnumeratorHarness.TABLE_ARN);

        harness.start(1, 0);

        assertThat(harness.context.ownerOf).hasSize(4);
    }

    @Test
    void aFolderWithoutAnExportFailsTheJobWithTheReadersMessage() {
        harness.readExport(bucket.resolve("none"));

        assertThat(fails(() -> harness.start(1, 0))).contains("the folder doesn't exist, or is");
    }

    @Test
    void theMetricsOfProgressCountFiles() {
        harness.start(1, 0);
        harness.endSegments(0, 0, 1);

        assertThat(harness.context.gauges.get("snapshotSegmentsRemaining").getValue())
                .isEqualTo(2L);
    }
}
