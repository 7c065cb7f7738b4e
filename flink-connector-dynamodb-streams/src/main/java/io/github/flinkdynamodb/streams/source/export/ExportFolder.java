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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * The folder of an export. All calls may block for as long as the file system takes, and may be
 * made on any thread. Immutable.
 */
@Internal
public final class ExportFolder implements FileOpener {

    private final String setting;
    private final String option;
    private final Path path;

    /**
     * Names a folder, without looking at it.
     *
     * @param setting the value of {@code scan.snapshot.export}
     * @throws IllegalArgumentException if it isn't a path
     */
    public ExportFolder(String setting) {
        this(setting, DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT.key());
    }

    /**
     * Names a folder that follows from an option, without looking at it.
     *
     * @param folder the folder
     * @param option the option's key, for messages
     * @throws IllegalArgumentException if it isn't a path
     */
    public ExportFolder(String folder, String option) {
        this.setting = folder;
        this.option = option;
        this.path = path();
    }

    private Path path() {
        try {
            return new Path(setting);
        } catch (IllegalArgumentException e) {
            throw LastCause.of(
                    new IllegalArgumentException(
                            invalid(
                                    "expected the folder of an export, such as"
                                        + " 's3://bucket/AWSDynamoDB/01234567890123-a1b2c3d4'")),
                    e);
        }
    }

    /**
     * Checks that Flink has the file system of the folder, which needn't exist.
     *
     * @throws IOException if it hasn't; the message names the plugin
     */
    public void requireFileSystem() throws IOException {
        fileSystem();
    }

    /**
     * Names one of the folders of a chain, without looking at it.
     *
     * @param setting one of the values of {@code scan.incremental-export.folders}
     * @return the folder
     * @throws IllegalArgumentException if it isn't a path
     */
    public static ExportFolder ofChain(String setting) {
        return new ExportFolder(
                setting, DynamoDbStreamsSourceOptions.INCREMENTAL_EXPORT_FOLDERS.key());
    }

    /**
     * Opens a file.
     *
     * @param name its name within the folder, or beside it if it begins with {@code ../}
     * @return its bytes; with some file systems reading fails if the file doesn't exist
     * @throws FileNotFoundException if the file doesn't exist
     * @throws IOException if the file system can't be used, or fails
     */
    @Override
    public FSDataInputStream open(String name) throws IOException {
        return fileSystem().open(new Path(path, name));
    }

    /**
     * Reads a small file.
     *
     * @param name its name within the folder
     * @return all of its bytes
     * @throws FileNotFoundException if the file doesn't exist
     * @throws IOException if the file system can't be used, or fails; the message names the option
     */
    byte[] read(String name) throws IOException {
        FileSystem files = fileSystem();
        try (InputStream in = files.open(new Path(path, name))) {
            return in.readAllBytes();
        } catch (FileNotFoundException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (has(name)) {
                throw unreadable(new Path(path, name), e);
            }
            throw LastCause.of(new FileNotFoundException(name), e);
        }
    }

    @Override
    public boolean has(String name) throws IOException {
        FileSystem files = fileSystem();
        try {
            return files.exists(new Path(path, name));
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException | RuntimeException e) {
            throw unreadable(new Path(path, name), e);
        }
    }

    /** Returns whether there is anything in the folder; a store of objects has no empty folders. */
    boolean hasAnything() throws IOException {
        FileSystem files = fileSystem();
        try {
            FileStatus[] found = files.listStatus(path);
            return found != null && found.length > 0;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException | RuntimeException e) {
            throw unreadable(path, e);
        }
    }

    private IOException unreadable(Path what, Exception foundBy) {
        return invalid(
                String.format(
                        "'%s' can't be read: %s. Check the folder, and the settings of its file"
                                + " system in Flink's configuration",
                        what, foundBy),
                foundBy);
    }

    private FileSystem fileSystem() throws IOException {
        try {
            return path.getFileSystem();
        } catch (UnsupportedFileSystemSchemeException e) {
            throw invalid(
                    String.format(
                            "Flink has no file system for '%s'. Put the JAR file of its plugin into"
                                    + " a folder of its own in 'plugins' of each JobManager and"
                                    + " TaskManager, such as"
                                    + " plugins/s3-fs-hadoop/flink-s3-fs-hadoop-<version>.jar for"
                                    + " 's3', and restart them",
                            path.toUri().getScheme()),
                    e);
        }
    }

    /**
     * Returns the option that says where the bucket is read which the source has exports written
     * to.
     *
     * @return its key; empty if the folder is one that somebody has named
     */
    Optional<String> bucketPathOption() {
        return Stream.of(
                        DynamoDbStreamsSourceOptions.SNAPSHOT_EXPORT_BUCKET_PATH,
                        DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH)
                .map(ConfigOption::key)
                .filter(key -> key.equals(option + "-path"))
                .findFirst();
    }

    /** Returns an error about the setting. */
    IOException invalid(String reason, Exception foundBy) {
        return LastCause.of(new IOException(invalid(reason)), foundBy);
    }

    /** Returns a message about the setting. */
    String invalid(String reason) {
        return String.format("Invalid value '%s' for '%s': %s", setting, option, reason);
    }

    @Override
    public String toString() {
        return setting;
    }
}
