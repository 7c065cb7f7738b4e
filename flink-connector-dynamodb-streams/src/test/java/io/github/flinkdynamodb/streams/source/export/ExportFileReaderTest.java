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

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of a data file: all of them, whole, and none of a file that isn't as it should be. */
@OnEachFlink
class ExportFileReaderTest {

    private static final String NAME = "data/a.json.gz";

    @TempDir private Path folder;

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    /** A text of more than three chunks, whose lines differ in length, and can't be compressed. */
    private static String longText() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < 3.2 * ExportFileReader.CHUNK_BYTES) {
            random.ints(random.nextInt(3000), 'a', 'z').forEach(c -> text.append((char) c));
            text.append('\n');
        }
        return text.toString();
    }

    private static long count(String text) {
        return text.lines().count();
    }

    private Path write(byte[] bytes) throws IOException {
        Path file = folder.resolve(NAME);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    private ExportFileReader reader(ExportFile file, long skipped) {
        return new ExportFileReader(new ExportFolder(folder.toUri().toString()), file, skipped);
    }

    private ExportFileReader reader(String text, long skipped) throws IOException {
        byte[] bytes = gzip(text);
        write(bytes);
        return reader(new ExportFile(NAME, count(text), Md5.of(bytes)), skipped);
    }

    /** Reads to the end; the numbers of lines that come before the chunks must add up. */
    private static String read(ExportFileReader reader, long first) throws IOException {
        StringBuilder text = new StringBuilder();
        boolean last = false;
        while (!last) {
            LineChunk chunk = reader.next();
            assertThat(chunk.linesBefore()).isEqualTo(first + count(text.toString()));
            text.append(new String(chunk.bytes(), UTF_8));
            last = chunk.isLast();
        }
        return text.toString();
    }

    private static String after(String text, long lines) {
        int from = 0;
        for (long i = 0; i < lines; i++) {
            from = text.indexOf('\n', from) + 1;
        }
        return text.substring(from);
    }

    @Test
    void aFileOfManyChunksIsReadLineByLine() throws IOException {
        String text = longText();

        assertThat(read(reader(text, 0), 0)).isEqualTo(text);
    }

    @Test
    void linesThatWereReadAreLeftOutWhereverTheyEnd() throws IOException {
        String text = longText();
        long lines = count(text);

        for (long skipped : new long[] {1, 2, lines / 3, lines / 2, lines - 1, lines}) {
            assertThat(read(reader(text, skipped), skipped)).isEqualTo(after(text, skipped));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5})
    void theLastLineMayLackItsLineFeed(int skipped) throws IOException {
        String text = "{}\n{1}\n{2}\n{3}\n{4}";

        assertThat(read(reader(text, skipped), skipped))
                .isEqualTo(skipped == 5 ? "" : after(text, skipped));
    }

    @Test
    void aLineLongerThanAChunkIsReadAsAWhole() throws IOException {
        String text = "short\n" + "x".repeat(5 * ExportFileReader.CHUNK_BYTES) + "\nshort\n";

        assertThat(read(reader(text, 0), 0)).isEqualTo(text);
        assertThat(read(reader(text, 2), 2)).isEqualTo("short\n");
    }

    @Test
    void aFileWithoutLinesIsReadWhetherItIsGzipOrNothingAtAll() throws IOException {
        assertThat(read(reader("", 0), 0)).isEmpty();

        write(new byte[0]);
        ExportFile nothing = new ExportFile(NAME, 0, Md5.of(new byte[0]));

        assertThat(read(reader(nothing, 0), 0)).isEmpty();
    }

    @Test
    void severalGzipMembersAreOneFile() throws IOException {
        byte[] one = gzip("{1}\n{2}\n");
        byte[] other = gzip("{3}\n");
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        write(both);

        assertThat(read(reader(new ExportFile(NAME, 3, Md5.of(both)), 0), 0))
                .isEqualTo("{1}\n{2}\n{3}\n");
    }

    @Test
    void aFileThatIsFoundMissingWhenItIsReadFailsNamingIt() {
        ExportFolder late = new ExportFolder("late://" + folder);
        ExportFile file = new ExportFile(NAME, 7, "md5");

        assertThatIOException()
                .isThrownBy(() -> new ExportFileReader(late, file, 0).next())
                .withMessageContaining("it doesn't exist, expected a file with 7 items. Copy the");
    }

    @Test
    void aFileSystemThatFailsSaysSoAndNotThatTheFileIsMissing() {
        ExportFolder denied = new ExportFolder("late://" + folder.resolve("denied/export"));
        ExportFile file = new ExportFile(NAME, 7, "md5");

        assertThatIOException()
                .isThrownBy(() -> new ExportFileReader(denied, file, 0).next())
                .withMessageEndingWith("/denied/export: java.io.IOException: the store's answer");
    }

    @Test
    void aFileThatIsNotThereFailsNamingIt() {
        ExportFile file = new ExportFile(NAME, 7, "md5");

        assertThatIOException()
                .isThrownBy(() -> reader(file, 0).next())
                .withMessage(
                        "Cannot read file data/a.json.gz of the export "
                                + folder.toUri()
                                + ": it doesn't exist, expected a file with 7 items. Copy the"
                                + " export again, with all of its files");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void aFileWithAnotherChecksumNeverReturnsItsLastChunk(long skipped) throws IOException {
        byte[] bytes = gzip("{1}\n{2}\n{3}\n");
        write(bytes);
        ExportFile file = new ExportFile(NAME, 3, "expected");

        assertThatIOException()
                .isThrownBy(() -> reader(file, skipped).next())
                .withMessageContaining(
                        "its MD5 is " + Md5.of(bytes) + ", expected expected. Copy the export");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void aFileWithAnotherNumberOfItemsNeverReturnsItsLastChunk(int items) throws IOException {
        byte[] bytes = gzip("{1}\n{2}\n{3}\n");
        write(bytes);
        ExportFile file = new ExportFile(NAME, items, Md5.of(bytes));

        assertThatIOException()
                .isThrownBy(() -> reader(file, 0).next())
                .withMessageContaining("it has 3 items, expected " + items);
    }

    /** Bytes behind the end of the gzip stream are ignored when it is inflated. */
    @Test
    void theChecksumIsThatOfTheWholeFile() throws IOException {
        byte[] bytes = gzip("{1}\n");
        write(Arrays.copyOf(bytes, bytes.length + 100_000));
        ExportFile file = new ExportFile(NAME, 1, Md5.of(bytes));

        assertThatIOException()
                .isThrownBy(() -> reader(file, 0).next())
                .withMessageContaining(
                        "its MD5 is " + Md5.of(Arrays.copyOf(bytes, bytes.length + 100_000)));
    }

    @Test
    void aTruncatedFileFailsWhereverItEnds() throws IOException {
        byte[] bytes = gzip("{1}\n{2}\n{3}\n");
        ExportFile file = new ExportFile(NAME, 3, Md5.of(bytes));

        for (int length = 0; length < bytes.length; length++) {
            byte[] truncated = Arrays.copyOf(bytes, length);
            write(truncated);

            assertThatIOException()
                    .isThrownBy(() -> reader(file, 0).next())
                    .withNoCause()
                    .withMessageStartingWith("Cannot read file data/a.json.gz of the export ")
                    .withMessageContaining("its MD5 is " + Md5.of(truncated) + ", expected ");
        }
    }

    @Test
    void aFileWithAWrongByteFailsWhicheverItIs() throws IOException {
        byte[] bytes = gzip("{1}\n{2}\n{3}\n");
        ExportFile file = new ExportFile(NAME, 3, Md5.of(bytes));

        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            write(damaged);

            assertThatIOException()
                    .isThrownBy(() -> reader(file, 0).next())
                    .withNoCause()
                    .withMessageContaining("its MD5 is " + Md5.of(damaged) + ", expected ");
        }
    }

    @Test
    void aFileThatIsNotGzipFailsWithItsChecksum() throws IOException {
        byte[] bytes = "{1}\n".getBytes(UTF_8);
        write(bytes);

        assertThatIOException()
                .isThrownBy(() -> reader(new ExportFile(NAME, 1, "md5"), 0).next())
                .withMessageContaining("it can't be inflated (Not in GZIP format); its MD5 is ")
                .withMessageContaining(Md5.of(bytes));
    }

    @Test
    void aLineWithoutEndFailsBeforeItFillsTheMemory() throws IOException {
        ExportFileReader reader = reader("x".repeat(65 << 20), 0);

        assertThatIOException()
                .isThrownBy(reader::next)
                .withMessageContaining("line 1 is longer than 67108864 bytes");
    }

    @Test
    void aReaderThatIsClosedReadsNoMore() throws IOException {
        ExportFileReader begun = reader(longText(), 0);
        begun.next();
        begun.close();
        ExportFileReader unopened = reader("{}\n", 0);
        unopened.close();

        assertThatIOException().isThrownBy(begun::next).withMessageContaining("closed");
        assertThatIOException().isThrownBy(unopened::next).withMessageContaining("closed");
    }
}
