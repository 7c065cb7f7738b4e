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

import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

/**
 * The SDK's client for tables, created with the first call: a job that reads only a stream has
 * none. Thread-safe.
 */
final class TableClient implements Supplier<DynamoDbAsyncClient>, AutoCloseable {

    private final Supplier<DynamoDbAsyncClient> factory;
    private DynamoDbAsyncClient client;
    private boolean closed;

    /**
     * Creates a client that isn't there yet.
     *
     * @param factory creates it; called once at most
     */
    TableClient(Supplier<DynamoDbAsyncClient> factory) {
        this.factory = factory;
    }

    /**
     * Returns the client.
     *
     * @return the same one each time
     * @throws IllegalStateException after {@link #close()}
     */
    @Override
    public synchronized DynamoDbAsyncClient get() {
        if (closed) {
            throw new IllegalStateException("The client has been closed");
        }
        if (client == null) {
            client = factory.get();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
