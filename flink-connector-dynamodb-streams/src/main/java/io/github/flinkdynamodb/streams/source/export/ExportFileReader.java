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

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.apache.flink.annotation.Internal;

/**
 * Reads a data file of an export from its beginning, chunk by chunk, and checks it: its MD5 and the
 * number of its items must be those of the manifest. A file that fails a check never returns its
 * last chunk. One thread at a time reads; any thread may close.
 */
@Internal
public final class ExportFileReader implements Closeable {

    /** So many bytes of lines make a chunk, and what the last of them still takes. */
    public static final int CHUNK_BYTES = 1 << 20;

    /**
     * An item has 400 KB. Its JSON is several times as long if it is a list of NULLs; what has a
     * longer line isn't an export.
     */
    private static final int MOST_LINE_BYTES = 64 << 20;

    private static final String SHARED =
            ": those of an incremental one lie in the folder 'data' beside its own";

    private final FileOpener folder;
    private final ExportFile file;
    private final long linesToSkip;

    /** Begins with what has been inflated and isn't part of a chunk yet; empty until it is read. */
    private byte[] buffer = new byte[0];

    private int buffered;

    private long lines;
    private boolean ended;

    /** Guarded by this object, so that either who closes or who opens sees the other. */
    private ExportInput input;

    private boolean closed;

    /**
     * Creates a reader of a file of a full export; nothing is opened yet.
     *
     * @param folder the export's folder
     * @param file the file
     * @param linesToSkip how many lines are left out at its beginning; gzip can't be entered in the
     *     middle, so they are inflated and checked with the others
     */
    public ExportFileReader(ExportFolder folder, ExportFile file, long linesToSkip) {
        this((FileOpener) folder, file, linesToSkip);
    }

    /**
     * Creates a reader of a file of an incremental export; nothing is opened yet.
     *
     * @param folders the folders of the chain
     * @param exportArn the ARN of the file's export
     * @param file the file
     * @param linesToSkip how many lines are left out at its beginning
     */
    public ExportFileReader(
            ChainFolders folders, String exportArn, ExportFile file, long linesToSkip) {
        this(folders.ofExport(exportArn), file, linesToSkip);
    }

    /**
     * Creates a reader of a file that the state holds.
     *
     * @param file the file, with its content
     * @param linesToSkip how many lines at its beginning aren't wanted
     */
    public ExportFileReader(ExportFile file, long linesToSkip) {
        this(new HeldFile(file.content().orElseThrow()), file, linesToSkip);
    }

    private ExportFileReader(FileOpener folder, ExportFile file, long linesToSkip) {
        this.folder = folder;
        this.file = file;
        this.linesToSkip = linesToSkip;
    }

    /**
     * Reads on. Blocks for as long as the file system takes.
     *
     * @return the next lines; after the last ones, this isn't called again
     * @throws IOException if the file isn't there, can't be read, or fails a check; the message
     *     names it
     */
    public LineChunk next() throws IOException {
        try {
            LineChunk chunk = readLines();
            while (chunk.linesBefore() < linesToSkip && !chunk.isLast()) {
                chunk = withoutSkipped(chunk);
                if (chunk.bytes().length > 0) {
                    return chunk;
                }
                chunk = readLines();
            }
            return withoutSkipped(chunk);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private LineChunk readLines() throws IOException {
        int end = fill();
        byte[] bytes = Arrays.copyOf(buffer, end);
        keepFrom(end);
        int[] ends = Lines.ends(bytes);
        LineChunk chunk = new LineChunk(bytes, ends, lines, ended);
        lines += ends.length;
        if (ended) {
            check();
            close();
        }
        return chunk;
    }

    private void keepFrom(int end) {
        buffered -= end;
        if (ended) {
            buffer = new byte[0];
        } else if (buffer.length == CHUNK_BYTES) {
            System.arraycopy(buffer, end, buffer, 0, buffered);
        } else {
            byte[] rest = Arrays.copyOfRange(buffer, end, buffer.length);
            buffer = Arrays.copyOf(rest, Math.max(CHUNK_BYTES, rest.length));
        }
    }

    /**
     * Inflates as much more as makes a chunk with at least one whole line.
     *
     * @return where the lines of the chunk end
     */
    private int fill() throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[CHUNK_BYTES];
        }
        while (true) {
            buffered += read(buffer, buffered);
            int end = ended ? buffered : lastLineEnd(buffer);
            if (ended || end > 0) {
                return end;
            }
            if (buffered >= MOST_LINE_BYTES) {
                throw failed(
                        String.format(
                                "line %d is longer than %d bytes: this isn't an export in DynamoDB"
                                        + " JSON",
                                lines + 1, MOST_LINE_BYTES));
            }
            buffer = Arrays.copyOf(buffer, buffered * 2);
        }
    }

    /** Fills an array from a place on, unless the file ends before. */
    private int read(byte[] bytes, int from) throws IOException {
        int count = 0;
        try {
            InputStream in = open();
            while (from + count < bytes.length && !ended) {
                int some = in.read(bytes, from + count, bytes.length - from - count);
                ended = some < 0;
                count += Math.max(0, some);
            }
            return count;
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        } catch (FileNotFoundException e) {
            throw missing(e);
        } catch (IOException e) {
            if (isMissing()) {
                throw missing(e);
            }
            throw LastCause.of(new IOException("Cannot read " + what() + ": " + e), e);
        }
    }

    /** Some file systems open what doesn't exist, and fail when it is read. */
    private boolean isMissing() {
        synchronized (this) {
            if (closed) {
                return false;
            }
        }
        try {
            return !folder.has(file.name());
        } catch (IOException e) {
            return false;
        }
    }

    private InputStream open() throws IOException {
        synchronized (this) {
            requireOpen();
            if (input != null) {
                return input.lines();
            }
        }
        ExportInput opened = new ExportInput(folder.open(file.name()));
        synchronized (this) {
            if (closed) {
                opened.close();
            }
            requireOpen();
            input = opened;
        }
        return opened.lines();
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the reader was closed");
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private LineChunk withoutSkipped(LineChunk chunk) {
        int skipped = (int) Math.min(linesToSkip - chunk.linesBefore(), chunk.ends().length);
        if (skipped <= 0) {
            return chunk;
        }
        byte[] bytes = chunk.bytes();
        int from = Math.min(chunk.ends()[skipped - 1] + 1, bytes.length);
        int[] ends = Arrays.copyOfRange(chunk.ends(), skipped, chunk.ends().length);
        Arrays.setAll(ends, i -> ends[i] - from);
        return new LineChunk(
                Arrays.copyOfRange(bytes, from, bytes.length),
                ends,
                chunk.linesBefore() + skipped,
                chunk.isLast());
    }

    private void check() throws IOException {
        String found = input.md5();
        if (!found.equals(file.md5())) {
            throw failed(
                    String.format(
                            "its MD5 is %s, expected %s. Copy the export again",
                            found, file.md5()));
        }
        if (lines != file.itemCount()) {
            throw failed(
                    String.format(
                            "it has %d items, expected %d. Copy the export again",
                            lines, file.itemCount()));
        }
    }

    /** The MD5 shows whether the file was damaged on its way. */
    private IOException damaged(IOException cause) {
        String found;
        try {
            found = input == null ? "unknown" : input.md5();
        } catch (IOException e) {
            found = "unknown (" + e.getMessage() + ")";
        }
        return LastCause.of(
                failed(
                        String.format(
                                "it can't be inflated (%s); its MD5 is %s, expected %s. Copy the"
                                        + " export again",
                                cause.getMessage(), found, file.md5())),
                cause);
    }

    private IOException missing(IOException cause) {
        return LastCause.of(
                failed(
                        String.format(
                                "it doesn't exist, expected a file with %d items. Copy the export"
                                        + " again, with all of its files%s",
                                file.itemCount(), file.name().startsWith("..") ? SHARED : "")),
                cause);
    }

    private IOException failed(String reason) {
        return new IOException("Cannot read " + what() + ": " + reason);
    }

    private String what() {
        return "file " + file.name() + " of the export " + folder;
    }

    /** Ends the reading; a read that is under way on another thread fails. */
    @Override
    public synchronized void close() {
        closed = true;
        if (input != null) {
            input.close();
        }
    }
}
