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
package io.github.flinkdynamodb.tools.simulator;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The AWS SDK's own clients, which try each call once, and reading with them. */
public final class SdkClients {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private SdkClients() {}

    /** A client that waits for an answer as long as it may take on a busy machine. */
    public static DynamoDbStreamsClient streams(URI endpoint) {
        return streams(endpoint, PATIENCE);
    }

    /** A client that waits for an answer so long. */
    static DynamoDbStreamsClient streams(URI endpoint, Duration patience) {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(patience))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    public static DynamoDbClient tables(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(PATIENCE))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
    }

    /** All shards of a stream, parents before their children. */
    public static List<Shard> shards(DynamoDbStreamsClient client, String arn) {
        List<Shard> all = new ArrayList<>();
        String after = null;
        do {
            String start = after;
            DescribeStreamResponse page =
                    client.describeStream(r -> r.streamArn(arn).exclusiveStartShardId(start));
            all.addAll(page.streamDescription().shards());
            after = page.streamDescription().lastEvaluatedShardId();
        } while (after != null);
        all.sort(
                Comparator.comparing(
                        shard ->
                                new BigInteger(
                                        shard.sequenceNumberRange().startingSequenceNumber())));
        return all;
    }

    public static String iterator(
            DynamoDbStreamsClient client, String arn, String shard, ShardIteratorType type) {
        return client.getShardIterator(r -> r.streamArn(arn).shardId(shard).shardIteratorType(type))
                .shardIterator();
    }

    /** A shard's records from the trim horizon to its end, or to the first empty page. */
    public static List<Record> read(DynamoDbStreamsClient client, String arn, String shard) {
        List<Record> all = new ArrayList<>();
        String iterator = iterator(client, arn, shard, ShardIteratorType.TRIM_HORIZON);
        while (iterator != null) {
            String here = iterator;
            GetRecordsResponse page = client.getRecords(r -> r.shardIterator(here));
            if (page.records().isEmpty()) {
                break;
            }
            all.addAll(page.records());
            iterator = page.nextShardIterator();
        }
        return all;
    }
}
