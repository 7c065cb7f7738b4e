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
package io.github.flinkdynamodb.e2e.distributions;

import io.github.flinkdynamodb.e2e.cluster.ChildProcess;
import io.github.flinkdynamodb.e2e.cluster.ClusterSettings;
import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy in a process of its own: a server of the S3 API on loopback, which keeps objects in its
 * memory. It verifies the signature of each request.
 */
final class S3Server implements AutoCloseable {

    private static final String USER = "export-reader";
    private static final String SECRET = "secret-of-the-export-reader";
    private static final String LOGGING =
            "<configuration><appender name='out' class='ch.qos.logback.core.ConsoleAppender'>"
                    + "<encoder><pattern>%d %level %logger - %msg%n</pattern></encoder></appender>"
                    + "<root level='warn'><appender-ref ref='out'/></root></configuration>";

    private final int port;
    private final ChildProcess process;

    private S3Server(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Starts a server, with a folder for its settings and what it prints. */
    static S3Server start(Path folder) throws IOException {
        int port = FreePort.find();
        Path conf = folder.resolve("s3proxy.properties");
        Files.write(
                conf,
                List.of(
                        "s3proxy.endpoint=http://127.0.0.1:" + port,
                        "s3proxy.authorization=aws-v4",
                        "s3proxy.identity=" + USER,
                        "s3proxy.credential=" + SECRET,
                        "jclouds.provider=transient-nio2"));
        Path logging = Files.writeString(folder.resolve("logback.xml"), LOGGING);
        ChildProcess process =
                ChildProcess.java(
                        "s3-server",
                        folder.resolve("s3-server.log"),
                        List.of(
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dlogback.configurationFile=" + logging,
                                "-cp",
                                Path.of(System.getProperty("s3.server.dir"), "*").toString(),
                                "org.gaul.s3proxy.Main",
                                "--properties",
                                conf.toString()));
        return new S3Server(port, process);
    }

    /** Waits until it answers; a test does that after it has started other processes. */
    void awaitReady() {
        Awaitility.await("The S3 server answers")
                .pollInSameThread()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .failFast("it ends", process::checkAlive)
                .until(this::answers);
    }

    private boolean answers() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint())).build();
        try {
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A client, which the caller closes. */
    S3Client client() {
        return S3Client.builder()
                .endpointOverride(URI.create(endpoint()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(USER, SECRET)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** What a user writes into Flink's configuration. */
    ClusterSettings addTo(ClusterSettings settings) {
        return settings.with("s3.endpoint", endpoint())
                .with("s3.endpoint.region", "us-east-1")
                .with("s3.path.style.access", "true")
                .with("s3.access-key", USER)
                .with("s3.secret-key", SECRET);
    }

    @Override
    public void close() {
        process.close();
    }
}
