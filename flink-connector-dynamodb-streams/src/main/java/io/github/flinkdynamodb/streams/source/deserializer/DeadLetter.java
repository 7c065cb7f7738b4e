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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Instant;
import org.apache.flink.annotation.PublicEvolving;

/**
 * A record that the schema has rejected: its bytes, where it was read, and why it was rejected.
 * What there is of place and time depends on where the record is from; what isn't there is null.
 * Has bytes of its own, and its own type information, {@link DeadLetterTypeInfo}. Immutable.
 *
 * <p>The bytes are data of the table, and the cause may quote them: a dead letter is as
 * confidential as the table. {@link #toString()} shows no bytes.
 */
@PublicEvolving
public final class DeadLetter {

    /** Where a record is from. */
    @PublicEvolving
    public enum Origin {
        /** A shard of a stream. */
        STREAM,
        /** A Scan of the table. */
        SCAN,
        /** A full or incremental export of the table. */
        EXPORT
    }

    private final Origin origin;
    private final ByteSlice record;
    private final String cause;
    private final String location;
    private final String streamArn;
    private final String tableName;
    private final String shardId;
    private final SequenceNumber sequenceNumber;
    private final String eventName;
    private final Instant approximateCreationTime;
    private final String file;
    private final long line;

    DeadLetter(DeadLetterBuilder builder) {
        this.origin = builder.origin;
        this.record = builder.record;
        this.cause = builder.cause;
        this.location = builder.location;
        this.streamArn = builder.streamArn;
        this.tableName = builder.tableName;
        this.shardId = builder.shardId;
        this.sequenceNumber = builder.sequenceNumber;
        this.eventName = builder.eventName;
        this.approximateCreationTime = builder.approximateCreationTime;
        this.file = builder.file;
        this.line = builder.line;
    }

    /**
     * Where the record is from.
     *
     * @return the kind of place, not null
     */
    public Origin origin() {
        return origin;
    }

    /**
     * The record as it was read, whole: of a stream the JSON object that the service sent for it,
     * of a Scan that of the item, of an export the line.
     *
     * @return the bytes, not null
     */
    public ByteSlice record() {
        return record;
    }

    /**
     * Why the record was rejected: the message of the connector, or the class and message of what
     * the schema threw. The first 4,096 characters.
     *
     * @return the text, not null
     */
    public String cause() {
        return cause;
    }

    /**
     * Where the record was read, for people: the shard and the sequence number, the item and the
     * segment, or the line and the file.
     *
     * @return the text, not null
     */
    public String location() {
        return location;
    }

    /**
     * The stream.
     *
     * @return its ARN; null unless the record is from a stream
     */
    public String streamArn() {
        return streamArn;
    }

    /**
     * The DynamoDB table.
     *
     * @return its name, or null if the ARN of what was read doesn't have it
     */
    public String tableName() {
        return tableName;
    }

    /**
     * The shard.
     *
     * @return its id; null unless the record is from a stream
     */
    public String shardId() {
        return shardId;
    }

    /**
     * The position in the shard.
     *
     * @return the number; null unless the record is from a stream
     */
    public SequenceNumber sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * What happened: {@code INSERT}, {@code MODIFY} or {@code REMOVE}; {@code SNAPSHOT} for an
     * item.
     *
     * @return the service's word, or null if it sent none
     */
    public String eventName() {
        return eventName;
    }

    /**
     * When the change was made. For an item a time by which every change made is in it.
     *
     * @return the time, or null if it isn't known
     */
    public Instant approximateCreationTime() {
        return approximateCreationTime;
    }

    /**
     * The file of the export.
     *
     * @return its name within the export's folder; null unless the record is from an export
     */
    public String file() {
        return file;
    }

    /**
     * The line of the file.
     *
     * @return the line's number, from 1; 0 unless the record is from an export
     */
    public long line() {
        return line;
    }

    /** Returns place and cause, without the bytes. */
    @Override
    public String toString() {
        return location + ": " + cause;
    }
}
