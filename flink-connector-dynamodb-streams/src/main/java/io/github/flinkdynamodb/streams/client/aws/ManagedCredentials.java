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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;

/**
 * A credentials provider together with what has to be closed after it. Its failures are wrapped in
 * a {@link CredentialsException}, which distinguishes them from those of a call.
 */
final class ManagedCredentials implements IdentityProvider<AwsCredentialsIdentity>, AutoCloseable {

    private final AwsCredentialsProvider provider;
    private final String description;
    private final List<AutoCloseable> resources;
    private final boolean blocking;

    /**
     * Creates a provider.
     *
     * @param provider returns the credentials
     * @param description what messages call it
     * @param blocking whether the provider may do I/O when it is asked
     * @param resources what to close at the end, in this order
     */
    ManagedCredentials(
            AwsCredentialsProvider provider,
            String description,
            boolean blocking,
            List<AutoCloseable> resources) {
        this.provider = provider;
        this.description = description;
        this.resources = List.copyOf(resources);
        this.blocking = blocking;
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(
            ResolveIdentityRequest request) {
        try {
            return CompletableFuture.completedFuture(resolve());
        } catch (CredentialsException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private AwsCredentialsIdentity resolve() {
        AwsCredentials credentials;
        try {
            credentials = provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw new CredentialsException("no credentials from " + description, e);
        }
        if (credentials == null) {
            throw new CredentialsException(
                    "no credentials from " + description,
                    new IllegalStateException("the provider returned null instead of credentials"));
        }
        return credentials;
    }

    /**
     * Returns whether the provider may read files or call a service when it is asked.
     *
     * @return false if the credentials are always at hand
     */
    boolean isBlocking() {
        return blocking;
    }

    @Override
    public void close() {
        Resources.close(resources);
    }
}
