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

import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.util.function.UnaryOperator;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.lineage.LineageDataset;
import org.apache.flink.streaming.api.lineage.LineageVertex;
import org.apache.flink.streaming.api.lineage.SourceLineageVertex;
import org.junit.jupiter.api.Test;

/** What listeners to the state of jobs learn of the source. */
class LineageTest {

    private static final String STREAM_ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000";

    private static DynamoDbStreamsSource<String> source(
            UnaryOperator<DynamoDbStreamsSourceBuilder<String>> settings) {
        return settings.apply(
                        DynamoDbStreamsSource.<String>builder()
                                .setStartupPosition(StartupPosition.trimHorizon())
                                .setDeserializer(JsonStringDeserializationSchema.plainJson()))
                .build();
    }

    private static LineageDataset table(
            UnaryOperator<DynamoDbStreamsSourceBuilder<String>> settings) {
        LineageVertex vertex = source(settings).getLineageVertex();
        assertThat(vertex.datasets()).hasSize(1);
        return vertex.datasets().get(0);
    }

    private static void assertOrdersInIreland(LineageDataset table) {
        assertThat(table.namespace()).isEqualTo("dynamodb://dynamodb.eu-west-1.amazonaws.com");
        assertThat(table.name()).isEqualTo("orders");
        assertThat(table.facets()).isEmpty();
    }

    @Test
    void aTableIsTheSameHoweverItIsNamed() {
        assertOrdersInIreland(
                table(builder -> builder.setTableName("orders").setRegion("eu-west-1")));
        assertOrdersInIreland(table(builder -> builder.setStreamArn(STREAM_ARN)));
        assertOrdersInIreland(
                table(
                        builder ->
                                builder.setTableName(
                                        "arn:aws:dynamodb:eu-west-1:123456789012:table/orders")));
        assertOrdersInIreland(
                table(
                        builder ->
                                builder.setStreamArn(STREAM_ARN)
                                        .setEndpoint(
                                                "https://streams.dynamodb.eu-west-1.amazonaws.com")));
    }

    @Test
    void aStandInOfTheServiceIsAPlaceOfItsOwn() {
        LineageDataset table =
                table(
                        builder ->
                                builder.setTableName("orders")
                                        .setRegion("eu-west-1")
                                        .setEndpoint("http://localhost:8000"));

        assertThat(table.namespace()).isEqualTo("dynamodb://localhost:8000");
    }

    @Test
    void withoutARegionInTheSettingsThePlaceIsLeftOpen() {
        assertThat(table(builder -> builder.setTableName("orders")).namespace())
                .isEqualTo("dynamodb://dynamodb");
    }

    @Test
    void theGraphOfAJobHasTheTable() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DynamoDbStreamsSource<String> source =
                source(
                        builder ->
                                builder.setStreamArn(STREAM_ARN)
                                        .setStoppingPosition(StoppingPosition.latest()));
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                .sinkTo(new DiscardingSink<>());

        assertThat(env.getStreamGraph().getLineageGraph().sources())
                .singleElement()
                .satisfies(
                        vertex -> {
                            assertOrdersInIreland(vertex.datasets().get(0));
                            assertThat(((SourceLineageVertex) vertex).boundedness())
                                    .isEqualTo(Boundedness.BOUNDED);
                        });
    }
}
