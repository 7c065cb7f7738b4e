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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.HastyStop;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.ChangeRecordDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/**
 * Whatever a stream holds arrives as the AWS SDK's own client reads it, in each form that the
 * connector gives, and through the form's serializer.
 */
@OnEachFlink
class ViewTypesITCase {

    private static final Set<StreamViewType> VIEW_TYPES = StreamViewType.knownValues();
    private static final BoundedJob JOB = new BoundedJob("view-types");
    private static final Map<StreamViewType, List<Record>> EXPECTED =
            new EnumMap<>(StreamViewType.class);

    private static LocalJobs jobs;

    @BeforeAll
    static void writeAndRead() throws Exception {
        jobs = LocalJobs.start();
        for (StreamViewType viewType : VIEW_TYPES) {
            try (LocalTable table = jobs.table("view-" + viewType, viewType)) {
                write(table);
                EXPECTED.put(viewType, awaitExpiry(table));
                read(table, viewType);
            }
        }
        JOB.finish();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    private static void write(LocalTable table) {
        table.client()
                .updateTimeToLive(
                        request ->
                                request.tableName(table.name())
                                        .timeToLiveSpecification(
                                                ttl -> ttl.enabled(true).attributeName("ttl")));
        long anHourAgo = Instant.now().getEpochSecond() - 3600;
        Map<String, AttributeValue> expired = SampleItems.bare("expired");
        expired.put("ttl", AttributeValue.fromN(Long.toString(anHourAgo)));
        table.putItem(expired);
        table.putItem(SampleItems.everyType("every"));
        table.putItem(SampleItems.otherTypes("every"));
        table.deleteItem("every");
        table.putItem(SampleItems.bare("bare"));
        table.putItem(SampleItems.everyType("bare"));
        table.putItem(SampleItems.bare("bare"));
        table.deleteItem("bare");
        table.putItem(SampleItems.big("big", 'x'));
        table.putItem(SampleItems.big("big", 'y'));
        table.deleteItem("big");
    }

    /** Waits for the record that the service itself writes, when it deletes the expired item. */
    private static List<Record> awaitExpiry(LocalTable table) {
        String arn = table.streamArn();
        return Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> SdkReader.readAll(table.endpoint(), arn),
                        records -> records.stream().anyMatch(r -> r.userIdentity() != null));
    }

    private static void read(LocalTable table, StreamViewType viewType) {
        JOB.read("changes " + viewType, source(table, new ChangeRecordDeserializationSchema()))
                .read("sdk " + viewType, source(table, new SdkRecordDeserializationSchema()))
                .read(
                        "typed " + viewType,
                        source(table, JsonStringDeserializationSchema.dynamoDbJson()))
                .read(
                        "plain " + viewType,
                        source(table, JsonStringDeserializationSchema.plainJson()));
    }

    private static <T> DynamoDbStreamsSource<T> source(
            LocalTable table, DynamoDbStreamsDeserializationSchema<T> schema) {
        return HastyStop.build(
                jobs.<T>source(table)
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setStoppingPosition(StoppingPosition.latest())
                        .setDeserializer(schema));
    }

    @Test
    void theStreamsHoldEveryKindOfChangeAndOfAttribute() {
        for (StreamViewType viewType : VIEW_TYPES) {
            assertThat(EXPECTED.get(viewType))
                    .hasSize(12)
                    .extracting(Record::eventName)
                    .contains(OperationType.INSERT, OperationType.MODIFY, OperationType.REMOVE);
        }
        Set<AttributeValue.Type> types = EnumSet.noneOf(AttributeValue.Type.class);
        for (Record record : EXPECTED.get(StreamViewType.NEW_AND_OLD_IMAGES)) {
            record.dynamodb().newImage().values().forEach(value -> types.add(value.type()));
        }
        assertThat(types)
                .isEqualTo(
                        EnumSet.complementOf(
                                EnumSet.of(AttributeValue.Type.UNKNOWN_TO_SDK_VERSION)));
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "UNKNOWN_TO_SDK_VERSION")
    void changesHaveAllFieldsThatTheSdkReads(StreamViewType viewType) {
        List<ChangeRecord> changes = JOB.taken("changes " + viewType);
        assertThat(trees(changes, RecordTree::typed))
                .isEqualTo(trees(EXPECTED.get(viewType), RecordTree::typed));
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "UNKNOWN_TO_SDK_VERSION")
    void theBridgeGivesTheRecordsOfTheSdk(StreamViewType viewType) {
        List<Record> records = JOB.taken("sdk " + viewType);
        assertThat(records).isEqualTo(EXPECTED.get(viewType));
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "UNKNOWN_TO_SDK_VERSION")
    void theJsonOfDynamoDbHasAllFieldsThatTheSdkReads(StreamViewType viewType) {
        List<String> texts = JOB.taken("typed " + viewType);
        assertThat(trees(texts, RecordTree::parse))
                .isEqualTo(trees(EXPECTED.get(viewType), RecordTree::typed));
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamViewType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = "UNKNOWN_TO_SDK_VERSION")
    void thePlainJsonHasAllValuesThatTheSdkReads(StreamViewType viewType) {
        List<String> texts = JOB.taken("plain " + viewType);
        assertThat(trees(texts, RecordTree::parse))
                .isEqualTo(trees(EXPECTED.get(viewType), RecordTree::plain));
    }

    private static <T> List<Object> trees(List<T> records, Function<T, Object> tree) {
        return records.stream().map(tree).collect(Collectors.toList());
    }
}
