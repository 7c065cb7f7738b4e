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
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
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
            (record, writer, position) -> {
                if (record.approximateCreationTime() == null) {
                    writer.setNullAt(position);
                } else {
                    writer.writeTimestamp(
                            position,
                            TimestampData.fromInstant(record.approximateCreationTime()),
                            3);
                }
            });

    /** Writes one column of a row. */
    @FunctionalInterface
    interface Column {
        void write(ChangeRecord record, BinaryRowWriter writer, int position);
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

    void write(ChangeRecord record, BinaryRowWriter writer, int position) {
        column.write(record, writer, position);
    }

    private static Column text(Function<ChangeRecord, String> value) {
        return (record, writer, position) -> {
            String text = value.apply(record);
            if (text == null) {
                writer.setNullAt(position);
            } else {
                writer.writeString(position, StringData.fromString(text));
            }
        };
    }
}
