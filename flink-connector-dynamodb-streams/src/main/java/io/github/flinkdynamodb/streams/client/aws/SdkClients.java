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
package io.github.flinkdynamodb.streams.client.aws;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.LastCause;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.endpoints.AccountIdEndpointMode;
import software.amazon.awssdk.core.client.config.ClientAsyncConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** Creates the parts of SDK clients from settings, and clients that share them. */
final class SdkClients {

    /** Calls that a close breaks off end on the event loop: it outlives them by this long. */
    private static final long QUIET_MILLIS = 250;

    private static final long LIMIT_MILLIS = 5_000;

    /**
     * The event loop copies bytes and resolves names: few threads carry many connections, and there
     * is more than one so that a slow name server holds up only some of them.
     */
    private static final int EVENT_LOOP_THREADS =
            Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private static final int TIMER_THREADS = 2;

    /** Requests that find every connection busy wait for one; the call's time limit ends that. */
    private static final int MAX_WAITING = 10_000;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_IDLE = Duration.ofSeconds(50);

    private final Region region;
    private final ManagedCredentials credentials;
    private final SdkAsyncHttpClient http;
    private final ClientOverrideConfiguration overrides;

    /**
     * Creates what clients share.
     *
     * @param region for which the calls are signed
     * @param credentials signs them
     * @param http sends them; the clients don't close it
     * @param overrides retries, limits and interceptors
     */
    SdkClients(
            Region region,
            ManagedCredentials credentials,
            SdkAsyncHttpClient http,
            ClientOverrideConfiguration overrides) {
        this.region = region;
        this.credentials = credentials;
        this.http = http;
        this.overrides = overrides;
    }

    /**
     * Finds the region.
     *
     * @param settings the settings; where they name none, the usual places of the SDK are looked
     *     through, of which the last is the metadata service of the instance
     * @return the region
     * @throws IllegalArgumentException if none can be found
     */
    static Region region(ClientSettings settings) {
        if (settings.region().isPresent()) {
            return Region.of(settings.region().get());
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw LastCause.of(
                    new IllegalArgumentException(
                            "No AWS region is known: set 'aws.region', or 'stream.arn', or the"
                                    + " table's ARN as 'table-name'; ARNs contain the region. The"
                                    + " AWS SDK found none in the system property aws.region, the"
                                    + " environment variable AWS_REGION, the profile and the"
                                    + " instance metadata"),
                    e);
        }
    }

    static SdkEventLoopGroup eventLoop() {
        return SdkEventLoopGroup.create(
                new DeferringEventLoopGroup(
                        EVENT_LOOP_THREADS, DaemonThreads.named("dynamodb-streams-io")),
                NioSocketChannel::new);
    }

    /** Watches time limits and makes the SDK's retries. */
    static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(
                        TIMER_THREADS, DaemonThreads.named("dynamodb-streams-timer"));
        // Nearly every limit is called off: without this each would be kept until it is due.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Creates the one who hands calls to the SDK. */
    static CallSubmitter submitter(
            ManagedCredentials credentials, CallLimits limits, ScheduledExecutorService timer) {
        return credentials.isBlocking()
                ? CallSubmitter.onOwnThread(timer, limits.call().multipliedBy(2))
                : CallSubmitter.inPlace();
    }

    /**
     * Ends an event loop. Does not wait: its threads are daemons and have nothing left to do.
     *
     * @param eventLoop the event loop
     */
    static void shutDown(SdkEventLoopGroup eventLoop) {
        eventLoop
                .eventLoopGroup()
                .shutdownGracefully(QUIET_MILLIS, LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    static SdkAsyncHttpClient httpClient(
            ClientSettings settings, CallLimits limits, SdkEventLoopGroup eventLoop) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(eventLoop)
                .maxConcurrency(settings.maxConcurrency())
                .maxPendingConnectionAcquires(MAX_WAITING)
                .connectionAcquisitionTimeout(limits.call())
                .connectionTimeout(CONNECT_TIMEOUT)
                .readTimeout(limits.attempt())
                .writeTimeout(limits.attempt())
                .connectionMaxIdleTime(MAX_IDLE)
                .tcpKeepAlive(true)
                .proxyConfiguration(Proxies.ofCalls(settings.endpoint().orElse(null)))
                .build();
    }

    /**
     * Creates the client for streams.
     *
     * @param endpoint the URL of DynamoDB Streams, or null for the region's own
     * @return the client
     */
    DynamoDbStreamsAsyncClient streams(URI endpoint) {
        return DynamoDbStreamsAsyncClient.builder()
                .region(region)
                .endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(overrides)
                .asyncConfiguration(SdkClients::completeInPlace)
                .build();
    }

    /**
     * Creates the client for tables. It calls the region's own endpoint, not one of the account or
     * one that is looked up: a proxy or firewall then has one name to let through.
     *
     * @param endpoint the URL of DynamoDB, or null for the region's own
     * @return the client
     */
    DynamoDbAsyncClient tables(URI endpoint) {
        return DynamoDbAsyncClient.builder()
                .region(region)
                .endpointOverride(endpoint)
                .endpointDiscoveryEnabled(false)
                .accountIdEndpointMode(AccountIdEndpointMode.DISABLED)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(overrides)
                .asyncConfiguration(SdkClients::completeInPlace)
                .build();
    }

    private static void completeInPlace(ClientAsyncConfiguration.Builder configuration) {
        configuration.advancedOption(
                SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run);
    }

    static ClientOverrideConfiguration overrides(
            CallLimits limits, ScheduledExecutorService timer) {
        return ClientOverrideConfiguration.builder()
                .scheduledExecutorService(timer)
                .retryStrategy(QuickRetries.strategy())
                .apiCallAttemptTimeout(limits.attempt())
                .apiCallTimeout(limits.call())
                .addExecutionInterceptor(new BodyInterceptor())
                .putAdvancedOption(
                        SdkAdvancedClientOption.USER_AGENT_SUFFIX, ConnectorVersion.userAgent())
                .build();
    }
}
