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
package io.github.flinkdynamodb.streams.codec.record;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.JsonNumbers;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.JsonToken;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.codec.json.OffsetTimes;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeRecordBuilder;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.UserIdentity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/**
 * Reads the records of one shard, one after the other, from one text. Values that repeat from
 * record to record are created once. Fields that aren't known here are ignored; a field that is
 * missing or {@code null} becomes null; of a field that is there twice the last one counts. Belongs
 * to one thread.
 */
@Internal
public final class RecordReader {

    private static final NameTable RECORD_FIELDS =
            NameTable.of(
                    "eventID",
                    "eventName",
                    "eventVersion",
                    "eventSource",
                    "awsRegion",
                    "dynamodb",
                    "userIdentity");

    private static final NameTable CHANGE_FIELDS =
            NameTable.of(
                    "ApproximateCreationDateTime",
                    "Keys",
                    "NewImage",
                    "OldImage",
                    "SequenceNumber",
                    "SizeBytes",
                    "StreamViewType");

    /** The API's own spelling, and the one that its examples show. */
    private static final NameTable IDENTITY_FIELDS =
            NameTable.of("Type", "type", "PrincipalId", "principalId");

    private final JsonReader reader;
    private final JsonToken text = new JsonToken();
    private final ItemReader keys = ItemReader.skipping();
    private final ItemReader newImages;
    private final ItemReader oldImages;

    private final ChangeRecordBuilder record = ChangeRecord.builder();

    private String streamArn;
    private String shardId;

    private final FieldOrder recordFields = new FieldOrder(RECORD_FIELDS);
    private final FieldOrder changeFields = new FieldOrder(CHANGE_FIELDS);

    private final RepeatedStrings eventNames = new RepeatedStrings();
    private final RepeatedStrings eventVersions = new RepeatedStrings();
    private final RepeatedStrings eventSources = new RepeatedStrings();
    private final RepeatedStrings awsRegions = new RepeatedStrings();
    private final RepeatedStrings viewTypes = new RepeatedStrings();

    /** Numbers beyond this aren't seconds: stand-ins of the service have sent milliseconds. */
    private static final Instant LAST_BY_SECONDS = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final long LAST_MILLIS = LAST_BY_SECONDS.toEpochMilli();

    /** The time that was read last, which is that of many records. */
    private Instant time;

    private byte[] timeText;

    private SequenceNumber sequenceNumber;

    /**
     * Creates a reader.
     *
     * @param reader stands before the first record
     * @param newImages reads the items after changes
     * @param oldImages reads the items before changes
     */
    public RecordReader(JsonReader reader, ItemReader newImages, ItemReader oldImages) {
        this.reader = reader;
        this.newImages = newImages;
        this.oldImages = oldImages;
    }

    /**
     * Sets where the records were read.
     *
     * @param streamArn the stream, or null
     * @param shardId the shard, or null
     * @return this
     */
    public RecordReader readFrom(String streamArn, String shardId) {
        this.streamArn = streamArn;
        this.shardId = shardId;
        return this;
    }

    /** The sequence number of the record being read, or null if it hasn't been reached. */
    SequenceNumber sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * Reads the next record.
     *
     * @return the record
     * @throws io.github.flinkdynamodb.streams.codec.json.DecodeException if there isn't a record
     */
    public ChangeRecord read() {
        sequenceNumber = null;
        record.clear().readFrom(streamArn, shardId);
        reader.peek();
        int begin = reader.position();
        if (reader.beginObject()) {
            recordFields.begin();
            do {
                readRecordField(recordFields.readName(reader));
            } while (reader.hasNextMember());
        }
        return record.json(new ByteSlice(reader.bytes(), begin, reader.position() - begin)).build();
    }

    private void readRecordField(int field) {
        switch (field) {
            case 0:
                readEventId();
                break;
            case 1:
                record.eventName(eventNames.read(reader));
                break;
            case 2:
                record.eventVersion(eventVersions.read(reader));
                break;
            case 3:
                record.eventSource(eventSources.read(reader));
                break;
            case 4:
                record.awsRegion(awsRegions.read(reader));
                break;
            case 5:
                readChange();
                break;
            case 6:
                record.userIdentity(reader.consumeNull() ? null : readIdentity());
                break;
            default:
                reader.skipValue();
        }
    }

    private void readEventId() {
        if (reader.consumeNull()) {
            record.eventId(null);
            return;
        }
        reader.readString(text);
        int length = text.to() - text.from();
        if (length > 0 && text.isAscii() && !text.isEscaped()) {
            record.eventIdAt(text.from(), length);
        } else {
            record.eventId(reader.text(text));
        }
    }

    private void readChange() {
        clearChange();
        if (!reader.consumeNull() && reader.beginObject()) {
            changeFields.begin();
            do {
                readChangeField(changeFields.readName(reader));
            } while (reader.hasNextMember());
        }
    }

    /** So that of two objects the last one counts, as a whole. */
    private void clearChange() {
        sequenceNumber = null;
        record.approximateCreationTime(null).keys(null).newImage(null).oldImage(null);
        record.sequenceNumber(null).sizeBytes(null).streamViewType(null);
    }

    private void readChangeField(int field) {
        switch (field) {
            case 0:
                record.approximateCreationTime(reader.consumeNull() ? null : readTime());
                break;
            case 1:
                record.keys(readImage(keys));
                break;
            case 2:
                record.newImage(readImage(newImages));
                break;
            case 3:
                record.oldImage(readImage(oldImages));
                break;
            case 4:
                sequenceNumber = reader.consumeNull() ? null : readSequenceNumber();
                record.sequenceNumber(sequenceNumber);
                break;
            case 5:
                record.sizeBytes(reader.consumeNull() ? null : readLong());
                break;
            case 6:
                record.streamViewType(viewTypes.read(reader));
                break;
            default:
                reader.skipValue();
        }
    }

    private Image readImage(ItemReader images) {
        return reader.consumeNull() ? null : images.read(reader);
    }

    private SequenceNumber readSequenceNumber() {
        int at = reader.position();
        String digits = reader.readString();
        try {
            return SequenceNumber.of(digits);
        } catch (IllegalArgumentException e) {
            throw reader.fail(at, e.getMessage());
        }
    }

    private Long readLong() {
        long small = reader.readSmallNumber();
        if (small >= 0) {
            return small;
        }
        int from = reader.readNumber();
        Long number = JsonNumbers.toLong(reader.bytes(), from, reader.position());
        if (number == null) {
            String found = reader.excerpt(from, reader.position());
            throw reader.fail(from, "expected an integer of 64 bits but found " + found);
        }
        return number;
    }

    /**
     * Reads seconds since 1970, which is what the service sends; or milliseconds, or a time as in
     * ISO 8601, which others have sent.
     */
    private Instant readTime() {
        if (time != null && reader.consumeNumber(timeText)) {
            return time;
        }
        if (reader.peek() == '"') {
            return readIsoTime();
        }
        int from = reader.readNumber();
        int to = reader.position();
        Instant read = inMillis(JsonNumbers.toInstant(reader.bytes(), from, to));
        if (read == null) {
            String found = reader.excerpt(from, to);
            throw reader.fail(from, "expected seconds since 1970 but found " + found);
        }
        time = read;
        timeText = Arrays.copyOfRange(reader.bytes(), from, to);
        return time;
    }

    /** Takes a number that is too large for seconds as milliseconds; null if it isn't those. */
    private static Instant inMillis(Instant seconds) {
        if (seconds == null || !seconds.isAfter(LAST_BY_SECONDS)) {
            return seconds;
        }
        long millis = seconds.getEpochSecond();
        return millis > LAST_MILLIS ? null : Instant.ofEpochMilli(millis);
    }

    /** A time without an offset is one in UTC, as the service's own are. */
    private static Instant parseIsoTime(String text) {
        try {
            return OffsetTimes.parse(text).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }

    private Instant readIsoTime() {
        int at = reader.position();
        String text = reader.readString();
        try {
            Instant read = parseIsoTime(text);
            if (!read.isBefore(JsonNumbers.EARLIEST) && !read.isAfter(JsonNumbers.LATEST)) {
                return read;
            }
        } catch (DateTimeException e) {
            // Told below, with the place.
        }
        throw reader.fail(
                at, "expected a time as in ISO 8601 but found " + JsonStrings.excerpt(text));
    }

    private UserIdentity readIdentity() {
        String type = null;
        String principalId = null;
        if (reader.beginObject()) {
            do {
                int field = reader.readName(IDENTITY_FIELDS);
                if (field < 0) {
                    reader.skipValue();
                } else {
                    String value = reader.consumeNull() ? null : reader.readString();
                    type = field <= 1 ? value : type;
                    principalId = field > 1 ? value : principalId;
                }
            } while (reader.hasNextMember());
        }
        return new UserIdentity(type, principalId);
    }
}
