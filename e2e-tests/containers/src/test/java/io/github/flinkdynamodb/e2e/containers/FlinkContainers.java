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
package io.github.flinkdynamodb.e2e.containers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A JobManager and a TaskManager in containers, with a jar in their folder lib. */
final class FlinkContainers implements AutoCloseable {

    /** Writes Flink's log to the container's output. */
    static final String LOGGING =
            String.join(
                    "\n",
                    "rootLogger.level = info",
                    "rootLogger.appenderRef.console.ref = console",
                    "appender.console.type = Console",
                    "appender.console.name = console",
                    "appender.console.layout.type = PatternLayout",
                    "appender.console.layout.pattern = %d %-5p %c{1.} - %m%n%ex",
                    "");

    private static final int REST_PORT = 8081;
    private static final String JOB_MANAGER = "jobmanager";
    private static final String TASK_MANAGER = "taskmanager";

    private static final List<String> OPENED_PACKAGES =
            List.of(
                    "java.lang",
                    "java.net",
                    "java.io",
                    "java.nio",
                    "sun.nio.ch",
                    "java.lang.reflect",
                    "java.text",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.concurrent.locks");

    /** What Flink's own scripts work out before they start a process. */
    private static final Map<String, String> SIZES =
            Map.of(
                    "taskmanager.cpu.cores", "2.0",
                    "taskmanager.memory.framework.heap.size", "128m",
                    "taskmanager.memory.framework.off-heap.size", "128m",
                    "taskmanager.memory.task.heap.size", "256m",
                    "taskmanager.memory.task.off-heap.size", "0m",
                    "taskmanager.memory.network.min", "64m",
                    "taskmanager.memory.network.max", "64m",
                    "taskmanager.memory.managed.size", "64m",
                    "taskmanager.memory.jvm-metaspace.size", "256m",
                    "taskmanager.memory.jvm-overhead.max", "64m");

    private final GenericContainer<?> jobManager;
    private final GenericContainer<?> taskManager;

    private FlinkContainers(GenericContainer<?> jobManager, GenericContainer<?> taskManager) {
        this.jobManager = jobManager;
        this.taskManager = taskManager;
    }

    /** Starts a cluster with two slots. */
    static FlinkContainers start(Network network, Path jar) throws IOException {
        DockerImageName image = Images.flink();
        GenericContainer<?> jobManager =
                container(image, JOB_MANAGER, network, jar)
                        .withExposedPorts(REST_PORT)
                        .waitingFor(Wait.forHttp("/overview").forPort(REST_PORT));
        GenericContainer<?> taskManager =
                container(image, TASK_MANAGER, network, jar)
                        .waitingFor(
                                Wait.forLogMessage(".*Successful registration at.*", 1)
                                        .withStartupTimeout(Duration.ofMinutes(2)));
        FlinkContainers cluster = new FlinkContainers(jobManager, taskManager);
        try {
            jobManager.start();
            taskManager.start();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static GenericContainer<?> container(
            DockerImageName image, String role, Network network, Path jar) {
        GenericContainer<?> container =
                new GenericContainer<>(image)
                        .withNetwork(network)
                        .withNetworkAliases(role)
                        .withCopyFileToContainer(
                                MountableFile.forHostPath(jar),
                                "/opt/flink/lib/" + jar.getFileName());
        Map<String, String> settings = settings(role);
        if (Images.areBuilt()) {
            settings.putAll(SIZES);
            settings.put("taskmanager.memory.jvm-overhead.min", "64m");
            return container
                    .withImagePullPolicy(name -> false)
                    .withCopyToContainer(
                            Transferable.of(lines(settings)), "/opt/flink/conf/config.yaml")
                    .withCommand(command(role).toArray(String[]::new));
        }
        return container.withEnv("FLINK_PROPERTIES", lines(settings)).withCommand(role);
    }

    private static Map<String, String> settings(String role) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("jobmanager.rpc.address", JOB_MANAGER);
        settings.put("jobmanager.bind-host", "0.0.0.0");
        settings.put("rest.address", JOB_MANAGER);
        settings.put("rest.bind-address", "0.0.0.0");
        settings.put("taskmanager.bind-host", "0.0.0.0");
        settings.put("taskmanager.numberOfTaskSlots", "2");
        if (role.equals(TASK_MANAGER)) {
            settings.put("taskmanager.host", TASK_MANAGER);
        }
        return settings;
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static List<String> command(String role) {
        boolean worker = role.equals(TASK_MANAGER);
        List<String> command = new ArrayList<>(List.of(ImageRoot.JAVA, "-Xmx400m"));
        command.add("-XX:+UseSerialGC");
        OPENED_PACKAGES.forEach(
                opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
        command.add("-Dlog4j2.configurationFile=/opt/flink/conf/log4j2.properties");
        command.addAll(List.of("-cp", "/opt/flink/lib/*"));
        command.add(
                worker
                        ? "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
                        : "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint");
        command.addAll(List.of("--configDir", "/opt/flink/conf"));
        if (!worker) {
            command.addAll(List.of("--executionMode", "cluster"));
        }
        return command;
    }

    /** Where the JobManager's REST interface is reached from this machine. */
    String host() {
        return jobManager.getHost();
    }

    int restPort() {
        return jobManager.getMappedPort(REST_PORT);
    }

    /** What the TaskManager has written so far. */
    String taskManagerLog() {
        return taskManager.getLogs();
    }

    @Override
    public void close() {
        taskManager.stop();
        jobManager.stop();
    }
}
