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

import io.github.flinkdynamodb.streams.codec.json.JsonWriter;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Identity;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;

/** Writes the AWS SDK's records in DynamoDB's JSON form, as the service sends them. */
final class SdkRecordJson {

    private final JsonWriter writer = new JsonWriter();

    private SdkRecordJson() {}

    /**
     * Writes a record.
     *
     * @param record the record; fields that are null are left out
     * @return the text in UTF-8
     * @throws IllegalArgumentException if an attribute value has no type that this version knows
     */
    static byte[] toBytes(Record record) {
        SdkRecordJson json = new SdkRecordJson();
        json.write(record);
        return json.writer.toBytes();
    }

    private void write(Record record) {
        writer.beginObject();
        member("eventID", record.eventID(), writer::string);
        member("eventName", record.eventNameAsString(), writer::string);
        member("eventVersion", record.eventVersion(), writer::string);
        member("eventSource", record.eventSource(), writer::string);
        member("awsRegion", record.awsRegion(), writer::string);
        member("dynamodb", record.dynamodb(), this::write);
        member("userIdentity", record.userIdentity(), this::write);
        writer.endObject();
    }

    private void write(StreamRecord change) {
        writer.beginObject();
        member(
                "ApproximateCreationDateTime",
                change.approximateCreationDateTime(),
                writer::seconds);
        member("Keys", change.hasKeys() ? change.keys() : null, this::write);
        member("NewImage", change.hasNewImage() ? change.newImage() : null, this::write);
        member("OldImage", change.hasOldImage() ? change.oldImage() : null, this::write);
        member("SequenceNumber", change.sequenceNumber(), writer::string);
        member("SizeBytes", change.sizeBytes(), (Long size) -> writer.number(size));
        member("StreamViewType", change.streamViewTypeAsString(), writer::string);
        writer.endObject();
    }

    private void write(Identity identity) {
        writer.beginObject();
        member("Type", identity.type(), writer::string);
        member("PrincipalId", identity.principalId(), writer::string);
        writer.endObject();
    }

    private <T> void member(String name, T value, Consumer<T> write) {
        if (value != null) {
            writer.name(name);
            write.accept(value);
        }
    }

    private void write(Map<String, AttributeValue> attributes) {
        writer.beginObject();
        attributes.forEach((name, value) -> member(name, value, this::write));
        writer.endObject();
    }

    private void write(AttributeValue value) {
        writer.beginObject();
        switch (value.type()) {
            case S:
                writer.name("S").string(value.s());
                break;
            case N:
                writer.name("N").string(value.n());
                break;
            case B:
                member("B", value.b(), this::write);
                break;
            case SS:
                elements("SS", value.ss(), writer::string);
                break;
            case NS:
                elements("NS", value.ns(), writer::string);
                break;
            case BS:
                elements("BS", value.bs(), this::write);
                break;
            case M:
                member("M", value.m(), this::write);
                break;
            case L:
                elements("L", value.l(), this::write);
                break;
            case BOOL:
                writer.name("BOOL").bool(value.bool());
                break;
            case NUL:
                writer.name("NULL").bool(value.nul());
                break;
            default:
                throw new IllegalArgumentException("an attribute value has no known type");
        }
        writer.endObject();
    }

    private void write(SdkBytes bytes) {
        writer.base64(bytes.asByteArrayUnsafe());
    }

    private <T> void elements(String type, Iterable<T> elements, Consumer<T> write) {
        writer.name(type).beginArray();
        elements.forEach(write);
        writer.endArray();
    }
}
