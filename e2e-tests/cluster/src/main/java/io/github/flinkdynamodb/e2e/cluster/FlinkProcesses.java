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
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the processes of a cluster as Flink's own shell scripts do. */
final class FlinkProcesses {

    private static final String RESULT = "BASH_JAVA_UTILS_EXEC_RESULT:";
    private static final String JOB_MANAGER =
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
    private static final String TASK_MANAGER =
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
    private static final String SQL_GATEWAY = "org.apache.flink.table.gateway.SqlGateway";
    private static final String SQL_CLIENT = "org.apache.flink.table.client.SqlClient";
    private static final String SIZES = "org.apache.flink.runtime.util.bash.BashJavaUtils";

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

    private static final String LOGGING_FILE = "log4j2.properties";

    /** Of a process whose output is for people. */
    private static final String QUIET_LOGGING_FILE = "log4j2-quiet.properties";

    private static final String LOGGING =
            String.join(
                    "\n",
                    "status = error",
                    "rootLogger.level = info",
                    "rootLogger.appenderRef.console.ref = console",
                    "appender.console.type = Console",
                    "appender.console.name = console",
                    "appender.console.layout.type = PatternLayout",
                    "appender.console.layout.pattern ="
                            + " %d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%t] %c{1.} - %m%n%ex",
                    "logger.metrics.name = org.apache.flink.metrics.MetricGroup",
                    "logger.metrics.level = error",
                    "");

    private final FlinkDistribution distribution;
    private final Path folder;
    private final List<String> jobManagerSizes;
    private final List<String> taskManagerSizes;

    private FlinkProcesses(
            FlinkDistribution distribution,
            Path folder,
            List<String> jobManagerSizes,
            List<String> taskManagerSizes) {
        this.distribution = distribution;
        this.folder = folder;
        this.jobManagerSizes = jobManagerSizes;
        this.taskManagerSizes = taskManagerSizes;
    }

    /** Writes the configuration, and asks Flink for the sizes that follow from it. */
    static FlinkProcesses prepare(
            FlinkDistribution distribution, Path folder, Map<String, String> configuration) {
        try {
            Files.createDirectories(folder.resolve("log"));
            Files.createDirectories(folder.resolve("tmp"));
            Path conf = Files.createDirectories(folder.resolve("conf"));
            Files.writeString(
                    conf.resolve("config.yaml"),
                    configuration.entrySet().stream()
                            .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'\n")
                            .collect(Collectors.joining()));
            Files.writeString(conf.resolve(LOGGING_FILE), LOGGING);
            Files.writeString(
                    conf.resolve(QUIET_LOGGING_FILE),
                    LOGGING.replace("level = info", "level = off"));
            return new FlinkProcesses(
                    distribution,
                    folder,
                    sizes(distribution, conf, "GET_JM_RESOURCE_PARAMS"),
                    sizes(distribution, conf, "GET_TM_RESOURCE_PARAMS"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare a cluster in " + folder, e);
        }
    }

    /** Returns two lines: options of the JVM, and -D options of Flink's. */
    private static List<String> sizes(FlinkDistribution distribution, Path conf, String command)
            throws IOException {
        Process process =
                new ProcessBuilder(
                                ChildProcess.javaExecutable(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                distribution.classPath(),
                                SIZES,
                                command,
                                "--configDir",
                                conf.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines =
                output.lines()
                        .filter(line -> line.startsWith(RESULT))
                        .map(line -> line.substring(RESULT.length()).strip())
                        .toList();
        if (lines.size() != 2) {
            throw new IllegalStateException("Flink didn't tell its sizes:\n" + output);
        }
        return lines;
    }

    ChildProcess jobManager(String name) {
        List<String> arguments = arguments(jobManagerSizes, JOB_MANAGER);
        arguments.addAll(List.of("--executionMode", "cluster"));
        arguments.addAll(words(jobManagerSizes.get(1)));
        return ChildProcess.java(name, log(name), arguments, plugins());
    }

    ChildProcess taskManager(String name) {
        List<String> arguments = arguments(taskManagerSizes, TASK_MANAGER);
        arguments.addAll(List.of("-D", "taskmanager.resource-id=" + name));
        arguments.addAll(words(taskManagerSizes.get(1)));
        return ChildProcess.java(name, log(name), arguments, plugins());
    }

    private Map<String, String> plugins() {
        return distribution
                .plugins()
                .map(folder -> Map.of("FLINK_PLUGINS_DIR", folder.toString()))
                .orElse(Map.of());
    }

    ChildProcess sqlGateway(String name, int port) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
        addProgram(arguments, SQL_GATEWAY, LOGGING_FILE);
        arguments.add("-Dsql-gateway.endpoint.rest.address=127.0.0.1");
        arguments.add("-Dsql-gateway.endpoint.rest.bind-address=127.0.0.1");
        arguments.add("-Dsql-gateway.endpoint.rest.port=" + port);
        arguments.add("-Dsql-gateway.endpoint.rest.bind-port=" + port);
        return ChildProcess.java(name, log(name), arguments, environment());
    }

    ChildProcess sqlClient(String name, int gatewayPort, Path script) {
        List<String> arguments = new ArrayList<>(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        addProgram(arguments, SQL_CLIENT, QUIET_LOGGING_FILE);
        arguments.addAll(List.of("gateway", "-e", "127.0.0.1:" + gatewayPort));
        arguments.addAll(List.of("-f", script.toString()));
        // Else it writes into the user's home.
        arguments.addAll(List.of("-hist", folder.resolve("sql-history").toString()));
        return ChildProcess.java(name, log(name), arguments, environment());
    }

    /** These two look for the configuration here, and take no option that says where it is. */
    private Map<String, String> environment() {
        return Map.of("FLINK_CONF_DIR", folder.resolve("conf").toString());
    }

    private List<String> arguments(List<String> sizes, String mainClass) {
        List<String> arguments = new ArrayList<>(words(sizes.get(0)));
        addProgram(arguments, mainClass, LOGGING_FILE);
        arguments.addAll(List.of("--configDir", folder.resolve("conf").toString()));
        return arguments;
    }

    private void addProgram(List<String> arguments, String mainClass, String logging) {
        Path conf = folder.resolve("conf");
        arguments.add("-XX:+UseSerialGC");
        // Compiled as far as the tests themselves: the build says how far.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:TieredStopAtLevel="))
                .forEach(arguments::add);
        arguments.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
        arguments.add("--add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED");
        OPENED_PACKAGES.forEach(
                opened -> arguments.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        arguments.add("-Dlog4j2.configurationFile=" + conf.resolve(logging).toUri());
        arguments.addAll(List.of("-cp", distribution.classPath(), mainClass));
    }

    /** Returns the file that a process prints into. */
    Path log(String name) {
        return folder.resolve("log").resolve(name + ".log");
    }

    private static List<String> words(String line) {
        return Stream.of(line)
                .flatMap(text -> Arrays.stream(text.split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
