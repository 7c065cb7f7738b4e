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

import io.github.flinkdynamodb.streams.source.CredentialsProviderType;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetters;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/** The pieces of code that the DataStream guide shows, one a method. */
final class GuideSnippets {

    private GuideSnippets() {}

    static DataStream<OrderTotal> ownSchema(StreamExecutionEnvironment env) {
        DynamoDbStreamsSource<OrderTotal> source =
                DynamoDbStreamsSource.<OrderTotal>builder()
                        .setTableName("orders")
                        .setDeserializer(new OrderTotalSchema())
                        .build();
        DataStream<OrderTotal> totals =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                        .uid("orders-source");
        return totals;
    }

    static DynamoDbStreamsSource<String> boundedByTime() {
        Instant from = Instant.parse("2026-11-23T06:00:00Z");
        Instant until = Instant.parse("2026-11-23T07:00:00Z");
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setStartupPosition(StartupPosition.timestamp(from))
                        .setStoppingPosition(StoppingPosition.timestamp(until))
                        .setDeserializer(JsonStringDeserializationSchema.dynamoDbJson())
                        .build();
        return source;
    }

    static DataStream<String> eventTime(
            StreamExecutionEnvironment env, DynamoDbStreamsSource<String> source) {
        WatermarkStrategy<String> watermarks =
                WatermarkStrategy.<String>forBoundedOutOfOrderness(Duration.ofSeconds(5))
                        .withIdleness(Duration.ofMinutes(1));
        return env.fromSource(source, watermarks, "orders").uid("orders-source");
    }

    static <T> WatermarkStrategy<T> aligned(WatermarkStrategy<T> watermarks) {
        return watermarks.withWatermarkAlignment("orders-and-payments", Duration.ofMinutes(5));
    }

    static <T> void assumeRole(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.set(
                        DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER,
                        CredentialsProviderType.ASSUME_ROLE)
                .set(
                        DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_ARN,
                        "arn:aws:iam::123456789012:role/stream-reader")
                .set(DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_SESSION_NAME, "orders-job");
    }

    static <T> void assumeRoleWithProfile(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.set(
                        DynamoDbStreamsSourceOptions.CREDENTIALS_ROLE_PROVIDER,
                        CredentialsProviderType.PROFILE)
                .set(
                        ConfigOptions.key("aws.credentials.role.provider.profile.name")
                                .stringType()
                                .noDefaultValue(),
                        "streams");
    }

    static <T> void customProvider(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.set(
                        DynamoDbStreamsSourceOptions.CREDENTIALS_PROVIDER,
                        CredentialsProviderType.CUSTOM)
                .set(
                        DynamoDbStreamsSourceOptions.CREDENTIALS_CUSTOM_CLASS,
                        TokenBrokerCredentials.class.getName());
    }

    static <T> void tuning(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.setPollInterval(Duration.ofMillis(500), Duration.ofSeconds(5))
                .setFetchBudget(128, MemorySize.ofMebiBytes(128))
                .set(DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL, Duration.ofMinutes(1))
                .set(DynamoDbStreamsSourceOptions.RETRY_MAX_DURATION, Duration.ofMinutes(30));
    }

    static DynamoDbStreamsSource<Either<DeadLetter, OrderTotal>> deadLetters() {
        DynamoDbStreamsSource<Either<DeadLetter, OrderTotal>> source =
                DynamoDbStreamsSource.<Either<DeadLetter, OrderTotal>>builder()
                        .setTableName("orders")
                        .setDecodeErrorPolicy(DecodeErrorPolicy.DEAD_LETTER)
                        .setDeserializer(DeadLetters.wrap(new OrderTotalSchema()))
                        .build();
        return source;
    }

    static <T> void policies(DynamoDbStreamsSourceBuilder<T> builder) {
        builder.setDataLossPolicy(DataLossPolicy.CONTINUE)
                .setDecodeErrorPolicy(DecodeErrorPolicy.SKIP);
    }
}
