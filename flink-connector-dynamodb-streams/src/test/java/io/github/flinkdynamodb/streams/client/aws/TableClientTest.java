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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;

class TableClientTest {

    private final List<String> events = new ArrayList<>();
    private final TableClient client =
            new TableClient(
                    () -> {
                        events.add("created");
                        return new RecordingClient();
                    });

    @Test
    void nothingIsCreatedBeforeTheFirstCallAndOneClientForAllOfThem() {
        assertThat(events).isEmpty();

        DynamoDbAsyncClient first = client.get();

        assertThat(client.get()).isSameAs(first);
        assertThat(events).containsExactly("created");
    }

    @Test
    void closingEndsTheClientThatWasCreated() {
        client.get();
        client.close();

        assertThat(events).containsExactly("created", "closed");
    }

    @Test
    void aClientThatWasNeverUsedIsNotCreatedToBeClosed() {
        client.close();

        assertThatThrownBy(client::get).isInstanceOf(IllegalStateException.class);
        assertThat(events).isEmpty();
    }

    private final class RecordingClient implements DynamoDbAsyncClient {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
