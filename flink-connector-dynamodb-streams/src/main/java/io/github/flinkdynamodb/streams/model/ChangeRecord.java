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

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.annotation.PublicEvolving;

/**
 * One change of one item: every field of the <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html">stream
 * record</a>, and where it was read; or an item of a table that was scanned, see {@link
 * #isSnapshot()}. A field that the service didn't send is null. Immutable.
 */
@PublicEvolving
public final class ChangeRecord {

    /** The principal of deletes by TTL. */
    private static final String TTL_PRINCIPAL = "dynamodb.amazonaws.com";

    private static final String SNAPSHOT = "SNAPSHOT";
    private static final String BEFORE_TABLE = ":table/";

    private final String sourceArn;
    private final String shardId;
    private final ByteSlice json;

    /** Creates the text and the keys when they are asked for; null in a record of a stream. */
    private final ScannedFields scanned;

    private final int eventIdOffset;
    private final int eventIdLength;
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

    /** Made when it is first asked for, if its place in the text is known. */
    private String eventId;

    ChangeRecord(ChangeRecordBuilder builder) {
        this.sourceArn = builder.sourceArn;
        this.shardId = builder.shardId;
        this.scanned = builder.scanned;
        this.json = scanned != null ? null : Objects.requireNonNull(builder.json, "json");
        this.eventId = builder.eventId;
        this.eventIdOffset = builder.eventIdOffset;
        this.eventIdLength = builder.eventIdLength;
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
     * @return an empty builder; only {@link ChangeRecordBuilder#json(ByteSlice)} must be called
     */
    public static ChangeRecordBuilder builder() {
        return new ChangeRecordBuilder();
    }

    /**
     * The stream that the record was read from.
     *
     * @return its ARN, or null if the record was made without a stream, as an item of a snapshot
     *     is, and a change of an incremental export
     */
    public String streamArn() {
        return isSnapshot() || isOfTable() ? null : sourceArn;
    }

    /** Returns whether the ARN of what was read ends with the name of a table. */
    private boolean isOfTable() {
        int before = sourceArn == null ? -1 : sourceArn.indexOf(BEFORE_TABLE);
        return before >= 0 && sourceArn.indexOf('/', before + BEFORE_TABLE.length()) < 0;
    }

    /**
     * What the record was read from.
     *
     * @return the ARN of the stream, or for an item of a snapshot and a change of an incremental
     *     export that of its table; null if the record was made without one
     */
    @Internal
    public String sourceArn() {
        return sourceArn;
    }

    /**
     * The name of the item's table, by the ARN of the stream or table that was read. ScyllaDB
     * Alternator puts a keyspace before the table's name in such an ARN, which is left out.
     *
     * @return the name, or null if the record was made without an ARN
     */
    public String tableName() {
        int before = sourceArn == null ? -1 : sourceArn.indexOf(BEFORE_TABLE);
        if (before < 0) {
            return null;
        }
        int from = before + BEFORE_TABLE.length();
        int to = sourceArn.indexOf('/', from);
        String table = sourceArn.substring(from, to < 0 ? sourceArn.length() : to);
        return table.substring(table.indexOf('@') + 1);
    }

    /**
     * The shard that the record was read from.
     *
     * @return its id, or null if the record was made without a shard
     */
    public String shardId() {
        return shardId;
    }

    /**
     * The whole record in DynamoDB's JSON form, fields that this version doesn't know included.
     *
     * @return the text as the service sent it; for an item of a snapshot, and for a change of an
     *     incremental export, one of the same form, composed of its images. Never null
     */
    public ByteSlice json() {
        return scanned == null ? json : scanned.json();
    }

    /**
     * Returns whether the text is composed when it is asked for, of what a page or file holds.
     *
     * @return false if {@link #json()} is where the record was read from
     */
    @Internal
    public boolean isComposed() {
        return scanned != null;
    }

    /**
     * What happened.
     *
     * @return the type of change, or null if {@link #eventName()} is null or unknown
     */
    public ChangeType changeType() {
        return ChangeType.ofName(eventName);
    }

    /**
     * Returns whether this is an item as it was found when its table was scanned, rather than a
     * change from a stream. Such a record has the keys, the item as its new image, the region, the
     * time up to which every change of the item is in it, and no more.
     *
     * @return true if {@link #eventName()} is {@code SNAPSHOT}
     */
    public boolean isSnapshot() {
        return SNAPSHOT.equals(eventName);
    }

    /**
     * Returns whether this is the line of an incremental export, rather than a record of a stream:
     * all changes of its item within a time in one, with the item as it was before and after them.
     * The deletion of an item that may have come and gone in a gap, which is repaired, is such a
     * line without images.
     *
     * @return true if no stream was read
     */
    public boolean isExported() {
        return !isSnapshot() && isOfTable();
    }

    /**
     * Returns whether the item expired by TTL, rather than being deleted by a caller. In a replica
     * of a global table the replicated delete carries no such mark.
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
     * @return the value, or null if the service sent none
     */
    public String eventId() {
        String id = eventId;
        if (id == null && eventIdLength > 0) {
            byte[] text = json.bytes();
            id = new String(text, eventIdOffset, eventIdLength, StandardCharsets.ISO_8859_1);
            eventId = id;
        }
        return id;
    }

    /**
     * What happened, in the service's word: {@code INSERT}, {@code MODIFY} or {@code REMOVE}; or
     * {@code SNAPSHOT}.
     *
     * @return the value, or null if the service sent none
     */
    public String eventName() {
        return eventName;
    }

    /**
     * The version of the record format. It may change at any time; nothing depends on it.
     *
     * @return the value, or null if the service sent none
     */
    public String eventVersion() {
        return eventVersion;
    }

    /**
     * The service that the record comes from: {@code aws:dynamodb}.
     *
     * @return the value, or null if the service sent none
     */
    public String eventSource() {
        return eventSource;
    }

    /**
     * The region that served the request.
     *
     * @return the value, or null if the service sent none
     */
    public String awsRegion() {
        return awsRegion;
    }

    /**
     * Who made the change; present on deletes by TTL.
     *
     * @return the value, or null if the service sent none
     */
    public UserIdentity userIdentity() {
        return userIdentity;
    }

    /**
     * When the change was made, in whole seconds, rounded down; not monotonic, not even within a
     * shard. For an item of a snapshot a time by which every change made is in it. For a change of
     * an incremental export the time of the item's last write within its window, in microseconds.
     *
     * @return the value, or null if the service sent none
     */
    public Instant approximateCreationTime() {
        return approximateCreationTime;
    }

    /**
     * The item's key attributes.
     *
     * @return the value, or null if the service sent none
     */
    public Image keys() {
        return scanned == null ? keys : scanned.keys();
    }

    /**
     * The item after the change; absent on REMOVE, and if the view type leaves it out.
     *
     * @return the value, or null if the service sent none
     */
    public Image newImage() {
        return newImage;
    }

    /**
     * The item before the change; absent on INSERT, and if the view type leaves it out.
     *
     * @return the value, or null if the service sent none
     */
    public Image oldImage() {
        return oldImage;
    }

    /**
     * The record's position in its shard.
     *
     * @return the value, or null if the service sent none
     */
    public SequenceNumber sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * The size by DynamoDB's item-size accounting (not the bytes of the JSON).
     *
     * @return the value, or null if the service sent none
     */
    public Long sizeBytes() {
        return sizeBytes;
    }

    /**
     * What the stream carries of an item, in the service's word.
     *
     * @return the value, or null if the service sent none
     */
    public String streamViewType() {
        return streamViewType;
    }

    @Override
    public String toString() {
        return json().utf8();
    }
}
