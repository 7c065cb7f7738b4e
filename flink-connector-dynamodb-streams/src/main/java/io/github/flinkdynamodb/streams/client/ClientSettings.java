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
package io.github.flinkdynamodb.streams.client;

import java.io.Serializable;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** How a client reaches the service. Immutable. */
@Internal
public final class ClientSettings implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String region;
    private final URI endpoint;
    private final URI tableEndpoint;
    private final CredentialsSettings credentials;
    private final int maxConcurrency;

    /**
     * Creates settings.
     *
     * @param region the AWS region, or null to use the region provider chain of the AWS SDK
     * @param endpoint the URL of the service, which serves streams and tables, or null for the
     *     region's own endpoints
     * @param credentials where the credentials come from, not null
     * @param maxConcurrency how many requests may be in flight at once, at least 1
     */
    public ClientSettings(
            String region, URI endpoint, CredentialsSettings credentials, int maxConcurrency) {
        this(region, endpoint, endpoint, credentials, maxConcurrency);
    }

    private ClientSettings(
            String region,
            URI endpoint,
            URI tableEndpoint,
            CredentialsSettings credentials,
            int maxConcurrency) {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException(
                    "maxConcurrency must be at least 1, but is " + maxConcurrency);
        }
        this.region = region;
        this.endpoint = endpoint;
        this.tableEndpoint = tableEndpoint;
        this.credentials = Objects.requireNonNull(credentials, "credentials");
        this.maxConcurrency = maxConcurrency;
    }

    /**
     * Returns the same settings with another endpoint for tables than for streams.
     *
     * @param url the URL of DynamoDB, or null for the region's own endpoint
     */
    public ClientSettings withTableEndpoint(URI url) {
        return new ClientSettings(region, endpoint, url, credentials, maxConcurrency);
    }

    /**
     * Returns the AWS region.
     *
     * @return such as {@code eu-west-1}; empty if the AWS SDK has to find it
     */
    public Optional<String> region() {
        return Optional.ofNullable(region);
    }

    /**
     * Returns the URL of DynamoDB Streams.
     *
     * @return the URL; empty for the region's own endpoint
     */
    public Optional<URI> endpoint() {
        return Optional.ofNullable(endpoint);
    }

    /**
     * Returns the URL of DynamoDB, for tables.
     *
     * @return the URL; empty for the region's own endpoint
     */
    public Optional<URI> tableEndpoint() {
        return Optional.ofNullable(tableEndpoint);
    }

    /**
     * Returns where the credentials come from.
     *
     * @return the settings of the provider, never null
     */
    public CredentialsSettings credentials() {
        return credentials;
    }

    /**
     * Returns how many requests may be in flight at once.
     *
     * @return at least 1
     */
    public int maxConcurrency() {
        return maxConcurrency;
    }

    @Override
    public String toString() {
        return "region="
                + (region == null ? "(found by the SDK)" : region)
                + ", endpoint="
                + (endpoint == null ? "(regional)" : endpoint)
                + (Objects.equals(tableEndpoint, endpoint)
                        ? ""
                        : ", tableEndpoint="
                                + (tableEndpoint == null ? "(regional)" : tableEndpoint))
                + ", credentials="
                + credentials
                + ", maxConcurrency="
                + maxConcurrency;
    }
}
