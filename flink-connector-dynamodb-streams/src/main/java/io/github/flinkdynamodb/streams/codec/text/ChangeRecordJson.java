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
package io.github.flinkdynamodb.streams.codec.text;

import io.github.flinkdynamodb.streams.codec.item.ItemDecoder;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import io.github.flinkdynamodb.streams.codec.record.RecordReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.Arrays;
import org.apache.flink.annotation.Internal;

/** Single records as JSON text: read, written, and freed from the page they came with. */
@Internal
public final class ChangeRecordJson {

    private ChangeRecordJson() {}

    /**
     * Reads a record.
     *
     * @param json the record in DynamoDB's JSON form, in UTF-8; not copied, must not change
     * @param streamArn where the record was read; may be null
     * @param shardId where the record was read; may be null
     * @return the record
     * @throws DecodeException if the text isn't a record; the message names the byte. What is wrong
     *     within an image shows when that image is decoded
     */
    public static ChangeRecord decode(byte[] json, String streamArn, String shardId) {
        JsonReader reader = new JsonReader(new ByteSlice(json, 0, json.length));
        ChangeRecord record =
                new RecordReader(reader, ItemReader.skipping(), ItemReader.skipping())
                        .readFrom(streamArn, shardId)
                        .read();
        reader.expectEnd();
        return record;
    }

    /**
     * Frees a record from the page that it came with, which it would keep in memory.
     *
     * @param record the record
     * @return an equal one that holds nothing but its own bytes
     */
    public static ChangeRecord detach(ChangeRecord record) {
        ByteSlice json = record.json();
        if (record.isSnapshot() || record.isComposed()) {
            return detachItem(record, json);
        }
        if (json.length() == json.bytes().length) {
            return record;
        }
        byte[] own = toBytes(json);
        return ChangeRecord.builder()
                .readFrom(record.sourceArn(), record.shardId())
                .json(new ByteSlice(own, 0, own.length))
                .eventId(record.eventId())
                .eventName(record.eventName())
                .eventVersion(record.eventVersion())
                .eventSource(record.eventSource())
                .awsRegion(record.awsRegion())
                .userIdentity(record.userIdentity())
                .approximateCreationTime(record.approximateCreationTime())
                .keys(moved(record.keys(), json, own))
                .newImage(moved(record.newImage(), json, own))
                .oldImage(moved(record.oldImage(), json, own))
                .sequenceNumber(record.sequenceNumber())
                .sizeBytes(record.sizeBytes())
                .streamViewType(record.streamViewType())
                .build();
    }

    /** The text of an item's record is a copy of the item already, unless that lies in it. */
    private static ChangeRecord detachItem(ChangeRecord record, ByteSlice json) {
        return record.newImage() != null && record.newImage().json().bytes() == json.bytes()
                ? record
                : decode(toBytes(json), record.sourceArn(), record.shardId());
    }

    /** The same image in a copy of its record's text; alone if it doesn't lie in that text. */
    private static Image moved(Image image, ByteSlice record, byte[] copy) {
        if (image == null) {
            return null;
        }
        ByteSlice json = image.json();
        int offset = json.offset() - record.offset();
        boolean within =
                json.bytes() == record.bytes()
                        && offset >= 0
                        && offset + json.length() <= record.length();
        ByteSlice own =
                within
                        ? new ByteSlice(copy, offset, json.length())
                        : new ByteSlice(toBytes(json), 0, json.length());
        return new Image(own, ItemDecoder.INSTANCE);
    }

    /**
     * The bytes of a record's text.
     *
     * @param record the record
     * @return a copy, in DynamoDB's JSON form and UTF-8
     */
    public static byte[] toBytes(ChangeRecord record) {
        return toBytes(record.json());
    }

    private static byte[] toBytes(ByteSlice slice) {
        return Arrays.copyOfRange(slice.bytes(), slice.offset(), slice.offset() + slice.length());
    }

    /**
     * Writes a record in DynamoDB's JSON form, in which each value names its type: {@code
     * {"eventID":"...","dynamodb":{"Keys":{"id":{"N":"1"}}, ...}, ...}}.
     *
     * @param record the record
     * @return the text as the service sent it, fields that this version doesn't know included
     */
    public static String dynamoDb(ChangeRecord record) {
        return record.json().utf8();
    }

    /**
     * Writes a record in plain JSON: the service's field names, and in {@code Keys}, {@code
     * NewImage} and {@code OldImage} values without their types. A number is a JSON number with all
     * its digits, a binary a string in base64, a set an array, NULL is {@code null}. {@code
     * ApproximateCreationDateTime} is a number of seconds since 1970. Fields that the record
     * doesn't have are left out.
     *
     * @param record the record
     * @return the text
     * @throws DecodeException if an image can't be decoded
     */
    public static String plain(ChangeRecord record) {
        JsonWriter writer = new JsonWriter();
        PlainJson plain = new PlainJson(writer);
        writer.beginObject();
        plain.member("eventID", record.eventId());
        plain.member("eventName", record.eventName());
        plain.member("eventVersion", record.eventVersion());
        plain.member("eventSource", record.eventSource());
        plain.member("awsRegion", record.awsRegion());
        writer.name("dynamodb").beginObject();
        writeChange(record, writer, plain);
        writer.endObject();
        if (record.userIdentity() != null) {
            writer.name("userIdentity").beginObject();
            plain.member("Type", record.userIdentity().type());
            plain.member("PrincipalId", record.userIdentity().principalId());
            writer.endObject();
        }
        return writer.endObject().toString();
    }

    private static void writeChange(ChangeRecord record, JsonWriter writer, PlainJson plain) {
        if (record.approximateCreationTime() != null) {
            writer.name("ApproximateCreationDateTime").seconds(record.approximateCreationTime());
        }
        plain.member("Keys", record.keys());
        plain.member("NewImage", record.newImage());
        plain.member("OldImage", record.oldImage());
        if (record.sequenceNumber() != null) {
            plain.member("SequenceNumber", record.sequenceNumber().digits());
        }
        if (record.sizeBytes() != null) {
            writer.name("SizeBytes").number(record.sizeBytes());
        }
        plain.member("StreamViewType", record.streamViewType());
    }
}
