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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeutils.SerializerTestBase;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

@OnEachFlink
class SdkRecordSerializerTest extends SerializerTestBase<Record> {

    @Override
    protected TypeSerializer<Record> createSerializer() {
        return SdkRecordSerializer.INSTANCE;
    }

    @Override
    protected int getLength() {
        return -1;
    }

    @Override
    protected Class<Record> getTypeClass() {
        return Record.class;
    }

    @Override
    protected Record[] getTestData() {
        Map<String, AttributeValue> image =
                Map.of(
                        "s", AttributeValue.fromS("\u00e9\""),
                        "b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, -1})),
                        "bs", AttributeValue.fromBs(List.of(SdkBytes.fromByteArray(new byte[0]))),
                        "l", AttributeValue.fromL(List.of(AttributeValue.fromNul(true))),
                        "m", AttributeValue.fromM(Map.of("x", AttributeValue.fromBool(false))));
        return new Record[] {
            Record.builder().eventID("e").dynamodb(change -> change.newImage(image)).build(),
            Record.builder()
                    .eventName("MODIFY")
                    .userIdentity(identity -> identity.type("Service"))
                    .dynamodb(
                            change ->
                                    change.approximateCreationDateTime(Instant.ofEpochMilli(1250))
                                            .sizeBytes(3L)
                                            .keys(Map.of())
                                            .sequenceNumber("007"))
                    .build()
        };
    }

    @Test
    void valueWithoutATypeCanNotBeSerialized() {
        Record record =
                Record.builder()
                        .dynamodb(d -> d.keys(Map.of("a", AttributeValue.builder().build())))
                        .build();

        assertThatThrownBy(
                        () ->
                                SdkRecordSerializer.INSTANCE.serialize(
                                        record, new DataOutputSerializer(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an attribute value has no known type");
    }

    @Test
    void damagedImageIsReportedAsSuch() {
        String json = "{\"dynamodb\":{\"Keys\":{\"a\":1}}}";
        byte[] text = ("\0\0\0" + (char) json.length() + json).getBytes(StandardCharsets.US_ASCII);

        assertThatThrownBy(
                        () ->
                                SdkRecordSerializer.INSTANCE.deserialize(
                                        new DataInputDeserializer(text)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the serialized record is damaged: in an image, expected")
                .hasNoCause();
    }
}
