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
package io.github.flinkdynamodb.tools.benchmarks.peer;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/**
 * The SDK's client, set up as the connector's is, but for the way of the records through it: it
 * completes its futures on the threads that read the connections.
 */
final class SdkStreams implements AutoCloseable {

    private static final int THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));
    private static final int MOST_CONNECTIONS = 1100;
    private static final long QUIET_MILLIS = 250;
    private static final long LIMIT_MILLIS = 5000;

    private final SdkEventLoopGroup threads =
            SdkEventLoopGroup.builder().numberOfThreads(THREADS).build();
    private final SdkAsyncHttpClient http =
            NettyNioAsyncHttpClient.builder()
                    .eventLoopGroup(threads)
                    .maxConcurrency(MOST_CONNECTIONS)
                    .build();
    private final DynamoDbStreamsAsyncClient client;

    SdkStreams(URI endpoint) {
        client =
                DynamoDbStreamsAsyncClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("key", "secret")))
                        .httpClient(http)
                        .asyncConfiguration(
                                options ->
                                        options.advancedOption(
                                                SdkAdvancedAsyncClientOption
                                                        .FUTURE_COMPLETION_EXECUTOR,
                                                Runnable::run))
                        .build();
    }

    DynamoDbStreamsAsyncClient client() {
        return client;
    }

    /** Ends the client; its threads end a moment later by themselves. */
    @Override
    public void close() {
        client.close();
        http.close();
        threads.eventLoopGroup()
                .shutdownGracefully(QUIET_MILLIS, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }
}
