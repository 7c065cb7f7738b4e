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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.annotation.Internal;

/**
 * Writes deletions of items as the lines of an incremental export, in files that the state holds.
 * Each is small enough to be sent in one message. Belongs to one thread.
 */
@Internal
public final class DeletionLines {

    /** A file ends behind so many bytes; deflated, keys take about a quarter. */
    private static final int FILE_BYTES = 512 << 10;

    /** Takes files. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Takes a file.
         *
         * @param count how many lines it has, at least 1
         * @param content its content, compressed
         */
        void take(long count, byte[] content);
    }

    private final Receiver receiver;
    private ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private long count;

    /**
     * Creates a writer.
     *
     * @param receiver takes the files
     */
    public DeletionLines(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Returns a file as splits have it.
     *
     * @param name its name
     * @param count how many lines it has
     * @param content its content, compressed; not copied, must not change
     * @return the file
     */
    public static ExportFile file(String name, long count, byte[] content) {
        return new ExportFile(name, count, Md5.of(content)).heldAs(content);
    }

    /**
     * Adds a deletion.
     *
     * @param keys the item's key, as a map of attributes in DynamoDB JSON
     * @param second the time of the record that made the item, in epoch seconds
     */
    public void add(ByteSlice keys, long second) {
        String metadata =
                "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"" + second + "000000\"}}";
        write(metadata.getBytes(StandardCharsets.US_ASCII));
        write(",\"Keys\":".getBytes(StandardCharsets.US_ASCII));
        lines.write(keys.bytes(), keys.offset(), keys.length());
        write("}\n".getBytes(StandardCharsets.US_ASCII));
        count++;
        if (lines.size() >= FILE_BYTES) {
            endFile();
        }
    }

    private void write(byte[] bytes) {
        lines.write(bytes, 0, bytes.length);
    }

    /** Ends the last file. Nothing can be added behind that. */
    public void end() {
        if (count > 0) {
            endFile();
        }
    }

    private void endFile() {
        receiver.take(count, deflated());
        lines = new ByteArrayOutputStream();
        count = 0;
    }

    private byte[] deflated() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(content)) {
            lines.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content.toByteArray();
    }
}
