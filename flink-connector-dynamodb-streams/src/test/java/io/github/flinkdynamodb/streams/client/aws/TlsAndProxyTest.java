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

import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.failure;
import static io.github.flinkdynamodb.streams.client.aws.ClientFixture.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.SystemProperties;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TLS and proxies are settings of the JVM and of the environment, for the calls of the service and
 * for those of STS.
 */
class TlsAndProxyTest {

    @TempDir private static Path folder;

    private static TlsServer server;

    private final SystemProperties properties = new SystemProperties();

    @BeforeAll
    static void start() throws Exception {
        server = TlsServer.start(folder);
    }

    @AfterEach
    void reset() {
        properties.close();
        server.calls().clear();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void trust() {
        properties
                .set("javax.net.ssl.trustStore", server.trustStore().toString())
                .set("javax.net.ssl.trustStorePassword", TlsServer.PASSWORD);
    }

    private static AwsStreamsClient client() {
        return ClientFixture.client(
                ClientFixture.settings(URI.create(server.url())), ClientFixture.limits(5000, 9000));
    }

    @Test
    void aCertificateOfTheJvmsTrustStoreIsTrusted() throws Exception {
        trust();

        try (AwsStreamsClient client = client()) {
            result(client.describeStream(ClientFixture.STREAM, null));
        }

        assertThat(server.calls()).containsExactly("DescribeStream");
    }

    @Test
    void anUnknownCertificateIsRefusedAndTheFailureSaysSo() throws Exception {
        try (AwsStreamsClient client = client()) {
            StreamsException failure = failure(client.describeStream(ClientFixture.STREAM, null));

            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure)
                    .hasMessageContaining("unable to find valid certification path")
                    .hasMessageContaining("The calls go to " + server.url());
        }
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void callsGoThroughTheProxyOfTheSystemProperties() throws Exception {
        trust();
        try (ProxyStub proxy = ProxyStub.start("me", "hunter2")) {
            properties
                    .set("https.proxyHost", "127.0.0.1")
                    .set("https.proxyPort", String.valueOf(proxy.port()))
                    .set("https.proxyUser", "me")
                    .set("https.proxyPassword", "hunter2")
                    // Without it a JVM exempts this machine.
                    .set("http.nonProxyHosts", "");

            try (AwsStreamsClient client = client()) {
                result(client.describeStream(ClientFixture.STREAM, null));
            }

            assertThat(proxy.connects()).containsExactly("localhost:" + server.port());
            assertThat(server.calls()).containsExactly("DescribeStream");
        }
    }

    @Test
    void hostsThatAreExemptAreCalledDirectly() throws Exception {
        trust();
        try (ProxyStub proxy = ProxyStub.start()) {
            properties
                    .set("https.proxyHost", "127.0.0.1")
                    .set("https.proxyPort", String.valueOf(proxy.port()))
                    .set("http.nonProxyHosts", "*.internal|localhost");

            try (AwsStreamsClient client = client()) {
                result(client.describeStream(ClientFixture.STREAM, null));
            }

            assertThat(proxy.connects()).isEmpty();
        }
    }

    @Test
    void aProxyThatRefusesFailsTheCall() throws Exception {
        trust();
        try (ProxyStub proxy = ProxyStub.start("me", "hunter2")) {
            properties
                    .set("https.proxyHost", "127.0.0.1")
                    .set("https.proxyPort", String.valueOf(proxy.port()))
                    .set("https.proxyUser", "me")
                    .set("https.proxyPassword", "wr0ng")
                    .set("http.nonProxyHosts", "");

            try (AwsStreamsClient client = client()) {
                StreamsException failure =
                        failure(client.describeStream(ClientFixture.STREAM, null));

                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure).hasMessageContaining("Could not connect to proxy");
                assertThat(failure.getMessage()).doesNotContain("wr0ng");
            }
            assertThat(proxy.refused()).isNotEmpty();
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    void stsTooIsCalledWithTheTrustStoreAndThroughTheProxyOfTheEnvironment() throws Exception {
        try (ProxyStub proxy = ProxyStub.start()) {
            String output =
                    probe(
                            Map.of(
                                    "HTTPS_PROXY",
                                    "http://127.0.0.1:" + proxy.port(),
                                    // Without it this machine is called directly.
                                    "NO_PROXY",
                                    "other.internal"),
                            "-Djavax.net.ssl.trustStore=" + server.trustStore(),
                            "-Djavax.net.ssl.trustStorePassword=" + TlsServer.PASSWORD);

            assertThat(output).contains("the stream is ENABLED");
            assertThat(server.calls()).containsExactly("STS", "DescribeStream");
            assertThat(proxy.connects()).hasSize(2).containsOnly("localhost:" + server.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', localhost:1",
        "'.internal,localhost', localhost:1",
        "'.amazonaws.com', dynamodb.eu-west-1.amazonaws.com",
        "'amazonaws.com', dynamodb.eu-west-1.amazonaws.com",
        "'vpce.amazonaws.com,dynamodb.*', dynamodb.eu-west-1.amazonaws.com",
        "'*', dynamodb.eu-west-1.amazonaws.com"
    })
    void hostsThatTheEnvironmentExemptsAreCalledDirectly(String noProxy, String host)
            throws Exception {
        assertThat(proxyOf(noProxy, host)).contains("direct: true");
    }

    @ParameterizedTest
    @CsvSource({
        "'', dynamodb.eu-west-1.amazonaws.com",
        "'aws.com', dynamodb.eu-west-1.amazonaws.com",
        "'localhost', dynamodb.eu-west-1.amazonaws.com",
        "'other.internal', localhost:1"
    })
    void othersAreNot(String noProxy, String host) throws Exception {
        assertThat(proxyOf(noProxy, host)).contains("direct: false");
    }

    @Test
    void aProxyOfTheEnvironmentWithoutAPortHasThatOfItsUrl() throws Exception {
        assertThat(proxyOf("", "dynamodb.eu-west-1.amazonaws.com"))
                .contains("service: proxy.internal:80", "STS: proxy.internal:80");
    }

    /** They have always been used for HTTPS too, with what they exempt. */
    @Test
    void theJvmsProxyForHttpComesBeforeTheEnvironment() throws Exception {
        assertThat(
                        proxyOf(
                                "",
                                "dynamodb.eu-west-1.amazonaws.com",
                                "-Dhttp.proxyHost=of.jvm",
                                "-Dhttp.proxyPort=3128"))
                .contains("service: of.jvm:3128", "STS: of.jvm:3128");
    }

    private static String proxyOf(String noProxy, String host, String... options) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("HTTPS_PROXY", "http://proxy.internal");
        if (!noProxy.isEmpty()) {
            environment.put("NO_PROXY", noProxy);
        }
        return run(ProxyProbe.class, "https://" + host, environment, options);
    }

    /** The JDK, which makes the calls of STS, has no password for the tunnel. */
    @Test
    void stsCanNotBeCalledThroughAProxyThatWantsAPassword() throws Exception {
        try (ProxyStub proxy = ProxyStub.start("me", "hunter2")) {
            String output =
                    probe(
                            Map.of(
                                    "HTTPS_PROXY",
                                    "http://me:hunter2@127.0.0.1:" + proxy.port(),
                                    "NO_PROXY",
                                    "other.internal"),
                            "-Djdk.http.auth.tunneling.disabledSchemes=",
                            "-Djavax.net.ssl.trustStore=" + server.trustStore(),
                            "-Djavax.net.ssl.trustStorePassword=" + TlsServer.PASSWORD);

            assertThat(output)
                    .contains("no credentials from ASSUME_ROLE")
                    .contains("Unable to tunnel through proxy")
                    .doesNotContain("hunter2");
            assertThat(proxy.connects()).isEmpty();
        }
    }

    /** Runs {@link TlsProbe}; returns what it prints. */
    private static String probe(Map<String, String> environment, String... options)
            throws Exception {
        return run(TlsProbe.class, server.url(), environment, options);
    }

    private static String run(
            Class<?> program, String url, Map<String, String> environment, String... options)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.add(url);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }
}
