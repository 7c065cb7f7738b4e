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
package io.github.flinkdynamodb.streams.secrets;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Refuses the first token that it gets, and returns temporary credentials from then on. */
final class StsStub implements AutoCloseable {

    private static final String REFUSED =
            "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidIdentityToken</Code><Message>No"
                    + " provider found in your account</Message></Error></ErrorResponse>";

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    StsStub(String keyId, String secret, String token) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    bodies.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    boolean first = bodies.size() == 1;
                    byte[] answer =
                            (first ? REFUSED : credentials(keyId, secret, token))
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/xml");
                    exchange.sendResponseHeaders(first ? 400 : 200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    private static String credentials(String keyId, String secret, String token) {
        return "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
                + "<AccessKeyId>"
                + keyId
                + "</AccessKeyId><SecretAccessKey>"
                + secret
                + "</SecretAccessKey><SessionToken>"
                + token
                + "</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials>"
                + "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
    }

    /** The bodies of the requests that came. */
    List<String> bodies() {
        return bodies;
    }

    /** Where it listens, by the name of the machine itself. */
    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
