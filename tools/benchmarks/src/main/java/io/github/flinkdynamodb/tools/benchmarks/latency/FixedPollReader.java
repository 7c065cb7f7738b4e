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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * Polls each shard at a fixed interval with the AWS SDK, without Flink: one call a shard at a time,
 * all shards at once, spread over the interval. What a reader without back-off does at best.
 */
final class FixedPollReader implements RecordReader {

    private static final int CONNECTIONS = 200;

    private final DynamoDbStreamsAsyncClient client;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "fixed-poll");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final long intervalNanos;
    private final IntConsumer onRecord;

    private FixedPollReader(Simulator simulator, Duration interval, IntConsumer onRecord) {
        this.intervalNanos = interval.toNanos();
        this.onRecord = onRecord;
        this.client =
                DynamoDbStreamsAsyncClient.builder()
                        .endpointOverride(simulator.endpoint())
                        .region(Region.of(simulator.region()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("key", "secret")))
                        .httpClientBuilder(
                                NettyNioAsyncHttpClient.builder().maxConcurrency(CONNECTIONS))
                        .build();
    }

    /** Polls with an interval. */
    static Factory every(Duration interval) {
        return (simulator, table, onRecord) -> {
            FixedPollReader reader = new FixedPollReader(simulator, interval, onRecord);
            reader.start(table);
            return reader;
        };
    }

    private void start(SimulatedTable table) {
        Random random = new Random(1);
        for (String shard : table.openShardIds()) {
            String iterator =
                    client.getShardIterator(
                                    request ->
                                            request.streamArn(table.streamArn())
                                                    .shardId(shard)
                                                    .shardIteratorType(
                                                            ShardIteratorType.TRIM_HORIZON))
                            .join()
                            .shardIterator();
            long first = (long) (random.nextDouble() * intervalNanos);
            timer.schedule(() -> poll(iterator), first, TimeUnit.NANOSECONDS);
        }
    }

    private void poll(String iterator) {
        long begin = System.nanoTime();
        client.getRecords(request -> request.shardIterator(iterator))
                .whenComplete(
                        (page, error) -> {
                            if (!timer.isShutdown()) {
                                polled(iterator, page, begin);
                            }
                        });
    }

    /** A call that failed is made again after the interval. */
    private void polled(String iterator, GetRecordsResponse page, long begin) {
        String next = iterator;
        if (page != null) {
            for (Record record : page.records()) {
                String number = record.dynamodb().newImage().get(LoneRecords.NUMBER).n();
                onRecord.accept(Integer.parseInt(number));
            }
            next = page.nextShardIterator();
        }
        if (next != null) {
            String following = next;
            long wait = Math.max(0, intervalNanos - (System.nanoTime() - begin));
            timer.schedule(() -> poll(following), wait, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void stop() throws Exception {
        timer.shutdownNow();
        timer.awaitTermination(10, TimeUnit.SECONDS);
        client.close();
    }
}
