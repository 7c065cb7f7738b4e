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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {

    @TempDir private Path folder;

    @Test
    void onlyWhoHasTheOptionsTrustsTheServer() throws Exception {
        ServerTls tls = ServerTls.create(folder);
        PreparedStream stream = new PreparedStream(1, 10, 10, 1100, false, false);
        try (PreparedPagesServer server =
                new PreparedPagesServer(stream, Duration.ZERO, 1, ServerTls.in(folder).server())) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.endpoint())
                            .header("X-Amz-Target", "DynamoDBStreams_20120810.ListStreams")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            HttpClient trusting = HttpClient.newBuilder().sslContext(trusting(tls)).build();

            assertThat(trusting.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains(PreparedStream.ARN);
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(
                            () ->
                                    HttpClient.newHttpClient()
                                            .send(request, HttpResponse.BodyHandlers.discarding()));
        }
    }

    /** What the JVM makes of the options. */
    private static SSLContext trusting(ServerTls tls) throws Exception {
        Map<String, String> options =
                tls.clientOptions().stream()
                        .map(option -> option.substring("-Djavax.net.ssl.".length()).split("=", 2))
                        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        KeyStore store = KeyStore.getInstance(options.get("trustStoreType"));
        try (InputStream file = Files.newInputStream(Path.of(options.get("trustStore")))) {
            store.load(file, options.get("trustStorePassword").toCharArray());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
