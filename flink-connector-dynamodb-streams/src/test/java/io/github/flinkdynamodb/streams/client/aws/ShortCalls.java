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
import java.time.Duration;

/**
 * The clients that jobs run with, but for their time limits: an attempt that gets no answer is
 * given up after a second instead of ten.
 */
public final class ShortCalls implements StreamsClientProvider {

    private static final long serialVersionUID = 1L;
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(3);

    private final AwsStreamsClientProvider clients;

    public ShortCalls(ClientSettings settings) {
        this.clients = new AwsStreamsClientProvider(settings);
    }

    @Override
    public StreamsClient create(ClassLoader userCodeClassLoader) {
        return clients.create(userCodeClassLoader, new CallLimits(ATTEMPT, CALL));
    }
}
