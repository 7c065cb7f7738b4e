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
package io.github.flinkdynamodb.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The simulator as a process of its own, as {@code tools/simulator/run} starts it. */
class ProgramITCase {

    private static final Pattern ADDRESS = Pattern.compile("simulated, at (\\S+)");

    @TempDir Path folder;

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void itServesTheTablesOfItsScenario() throws Exception {
        Path scenario = folder.resolve("scenario.json");
        Files.writeString(
                scenario,
                "{\"setup\":[{\"do\":\"create-table\",\"name\":\"payments\",\"shards\":3}],"
                        + "\"timeline\":[{\"do\":\"roll-all\",\"table\":\"payments\"}]}");

        start("--port", "0", "--threads", "2", "--scenario", scenario.toString());

        URI endpoint = awaitAddress();
        try (DynamoDbStreamsClient client = SdkClients.streams(endpoint)) {
            String arn = client.listStreams(r -> {}).streams().get(0).streamArn();
            assertThat(arn).contains(":table/payments/stream/");
            assertThat(output()).contains(arn);
            Awaitility.await().until(() -> SdkClients.shards(client, arn).size() == 6);
        }
        assertThat(get(endpoint + "/_simulator/ledger")).contains("\"payments\"");
    }

    @Test
    void withoutAScenarioThereIsATableForOrders() throws Exception {
        start("--port", "0");

        URI endpoint = awaitAddress();
        try (DynamoDbStreamsClient client = SdkClients.streams(endpoint)) {
            assertThat(client.listStreams(r -> {}).streams().get(0).tableName())
                    .isEqualTo("orders");
        }
    }

    @Test
    void attachedItEndsWithItsStandardInput() throws Exception {
        start("--attached", "--port", "0");
        awaitAddress();
        assertThat(process.isAlive()).isTrue();

        process.getOutputStream().close();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void itSaysWhatIsWrongWithItsArguments() throws Exception {
        start("--colour", "red");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(output()).contains("What is --colour?").contains("Usage");
    }

    @Test
    void itTellsHowItIsUsed() throws Exception {
        start("--help");

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(output()).contains("--scenario").contains("--port");
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start();
    }

    private URI awaitAddress() {
        return Awaitility.await("the address")
                .atMost(Duration.ofMinutes(1))
                .until(this::address, Objects::nonNull);
    }

    private URI address() throws IOException {
        Matcher matcher = ADDRESS.matcher(output());
        return matcher.find() && output().contains("/_simulator/ledger")
                ? URI.create(matcher.group(1))
                : null;
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private static String get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
