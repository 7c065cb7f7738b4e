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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The simulator as a process of its own, with its own heap, on a free port. It is steered over
 * HTTP, runs this JVM's class path, and ends with {@link #close()}, or with this JVM in whatever
 * way.
 *
 * <p>Thread-safe.
 */
public final class SimulatorProcess implements AutoCloseable {

    private static final String ADDRESS = "simulated, at ";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int END_SECONDS = 20;
    private static final int TAIL_LINES = 60;
    private static final int OK = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final CompletableFuture<URI> address = new CompletableFuture<>();

    private SimulatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it, and waits until it answers.
     *
     * @param folder an existing folder for its files: {@code scenario.json}, {@code simulator.log}
     * @param heapMegabytes its heap
     * @param scenario as the option {@code --scenario} takes it
     * @return the process
     * @throws IllegalStateException if it doesn't start, with the end of its output
     * @throws UncheckedIOException if its files can't be written
     */
    public static SimulatorProcess start(Path folder, int heapMegabytes, JsonNode scenario) {
        Path file = folder.resolve("scenario.json");
        try {
            Files.writeString(file, scenario.toPrettyString());
            SimulatorProcess started =
                    new SimulatorProcess(
                            java(heapMegabytes, file).start(), folder.resolve("simulator.log"));
            Thread output = new Thread(started::keepOutput, "simulator-output");
            output.setDaemon(true);
            output.start();
            started.awaitAddress();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the simulator", e);
        }
    }

    private static ProcessBuilder java(int heapMegabytes, Path scenario) {
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + heapMegabytes + "m",
                                "-XX:+UseParallelGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "--attached",
                                "--port",
                                "0",
                                "--scenario",
                                scenario.toString())
                        .redirectErrorStream(true);
        // Options that are meant for this JVM (a debugger, an agent) would break the child.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    /** Writes its output to the file, and finds the address in it. */
    private void keepOutput() {
        try (BufferedReader output =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter file = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                file.println(line);
                int at = line.indexOf(ADDRESS);
                if (at >= 0) {
                    address.complete(URI.create(line.substring(at + ADDRESS.length()).strip()));
                }
            }
            address.completeExceptionally(new IOException("It ended. " + tail()));
        } catch (IOException e) {
            address.completeExceptionally(e);
        }
    }

    private void awaitAddress() {
        try {
            address.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            Throwable reason = e instanceof ExecutionException ? e.getCause() : e;
            throw new IllegalStateException(
                    "The simulator didn't start: " + reason.getMessage(), reason);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the simulator started", e);
        }
    }

    /**
     * Returns where it answers.
     *
     * @return the address without a path
     */
    public URI endpoint() {
        return address.join();
    }

    /**
     * Does an action, on a connection of its own: the service breaks off those that are left open,
     * and an action must not be sent twice.
     *
     * @param action as a scenario has it, such as {@code {"do": "roll-all", "table": "orders"}}
     * @return what came of it
     * @throws IllegalStateException if it is refused, with the simulator's message, or if the
     *     simulator has ended
     * @throws UncheckedIOException if the simulator can't be reached
     */
    public JsonNode act(JsonNode action) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri("/actions").toURL().openConnection();
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Connection", "close");
            connection.setConnectTimeout((int) TIMEOUT.toMillis());
            connection.setReadTimeout((int) TIMEOUT.toMillis());
            connection.setDoOutput(true);
            connection.getOutputStream().write(action.toString().getBytes(StandardCharsets.UTF_8));
            if (connection.getResponseCode() != OK) {
                try (InputStream error = connection.getErrorStream()) {
                    throw refused(action.toString(), error.readAllBytes());
                }
            }
            try (InputStream answer = connection.getInputStream()) {
                return JSON.readTree(answer).get(0);
            }
        } catch (IOException e) {
            checkAlive();
            throw new UncheckedIOException(action.toString(), e);
        }
    }

    /**
     * Returns the ledger: what was written and handed out, calls and faults.
     *
     * @return the ledger as it is now
     * @throws IllegalStateException if the simulator has ended
     * @throws UncheckedIOException if it can't be reached
     */
    public JsonNode ledger() {
        return get("/ledger");
    }

    /**
     * Returns the streams and shards of a table.
     *
     * @param name of the table
     * @return them as they are now
     * @throws IllegalStateException if the table doesn't exist, or if the simulator has ended
     * @throws UncheckedIOException if it can't be reached
     */
    public JsonNode table(String name) {
        return get("/tables/" + name);
    }

    /**
     * Returns how many changes each item of a table has.
     *
     * @param table its name
     * @return the numbers by the items' keys, sorted
     * @throws IllegalStateException if the table doesn't exist, or if the simulator has ended
     * @throws UncheckedIOException if it can't be reached
     */
    public Map<String, Long> changesByKey(String table) {
        Map<String, Long> numbers = new TreeMap<>();
        get("/tables/" + table + "/keys")
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return numbers;
    }

    /**
     * Returns the items of a table.
     *
     * @param table its name
     * @return the items in DynamoDB JSON by their keys, as they are now
     * @throws IllegalStateException if the table doesn't exist, or if the simulator has ended
     * @throws UncheckedIOException if it can't be reached
     */
    public JsonNode items(String table) {
        return get("/tables/" + table + "/items");
    }

    /**
     * Returns what was scanned of a table.
     *
     * @param table its name
     * @return pages, items and read units
     * @throws IllegalStateException if the table doesn't exist, or if the simulator has ended
     * @throws UncheckedIOException if it can't be reached
     */
    public JsonNode scans(String table) {
        return get("/tables/" + table + "/scans");
    }

    private JsonNode get(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != OK) {
                throw refused(path, answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            checkAlive();
            throw new UncheckedIOException(request.uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted at " + request.uri(), e);
        }
    }

    private URI uri(String path) {
        return URI.create(endpoint() + "/_simulator" + path);
    }

    private static IllegalStateException refused(String request, byte[] answer) {
        return new IllegalStateException(
                request + ": " + new String(answer, StandardCharsets.UTF_8));
    }

    private void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "The simulator ended with exit code " + process.exitValue() + ". " + tail());
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return "The end of " + log + ":\n" + String.join("\n", last);
        } catch (IOException e) {
            return "Its output " + log + " can't be read: " + e;
        }
    }

    /** Ends it, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "The simulator, process " + process.pid() + ", doesn't end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
