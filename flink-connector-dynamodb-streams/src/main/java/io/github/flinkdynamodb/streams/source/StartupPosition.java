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
package io.github.flinkdynamodb.streams.source;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.IllegalConfigurationException;

/** Where reading begins when a job starts without a checkpoint or savepoint. Immutable. */
@PublicEvolving
public final class StartupPosition extends StreamPosition<StartupPosition.Mode> {

    private static final long serialVersionUID = 1L;

    /** The kinds of position. */
    public enum Mode {
        /** The oldest record that the service still has. */
        TRIM_HORIZON,
        /** Changes written after the job has started. */
        LATEST,
        /** Changes written since a time. */
        TIMESTAMP,
        /** The items of the table, then the changes made since. */
        INITIAL,
        /** The items of the table alone. */
        SNAPSHOT,
        /** The changes of incremental exports alone. */
        INCREMENTAL_EXPORT,
        /** The positions of a file, where another job has stopped. */
        POSITIONS
    }

    private static final StartupPosition TRIM_HORIZON = new StartupPosition(Mode.TRIM_HORIZON);
    private static final StartupPosition LATEST = new StartupPosition(Mode.LATEST);
    private static final StartupPosition INITIAL = new StartupPosition(Mode.INITIAL);
    private static final StartupPosition SNAPSHOT = new StartupPosition(Mode.SNAPSHOT);
    private static final StartupPosition INCREMENTAL_EXPORT =
            new StartupPosition(Mode.INCREMENTAL_EXPORT);

    /** Null but for {@link Mode#POSITIONS}. */
    private final String positionsFile;

    private StartupPosition(Mode mode) {
        super(mode);
        this.positionsFile = null;
    }

    private StartupPosition(Instant timestamp) {
        super(Mode.TIMESTAMP, timestamp);
        this.positionsFile = null;
    }

    private StartupPosition(String positionsFile) {
        super(Mode.POSITIONS);
        this.positionsFile = positionsFile;
    }

    /**
     * Returns the position of the oldest record that the service still has: up to 24 hours back.
     */
    public static StartupPosition trimHorizon() {
        return TRIM_HORIZON;
    }

    /** Returns the position at which the job starts: changes written afterwards are read. */
    public static StartupPosition latest() {
        return LATEST;
    }

    /**
     * Returns the position of changes written since a time. The API of DynamoDB Streams cannot
     * start at a time: the source reads from the trim horizon, skips shards that ended earlier, and
     * leaves out older records. The service stamps records in whole seconds, so all records of the
     * timestamp's own second are read.
     *
     * @param timestamp the time; may lie before the retention period or in the future
     * @throws IllegalConfigurationException if the timestamp is null
     */
    public static StartupPosition timestamp(Instant timestamp) {
        return new StartupPosition(timestamp);
    }

    /**
     * Returns the position before the table's items: they are read, and the changes made since, for
     * as long as the job runs. The table's stream must be enabled. Changes are read while the items
     * still are; they are held back until each older item has been processed, as completed
     * checkpoints show. So the job needs checkpoints, and aligned ones. With {@link
     * DynamoDbStreamsSourceOptions#SNAPSHOT_EXPORT} the items are read from an export instead, and
     * the changes since two minutes before it.
     */
    public static StartupPosition initial() {
        return INITIAL;
    }

    /**
     * Returns the position that reads the table's items alone: the source finishes after the last
     * one, and the table needs no stream. With {@link DynamoDbStreamsSourceOptions#SNAPSHOT_EXPORT}
     * they are read from an export instead of the table. Then no call to AWS is made, and nobody
     * tells which attributes the key is: {@link
     * io.github.flinkdynamodb.streams.model.ChangeRecord#keys()} has those that the schema's {@link
     * io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema#requirements()
     * requirements} name, and is empty if they name none.
     */
    public static StartupPosition snapshot() {
        return SNAPSHOT;
    }

    /**
     * Returns the position that reads the changes of incremental exports alone, which {@link
     * DynamoDbStreamsSourceOptions#INCREMENTAL_EXPORT_FOLDERS} names: the source finishes after the
     * last one. No call to AWS is made. What happened to an item within the window of an export is
     * one record, with the time of the item's last write; an item that was inserted and deleted
     * within one window has none. Records have neither stream, shard nor sequence number.
     *
     * <p>The windows are read one after the other. Files of the next one are read by other subtasks
     * only after a completed checkpoint, an aligned one; without checkpoints, and until the first
     * one completes, one subtask reads all of a chain but its last window.
     */
    public static StartupPosition incrementalExport() {
        return INCREMENTAL_EXPORT;
    }

    /**
     * Returns the positions of a file, one for each shard: where another job has stopped. The
     * inspector writes such a file from a savepoint of this source, from one of Apache's {@code
     * DynamoDbStreamsSource}, and from the lease table of the Kinesis Client Library. So nothing is
     * lost and nothing is read twice when one job takes over from another. Shards that are younger
     * than the file are read from their beginning.
     *
     * <p>The file is read when the source is first started, by the JobManager. A job that is
     * restored doesn't need it any more.
     *
     * @param file the file, on any file system that Flink knows
     * @throws IllegalConfigurationException if the file is null
     */
    public static StartupPosition positions(String file) {
        if (file == null) {
            throw new IllegalConfigurationException(
                    "StartupPosition.positions(...) must not be given null: pass a file");
        }
        return new StartupPosition(file);
    }

    /**
     * Returns the file of the mode {@code POSITIONS}.
     *
     * @return the file as it was given; empty for the other modes
     */
    public Optional<String> positionsFile() {
        return Optional.ofNullable(positionsFile);
    }

    @Override
    public boolean equals(Object o) {
        return super.equals(o)
                && Objects.equals(positionsFile, ((StartupPosition) o).positionsFile);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), positionsFile);
    }

    @Override
    public String toString() {
        return positionsFile == null ? super.toString() : "POSITIONS(" + positionsFile + ")";
    }
}
