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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ExportWindow;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.export.WrittenExport;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which incremental exports are a chain, and what is said of those that aren't. */
@OnEachFlink
class ChainedExportsTest {

    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    private static final String TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";

    @TempDir private Path bucket;
    private int seed;

    private ExportWriter writer() {
        return ExportWriter.into(bucket).tableArn(TABLE).tableId("the-id").seed(++seed).files(2);
    }

    private static WrittenExport write(
            ExportWriter writer, int fromMinute, int toMinute, ExportView view) {
        Item item = Item.builder().s("id", "o" + fromMinute).build();
        Instant from = T0.plusSeconds(60L * fromMinute);
        return writer.incremental(
                from,
                T0.plusSeconds(60L * toMinute),
                view,
                List.of(ItemChange.of(item, null, item, from)));
    }

    private WrittenExport window(int fromMinute, int toMinute) {
        return write(writer(), fromMinute, toMinute, ExportView.NEW_AND_OLD_IMAGES);
    }

    private static String folder(WrittenExport export) {
        return export.folder().toUri().toString();
    }

    private static ExportChain read(WrittenExport... exports) throws IOException {
        return ExportChain.read(
                Arrays.stream(exports)
                        .map(ChainedExportsTest::folder)
                        .collect(Collectors.toList()));
    }

    private static String fails(WrittenExport... exports) {
        String[] message = new String[1];
        assertThatIOException()
                .isThrownBy(() -> read(exports))
                .satisfies(e -> message[0] = e.getMessage());
        assertThat(message[0]).contains("'scan.incremental-export.folders'");
        return message[0];
    }

    @Test
    void windowsAreReadInTheOrderOfTheirTimesHoweverTheyAreNamed() throws IOException {
        WrittenExport first = window(0, 15);
        WrittenExport second = window(15, 75);
        WrittenExport third = window(75, 90);

        ExportChain chain = read(third, first, second);

        assertThat(chain.windows().stream().map(m -> m.export().arn()))
                .containsExactly(first.arn(), second.arn(), third.arn());
        assertThat(chain.export().window())
                .contains(
                        new ExportWindow(
                                T0, T0.plusSeconds(90 * 60), StreamViewType.NEW_AND_OLD_IMAGES));
        assertThat(chain.export()).isEqualTo(read(first, second, third).export());
        assertThat(chain.export()).isNotEqualTo(read(first, second).export());
        assertThat(chain.windows().get(1).itemCount()).isEqualTo(1);
        assertThat(chain.windows().get(1).tableId()).isEqualTo("the-id");
    }

    @Test
    void dataFilesLieBesideTheFolderOfTheManifest() throws IOException {
        WrittenExport export = window(0, 15);
        ExportManifest manifest = read(export).windows().get(0);

        for (int i = 0; i < manifest.files().size(); i++) {
            ExportFile file = manifest.files().get(i);
            assertThat(file.name()).isEqualTo("../data/" + export.dataFiles().get(i).getFileName());
            assertThat(ExportFolder.ofChain(folder(export)).read(file.name()))
                    .isEqualTo(Files.readAllBytes(bucket.resolve(export.dataFiles().get(i))));
        }
    }

    @Test
    void aGapNamesBothWindowsAndTheTimeBetween() {
        WrittenExport first = window(0, 15);
        WrittenExport second = window(30, 45);

        assertThat(fails(second, first))
                .contains("'" + folder(first) + "' (2026-03-01T10:00:00Z to 2026-03-01T10:15:00Z)")
                .contains(" and '" + folder(second) + "'")
                .contains(
                        "leave a gap: the changes from 2026-03-01T10:15:00Z to"
                                + " 2026-03-01T10:30:00Z are in neither of them");
    }

    @Test
    void anOverlapNamesBothWindowsAndWhatTheyShare() {
        assertThat(fails(window(0, 15), window(10, 25)))
                .contains("overlap from 2026-03-01T10:10:00Z to 2026-03-01T10:15:00Z");
        assertThat(fails(window(0, 60), window(10, 25)))
                .contains("overlap from 2026-03-01T10:10:00Z to 2026-03-01T10:25:00Z");
    }

    @Test
    void theSameExportTwiceIsRefused() throws IOException {
        WrittenExport export = window(0, 15);
        Path copy = export.folder().resolveSibling("copy");
        Files.createDirectories(copy);
        for (String file :
                List.of(
                        "manifest-summary.json",
                        "manifest-summary.md5",
                        "manifest-files.json",
                        "manifest-files.md5")) {
            Files.copy(export.folder().resolve(file), copy.resolve(file));
        }

        assertThatIOException()
                .isThrownBy(
                        () -> ExportChain.read(List.of(folder(export), copy.toUri().toString())))
                .withMessageContaining("are the same export. Remove one of them");
    }

    @Test
    void exportsOfTwoTablesAreRefused() {
        WrittenExport first = window(0, 15);
        WrittenExport other =
                write(writer().tableArn(TABLE + "2"), 15, 30, ExportView.NEW_AND_OLD_IMAGES);
        WrittenExport recreated =
                write(writer().tableId("new"), 15, 30, ExportView.NEW_AND_OLD_IMAGES);

        assertThat(fails(first, other))
                .contains(
                        "are of two tables, "
                                + TABLE
                                + " with the id the-id and "
                                + TABLE
                                + "2 with the id the-id. Set exports of one table");
        assertThat(fails(first, recreated)).contains("the-id and " + TABLE + " with the id new");
    }

    @Test
    void twoViewsAreRefused() {
        WrittenExport other = write(writer(), 15, 30, ExportView.NEW_IMAGE);

        assertThat(fails(window(0, 15), other))
                .contains("have different views, NEW_AND_OLD_IMAGES and NEW_IMAGE. Export one of");
    }

    @Test
    void aFullExportIsRefusedAndAnIncrementalOneInPlaceOfAFullOne() {
        WrittenExport full = writer().full(T0, List.of());
        WrittenExport window = window(0, 15);

        assertThat(fails(window, full))
                .contains("'" + folder(full) + "'")
                .contains("this export is a FULL_EXPORT. Expected an incremental one")
                .contains("or read it by 'scan.startup.mode' = 'snapshot'");
        assertThatIOException()
                .isThrownBy(() -> ManifestReader.read(new ExportFolder(folder(window))))
                .withMessageContaining("this export is an INCREMENTAL_EXPORT. Expected a full one");
    }

    @Test
    void moreFilesThanAStateHoldsAreRefused() throws IOException {
        ExportManifest one = read(window(0, 15)).windows().get(0);
        ExportManifest half =
                new ExportManifest(
                        one.export(),
                        TABLE,
                        "the-id",
                        0,
                        0,
                        Collections.nCopies(500_000, one.files().get(0)));

        ExportChain.requireFewFiles(List.of(half, half));
        assertThatIOException()
                .isThrownBy(() -> ExportChain.requireFewFiles(List.of(half, half, one)))
                .withMessage(
                        "Invalid value for 'scan.incremental-export.folders': the 3 exports have"
                                + " %d files together, expected 1000000 at most. Read them with"
                                + " several jobs, one after the other",
                        1_000_000 + one.files().size());
    }

    @Test
    void aFolderThatIsNotAPathIsNamedWithItsOption() {
        assertThatThrownBy(() -> ExportChain.read(List.of(":x")))
                .hasMessageStartingWith(
                        "Invalid value ':x' for 'scan.incremental-export.folders': expected the"
                                + " folder of an export, such as 's3://")
                .hasNoCause();
    }

    @Test
    void foldersThatAreSeparatedByACommaAreToldWhatSeparatesThem() {
        String folders = folder(window(0, 15)) + "," + folder(window(15, 30));

        assertThatIOException()
                .isThrownBy(() -> ExportChain.read(List.of(folders)))
                .withMessageContaining("Invalid value '" + folders + "'")
                .withMessageEndingWith("and several of them separated by ';'");
    }

    @Test
    void aFileOfTwoExportsIsRefused() throws IOException {
        WrittenExport first = window(0, 15);
        WrittenExport second = window(15, 30);
        byte[] list = Files.readAllBytes(first.folder().resolve("manifest-files.json"));
        Files.write(second.folder().resolve("manifest-files.json"), list);
        Files.writeString(second.folder().resolve("manifest-files.md5"), Md5.of(list));

        assertThat(fails(first, second)).contains("both have the file ../data/");
    }

    @Test
    void aWindowThatIsNotOneAndAnUnknownViewAreRefused() throws IOException {
        WrittenExport window = window(0, 15);
        rewrite(window, "10:15:00", "10:00:00");

        assertThat(fails(window))
                .contains("'manifest-summary.json' isn't what DynamoDB writes: its window ends at");

        WrittenExport other = window(0, 15);
        rewrite(other, "NEW_AND_OLD_IMAGES", "OLD_IMAGE");
        assertThat(fails(other)).contains("'outputView' is 'OLD_IMAGE', expected NEW_IMAGE or");
    }

    @Test
    void bothSpellingsOfTheViewAreKnown() throws IOException {
        WrittenExport window = write(writer(), 0, 15, ExportView.NEW_IMAGE);
        StreamViewType one = view(window);
        rewrite(window, "NEW_IMAGE", "NEW_IMAGES");

        assertThat(one).isEqualTo(StreamViewType.NEW_IMAGE);
        assertThat(view(window)).isEqualTo(StreamViewType.NEW_IMAGE);
    }

    private static StreamViewType view(WrittenExport window) throws IOException {
        return read(window).export().window().orElseThrow().view();
    }

    private static void rewrite(WrittenExport export, String what, String by) throws IOException {
        Path json = export.folder().resolve("manifest-summary.json");
        String text = Files.readString(json);
        assertThat(text).contains(what);
        String changed = text.replace(what, by);
        Files.writeString(json, changed);
        Files.writeString(
                export.folder().resolve("manifest-summary.md5"), Md5.of(changed.getBytes(UTF_8)));
    }

    @Test
    void aFolderIsFoundByItsExportsArnWhereverItLies() throws IOException {
        List<WrittenExport> exports = new ArrayList<>();
        exports.add(window(0, 15));
        exports.add(window(15, 30));
        ChainFolders folders =
                new ChainFolders(List.of(folder(exports.get(1)), folder(exports.get(0))));

        for (WrittenExport export : exports) {
            ExportFile file = read(export).windows().get(0).files().get(0);
            try (ExportFileReader reader = new ExportFileReader(folders, export.arn(), file, 0)) {
                assertThat(reader.next().isLast()).isTrue();
            }
        }
        ExportFile file = read(exports.get(0)).windows().get(0).files().get(0);
        assertThatIOException()
                .isThrownBy(() -> new ExportFileReader(folders, "another", file, 0).next())
                .withMessageContaining(
                        "None of the folders of 'scan.incremental-export.folders' is that of export"
                                + " another");
    }

    @Test
    void aMissingDataFileSaysWhereItIsToLie() throws IOException {
        WrittenExport export = window(0, 15);
        ExportFile file = read(export).windows().get(0).files().get(0);
        Files.delete(bucket.resolve(export.dataFiles().get(0)));
        ChainFolders folders = new ChainFolders(List.of(folder(export)));

        assertThatIOException()
                .isThrownBy(() -> new ExportFileReader(folders, export.arn(), file, 0).next())
                .withMessageContaining("Cannot read file ../data/")
                .withMessageContaining("it doesn't exist, expected a file with")
                .withMessageContaining("lie in the folder 'data' beside its own");
    }
}
