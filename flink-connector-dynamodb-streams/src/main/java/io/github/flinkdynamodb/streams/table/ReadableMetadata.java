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
package io.github.flinkdynamodb.streams.table;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.table.decode.MetadataWriter;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** The metadata columns: what a change tells besides its images. */
enum ReadableMetadata {
    EVENT_NAME(
            "event-name",
            DataTypes.STRING(),
            text(r -> r.changeType() == null ? null : r.changeType().name())),
    SHARD_ID("shard-id", DataTypes.STRING(), text(ChangeRecord::shardId)),
    SEQUENCE_NUMBER("sequence-number", DataTypes.STRING(), text(r -> r.sequenceNumber().digits())),
    APPROXIMATE_CREATION_TIME(
            "approximate-creation-time",
            DataTypes.TIMESTAMP_LTZ(3),
            (record, writer) -> writer.timestamp(record.approximateCreationTime(), 3));

    /** Writes the next column of a row. */
    @FunctionalInterface
    interface Column {
        void write(ChangeRecord record, MetadataWriter writer);
    }

    private final String key;
    private final DataType type;
    private final Column column;

    ReadableMetadata(String key, DataType type, Column column) {
        this.key = key;
        this.type = type;
        this.column = column;
    }

    String key() {
        return key;
    }

    DataType type() {
        return type;
    }

    void write(ChangeRecord record, MetadataWriter writer) {
        column.write(record, writer);
    }

    private static Column text(Function<ChangeRecord, String> value) {
        return (record, writer) -> writer.string(value.apply(record));
    }
}
