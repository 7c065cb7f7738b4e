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

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Reads without Flink: one thread asks the shards in turn, waits for each answer, and makes rows of
 * the SDK's objects.
 */
final class RoundRobinLoop implements Drain {

    private static final int ROWS_OF_A_RECORD = 2;

    @Override
    public int timesEach() {
        return ROWS_OF_A_RECORD;
    }

    @Override
    public void drain(
            PreparedPagesServer server, PreparedStream stream, Duration limit, Runnable allArrived)
            throws Exception {
        try (DynamoDbStreamsClient client = client(server)) {
            Queue<String> iterators = new ArrayDeque<>();
            for (int shard = 0; shard < stream.shards(); shard++) {
                String shardId = stream.shardId(shard);
                iterators.add(
                        client.getShardIterator(
                                        r ->
                                                r.streamArn(PreparedStream.ARN)
                                                        .shardId(shardId)
                                                        .shardIteratorType(
                                                                ShardIteratorType.TRIM_HORIZON))
                                .shardIterator());
            }
            read(client, iterators, limit);
            allArrived.run();
        }
    }

    private static void read(DynamoDbStreamsClient client, Queue<String> iterators, Duration limit)
            throws TimeoutException {
        long begin = System.nanoTime();
        SdkRowConverter rows = new SdkRowConverter();
        Arrivals.Counter counter = Arrivals.counter();
        while (!iterators.isEmpty()) {
            String iterator = iterators.remove();
            GetRecordsResponse page = client.getRecords(r -> r.shardIterator(iterator));
            for (Record record : page.records()) {
                rows.convert(
                        record,
                        row -> counter.add(row.getLong(Orders.NUMBER_COLUMN) - Orders.FIRST_ORDER));
            }
            if (page.nextShardIterator() != null) {
                iterators.add(page.nextShardIterator());
            }
            if (System.nanoTime() - begin > limit.toNanos()) {
                throw new TimeoutException("The stream wasn't read within " + limit);
            }
        }
    }

    private static DynamoDbStreamsClient client(PreparedPagesServer server) {
        return DynamoDbStreamsClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
