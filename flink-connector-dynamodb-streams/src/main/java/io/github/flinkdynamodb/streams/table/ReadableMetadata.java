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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import io.github.flinkdynamodb.streams.table.convert.MetadataWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/**
 * The metadata columns: what a change tells besides the attributes of its item. Those that a
 * scanned item doesn't have, such as its sequence number, are NULL for it.
 */
@Internal
public enum ReadableMetadata {
    /** The id of the change. */
    EVENT_ID("event-id", "A globally unique id of the change.", text(ChangeRecord::eventId)),
    /** INSERT, MODIFY, REMOVE or SNAPSHOT. */
    EVENT_NAME(
            "event-name",
            "What happened: INSERT, MODIFY or REMOVE; SNAPSHOT for an item read from the table.",
            text(ChangeRecord::eventName)),
    /** The version of the record's format. */
    EVENT_VERSION(
            "event-version",
            "The version of the record's format.",
            text(ChangeRecord::eventVersion)),
    /** The service. */
    EVENT_SOURCE("event-source", "The service: aws:dynamodb.", text(ChangeRecord::eventSource)),
    /** The region. */
    AWS_REGION("aws-region", "The region that served the request.", text(ChangeRecord::awsRegion)),
    /** The stream. */
    STREAM_ARN("stream-arn", "The ARN of the stream that was read.", text(ChangeRecord::streamArn)),
    /** The DynamoDB table. */
    TABLE_NAME("table-name", "The DynamoDB table of the item.", text(ChangeRecord::tableName)),
    /** The shard. */
    SHARD_ID("shard-id", "The shard that was read.", text(ChangeRecord::shardId)),
    /** The position within the shard. */
    SEQUENCE_NUMBER(
            "sequence-number",
            "The change's position in its shard: 21 to 40 digits, to be compared as numbers.",
            text(r -> r.sequenceNumber() == null ? null : r.sequenceNumber().digits())),
    /** The time of the change. */
    APPROXIMATE_CREATION_TIME(
            "approximate-creation-time",
            DataTypes.TIMESTAMP_LTZ(3),
            "When the change was made, in whole seconds, rounded down. May go back a little within"
                    + " a shard. For an item read from the table a time by which every change made"
                    + " is in the row. SOURCE_WATERMARK() belongs to this column.",
            (record, writer) -> writer.timestamp(record.approximateCreationTime(), 3)),
    /** The size of the change. */
    SIZE_BYTES(
            "size-bytes",
            DataTypes.BIGINT(),
            "The size of the change as DynamoDB counts it, in bytes.",
            (record, writer) -> writer.bigint(record.sizeBytes())),
    /** What the stream carries of an item. */
    STREAM_VIEW_TYPE(
            "stream-view-type",
            "KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES.",
            text(ChangeRecord::streamViewType)),
    /** Who made the change. */
    USER_IDENTITY(
            "user-identity",
            DataTypes.ROW(
                    DataTypes.FIELD("type", DataTypes.STRING()),
                    DataTypes.FIELD("principal-id", DataTypes.STRING())),
            "Who made the change; NULL but for what DynamoDB did by itself, such as TTL.",
            ReadableMetadata::writeIdentity),
    /** Whether the item expired. */
    TTL_EXPIRED(
            "ttl-expired",
            DataTypes.BOOLEAN(),
            "Whether TTL deleted the item. Never NULL. A replica of a global table has no such"
                    + " mark.",
            (record, writer) -> writer.bool(record.isTtlExpiry())),
    /** Whether the row is of a snapshot. */
    IS_SNAPSHOT(
            "is-snapshot",
            DataTypes.BOOLEAN(),
            "Whether the row was read from the table rather than from its stream. Never NULL.",
            (record, writer) -> writer.bool(record.isSnapshot())),
    /** Whether the row closes a gap. */
    IS_REPAIRED(
            "is-repaired",
            DataTypes.BOOLEAN(),
            "Whether the row was read from an incremental export rather than from the stream, and"
                    + " stands for all changes of its item within a time. Never NULL.",
            (record, writer) -> writer.bool(record.isExported())),
    /** The keys. */
    KEYS("keys", "The item's key attributes.", Images::keys),
    /** The item after the change. */
    NEW_IMAGE(
            "new-image",
            "The item after the change. NULL for REMOVE, and if the view type leaves it out.",
            Images::newImage),
    /** The item before the change. */
    OLD_IMAGE(
            "old-image",
            "The item before the change. NULL for INSERT, and if the view type leaves it out.",
            Images::oldImage),
    /** Why the record was rejected. */
    DECODE_ERROR(
            "decode-error",
            DataTypes.STRING(),
            "Why the record couldn't be decoded, with 'scan.on-decode-error' = 'dead-letter'. NULL"
                    + " if it could.",
            (record, writer) -> writer.nullValue()),
    /** The bytes of a record that was rejected. */
    RAW_RECORD(
            "raw-record",
            DataTypes.BYTES(),
            "The bytes of such a record, as it was read; in a column of type STRING its text. NULL"
                    + " if it could be decoded.",
            (record, writer) -> writer.nullValue()),
    /** Where a record that was rejected is from. */
    RECORD_LOCATION(
            "record-location",
            DataTypes.STRING(),
            "Where such a record was read: sequence number and shard, key and segment, or line and"
                    + " file. NULL if it could be decoded.",
            (record, writer) -> writer.nullValue());

    /** Writes the next column of a row. */
    @FunctionalInterface
    interface Column {
        void write(ChangeRecord record, MetadataWriter writer);
    }

    /** Finds the image that a column shows. */
    @FunctionalInterface
    interface ImageOf {
        Image of(ChangeRecord record);
    }

    private final String key;
    private final DataType type;
    private final String description;
    private final Column column;
    private final ImageOf image;

    ReadableMetadata(String key, String description, Function<ChangeRecord, String> text) {
        this(key, DataTypes.STRING(), description, (r, writer) -> writer.string(text.apply(r)));
    }

    ReadableMetadata(String key, DataType type, String description, Column column) {
        this.key = key;
        this.type = type;
        this.description = description;
        this.column = column;
        this.image = null;
    }

    ReadableMetadata(String key, String description, ImageOf image) {
        this.key = key;
        this.type = DataTypes.STRING();
        this.description =
                description
                        + " As STRING: DynamoDB's JSON, each value with its type. As VARIANT: the"
                        + " values alone, as in a column of type VARIANT.";
        this.column = (record, writer) -> writer.string(json(image.of(record)));
        this.image = image;
    }

    private static Function<ChangeRecord, String> text(Function<ChangeRecord, String> value) {
        return value;
    }

    private static ByteSlice json(Image image) {
        return image == null ? null : image.json();
    }

    private static void writeIdentity(ChangeRecord record, MetadataWriter writer) {
        UserIdentity identity = record.userIdentity();
        if (identity == null) {
            writer.nullValue();
        } else {
            writer.row(identity.type(), identity.principalId());
        }
    }

    /**
     * Finds a column.
     *
     * @param key the key that a table declares
     * @return the metadata; empty if the key is unknown
     */
    static Optional<ReadableMetadata> ofKey(String key) {
        return Arrays.stream(values()).filter(metadata -> metadata.key.equals(key)).findFirst();
    }

    /**
     * The key that a table names in {@code METADATA FROM}.
     *
     * @return such as {@code event-name}
     */
    public String key() {
        return key;
    }

    /**
     * The type of the column, unless it is declared as VARIANT.
     *
     * @return the type
     */
    public DataType type() {
        return type;
    }

    /**
     * What the column holds.
     *
     * @return a sentence or a few
     */
    public String description() {
        return description;
    }

    /**
     * Returns whether the column may be declared as VARIANT, from Flink 2.1 on.
     *
     * @return true for the images
     */
    public boolean mayBeVariant() {
        return image != null;
    }

    /** Writes the column, as of its own type. */
    void write(ChangeRecord record, MetadataWriter writer) {
        column.write(record, writer);
    }

    /** The image that the column shows, if it {@link #mayBeVariant}; null if there is none. */
    ByteSlice imageOf(ChangeRecord record) {
        return json(image.of(record));
    }
}
