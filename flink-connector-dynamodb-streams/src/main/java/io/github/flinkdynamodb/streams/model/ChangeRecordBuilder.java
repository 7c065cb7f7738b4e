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
package io.github.flinkdynamodb.streams.model;

import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/** Collects the fields of a record. Every setter but {@link #json(ByteSlice)} takes null too. */
@PublicEvolving
public final class ChangeRecordBuilder {
    String sourceArn;
    String shardId;
    ByteSlice json;
    ScannedFields scanned;
    String eventId;
    int eventIdOffset;
    int eventIdLength;
    String eventName;
    String eventVersion;
    String eventSource;
    String awsRegion;
    UserIdentity userIdentity;
    Instant approximateCreationTime;
    Image keys;
    Image newImage;
    Image oldImage;
    SequenceNumber sequenceNumber;
    Long sizeBytes;
    String streamViewType;

    ChangeRecordBuilder() {}

    /**
     * Forgets all fields, so that another record can be built.
     *
     * @return this
     */
    public ChangeRecordBuilder clear() {
        json = null;
        scanned = null;
        eventId(null).eventName(null).eventVersion(null).eventSource(null).awsRegion(null);
        userIdentity(null).approximateCreationTime(null).keys(null).newImage(null).oldImage(null);
        return readFrom(null, null).sequenceNumber(null).sizeBytes(null).streamViewType(null);
    }

    /**
     * Sets where the record was read.
     *
     * @param sourceArn the ARN of the stream; for an item of a snapshot that of the table
     * @param shardId the shard
     * @return this
     */
    public ChangeRecordBuilder readFrom(String sourceArn, String shardId) {
        this.sourceArn = sourceArn;
        this.shardId = shardId;
        return this;
    }

    /**
     * Sets the record's own text.
     *
     * @param json the record in DynamoDB's JSON form, not null
     * @return this
     */
    public ChangeRecordBuilder json(ByteSlice json) {
        this.json = json;
        return this;
    }

    /**
     * Sets who creates the record's text and keys when they are asked for, in place of {@link
     * #json(ByteSlice)} and {@link #keys(Image)}.
     *
     * @param fields of an item that was scanned, or null
     * @return this
     */
    @Internal
    public ChangeRecordBuilder scanned(ScannedFields fields) {
        this.scanned = fields;
        return this;
    }

    /**
     * A globally unique id of the change: {@code eventID}.
     *
     * @param eventId the value
     * @return this
     */
    public ChangeRecordBuilder eventId(String eventId) {
        this.eventId = eventId;
        this.eventIdLength = 0;
        return this;
    }

    /**
     * The same by where it is in the record's text: it becomes a string when it is asked for, which
     * is rare.
     *
     * @param offset where it begins in the array of {@link #json(ByteSlice)}
     * @param length its length, not 0; all of it is ASCII, as it stands
     * @return this
     */
    public ChangeRecordBuilder eventIdAt(int offset, int length) {
        this.eventId = null;
        this.eventIdOffset = offset;
        this.eventIdLength = length;
        return this;
    }

    /**
     * What happened, in the service's word: {@code INSERT}, {@code MODIFY} or {@code REMOVE}; or
     * {@code SNAPSHOT} for an item of a snapshot.
     *
     * @param eventName the value
     * @return this
     */
    public ChangeRecordBuilder eventName(String eventName) {
        this.eventName = eventName;
        return this;
    }

    /**
     * The version of the record format. It may change at any time; nothing depends on it.
     *
     * @param eventVersion the value
     * @return this
     */
    public ChangeRecordBuilder eventVersion(String eventVersion) {
        this.eventVersion = eventVersion;
        return this;
    }

    /**
     * The service that the record comes from: {@code aws:dynamodb}.
     *
     * @param eventSource the value
     * @return this
     */
    public ChangeRecordBuilder eventSource(String eventSource) {
        this.eventSource = eventSource;
        return this;
    }

    /**
     * The region that served the request.
     *
     * @param awsRegion the value
     * @return this
     */
    public ChangeRecordBuilder awsRegion(String awsRegion) {
        this.awsRegion = awsRegion;
        return this;
    }

    /**
     * Who made the change; present on deletes by TTL.
     *
     * @param userIdentity the value
     * @return this
     */
    public ChangeRecordBuilder userIdentity(UserIdentity userIdentity) {
        this.userIdentity = userIdentity;
        return this;
    }

    /**
     * When the change was made, in whole seconds, rounded down; not monotonic, not even within a
     * shard.
     *
     * @param approximateCreationTime the value
     * @return this
     */
    public ChangeRecordBuilder approximateCreationTime(Instant approximateCreationTime) {
        this.approximateCreationTime = approximateCreationTime;
        return this;
    }

    /**
     * The item's key attributes.
     *
     * @param keys the value
     * @return this
     */
    public ChangeRecordBuilder keys(Image keys) {
        this.keys = keys;
        return this;
    }

    /**
     * The item after the change; absent on REMOVE, and if the view type leaves it out.
     *
     * @param newImage the value
     * @return this
     */
    public ChangeRecordBuilder newImage(Image newImage) {
        this.newImage = newImage;
        return this;
    }

    /**
     * The item before the change; absent on INSERT, and if the view type leaves it out.
     *
     * @param oldImage the value
     * @return this
     */
    public ChangeRecordBuilder oldImage(Image oldImage) {
        this.oldImage = oldImage;
        return this;
    }

    /**
     * The record's position in its shard.
     *
     * @param sequenceNumber the value
     * @return this
     */
    public ChangeRecordBuilder sequenceNumber(SequenceNumber sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
        return this;
    }

    /**
     * The size by DynamoDB's item-size accounting (not the bytes of the JSON).
     *
     * @param sizeBytes the value
     * @return this
     */
    public ChangeRecordBuilder sizeBytes(Long sizeBytes) {
        this.sizeBytes = sizeBytes;
        return this;
    }

    /**
     * What the stream carries of an item, in the service's word.
     *
     * @param streamViewType the value
     * @return this
     */
    public ChangeRecordBuilder streamViewType(String streamViewType) {
        this.streamViewType = streamViewType;
        return this;
    }

    /**
     * Creates the record.
     *
     * @return the record
     * @throws NullPointerException if its JSON text wasn't set
     */
    public ChangeRecord build() {
        return new ChangeRecord(this);
    }
}
