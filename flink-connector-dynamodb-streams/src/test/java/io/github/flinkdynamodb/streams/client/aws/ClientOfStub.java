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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.client;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client with the usual settings, and the stub server that it calls, for each test. */
abstract class ClientOfStub {

    StubStreamsServer server;
    AwsStreamsClient client;

    @BeforeEach
    final void startServer() {
        server = new StubStreamsServer();
        client = client(settings(server.endpoint()));
    }

    @AfterEach
    final void stopServer() {
        client.close();
        server.close();
    }
}
