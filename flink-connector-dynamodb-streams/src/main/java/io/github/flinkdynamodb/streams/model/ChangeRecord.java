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
import java.util.Objects;

/**
 * One change of one item: every field of the <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">stream
 * record</a>, and where it was read. A field that the service didn't send is null. Immutable.
 */
public final class ChangeRecord {

    /** The principal of deletes by TTL. */
    private static final String TTL_PRINCIPAL = "dynamodb.amazonaws.com";

    private final String streamArn;
    private final String shardId;
    private final ByteSlice json;
    private final String eventId;
    private final String eventName;
    private final String eventVersion;
    private final String eventSource;
    private final String awsRegion;
    private final UserIdentity userIdentity;
    private final Instant approximateCreationTime;
    private final Image keys;
    private final Image newImage;
    private final Image oldImage;
    private final SequenceNumber sequenceNumber;
    private final Long sizeBytes;
    private final String streamViewType;

    private ChangeRecord(Builder builder) {
        this.streamArn = builder.streamArn;
        this.shardId = builder.shardId;
        this.json = Objects.requireNonNull(builder.json, "json");
        this.eventId = builder.eventId;
        this.eventName = builder.eventName;
        this.eventVersion = builder.eventVersion;
        this.eventSource = builder.eventSource;
        this.awsRegion = builder.awsRegion;
        this.userIdentity = builder.userIdentity;
        this.approximateCreationTime = builder.approximateCreationTime;
        this.keys = builder.keys;
        this.newImage = builder.newImage;
        this.oldImage = builder.oldImage;
        this.sequenceNumber = builder.sequenceNumber;
        this.sizeBytes = builder.sizeBytes;
        this.streamViewType = builder.streamViewType;
    }

    /**
     * Begins a record.
     *
     * @return an empty builder; only {@link Builder#json(ByteSlice)} must be called
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The stream that the record was read from.
     *
     * @return its ARN, or null where the record was made without a stream
     */
    public String streamArn() {
        return streamArn;
    }

    /**
     * The shard that the record was read from.
     *
     * @return its id, or null where the record was made without a shard
     */
    public String shardId() {
        return shardId;
    }

    /**
     * The whole record in DynamoDB's JSON form, fields that this version doesn't know included.
     *
     * @return the text as the service sent it, never null
     */
    public ByteSlice json() {
        return json;
    }

    /**
     * What happened.
     *
     * @return the type of change, or null where {@link #eventName()} is null or unknown
     */
    public ChangeType changeType() {
        return ChangeType.ofName(eventName);
    }

    /**
     * Says whether the item expired by TTL, rather than being deleted by a caller. In a replica of
     * a global table the replicated delete carries no such mark.
     *
     * @return true for a REMOVE made by DynamoDB itself
     */
    public boolean isTtlExpiry() {
        return changeType() == ChangeType.REMOVE
                && userIdentity != null
                && "Service".equals(userIdentity.type())
                && TTL_PRINCIPAL.equals(userIdentity.principalId());
    }

    /**
     * A globally unique id of the change: {@code eventID}.
     *
     * @return the value, or null where the service sent none
     */
    public String eventId() {
        return eventId;
    }

    /**
     * What happened, in the service's word: {@code INSERT}, {@code MODIFY} or {@code REMOVE}.
     *
     * @return the value, or null where the service sent none
     */
    public String eventName() {
        return eventName;
    }

    /**
     * The version of the record format. It may change at any time; nothing depends on it.
     *
     * @return the value, or null where the service sent none
     */
    public String eventVersion() {
        return eventVersion;
    }

    /**
     * The service that the record comes from: {@code aws:dynamodb}.
     *
     * @return the value, or null where the service sent none
     */
    public String eventSource() {
        return eventSource;
    }

    /**
     * The region that served the request.
     *
     * @return the value, or null where the service sent none
     */
    public String awsRegion() {
        return awsRegion;
    }

    /**
     * Who made the change; present on deletes by TTL.
     *
     * @return the value, or null where the service sent none
     */
    public UserIdentity userIdentity() {
        return userIdentity;
    }

    /**
     * When the change was made, in whole seconds, rounded down; not monotonic, not even within a
     * shard.
     *
     * @return the value, or null where the service sent none
     */
    public Instant approximateCreationTime() {
        return approximateCreationTime;
    }

    /**
     * The item's key attributes.
     *
     * @return the value, or null where the service sent none
     */
    public Image keys() {
        return keys;
    }

    /**
     * The item after the change; absent on REMOVE and where the view type leaves it out.
     *
     * @return the value, or null where the service sent none
     */
    public Image newImage() {
        return newImage;
    }

    /**
     * The item before the change; absent on INSERT and where the view type leaves it out.
     *
     * @return the value, or null where the service sent none
     */
    public Image oldImage() {
        return oldImage;
    }

    /**
     * The record's position in its shard.
     *
     * @return the value, or null where the service sent none
     */
    public SequenceNumber sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * The size by DynamoDB's item-size accounting (not the bytes of the JSON).
     *
     * @return the value, or null where the service sent none
     */
    public Long sizeBytes() {
        return sizeBytes;
    }

    /**
     * What the stream carries of an item, in the service's word.
     *
     * @return the value, or null where the service sent none
     */
    public String streamViewType() {
        return streamViewType;
    }

    @Override
    public String toString() {
        return json.utf8();
    }

    /**
     * Collects the fields of a record. Every setter but {@link #json(ByteSlice)} takes null too.
     */
    public static final class Builder {
        private String streamArn;
        private String shardId;
        private ByteSlice json;
        private String eventId;
        private String eventName;
        private String eventVersion;
        private String eventSource;
        private String awsRegion;
        private UserIdentity userIdentity;
        private Instant approximateCreationTime;
        private Image keys;
        private Image newImage;
        private Image oldImage;
        private SequenceNumber sequenceNumber;
        private Long sizeBytes;
        private String streamViewType;

        private Builder() {}

        /**
         * Sets where the record was read.
         *
         * @param streamArn the stream
         * @param shardId the shard
         * @return this
         */
        public Builder readFrom(String streamArn, String shardId) {
            this.streamArn = streamArn;
            this.shardId = shardId;
            return this;
        }

        /**
         * Sets the record's own text.
         *
         * @param json the record in DynamoDB's JSON form, not null
         * @return this
         */
        public Builder json(ByteSlice json) {
            this.json = json;
            return this;
        }

        /**
         * A globally unique id of the change: {@code eventID}.
         *
         * @param eventId the value
         * @return this
         */
        public Builder eventId(String eventId) {
            this.eventId = eventId;
            return this;
        }

        /**
         * What happened, in the service's word: {@code INSERT}, {@code MODIFY} or {@code REMOVE}.
         *
         * @param eventName the value
         * @return this
         */
        public Builder eventName(String eventName) {
            this.eventName = eventName;
            return this;
        }

        /**
         * The version of the record format. It may change at any time; nothing depends on it.
         *
         * @param eventVersion the value
         * @return this
         */
        public Builder eventVersion(String eventVersion) {
            this.eventVersion = eventVersion;
            return this;
        }

        /**
         * The service that the record comes from: {@code aws:dynamodb}.
         *
         * @param eventSource the value
         * @return this
         */
        public Builder eventSource(String eventSource) {
            this.eventSource = eventSource;
            return this;
        }

        /**
         * The region that served the request.
         *
         * @param awsRegion the value
         * @return this
         */
        public Builder awsRegion(String awsRegion) {
            this.awsRegion = awsRegion;
            return this;
        }

        /**
         * Who made the change; present on deletes by TTL.
         *
         * @param userIdentity the value
         * @return this
         */
        public Builder userIdentity(UserIdentity userIdentity) {
            this.userIdentity = userIdentity;
            return this;
        }

        /**
         * When the change was made, in whole seconds, rounded down; not monotonic, not even within
         * a shard.
         *
         * @param approximateCreationTime the value
         * @return this
         */
        public Builder approximateCreationTime(Instant approximateCreationTime) {
            this.approximateCreationTime = approximateCreationTime;
            return this;
        }

        /**
         * The item's key attributes.
         *
         * @param keys the value
         * @return this
         */
        public Builder keys(Image keys) {
            this.keys = keys;
            return this;
        }

        /**
         * The item after the change; absent on REMOVE and where the view type leaves it out.
         *
         * @param newImage the value
         * @return this
         */
        public Builder newImage(Image newImage) {
            this.newImage = newImage;
            return this;
        }

        /**
         * The item before the change; absent on INSERT and where the view type leaves it out.
         *
         * @param oldImage the value
         * @return this
         */
        public Builder oldImage(Image oldImage) {
            this.oldImage = oldImage;
            return this;
        }

        /**
         * The record's position in its shard.
         *
         * @param sequenceNumber the value
         * @return this
         */
        public Builder sequenceNumber(SequenceNumber sequenceNumber) {
            this.sequenceNumber = sequenceNumber;
            return this;
        }

        /**
         * The size by DynamoDB's item-size accounting (not the bytes of the JSON).
         *
         * @param sizeBytes the value
         * @return this
         */
        public Builder sizeBytes(Long sizeBytes) {
            this.sizeBytes = sizeBytes;
            return this;
        }

        /**
         * What the stream carries of an item, in the service's word.
         *
         * @param streamViewType the value
         * @return this
         */
        public Builder streamViewType(String streamViewType) {
            this.streamViewType = streamViewType;
            return this;
        }

        /**
         * Makes the record.
         *
         * @return the record
         * @throws NullPointerException if its JSON text wasn't set
         */
        public ChangeRecord build() {
            return new ChangeRecord(this);
        }
    }
}
