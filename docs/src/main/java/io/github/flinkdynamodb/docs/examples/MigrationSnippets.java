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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The pieces of code that the page on switching from Apache's source shows, one a method. */
public final class MigrationSnippets {

    private MigrationSnippets() {}

    static DynamoDbStreamsSource<OrderChange> sameSource() {
        DynamoDbStreamsSource<OrderChange> source =
                DynamoDbStreamsSource.<OrderChange>builder()
                        .setStreamArn(
                                "arn:aws:dynamodb:eu-west-1:123456789012"
                                        + ":table/orders/stream/2026-11-23T00:00:00.000")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setPollInterval(Duration.ofMillis(250), Duration.ofSeconds(1))
                        .setDeserializer(new SdkRecordOrderSchema())
                        .build();
        return source;
    }

    static <T> void awsSettings(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.setOptions(Map.of("aws.credentials.provider", "ENV_VAR"));
    }

    static DynamoDbStreamsSource<OrderChange> overlapping() {
        Instant stopped = Instant.parse("2026-11-23T12:00:00Z");
        DynamoDbStreamsSource<OrderChange> source =
                DynamoDbStreamsSource.<OrderChange>builder()
                        .setTableName("orders")
                        .setRegion("eu-west-1")
                        .setStartupPosition(
                                StartupPosition.timestamp(stopped.minus(Duration.ofHours(1))))
                        .setDeserializer(new SdkRecordOrderSchema())
                        .build();
        return source;
    }

    static DynamoDbStreamsSource<OrderChange> fromPositions() {
        DynamoDbStreamsSource<OrderChange> source =
                DynamoDbStreamsSource.<OrderChange>builder()
                        .setTableName("orders")
                        .setRegion("eu-west-1")
                        .setStartupPosition(
                                StartupPosition.positions("s3://bucket/orders-positions.json"))
                        .setDeserializer(new SdkRecordOrderSchema())
                        .build();
        return source;
    }

    /**
     * Reads changes under a uid that no state belongs to.
     *
     * @param env runs the job
     * @param source the new source
     * @return what it reads
     */
    public static DataStream<OrderChange> newSource(
            StreamExecutionEnvironment env, DynamoDbStreamsSource<OrderChange> source) {
        DataStream<OrderChange> changes =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                        .uid("orders-dynamodb-streams");
        return changes;
    }

    /**
     * Drops what the job has read before.
     *
     * @param changes may begin with changes that the job has seen
     * @return each change once
     */
    public static DataStream<OrderChange> withoutReplays(DataStream<OrderChange> changes) {
        return changes.keyBy(OrderChange::orderId).process(new DropReplayed()).uid("drop-replayed");
    }
}
