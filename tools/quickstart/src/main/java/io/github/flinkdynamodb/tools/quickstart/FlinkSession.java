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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.tools.dynamodblocal.FreePort;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Flink cluster with a SQL gateway in a JVM of its own ({@link SessionCluster}), and Flink's SQL
 * client in another. Their class path is a folder of Flink's jars and the SQL jar.
 */
final class FlinkSession implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String SQL_CLIENT = "org.apache.flink.table.client.SqlClient";
    private static final Pattern JOB = Pattern.compile("\"id\":\"([0-9a-f]{32})\"");
    private static final Pattern VALUE = Pattern.compile("\"value\":\"(\\d+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String classPath;
    private final int restPort;
    private final int gatewayPort;
    private final Clock clock;
    private Process process;

    private FlinkSession(Path folder, String classPath, Clock clock) {
        this.folder = folder;
        this.classPath = classPath;
        this.restPort = FreePort.find();
        this.gatewayPort = FreePort.find();
        this.clock = clock;
    }

    /**
     * Starts a cluster and its gateway, and waits until both answer.
     *
     * @param flinkJars the folder of Flink's jars
     * @param sqlJar the SQL jar
     * @param folder an existing folder for the configuration, checkpoints and logs
     * @param clock the time
     * @return the session
     * @throws IOException if a file can't be written
     * @throws InterruptedException if the thread is interrupted
     * @throws IllegalStateException if it doesn't start in time
     */
    static FlinkSession start(Path flinkJars, Path sqlJar, Path folder, Clock clock)
            throws IOException, InterruptedException {
        String classPath = flinkJars.resolve("*") + File.pathSeparator + sqlJar;
        FlinkSession session = new FlinkSession(folder, classPath, clock);
        try {
            session.launch();
            session.awaitAnswers();
            return session;
        } catch (IOException | InterruptedException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void launch() throws IOException {
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("config.yaml"),
                configuration().entrySet().stream()
                        .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'\n")
                        .collect(Collectors.joining()));
        String own = Path.of(location(SessionCluster.class)).toString();
        List<String> command = java("-Xmx768m");
        command.addAll(List.of("-cp", own + File.pathSeparator + classPath));
        command.add("-Dquickstart.work=" + Files.createDirectories(folder.resolve("log")));
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.add(SessionCluster.class.getName());
        command.add("-Dsql-gateway.endpoint.rest.address=" + LOOPBACK);
        command.add("-Dsql-gateway.endpoint.rest.bind-address=" + LOOPBACK);
        command.add("-Dsql-gateway.endpoint.rest.port=" + gatewayPort);
        command.add("-Dsql-gateway.endpoint.rest.bind-port=" + gatewayPort);
        File output = folder.resolve("cluster.out").toFile();
        process = start(builder(command).redirectErrorStream(true).redirectOutput(output));
    }

    private static URI location(Class<?> type) {
        return URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString());
    }

    private Map<String, String> configuration() {
        Map<String, String> all = new TreeMap<>();
        all.put("jobmanager.rpc.address", LOOPBACK);
        all.put("rest.address", LOOPBACK);
        all.put("rest.bind-address", LOOPBACK);
        all.put("rest.port", Integer.toString(restPort));
        all.put("rest.bind-port", Integer.toString(restPort));
        all.put("taskmanager.numberOfTaskSlots", "4");
        all.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        all.put("restart-strategy.type", "fixed-delay");
        all.put("restart-strategy.fixed-delay.attempts", "100");
        all.put("restart-strategy.fixed-delay.delay", "500 ms");
        return all;
    }

    private static List<String> java(String heap) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, heap, "-XX:+UseSerialGC"));
        // As this JVM was given them by the script, or by the build.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(
                        option ->
                                option.startsWith("--add-opens")
                                        || option.startsWith("-XX:TieredStopAtLevel="))
                .forEach(command::add);
        return command;
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("FLINK_CONF_DIR", folder.resolve("conf").toString());
        return builder;
    }

    /** Starts a process that ends with this JVM. */
    private static Process start(ProcessBuilder builder) throws IOException {
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "end-child"));
        return started;
    }

    private void awaitAnswers() throws InterruptedException, IOException {
        long deadline = clock.millis() + START_PATIENCE.toMillis();
        while (!answers(restPort, "/overview") || !answers(gatewayPort, "/info")) {
            if (process.waitFor(PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "Flink ended with exit code " + process.exitValue() + output());
            }
            if (clock.millis() > deadline) {
                throw new IllegalStateException(
                        "Flink didn't start within "
                                + START_PATIENCE.toSeconds()
                                + " s"
                                + output());
            }
        }
    }

    private String output() throws IOException {
        return ": " + Files.readString(folder.resolve("cluster.out")).strip();
    }

    private boolean answers(int port, String path) throws InterruptedException {
        try {
            return !get(port, path).isEmpty();
        } catch (IOException notYet) {
            return false;
        }
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + LOOPBACK + ":" + port + path);
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
                        HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 200 ? response.body() : "";
    }

    /**
     * Starts Flink's SQL client with a script.
     *
     * @param script the file of the script
     * @return the client's process; what it prints is to be read, errors of its JVM go to a file
     * @throws IOException if it can't be started
     */
    Process sqlClient(Path script) throws IOException {
        List<String> command = java("-Xmx256m");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
        // What it has to say is its output; without a configuration it would log there too.
        command.add("-Dorg.apache.logging.log4j.level=OFF");
        command.addAll(List.of(SQL_CLIENT, "gateway", "-e", LOOPBACK + ":" + gatewayPort));
        command.addAll(List.of("-f", script.toString()));
        // Else it writes into the user's home.
        command.addAll(List.of("-hist", folder.resolve("sql-history").toString()));
        return start(builder(command).redirectError(folder.resolve("client.err").toFile()));
    }

    /** Returns the address of Flink's web UI. */
    String webUi() {
        return "http://localhost:" + restPort;
    }

    /** Lets the TaskManager crash; another takes its place. */
    void crashTaskManager() throws IOException {
        OutputStream commands = process.getOutputStream();
        commands.write((SessionCluster.CRASH + "\n").getBytes(StandardCharsets.UTF_8));
        commands.flush();
    }

    /** Returns how often jobs were restarted, all together. */
    int restarts() throws IOException, InterruptedException {
        int restarts = 0;
        Matcher jobs = JOB.matcher(get(restPort, "/jobs"));
        while (jobs.find()) {
            Matcher value =
                    VALUE.matcher(
                            get(restPort, "/jobs/" + jobs.group(1) + "/metrics?get=numRestarts"));
            restarts += value.find() ? Integer.parseInt(value.group(1)) : 0;
        }
        return restarts;
    }

    /** Fails if the cluster has ended. */
    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("The Flink cluster has ended" + output());
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
