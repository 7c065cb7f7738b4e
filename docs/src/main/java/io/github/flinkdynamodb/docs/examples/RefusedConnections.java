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

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** The program of the report on refused connections: counts calls that run into a time limit. */
public final class RefusedConnections {

    private RefusedConnections() {}

    /**
     * Makes the calls, one after the other, each by a client of its own.
     *
     * @param args the number of event loops, the number of calls, and optionally an endpoint
     * @throws Exception if a call is answered
     */
    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[0]);
        int calls = Integer.parseInt(args[1]);
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress("127.0.0.1", 0)); // and doesn't listen
            URI refusing = URI.create("http://127.0.0.1:" + bound.getLocalPort());
            URI endpoint = args.length > 2 ? URI.create(args[2]) : refusing;
            int timedOut = 0;
            for (int i = 0; i < calls; i++) {
                timedOut += callTimesOut(threads, endpoint) ? 1 : 0;
            }
            System.out.println(timedOut + " of " + calls + " calls ran into the time limit");
        }
    }

    private static boolean callTimesOut(int threads, URI endpoint) throws Exception {
        SdkEventLoopGroup loops = SdkEventLoopGroup.builder().numberOfThreads(threads).build();
        try (DynamoDbStreamsAsyncClient client =
                DynamoDbStreamsAsyncClient.builder()
                        .region(Region.US_EAST_1)
                        .endpointOverride(endpoint)
                        .credentialsProvider(AnonymousCredentialsProvider.create())
                        .httpClient(NettyNioAsyncHttpClient.builder().eventLoopGroup(loops).build())
                        .overrideConfiguration(
                                o ->
                                        o.apiCallAttemptTimeout(Duration.ofSeconds(3))
                                                .retryStrategy(r -> r.maxAttempts(1)))
                        .build()) {
            client.listStreams().get();
            throw new IllegalStateException("there is a server at " + endpoint);
        } catch (ExecutionException e) {
            return e.getCause() instanceof ApiCallAttemptTimeoutException;
        } finally {
            loops.eventLoopGroup().shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
