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
package io.github.flinkdynamodb.tools.inspector.state;

import io.github.flinkdynamodb.tools.inspector.InspectionException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.apache.flink.runtime.checkpoint.CheckpointProperties;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.util.EnvironmentInformation;

/** The metadata of a savepoint or checkpoint, as Flink reads it. */
public final class SavepointFile {

    private static final String METADATA = "_metadata";

    private final Path metadata;
    private final FileStatus status;
    private final CheckpointMetadata content;

    private SavepointFile(Path metadata, FileStatus status, CheckpointMetadata content) {
        this.metadata = metadata;
        this.status = status;
        this.content = content;
    }

    /**
     * Reads the metadata.
     *
     * @param location the folder of a savepoint or checkpoint, or its file {@code _metadata}; a
     *     path of this machine, or one with a scheme that Flink has a file system for
     * @return the metadata; the state itself may lie in other files
     * @throws InspectionException if there is none, or it can't be read
     */
    public static SavepointFile read(String location) throws InspectionException {
        Path path = pathOf(location);
        try {
            FileSystem files = path.getFileSystem();
            Path metadata = files.getFileStatus(path).isDir() ? inFolder(files, path) : path;
            FileStatus status = files.getFileStatus(metadata);
            return new SavepointFile(metadata, status, load(files, metadata));
        } catch (UnsupportedFileSystemSchemeException e) {
            throw new InspectionException(
                    String.format(
                            "There is no file system for %s: copy the folder to this machine, or"
                                    + " set FLINK_PLUGINS_DIR to a folder of Flink's plugins that"
                                    + " has one",
                            location),
                    e);
        } catch (FileNotFoundException e) {
            throw new InspectionException(location + " doesn't exist", e);
        } catch (IOException e) {
            throw new InspectionException(location + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the path that was typed.
     *
     * @param location a path of this machine, or one with a scheme
     * @throws InspectionException if it isn't a path
     */
    public static Path pathOf(String location) throws InspectionException {
        try {
            return location.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")
                    ? new Path(location)
                    : Path.fromLocalFile(new File(location).getAbsoluteFile());
        } catch (IllegalArgumentException e) {
            throw new InspectionException("'" + location + "' isn't a path", e);
        }
    }

    private static Path inFolder(FileSystem files, Path folder)
            throws IOException, InspectionException {
        Path metadata = new Path(folder, METADATA);
        if (files.exists(metadata)) {
            return metadata;
        }
        Optional<Path> inside = newestInside(files, folder);
        throw new InspectionException(
                folder
                        + " isn't a savepoint or a complete checkpoint: it has no file "
                        + METADATA
                        + inside.map(path -> ", but " + path + " has one").orElse(""));
    }

    private static Optional<Path> newestInside(FileSystem files, Path folder) throws IOException {
        List<FileStatus> found = new ArrayList<>();
        for (FileStatus entry : files.listStatus(folder)) {
            Path metadata = new Path(entry.getPath(), METADATA);
            if (entry.isDir() && files.exists(metadata)) {
                found.add(files.getFileStatus(metadata));
            }
        }
        return found.stream()
                .max(Comparator.comparingLong(FileStatus::getModificationTime))
                .map(status -> status.getPath().getParent());
    }

    private static CheckpointMetadata load(FileSystem files, Path metadata)
            throws InspectionException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(files.open(metadata)))) {
            return Checkpoints.loadCheckpointMetadata(
                    in, SavepointFile.class.getClassLoader(), metadata.getParent().toString());
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new InspectionException(reason(metadata, e), e);
        }
    }

    private static String reason(Path metadata, Throwable e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("magic number")) {
            return metadata + " isn't the metadata of a savepoint or checkpoint";
        }
        if (message.contains("version")) {
            return String.format(
                    "%s can't be read by Flink %s, which this tool contains: %s",
                    metadata, EnvironmentInformation.getVersion(), message);
        }
        return String.format(
                "%s is damaged or incomplete: Flink %s can't read it (%s)",
                metadata,
                EnvironmentInformation.getVersion(),
                e.getMessage() == null ? e.getClass().getSimpleName() : message);
    }

    /**
     * Returns where the metadata was read.
     *
     * @return the path of the file {@code _metadata}
     */
    public String location() {
        return metadata.toString();
    }

    /** Returns the folder of the metadata. */
    Path folder() {
        return metadata.getParent();
    }

    /**
     * Returns when the metadata was written, by the file's time, which a copy may have changed.
     *
     * @return the time
     */
    public Instant writtenAt() {
        return Instant.ofEpochMilli(status.getModificationTime());
    }

    /**
     * Returns the checkpoint's number.
     *
     * @return the id, which is unique within a job
     */
    public long checkpointId() {
        return content.getCheckpointId();
    }

    /**
     * Returns what kind of checkpoint it is.
     *
     * @return "savepoint" or "checkpoint"; empty if it was written by a Flink that doesn't say it
     */
    public Optional<String> kind() {
        return Optional.ofNullable(content.getCheckpointProperties())
                .map(CheckpointProperties::isSavepoint)
                .map(isSavepoint -> isSavepoint ? "savepoint" : "checkpoint");
    }

    /**
     * Returns the state of each operator.
     *
     * @return an unmodifiable list
     */
    public List<OperatorState> operators() {
        return Collections.unmodifiableList(new ArrayList<>(content.getOperatorStates()));
    }

    /**
     * Returns how large the state is that the metadata names, with what is in it.
     *
     * @return the number of bytes
     */
    public long stateBytes() {
        return content.getOperatorStates().stream().mapToLong(OperatorState::getStateSize).sum();
    }
}
