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
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
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
