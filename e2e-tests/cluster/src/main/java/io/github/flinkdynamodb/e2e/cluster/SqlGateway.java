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
package io.github.flinkdynamodb.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Flink's SQL gateway, a process of its own, and scripts that Flink's SQL client runs through it.
 *
 * <p>Thread-safe.
 */
public final class SqlGateway implements AutoCloseable {

    private static final Duration SCRIPT_PATIENCE = Duration.ofMinutes(5);

    private final FlinkProcesses processes;
    private final ChildProcess process;
    private final int port;
    private final Path scripts;
    private int started;

    private SqlGateway(FlinkProcesses processes, ChildProcess process, int port, Path scripts) {
        this.processes = processes;
        this.process = process;
        this.port = port;
        this.scripts = scripts;
    }

    static SqlGateway start(FlinkCluster cluster, FlinkProcesses processes, int port) {
        SqlGateway gateway =
                new SqlGateway(
                        processes,
                        processes.sqlGateway("sql-gateway-" + port, port),
                        port,
                        cluster.settings().folder().resolve("scripts"));
        try {
            cluster.await(
                    "The SQL gateway answers",
                    () -> !gateway.process.isAlive() || gateway.answers());
            gateway.process.checkAlive();
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    private boolean answers() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/info")).build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /**
     * Runs statements in a session of their own, with Flink's SQL client and a script of them.
     *
     * @param statements the statements, without semicolons
     * @return what the client printed
     * @throws IllegalStateException if the client doesn't end, or not with 0, which it does even
     *     where a statement failed
     */
    public SqlOutput run(List<String> statements) {
        String name = "sql-client-" + port + "-" + next();
        try {
            Files.createDirectories(scripts);
            Files.deleteIfExists(processes.log(name));
            Path script = scripts.resolve(name + ".sql");
            Files.writeString(script, String.join(";\n\n", statements) + ";\n");
            try (ChildProcess client = processes.sqlClient(name, port, script)) {
                int exit = client.awaitEnd(SCRIPT_PATIENCE);
                String text = Files.readString(processes.log(name), StandardCharsets.UTF_8);
                if (exit != 0) {
                    throw new IllegalStateException(
                            "The SQL client ended with exit code " + exit + ":\n" + text);
                }
                return new SqlOutput(statements.size(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + name, e);
        }
    }

    private synchronized int next() {
        return ++started;
    }

    /** Ends the gateway. Jobs that were submitted through it run on. */
    @Override
    public void close() {
        process.close();
    }
}
