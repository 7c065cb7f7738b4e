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
package io.github.flinkdynamodb.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

@OnEachFlink
class DynamoDbStreamsSourceBuilderTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";

    private static DynamoDbStreamsSourceBuilder<String> valid() {
        return DynamoDbStreamsSource.<String>builder()
                .setStreamArn(ARN)
                .setDeserializer(JsonStringDeserializationSchema.plainJson());
    }

    @Test
    void theTypeOfTheElementsIsKnown() {
        assertThat(valid().build().getProducedType()).isEqualTo(Types.STRING);
    }

    @Test
    void aSourceIsUnboundedUnlessItHasAStoppingPosition() {
        assertThat(valid().build().getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
        assertThat(valid().setStoppingPosition(StoppingPosition.latest()).build().getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
        assertThat(
                        valid().setStoppingPosition(StoppingPosition.timestamp(Instant.EPOCH))
                                .build()
                                .getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
        assertThat(valid().setStartupPosition(StartupPosition.snapshot()).build().getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
    }

    @Test
    void aSourceWithEverythingSetTravelsToTheCluster() throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setRegion("eu-west-1")
                        .setEndpoint("http://localhost:8000")
                        .setBasicCredentials("id", "secret")
                        .setStartupPosition(StartupPosition.timestamp(Instant.EPOCH))
                        .setStoppingPosition(StoppingPosition.latest())
                        .setDataLossPolicy(DataLossPolicy.CONTINUE)
                        .setDecodeErrorPolicy(DecodeErrorPolicy.SKIP)
                        .setPollInterval(Duration.ofMillis(100), Duration.ofSeconds(10))
                        .setFetchBudget(8, MemorySize.ofMebiBytes(16))
                        .set(
                                DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL,
                                Duration.ofMinutes(1))
                        .setDeserializer(JsonStringDeserializationSchema.dynamoDbJson())
                        .build();

        DynamoDbStreamsSource<String> copy = InstantiationUtil.clone(source);

        assertThat(copy.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(copy.getProducedType()).isEqualTo(Types.STRING);
    }

    @Test
    void aLaterPositionReplacesAnEarlierOneWithItsTimestamp() {
        DynamoDbStreamsSource<String> source =
                valid().setStartupPosition(StartupPosition.timestamp(Instant.EPOCH))
                        .setStartupPosition(StartupPosition.latest())
                        .setStoppingPosition(StoppingPosition.timestamp(Instant.EPOCH))
                        .setStoppingPosition(StoppingPosition.never())
                        .build();

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    }

    @Test
    void optionsAreSetByKeysAndTexts() {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .setOptions(
                                Map.of(
                                        "stream.arn", ARN,
                                        "scan.poll.max-interval", "10 s",
                                        "scan.bounded.mode", "latest"))
                        .build();

        assertThat(source.getBoundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThatThrownBy(() -> valid().setOptions(Map.of("scan.bound.mode", "latest")))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("'scan.bound.mode'")
                .hasMessageContaining("'scan.bounded.mode'");
        assertThatThrownBy(
                        () -> valid().setOptions(Map.of("scan.poll.max-interval", "soon")).build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("Invalid value 'soon' for 'scan.poll.max-interval'");
    }

    @Test
    void exportsAreSetByTheirOptions() {
        assertThat(
                        valid().setStartupPosition(StartupPosition.snapshot())
                                .setSnapshotExport("s3://b/AWSDynamoDB/1")
                                .build()
                                .getBoundedness())
                .isEqualTo(Boundedness.BOUNDED);
        assertThatThrownBy(
                        () ->
                                valid().setStartupPosition(StartupPosition.initial())
                                        .setSnapshotExport("s3://b/AWSDynamoDB/1")
                                        .setSnapshotExportBucket("exports")
                                        .build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining(
                        "'scan.snapshot.export-bucket' = 'exports' is not used with"
                                + " 'scan.snapshot.export'");
    }

    @Test
    void aMissingSchemaIsNamed() {
        assertThatThrownBy(() -> DynamoDbStreamsSource.builder().setStreamArn(ARN).build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("setDeserializer");
    }

    @Test
    void aMissingStreamIsNamed() {
        assertThatThrownBy(
                        () ->
                                DynamoDbStreamsSource.<String>builder()
                                        .setDeserializer(
                                                JsonStringDeserializationSchema.plainJson())
                                        .build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("stream.arn")
                .hasMessageContaining("table-name");
    }

    @Test
    void aNullIsNamed() {
        assertThatThrownBy(() -> valid().setRegion(null))
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("aws.region");
    }

    @Test
    void aWrongValueFailsTheBuildWithTheSettingAndWhatIsAllowed() {
        assertThatThrownBy(
                        () ->
                                valid().setPollInterval(
                                                Duration.ofSeconds(2), Duration.ofSeconds(1))
                                        .build())
                .isInstanceOf(IllegalConfigurationException.class)
                .hasMessageContaining("scan.poll.min-interval")
                .hasMessageContaining("2000 ms")
                .hasMessageContaining("1000 ms");
    }
}
