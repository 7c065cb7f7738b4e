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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.streams.source.export.ExportChain;
import io.github.flinkdynamodb.streams.source.export.ExportManifest;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.tools.simulator.export.ExportView;
import io.github.flinkdynamodb.tools.simulator.export.ExportWriter;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of incremental exports: every line once, with its time, whatever happens between two. */
@OnEachFlink
@Timeout(60)
class ChangeFileReadingTest {

    private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");
    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";

    private final ReaderHarness harness = new ReaderHarness();

    @TempDir private Path bucket;
    private List<ExportManifest> windows;

    @AfterEach
    void close() {
        harness.reader().close();
    }

    /** Writes windows of so many changes; the change n of a window is made in its second n. */
    private List<String> write(int count, int changes) throws IOException {
        return write("w", count, changes);
    }

    private List<String> write(String prefix, int count, int changes) throws IOException {
        List<String> folders = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int w = 0; w < count; w++) {
            Instant from = TIME.plusSeconds(900L * w);
            List<ItemChange> all = new ArrayList<>();
            for (int i = 0; i < changes; i++) {
                String id = prefix + w + "-" + i;
                Item item = Item.builder().s("id", id).build();
                all.add(ItemChange.of(item, i % 2 == 0 ? item : null, item, from.plusSeconds(i)));
                ids.add(id);
            }
            folders.add(
                    ExportWriter.into(bucket)
                            .tableArn(ARN)
                            .seed(w)
                            .files(3)
                            .zeroByteFiles(1)
                            .incremental(
                                    from, from.plusSeconds(900), ExportView.NEW_AND_OLD_IMAGES, all)
                            .folder()
                            .toUri()
                            .toString());
        }
        windows = ExportChain.read(folders).windows();
        harness.options.removeConfig(DynamoDbStreamsSourceOptions.STREAM_ARN);
        harness.with(DynamoDbStreamsSourceOptions.TABLE_NAME, "Orders")
                .with(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.INCREMENTAL_EXPORT)
                .with(DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS, folders);
        return ids;
    }

    private ReaderHarness readAll(String... keys) {
        int total = windows.stream().mapToInt(window -> window.files().size()).sum();
        int index = 0;
        for (ExportManifest window : windows) {
            for (int i = 0; i < window.files().size(); i++) {
                ScannedTable table =
                        ScannedTable.exported("Orders", ARN, List.of(keys), total, window.export());
                harness.read(FileSplit.of(table, index++, window.files().get(i)));
            }
        }
        return harness;
    }

    @Test
    void everyLineIsOneRecordWithTheTimeOfItsWrite() throws IOException {
        List<String> ids = write(2, 50);

        readAll("id").runToTheEnd();

        assertThat(harness.emitted).containsExactlyInAnyOrderElementsOf(ids);
        for (int i = 0; i < harness.emitted.size(); i++) {
            String[] id = harness.emitted.get(i).substring(1).split("-");
            long second = 900L * Integer.parseInt(id[0]) + Integer.parseInt(id[1]);
            assertThat(harness.timestamps.get(i))
                    .isEqualTo(TIME.plusSeconds(second).toEpochMilli());
        }
    }

    @Test
    void aRejectedChangeIsADeadLetterWithItsLineAndTimeIfAskedFor() throws IOException {
        write("bad-", 1, 6);
        harness.with(DynamoDbStreamsSourceOptions.ON_DECODE_ERROR, DecodeErrorPolicy.DEAD_LETTER);

        readAll("id").runToTheEnd();

        assertThat(harness.emitted)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allSatisfy(
                        letter ->
                                assertThat(letter)
                                        .startsWith("EXPORT {\"Metadata\":")
                                        .containsPattern("\"S\":\"bad-0-\\d\"")
                                        .containsPattern(
                                                "} from line [1-6] of file"
                                                        + " \\.\\./data/\\w+\\.json"));
        assertThat(harness.timestamps)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 6)
                                .mapToObj(i -> TIME.plusSeconds(i).toEpochMilli())
                                .collect(Collectors.toList()));
    }

    @Test
    void aRestoreAtAnyLineNeitherLosesNorRepeatsAChange() throws IOException {
        List<String> ids = write(2, 10);

        for (int emitted = 0; emitted <= ids.size(); emitted++) {
            harness.emitted.clear();
            harness.states.clear();
            readAll().emitAtMost(emitted).runToTheEnd();
            harness.restoreFromCheckpoint().runToTheEnd();

            assertThat(harness.emitted)
                    .as("after %s changes", emitted)
                    .containsExactlyInAnyOrderElementsOf(ids);
            harness.restart();
        }
    }

    @Test
    void anotherKeyThanTheSchemaNeedsFailsNamingBoth() throws IOException {
        write(1, 5);

        assertThatIOException()
                .isThrownBy(() -> readAll("order_id").runToTheEnd())
                .withMessageMatching(
                        "Cannot read line 1 of file \\.\\./data/.* of the export of table Orders:"
                            + " the key of its table is \\[id], but the schema needs \\[order_id]"
                            + " as the key\\..*");
    }

    @Test
    void keysThatCantBeReadFailNamingTheLine() throws IOException {
        write(1, 5);
        ExportManifest window = windows.get(0);
        String name = "../data/damaged.json.gz";
        byte[] file = gzip(line("{\"id\":{\"S\":\"a\"}}") + line("{\"id\":7}"));
        Files.write(bucket.resolve("AWSDynamoDB/data/damaged.json.gz"), file);
        ScannedTable table =
                ScannedTable.exported("Orders", ARN, List.of("id"), 1, window.export());
        FileSplit split = FileSplit.of(table, 0, new ExportFile(name, 2, md5(file)));

        assertThatIOException()
                .isThrownBy(() -> harness.read(split.at(1)).runToTheEnd())
                .withMessageContaining(
                        "Cannot read line 2 of file " + name + " of the export of table Orders: ")
                .withMessageContaining("expected an object but found '7'")
                .withMessageContaining("copy the export again")
                .withNoCause();
    }

    private static String line(String keys) {
        return "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1772359200000000\"}},\"Keys\":"
                + keys
                + ",\"NewImage\":{}}\n";
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String md5(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
