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
package io.github.flinkdynamodb.e2e.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.e2e.cluster.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * The simulated service as a process of its own, steered over HTTP. Its build is in the folder that
 * the system property {@code simulator.dir} names.
 *
 * <p>Thread-safe.
 */
final class SimulatorProcess implements AutoCloseable {

    static final String TABLE = "chaos";
    static final String REGION = "us-east-1";

    private static final String MAIN_CLASS = "io.github.flinkdynamodb.tools.simulator.Main";
    private static final String ADDRESS = "simulated, at ";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final URI endpoint;

    private SimulatorProcess(ChildProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it.
     *
     * @param work an existing folder for its files
     * @param table the settings of its only table, as the action "create-table" takes them
     * @param heapMegabytes its heap
     */
    static SimulatorProcess start(Path work, ObjectNode table, long seed, int heapMegabytes) {
        Path log = work.resolve("simulator.log");
        try {
            Files.deleteIfExists(log);
            Path build = Path.of(System.getProperty("simulator.dir", "tools/simulator/target"));
            String classPath =
                    build.resolve("classes")
                            + File.pathSeparator
                            + Files.readString(build.resolve("class-path"));
            Path scenario = work.resolve("scenario.json");
            ObjectNode content = JSON.createObjectNode().put("region", REGION).put("seed", seed);
            content.putArray("setup").add(table.put("do", "create-table").put("name", TABLE));
            Files.writeString(scenario, content.toPrettyString());
            ChildProcess process =
                    ChildProcess.java(
                            "simulator",
                            log,
                            List.of(
                                    "-Xmx" + heapMegabytes + "m",
                                    "-XX:+UseParallelGC",
                                    "-XX:+ExitOnOutOfMemoryError",
                                    "-cp",
                                    classPath,
                                    MAIN_CLASS,
                                    "--port",
                                    "0",
                                    "--scenario",
                                    scenario.toString()));
            return new SimulatorProcess(process, awaitAddress(process, log));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the simulator", e);
        }
    }

    private static URI awaitAddress(ChildProcess process, Path log) {
        return Awaitility.await("The simulator tells its address")
                .atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(50))
                .until(() -> address(process, log), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<URI> address(ChildProcess process, Path log) throws IOException {
        process.checkAlive();
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(ADDRESS))
                .map(line -> line.substring(line.indexOf(ADDRESS) + ADDRESS.length()).strip())
                .map(URI::create)
                .findFirst();
    }

    /** Where it answers. */
    URI endpoint() {
        return endpoint;
    }

    /** The ARN of the table's stream. */
    String streamArn() {
        return get("/tables/" + TABLE).get("streamArn").asText();
    }

    /** An action on the table, to be completed and given to {@link #act}. */
    static ObjectNode action(String name) {
        return JSON.createObjectNode().put("do", name).put("table", TABLE);
    }

    /**
     * Does something to the service; gives what came of it. On a connection of its own: the service
     * breaks off those that are left open, and what is to be done must be done once.
     */
    JsonNode act(ObjectNode action) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri("/actions").toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Connection", "close");
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            connection.setDoOutput(true);
            connection.getOutputStream().write(action.toString().getBytes(StandardCharsets.UTF_8));
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                try (InputStream error = connection.getErrorStream()) {
                    throw new IllegalStateException(
                            action
                                    + ": "
                                    + new String(error.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
            try (InputStream answer = connection.getInputStream()) {
                return JSON.readTree(answer).get(0);
            }
        } catch (IOException e) {
            process.checkAlive();
            throw new UncheckedIOException(action.toString(), e);
        }
    }

    /** What was written and handed out, calls and faults. */
    JsonNode ledger() {
        return get("/ledger");
    }

    /** How many changes the stream got. */
    static long written(JsonNode ledger) {
        return ledger.get("tables").get(TABLE).get("written").asLong();
    }

    /** How many changes were given to readers, those again that were given before. */
    static long handedOut(JsonNode ledger) {
        return ledger.get("handedOut").get("records").asLong();
    }

    /** How many changes nobody was given yet. */
    static long unread(JsonNode ledger) {
        return ledger.get("tables").get(TABLE).get("unread").asLong();
    }

    /** How many changes were trimmed before anybody read them. */
    long trimmedUnread() {
        return ledger().get("tables").get(TABLE).get("trimmedUnread").asLong();
    }

    /** How often each fault has struck. */
    static Map<String, Long> faults(JsonNode ledger) {
        return numbers(ledger.get("faults"));
    }

    /** How many changes each item has. */
    Map<String, Long> changesByKey() {
        return numbers(get("/tables/" + TABLE + "/keys"));
    }

    /** How many shards are listed, and how many of them are open. */
    int[] shards() {
        int open = 0;
        ArrayNode shards = (ArrayNode) get("/tables/" + TABLE).get("shards");
        for (JsonNode shard : shards) {
            open += shard.get("open").asBoolean() ? 1 : 0;
        }
        return new int[] {shards.size(), open};
    }

    private static Map<String, Long> numbers(JsonNode node) {
        Map<String, Long> numbers = new TreeMap<>();
        node.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return numbers;
    }

    private JsonNode get(String path) {
        return send(HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).GET().build());
    }

    private URI uri(String path) {
        return URI.create(endpoint + "/_simulator" + path);
    }

    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            process.checkAlive();
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at " + request.uri(), e);
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        process.close();
    }
}
