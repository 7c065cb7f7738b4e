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
package io.github.flinkdynamodb.streams.source.positions;

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/** Reads the file that {@code scan.startup.positions-file} names. Stateless. */
@Internal
public final class PositionsFile {

    private PositionsFile() {}

    /**
     * Reads a file. The call may block for as long as the file system takes.
     *
     * @param file the value of the option
     * @return the positions
     * @throws IOException if the file doesn't exist, can't be read, or isn't one of positions; the
     *     message names the option, the file, and what to do
     */
    public static StartPositions read(String file) throws IOException {
        byte[] json = bytes(file);
        try {
            return PositionsFormat.read(json);
        } catch (DecodeException e) {
            throw invalid(
                    file,
                    "this isn't a whole file of positions: "
                            + e.getMessage()
                            + ". Write it again with tools/inspector/run",
                    e);
        }
    }

    private static byte[] bytes(String file) throws IOException {
        Path path;
        FileSystem files;
        try {
            path = new Path(file);
            files = path.getFileSystem();
        } catch (IllegalArgumentException e) {
            throw invalid(file, "expected a file, such as 's3://bucket/positions.json'", e);
        } catch (UnsupportedFileSystemSchemeException e) {
            throw invalid(
                    file,
                    "Flink has no file system for it. Put the JAR file of its plugin into a folder"
                            + " of its own in 'plugins' of each JobManager, and restart them",
                    e);
        }
        try (InputStream in = files.open(path)) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw invalid(file, "the file doesn't exist where the JobManager runs", e);
        } catch (IOException | RuntimeException e) {
            throw invalid(
                    file,
                    "the file can't be read: "
                            + e
                            + ". Check it, and the settings of its file system in Flink's"
                            + " configuration",
                    e);
        }
    }

    private static IOException invalid(String file, String reason, Exception foundBy) {
        return LastCause.of(
                new IOException(
                        String.format(
                                "Invalid value '%s' for '%s': %s",
                                file,
                                DynamoDbStreamsSourceOptions.STARTUP_POSITIONS_FILE.key(),
                                reason)),
                foundBy);
    }
}
