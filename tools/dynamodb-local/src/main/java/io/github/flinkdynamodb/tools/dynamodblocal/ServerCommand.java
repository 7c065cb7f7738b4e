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
package io.github.flinkdynamodb.tools.dynamodblocal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command that runs the server. Immutable. */
final class ServerCommand {

    static final String MAIN_CLASS = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

    private static final String DEFAULT_HEAP = "-Xmx384m";

    private final Path jars;
    private final Path dbPath;
    private final List<String> jvmOptions;
    private final Map<String, String> environment;

    /**
     * Creates a command.
     *
     * @param jars the folder of the jars
     * @param dbPath the folder for the data, or null to keep it in memory
     * @param jvmOptions further options of the JVM; they win over the defaults
     * @param environment further environment variables
     */
    ServerCommand(
            Path jars, Path dbPath, List<String> jvmOptions, Map<String, String> environment) {
        this.jars = jars;
        this.dbPath = dbPath;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.environment = Map.copyOf(environment);
    }

    Process start(int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments(port)).redirectErrorStream(true);
        // Options that are meant for this JVM (a debugger, an agent) would break the child.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return builder.start();
    }

    String javaExecutable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    List<String> arguments(int port) {
        List<String> arguments = new ArrayList<>();
        arguments.add(javaExecutable());
        arguments.add(DEFAULT_HEAP);
        arguments.add("-XX:+UseSerialGC");
        // It is started for a few minutes: optimising would cost more than it gains.
        arguments.add("-XX:TieredStopAtLevel=1");
        arguments.addAll(jvmOptions);
        arguments.add("-cp");
        arguments.add(jars.resolve("*").toString());
        arguments.add(MAIN_CLASS);
        if (dbPath == null) {
            arguments.add("-inMemory");
        } else {
            arguments.addAll(List.of("-dbPath", dbPath.toAbsolutePath().toString()));
        }
        arguments.addAll(List.of("-sharedDb", "-port", Integer.toString(port)));
        arguments.add("-disableTelemetry");
        return arguments;
    }
}
