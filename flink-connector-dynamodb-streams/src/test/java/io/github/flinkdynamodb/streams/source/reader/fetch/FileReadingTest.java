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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.export.ExportFolder;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.export.ManifestReader;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.FlinkRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an export: every item once, whatever happens between two lines. */
@OnEachFlink
@Timeout(60)
class FileReadingTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.999Z");
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    private final ReaderHarness harness = new ReaderHarness();

    @TempDir private Path bucket;
    private WrittenExport export;
    private ExportManifest manifest;

    @AfterEach
    void close() {
        harness.reader().close();
    }

    private List<String> write(ExportWriter writer, List<String> ids, String pad)
            throws IOException {
        List<Item> items = new ArrayList<>();
        ids.forEach(id -> items.add(Item.builder().s("id", id).s("pad", pad).build()));
        export = writer.tableArn(ARN).full(TIME, items);
        String folder = export.folder().toUri().toString();
        manifest = ManifestReader.read(new ExportFolder(folder));
        harness.with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT)
                .with(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT, folder);
        return ids;
    }

    private List<String> write(int items, int files, String pad) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            ids.add("k" + i);
        }
        return write(ExportWriter.into(bucket).files(files).zeroByteFiles(1), ids, pad);
    }

    private FileSplit file(int index) {
        return file(index, "id");
    }

    private FileSplit file(int index, String... keys) {
        ScannedTable table =
                ScannedTable.exported(
                        "Orders", ARN, List.of(keys), manifest.files().size(), manifest.export());
        return FileSplit.of(table, index, manifest.files().get(index));
    }

    private ReaderHarness readAll() {
        for (int i = 0; i < manifest.files().size(); i++) {
            harness.read(file(i));
        }
        return harness;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void everyItemOfEveryFileIsEmittedOnceAndEachFileEnds(int files) throws IOException {
        List<String> keys = write(100, files, "");

        readAll().runToTheEnd();

        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(harness.states).hasSize(files + 2);
        assertThat(harness.finished).isEmpty();
    }

    @Test
    void filesOfManyChunksAreReadWithinASmallBudget() throws IOException {
        List<String> keys = write(300, 2, "x".repeat(30_000));
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(1))
                .with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 1);

        readAll().runToTheEnd();

        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void anItemsTimeIsTwoMinutesBeforeThatOfTheExport() throws IOException {
        write(3, 1, "");

        readAll().runToTheEnd();

        assertThat(harness.timestamps)
                .hasSize(3)
                .containsOnly(Instant.parse("2026-03-01T09:58:00Z").toEpochMilli());
    }

    @Test
    void aRestoreAtAnyLineNeitherLosesNorRepeatsAnItem() throws IOException {
        List<String> keys = write(20, 3, "");

        for (int emitted = 0; emitted <= keys.size(); emitted++) {
            harness.emitted.clear();
            harness.states.clear();
            readAll().emitAtMost(emitted).runToTheEnd();
            harness.restoreFromCheckpoint().runToTheEnd();

            assertThat(harness.emitted)
                    .as("after %s items", emitted)
                    .containsExactlyInAnyOrderElementsOf(keys);
            harness.restart();
        }
    }

    @Test
    void restoresWithinLongFilesNeitherLoseNorRepeatAnItem() throws IOException {
        List<String> keys = write(400, 2, "x".repeat(10_000));
        Random random = new Random(7);

        readAll();
        for (int out = 0; out < keys.size(); out = harness.emitted.size()) {
            harness.emitAtMost(out + 1 + random.nextInt(150)).runToTheEnd();
            harness.restoreFromCheckpoint();
        }
        harness.runToTheEnd();

        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aFileThatHasEndedIsOnlyKept() throws IOException {
        write(20, 1, "");
        Files.delete(bucket.resolve(export.dataFiles().get(0)));

        for (int i = 0; i < manifest.files().size(); i++) {
            harness.read(file(i).end());
        }
        harness.run();

        assertThat(harness.emitted).isEmpty();
        assertThat(harness.finished).isEmpty();
    }

    @Test
    void aPausedFileEmitsNothingAndGoesOnWhereItWas() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            keys.add("k" + i);
        }
        write(ExportWriter.into(bucket).files(1).emptyFiles(0), keys, "x".repeat(10_000));
        harness.read(file(0));
        while (harness.emitted.isEmpty()) {
            harness.fetchOnce();
        }

        harness.pause(file(0));
        int before = harness.emitted.size();
        harness.run();
        int during = harness.emitted.size();
        harness.resume(file(0));
        harness.runToTheEnd();

        assertThat(before).isLessThan(keys.size());
        assertThat(during).isEqualTo(before);
        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aSchemaThatHasEnoughEndsAllFilesUnread() throws IOException {
        write(100, 5, "");
        harness.schema.enough(10);

        readAll().runToTheEnd();

        assertThat(harness.emitted).hasSize(10);
        assertThat(harness.states.values()).allMatch(state -> state.toSplit().isEnded());
    }

    @Test
    void aFileThatFailsACheckFailsTheJobAndIsNotRead() throws IOException {
        write(10, 1, "");
        for (Path file : export.dataFiles()) {
            Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});
        }

        assertThatIOException()
                .isThrownBy(() -> readAll().runToTheEnd())
                .withMessageContaining("Cannot read file data/")
                .withMessageContaining("it can't be inflated")
                .withMessageContaining(", expected ");

        assertThat(harness.emitted).isEmpty();
        assertThat(harness.states.values()).noneMatch(state -> state.toSplit().isEnded());
    }

    @Test
    void anItemThatTheSchemaRejectsFailsTheJobNamingItsLine() throws IOException {
        write(ExportWriter.into(bucket).files(1).emptyFiles(0), List.of("good-1", "bad-2"), "");

        assertThatIOException()
                .isThrownBy(() -> readAll().runToTheEnd())
                .withMessageMatching(
                        "Cannot deserialize the item of line [12] of file data/.*\\.json\\.gz of"
                            + " the export of table Orders: .*the schema doesn't like bad-2\\."
                            + " 'scan.on-decode-error' = 'skip' leaves such items out and counts"
                            + " them")
                .havingRootCause()
                .withMessage("the schema doesn't like bad-2");
    }

    @Test
    void aKeyThatTheItemsLackFailsTheJobNamingItOnceItIsAskedFor() throws IOException {
        write(ExportWriter.into(bucket).files(1).emptyFiles(0), List.of("good-1"), "");

        assertThatIOException()
                .isThrownBy(() -> harness.read(file(0, "other")).runToTheEnd())
                .withMessageContaining("Cannot deserialize the item of line 1 of file data/")
                .withMessageContaining("the item has no attribute 'other', which is a key")
                .withNoCause();
    }

    @Test
    void aRejectedItemIsLeftOutAndCountedIfAskedFor() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.SKIP);
        write(ExportWriter.into(bucket), List.of("good-1", "bad-2", "twice-3", "none-4"), "");

        readAll().runToTheEnd();

        assertThat(harness.emitted).containsExactlyInAnyOrder("good-1", "twice-3", "twice-3-again");
    }

    @Test
    void aRejectedItemIsADeadLetterWithItsLineIfAskedFor() throws IOException {
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.DEAD_LETTER);
        write(ExportWriter.into(bucket).files(1), List.of("good-1", "bad-2", "none-3"), "");

        readAll().runToTheEnd();

        assertThat(harness.emitted)
                .containsExactly(
                        "good-1",
                        "EXPORT {\"Item\":{\"id\":{\"S\":\"bad-2\"},\"pad\":{\"S\":\"\"}}} from"
                                + " line 2 of file "
                                + manifest.files().get(0).name()
                                + " of the export of table Orders: java.io.IOException: the schema"
                                + " doesn't like bad-2");
        assertThat(harness.metricGroup.getNumRecordsInErrorsCounter().getCount()).isEqualTo(1);
    }

    @Test
    void aSplitOfAStateWhoseExportIsNotSetFailsNamingTheOption() throws IOException {
        write(3, 1, "");
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT);

        assertThatThrownBy(() -> harness.read(file(0)))
                .isInstanceOf(FlinkRuntimeException.class)
                .hasMessageContaining("'scan.snapshot.export' isn't set");
    }
}
