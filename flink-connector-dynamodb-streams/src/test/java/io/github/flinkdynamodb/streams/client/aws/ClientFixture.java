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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ClientSettings;
import io.github.flinkdynamodb.streams.client.CredentialsSettings;
import io.github.flinkdynamodb.streams.client.StreamsException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the tests of the client have in common. */
final class ClientFixture {

    static final String STREAM =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";
    static final String ITERATOR = STREAM + "|1|AAAAopaque==";

    private ClientFixture() {}

    /**
     * Settings of credentials.
     *
     * @param provider the provider
     * @param namesAndValues its options, without the prefix
     */
    static CredentialsSettings credentials(String provider, String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        values.put("aws.credentials.provider", provider);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("aws.credentials." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return CredentialsSettings.of(values);
    }

    static ClientSettings settings(URI endpoint) {
        return settings(endpoint, CredentialsSettings.basic("AKIDEXAMPLE", "secret"), 32);
    }

    static ClientSettings settings(
            URI endpoint, CredentialsSettings credentials, int maxConcurrency) {
        return new ClientSettings("eu-west-1", endpoint, credentials, maxConcurrency);
    }

    static AwsStreamsClient client(ClientSettings settings) {
        return client(settings, CallLimits.standard());
    }

    static AwsStreamsClient client(ClientSettings settings, CallLimits limits) {
        return new AwsStreamsClientProvider(settings)
                .create(ClientFixture.class.getClassLoader(), limits);
    }

    static CallLimits limits(int attemptMillis, int callMillis) {
        return new CallLimits(Duration.ofMillis(attemptMillis), Duration.ofMillis(callMillis));
    }

    static <T> T result(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    /** What a call failed with, exactly as its future holds it. */
    static StreamsException failure(CompletableFuture<?> future) throws Exception {
        Throwable held = future.handle((value, failure) -> failure).get(20, TimeUnit.SECONDS);
        assertThat(held).isInstanceOf(StreamsException.class);
        return (StreamsException) held;
    }
}
