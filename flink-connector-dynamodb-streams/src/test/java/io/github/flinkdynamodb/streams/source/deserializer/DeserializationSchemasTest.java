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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

@OnEachFlink
class DeserializationSchemasTest {

    private static byte[] sample() throws IOException {
        try (InputStream in =
                DeserializationSchemasTest.class.getResourceAsStream(
                        "/getrecords/dynamodb-local-3.json")) {
            return in.readAllBytes();
        }
    }

    private static List<ChangeRecord> records() throws IOException {
        return RecordsPage.decode(sample(), "arn", "shard").records();
    }

    private static ChangeRecord brokenImage() {
        byte[] page =
                "{\"Records\":[{\"dynamodb\":{\"Keys\":{\"id\":{\"N\":\"one\"}}}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        return RecordsPage.decode(page, "arn", "shard").records().get(0);
    }

    /** Runs a schema as a job does: a copy of it that was shipped to a task. */
    private static <T> List<T> deserialize(
            DynamoDbStreamsDeserializationSchema<T> schema, List<ChangeRecord> records)
            throws Exception {
        DynamoDbStreamsDeserializationSchema<T> shipped = InstantiationUtil.clone(schema);
        List<T> elements = new ArrayList<>();
        Collector<T> collector = new ListCollector<>(elements);
        for (ChangeRecord record : records) {
            shipped.deserialize(record, collector);
        }
        return elements;
    }

    private static final class ListCollector<T> implements Collector<T> {
        private final List<T> elements;

        private ListCollector(List<T> elements) {
            this.elements = elements;
        }

        @Override
        public void collect(T element) {
            elements.add(element);
        }

        @Override
        public void close() {}
    }

    @Test
    void dynamoDbJsonIsTheServicesOwnText() throws Exception {
        String page = new String(sample(), StandardCharsets.UTF_8);

        List<String> texts = deserialize(JsonStringDeserializationSchema.dynamoDbJson(), records());

        assertThat(page).startsWith("{\"Records\":[" + String.join(",", texts) + "],");
    }

    @Test
    void plainJsonHasPlainValues() throws Exception {
        List<String> texts = deserialize(JsonStringDeserializationSchema.plainJson(), records());

        assertThat(texts).hasSize(5);
        assertThat(texts.get(3))
                .isEqualTo(
                        "{\"eventID\":\"b4cd5bea-9bf0-4ac0-8840-317d45085fcb\","
                                + "\"eventName\":\"INSERT\",\"eventVersion\":\"1.1\","
                                + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"ddblocal\","
                                + "\"dynamodb\":{\"ApproximateCreationDateTime\":1795398960,"
                                + "\"Keys\":{\"sk\":1,\"pk\":\"ttl\"},"
                                + "\"NewImage\":{\"sk\":1,\"pk\":\"ttl\",\"ttl\":1795398982},"
                                + "\"SequenceNumber\":\"000000000000000000004\","
                                + "\"SizeBytes\":27,"
                                + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}");
    }

    @Test
    void changeRecordKeepsNoPageAlive() throws Exception {
        List<ChangeRecord> records = records();

        List<ChangeRecord> elements = deserialize(new ChangeRecordDeserializationSchema(), records);

        assertThat(elements).hasSize(5);
        for (int i = 0; i < elements.size(); i++) {
            ChangeRecord element = elements.get(i);
            assertThat(element.json().utf8()).isEqualTo(records.get(i).json().utf8());
            assertThat(element.json().bytes()).hasSize(element.json().length());
            assertThat(element.shardId()).isEqualTo("shard");
            assertThat(element.keys()).isEqualTo(records.get(i).keys());
        }
    }

    @Test
    void sdkRecordIsTheOneOfTheSdk() throws Exception {
        List<Record> elements = deserialize(new SdkRecordDeserializationSchema(), records());

        assertThat(elements).hasSize(5);
        assertThat(elements.get(4).eventName()).isEqualTo(OperationType.REMOVE);
        assertThat(elements.get(4).userIdentity().type()).isEqualTo("Service");
        assertThat(elements.get(4).dynamodb().hasNewImage()).isFalse();
        assertThat(elements.get(4).dynamodb().oldImage().get("ttl").n()).isEqualTo("1795398982");
    }

    private static ChangeRecord scanned() {
        byte[] page =
                "{\"Items\":[{\"n\":{\"N\":\"5\"},\"id\":{\"S\":\"a\"}}]}"
                        .getBytes(StandardCharsets.UTF_8);
        String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders";
        return new ScannedRecords(arn, new ItemKeys(List.of("id")))
                .of(new ScanReader(page, ItemReader.skipping()).next(), Instant.ofEpochSecond(7));
    }

    @Test
    void anItemOfASnapshotHasTheFormOfAChangeInEachSchema() throws Exception {
        List<ChangeRecord> records = List.of(scanned());

        assertThat(deserialize(JsonStringDeserializationSchema.dynamoDbJson(), records))
                .containsExactly(
                        "{\"eventName\":\"SNAPSHOT\",\"awsRegion\":\"eu-west-1\","
                            + "\"eventSource\":\"aws:dynamodb\",\"dynamodb\":"
                            + "{\"ApproximateCreationDateTime\":7,\"Keys\":{\"id\":{\"S\":\"a\"}},"
                            + "\"NewImage\":{\"n\":{\"N\":\"5\"},\"id\":{\"S\":\"a\"}}}}");
        assertThat(deserialize(JsonStringDeserializationSchema.plainJson(), records))
                .containsExactly(
                        "{\"eventName\":\"SNAPSHOT\",\"eventSource\":\"aws:dynamodb\","
                                + "\"awsRegion\":\"eu-west-1\",\"dynamodb\":"
                                + "{\"ApproximateCreationDateTime\":7,\"Keys\":{\"id\":\"a\"},"
                                + "\"NewImage\":{\"n\":5,\"id\":\"a\"}}}");
        ChangeRecord kept = deserialize(new ChangeRecordDeserializationSchema(), records).get(0);
        assertThat(kept.isSnapshot()).isTrue();
        assertThat(kept.newImage().json().bytes()).isSameAs(kept.json().bytes());
    }

    /** The SDK has no word for it, but keeps the text. */
    @Test
    void anItemOfASnapshotIsOneInTheSdksRecordToo() throws Exception {
        Record sdk = deserialize(new SdkRecordDeserializationSchema(), List.of(scanned())).get(0);
        DataOutputSerializer out = new DataOutputSerializer(64);
        SdkRecordSerializer.INSTANCE.serialize(sdk, out);
        Record shuffled =
                SdkRecordSerializer.INSTANCE.deserialize(
                        new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(sdk.eventNameAsString()).isEqualTo("SNAPSHOT");
        assertThat(sdk.eventName()).isEqualTo(OperationType.UNKNOWN_TO_SDK_VERSION);
        assertThat(sdk.dynamodb().keys().get("id").s()).isEqualTo("a");
        assertThat(sdk.dynamodb().newImage().get("n").n()).isEqualTo("5");
        assertThat(sdk.dynamodb().approximateCreationDateTime()).isEqualTo("1970-01-01T00:00:07Z");
        assertThat(sdk.dynamodb().hasOldImage()).isFalse();
        assertThat(sdk.dynamodb().sequenceNumber()).isNull();
        assertThat(shuffled).isEqualTo(sdk);
    }

    @Test
    void brokenImageFailsWhereItIsDecoded() throws Exception {
        List<ChangeRecord> broken = List.of(brokenImage());

        assertThat(deserialize(JsonStringDeserializationSchema.dynamoDbJson(), broken)).hasSize(1);
        for (DynamoDbStreamsDeserializationSchema<?> schema :
                Arrays.asList(
                        JsonStringDeserializationSchema.plainJson(),
                        new SdkRecordDeserializationSchema())) {
            assertThatThrownBy(() -> deserialize(schema, broken))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageStartingWith("expected a decimal number but found 'one'");
        }
    }

    @Test
    void producedTypesAreKnown() {
        assertThat(JsonStringDeserializationSchema.plainJson().getProducedType())
                .isEqualTo(Types.STRING);
        assertThat(new ChangeRecordDeserializationSchema().getProducedType())
                .isSameAs(ChangeRecordTypeInfo.INSTANCE);
        assertThat(new SdkRecordDeserializationSchema().getProducedType())
                .isSameAs(SdkRecordTypeInfo.INSTANCE);
    }
}
