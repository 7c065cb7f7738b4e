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
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsClientProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.flink.annotation.Internal;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsAsyncClient;

/** Creates clients on the AWS SDK. Every client has its own connections and threads. Immutable. */
@Internal
public final class AwsStreamsClientProvider implements StreamsClientProvider {

    private static final long serialVersionUID = 1L;

    private final ClientSettings settings;

    /**
     * Creates a provider.
     *
     * @param settings how to reach the service, not null
     */
    public AwsStreamsClientProvider(ClientSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /**
     * Creates a client. Does no I/O, except where the settings name no region: then the AWS SDK
     * looks for one in its usual places.
     *
     * @param userCodeClassLoader loads a credentials provider that the user named
     * @return a new client
     * @throws IllegalArgumentException if no region is known, or if the user's credentials provider
     *     can't be created
     */
    @Override
    public StreamsClient create(ClassLoader userCodeClassLoader) {
        return create(userCodeClassLoader, CallLimits.standard());
    }

    /** Creates a client whose calls may take another time. */
    AwsStreamsClient create(ClassLoader userCodeClassLoader, CallLimits limits) {
        List<AutoCloseable> resources = new ArrayList<>();
        try {
            Region region = SdkClients.region(settings);
            ManagedCredentials credentials =
                    CredentialsProviders.create(
                            settings.credentials(), region, userCodeClassLoader);
            resources.add(0, credentials);
            ScheduledExecutorService timer = SdkClients.timer();
            resources.add(0, timer::shutdownNow);
            SdkEventLoopGroup eventLoop = SdkClients.eventLoop();
            resources.add(0, () -> SdkClients.shutDown(eventLoop));
            SdkAsyncHttpClient http = SdkClients.httpClient(settings, limits, eventLoop);
            resources.add(0, http);
            SdkClients sdk =
                    new SdkClients(region, credentials, http, SdkClients.overrides(limits, timer));
            DynamoDbStreamsAsyncClient streams = sdk.streams(settings.endpoint().orElse(null));
            resources.add(0, streams);
            TableClient tables =
                    new TableClient(() -> sdk.tables(settings.tableEndpoint().orElse(null)));
            resources.add(0, tables);
            CallSubmitter submitter = SdkClients.submitter(credentials, limits, timer);
            resources.add(0, submitter);
            return new AwsStreamsClient(streams, tables, submitter, errors(region), resources);
        } catch (RuntimeException e) {
            Resources.close(resources);
            throw e;
        }
    }

    private ErrorClassifier errors(Region region) {
        return new ErrorClassifier(
                !settings.credentials().isFixed(),
                region,
                settings.endpoint().orElse(null),
                settings.tableEndpoint().orElse(null));
    }

    @Override
    public String toString() {
        return settings.toString();
    }
}
