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
package io.github.flinkdynamodb.streams.source.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ShownCause;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of an export's manifests, and what is said of a folder that has none. */
@OnEachFlink
class ManifestReaderTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00.028Z");
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

    @TempDir private Path bucket;
    private WrittenExport export;

    @BeforeEach
    void write() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(Item.builder().s("id", "o" + i).build());
        }
        export =
                ExportWriter.into(bucket)
                        .prefix("some/prefix")
                        .tableArn(TABLE)
                        .tableId("the-id")
                        .files(3)
                        .emptyFiles(1)
                        .zeroByteFiles(1)
                        .full(TIME, items);
    }

    private ExportManifest read() throws IOException {
        return read(export.folder().toUri().toString());
    }

    private static ExportManifest read(String folder) throws IOException {
        return ManifestReader.read(new ExportFolder(folder));
    }

    /** Changes a manifest, and its checksum with it. */
    private void replace(String manifest, String what, String by) throws IOException {
        Path json = export.folder().resolve(manifest + ".json");
        String text = Files.readString(json);
        assertThat(text).contains(what);
        rewrite(manifest, text.replace(what, by));
    }

    private void rewrite(String manifest, String text) throws IOException {
        Files.writeString(export.folder().resolve(manifest + ".json"), text);
        Files.writeString(export.folder().resolve(manifest + ".md5"), Md5.of(text.getBytes(UTF_8)));
    }

    private String fails() {
        return fails(export.folder().toUri().toString());
    }

    /** The message without the setting, which it begins with. SQL clients show the last cause. */
    private static String fails(String folder) {
        String[] message = new String[1];
        assertThatIOException()
                .isThrownBy(() -> read(folder))
                .withNoCause()
                .satisfies(e -> message[0] = e.getMessage());
        String setting = "Invalid value '" + folder + "' for 'scan.snapshot.export': ";
        assertThat(message[0]).startsWith(setting);
        return message[0].substring(setting.length());
    }

    @Test
    void aManifestSaysWhichTableWasExportedWhenAndInWhichFiles() throws IOException {
        ExportManifest manifest = read();

        byte[] list = Files.readAllBytes(export.folder().resolve("manifest-files.json"));
        assertThat(manifest.export()).isEqualTo(new TableExport(export.arn(), TIME, Md5.of(list)));
        assertThat(manifest.tableArn()).isEqualTo(TABLE);
        assertThat(manifest.tableId()).isEqualTo("the-id");
        assertThat(manifest.itemCount()).isEqualTo(20);
        assertThat(manifest.files().stream().map(ExportFile::name))
                .hasSize(5)
                .containsExactlyElementsOf(
                        export.dataFiles().stream()
                                .map(file -> "data/" + file.getFileName())
                                .collect(Collectors.toList()));
        for (ExportFile file : manifest.files()) {
            byte[] bytes = Files.readAllBytes(export.folder().resolve(file.name()));
            assertThat(file.md5()).isEqualTo(Md5.of(bytes));
        }
    }

    @Test
    void aCopyWithoutItsPrefixIsTheSameExport() throws IOException {
        Path copy = bucket.resolve("copy");
        Files.move(export.folder(), copy);

        ExportManifest manifest = read(copy.toString() + "/");

        assertThat(manifest.files()).hasSize(5);
        assertThat(copy.resolve(manifest.files().get(0).name())).exists();
    }

    @Test
    void checksumsMayBeNamedAsTheDocumentationDoes() throws IOException {
        for (String manifest : List.of("manifest-summary", "manifest-files")) {
            Path md5 = export.folder().resolve(manifest + ".md5");
            Files.move(md5, export.folder().resolve(manifest + ".checksum"));
        }

        assertThat(read().itemCount()).isEqualTo(20);
    }

    @Test
    void aFolderThatDoesNotExistIsNamed() {
        assertThat(fails(bucket.resolve("none").toUri().toString()))
                .isEqualTo(
                        "the folder doesn't exist, or is empty. Expected the folder of a finished"
                                + " full export, such as"
                                + " 's3://bucket/prefix/AWSDynamoDB/01234567890123-a1b2c3d4'");
    }

    /** Nobody has named that folder, so the path of the bucket is what can be wrong. */
    @Test
    void thePathOfTheBucketIsNamedIfAnExportThatWasAskedForIsNotThere() {
        ExportFolder folder =
                new ExportFolder(
                        bucket.resolve("none").toUri().toString(), "scan.repair.export-bucket");

        assertThatIOException()
                .isThrownBy(() -> ManifestReader.readIncremental(folder))
                .withMessageEndingWith(
                        "the folder doesn't exist, or is empty, but DynamoDB has completed the"
                                + " export. Check that 'scan.repair.export-bucket-path' leads to"
                                + " the bucket");
    }

    @Test
    void aFolderThatIsNotThatOfAnExportIsNamed() {
        assertThat(fails(export.folder().getParent().toString()))
                .startsWith("the folder has no 'manifest-summary.json', so it isn't that of an");
    }

    @Test
    void anExportThatIsNotFinishedIsToBeWaitedFor() throws IOException {
        Files.delete(export.folder().resolve("manifest-summary.json"));

        assertThat(fails())
                .startsWith("the export isn't finished, or it failed: the folder has '_started'")
                .endsWith("Start the job when DescribeExport returns COMPLETED");
    }

    @Test
    void anIncrementalExportIsRefused() {
        export =
                ExportWriter.into(bucket)
                        .incremental(TIME, TIME.plusSeconds(900), ExportView.NEW_IMAGE, List.of());

        assertThat(fails())
                .isEqualTo(
                        "this export is an INCREMENTAL_EXPORT. Expected a full one: an incremental"
                                + " one has the changes of a time, not the table");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        replace("manifest-summary", "DYNAMODB_JSON", "ION");

        assertThat(fails())
                .isEqualTo(
                        "the format of this export is ION, expected DYNAMODB_JSON. Export the table"
                                + " once more with ExportFormat = DYNAMODB_JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest-summary", "manifest-files"})
    void aManifestWithAnotherChecksumIsDamaged(String manifest) throws IOException {
        Path json = export.folder().resolve(manifest + ".json");
        Files.writeString(json, Files.readString(json) + " ");

        assertThat(fails()).startsWith("'" + manifest + ".json' is damaged: its MD5 is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest-summary", "manifest-files"})
    void aManifestWithoutAChecksumIsRefused(String manifest) throws IOException {
        Files.delete(export.folder().resolve(manifest + ".md5"));

        assertThat(fails())
                .startsWith("the folder has '" + manifest + ".json', but no checksum of it");
    }

    @Test
    void aMissingListOfFilesIsNamed() throws IOException {
        Files.delete(export.folder().resolve("manifest-files.json"));

        assertThat(fails()).startsWith("the folder has no 'manifest-files.json'");
    }

    @Test
    void aManifestThatIsNoJsonIsRefused() throws IOException {
        rewrite("manifest-summary", "<html>");

        assertThat(fails()).startsWith("'manifest-summary.json' isn't what DynamoDB writes: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tableArn", "tableId", "exportArn", "exportTime", "outputFormat"})
    void aSummaryThatLacksAFieldIsRefusedNamingIt(String field) throws IOException {
        replace("manifest-summary", "\"" + field + "\"", "\"other\"");

        assertThat(fails())
                .isEqualTo(
                        "'manifest-summary.json' isn't what DynamoDB writes: '"
                                + field
                                + "' is missing");
    }

    @Test
    void aTimeThatIsNoneIsRefused() throws IOException {
        replace("manifest-summary", "\"exportTime\":\"" + TIME, "\"exportTime\":\"soon");

        assertThat(fails()).contains("'exportTime' is 'soon").contains("expected a time in ISO");
    }

    @Test
    void aFileThatIsListedTwiceIsRefused() throws IOException {
        String list = Files.readString(export.folder().resolve("manifest-files.json"));
        rewrite("manifest-files", list + list.lines().findFirst().orElseThrow() + "\n");

        assertThat(fails())
                .contains("'manifest-files.json' isn't what DynamoDB writes: it has 'data/")
                .endsWith(".json.gz' twice");
    }

    @Test
    void aFileThatIsNotListedShowsInTheNumberOfItems() throws IOException {
        String list = Files.readString(export.folder().resolve("manifest-files.json"));
        String line =
                list.lines()
                        .filter(file -> !file.contains("\"itemCount\":0"))
                        .findFirst()
                        .orElseThrow();
        rewrite("manifest-files", list.replace(line + "\n", ""));

        assertThat(fails())
                .matches("'manifest-summary.json' says that the export has 20 items, .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"elsewhere/a.json.gz", "a.json.gz", "data/", "x/mydata/a.json.gz"})
    void aFileOutsideOfTheDataIsRefused(String key) throws IOException {
        rewrite(
                "manifest-files",
                "{\"itemCount\":20,\"md5Checksum\":\"x\",\"dataFileS3Key\":\"" + key + "\"}\n");

        assertThat(fails())
                .contains("'dataFileS3Key' is '" + key + "', expected a file of a folder 'data'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "nosuchscheme"})
    void aSchemeWithoutAFileSystemNamesTheFolderOfPlugins(String scheme) {
        assertThat(fails(scheme + "://bucket/AWSDynamoDB/1"))
                .startsWith("Flink has no file system for '" + scheme + "'")
                .contains("into a folder of its own in 'plugins' of each JobManager and")
                .contains("plugins/s3-fs-hadoop/flink-s3-fs-hadoop-<version>.jar for 's3'");
    }

    @Test
    void aFileSystemThatOpensWhatDoesNotExistIsReadLikeAnyOther() throws IOException {
        Path folder = export.folder();
        Files.move(folder.resolve("manifest-files.md5"), folder.resolve("manifest-files.checksum"));

        assertThat(read("late://" + folder).itemCount()).isEqualTo(20);
        assertThat(fails("late://" + folder.getParent()))
                .startsWith("the folder has no 'manifest-summary.json', so it isn't that of an");
    }

    @Test
    void aFileSystemThatFailsIsNamedWithWhatToCheck() {
        String folder = "late://" + bucket.resolve("denied/export");

        Throwable error = catchThrowable(() -> read(folder));

        assertThat(ShownCause.of(new RuntimeException(error)))
                .startsWith(
                        "java.io.IOException: Invalid value '"
                                + folder
                                + "' for 'scan.snapshot.export': '"
                                + folder.replace("late://", "late:")
                                + "/manifest-summary.json' can't be read: java.io.IOException: the"
                                + " store's answer. Check the folder, and the settings of its file"
                                + " system");
    }

    @Test
    void aFolderThatMayNotBeListedIsNamed() {
        assertThat(fails("late://" + bucket.resolve("unlisted")))
                .matches("'late:.*/unlisted' can't be read: .*: the store's answer\\. Check .*");
    }

    @Test
    void whatThereIsNoNeedForMayBeMissing() throws IOException {
        replace("manifest-summary", "\"exportType\"", "\"other\"");
        replace("manifest-summary", "\"billedSizeBytes\"", "\"another\"");

        assertThat(read().sizeBytes()).isZero();
        assertThat(read().itemCount()).isEqualTo(20);
    }
}
