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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardFilterType;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamStatus;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The SDK's own clients understand the server; they check the CRC of each answer too. */
class PreparedPagesServerTest {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

    @Test
    void aShardIsReadToItsEndRecordByRecord() {
        PreparedStream stream = new PreparedStream(2, 25, 10, 1100, false, false);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1);
                DynamoDbStreamsClient client = client(server)) {
            List<Record> records = new ArrayList<>();
            int pages = 0;
            String iterator = iterator(client, stream.shardId(1), null);
            while (iterator != null) {
                String next = iterator;
                GetRecordsResponse page = client.getRecords(r -> r.shardIterator(next));
                records.addAll(page.records());
                pages++;
                iterator = page.nextShardIterator();
            }

            assertThat(pages).isEqualTo(3);
            assertThat(records)
                    .extracting(record -> record.dynamodb().sequenceNumber())
                    .containsExactlyElementsOf(sequenceNumbers(25));
            assertThat(records)
                    .allSatisfy(
                            record -> {
                                assertThat(record.dynamodb().newImage()).hasSize(10);
                                assertThat(record.dynamodb().oldImage()).hasSize(10);
                                assertThat(record.dynamodb().keys()).hasSize(2);
                            });
            assertThat(server.statistics().calls("GetRecords")).isEqualTo(3);
            assertThat(server.statistics().bytes()).isBetween(25 * 1050L, 25 * 1150L);
        }
    }

    @Test
    void anOpenShardGoesOnAfterItsLastRecord() {
        PreparedStream stream = new PreparedStream(1, 5, 10, 1100, false, true);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1);
                DynamoDbStreamsClient client = client(server)) {
            String iterator = iterator(client, stream.shardId(0), null);
            GetRecordsResponse first = client.getRecords(r -> r.shardIterator(iterator));
            GetRecordsResponse second =
                    client.getRecords(r -> r.shardIterator(first.nextShardIterator()));
            StreamDescription description =
                    client.describeStream(r -> r.streamArn(PreparedStream.ARN)).streamDescription();

            assertThat(first.records()).hasSize(5);
            assertThat(second.records()).isEmpty();
            assertThat(second.nextShardIterator()).isNotNull();
            assertThat(description.streamStatus()).isEqualTo(StreamStatus.ENABLED);
            assertThat(description.shards())
                    .extracting(shard -> shard.sequenceNumberRange().endingSequenceNumber())
                    .containsOnlyNulls();
        }
    }

    @Test
    void anIteratorMayBeginWithinAPageAndALimitCutsIt() {
        PreparedStream stream = new PreparedStream(1, 25, 10, 1100, false, false);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1);
                DynamoDbStreamsClient client = client(server)) {
            String iterator = iterator(client, stream.shardId(0), PageTemplate.sequenceNumber(6));

            GetRecordsResponse page = client.getRecords(r -> r.shardIterator(iterator).limit(3));

            assertThat(page.records())
                    .extracting(record -> record.dynamodb().sequenceNumber())
                    .containsExactlyElementsOf(sequenceNumbers(10).subList(7, 10));
        }
    }

    @Test
    void allShardsAreListedPageByPageAndNoneHasChildren() {
        PreparedStream stream = new PreparedStream(250, 1, 1, 1100, false, false);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1);
                DynamoDbStreamsClient client = client(server)) {
            List<String> shards = new ArrayList<>();
            String after = null;
            do {
                String start = after;
                DescribeStreamResponse page =
                        client.describeStream(
                                r -> r.streamArn(PreparedStream.ARN).exclusiveStartShardId(start));
                page.streamDescription().shards().forEach(shard -> shards.add(shard.shardId()));
                after = page.streamDescription().lastEvaluatedShardId();
            } while (after != null);
            DescribeStreamResponse children =
                    client.describeStream(
                            r ->
                                    r.streamArn(PreparedStream.ARN)
                                            .shardFilter(
                                                    f ->
                                                            f.type(ShardFilterType.CHILD_SHARDS)
                                                                    .shardId(stream.shardId(0))));

            assertThat(shards).hasSize(250).doesNotHaveDuplicates();
            assertThat(server.statistics().calls("DescribeStream")).isEqualTo(4);
            assertThat(children.streamDescription().shards()).isEmpty();
        }
    }

    /** No answer comes while the calls do, however long they take. */
    @Test
    void delayedAnswersHoldNoThread() {
        PreparedStream stream = new PreparedStream(50, 10, 10, 1100, false, false);
        Duration delay = Duration.ofMinutes(10);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, delay, 1);
                DynamoDbStreamsAsyncClient client = asyncClient(server)) {
            for (int shard = 0; shard < 50; shard++) {
                String iterator = "it-" + shard + "-0";
                client.getRecords(r -> r.shardIterator(iterator));
            }

            Awaitility.await("calls in flight")
                    .untilAsserted(
                            () -> assertThat(server.statistics().maxInFlight()).isEqualTo(50));
            assertThat(server.statistics().medianInFlight()).isBetween(25, 26);
        }
    }

    @Test
    void anAnswerComesNoEarlierThanItsDelay() {
        PreparedStream stream = new PreparedStream(1, 10, 10, 1100, false, false);
        Duration delay = Duration.ofMillis(100);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, delay, 1);
                DynamoDbStreamsClient client = client(server)) {
            client.getRecords(r -> r.shardIterator("it-0-0"));

            assertThat(server.statistics().seconds()).isGreaterThanOrEqualTo(0.1);
        }
    }

    @Test
    void whatIsNotThereIsRejectedAsTheServiceDoes() {
        PreparedStream stream = new PreparedStream(1, 1, 1, 1100, false, false);
        try (PreparedPagesServer server = new PreparedPagesServer(stream, Duration.ZERO, 1);
                DynamoDbStreamsClient client = client(server)) {
            assertThatExceptionOfType(ResourceNotFoundException.class)
                    .isThrownBy(() -> iterator(client, "shardId-unknown", null));
        }
    }

    private static List<String> sequenceNumbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(PageTemplate.sequenceNumber(i));
        }
        return numbers;
    }

    private static String iterator(DynamoDbStreamsClient client, String shardId, String after) {
        return client.getShardIterator(
                        r ->
                                r.streamArn(PreparedStream.ARN)
                                        .shardId(shardId)
                                        .sequenceNumber(after)
                                        .shardIteratorType(
                                                after == null
                                                        ? ShardIteratorType.TRIM_HORIZON
                                                        : ShardIteratorType.AFTER_SEQUENCE_NUMBER))
                .shardIterator();
    }

    private static DynamoDbStreamsClient client(PreparedPagesServer server) {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static DynamoDbStreamsAsyncClient asyncClient(PreparedPagesServer server) {
        return DynamoDbStreamsAsyncClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(100))
                .build();
    }
}
