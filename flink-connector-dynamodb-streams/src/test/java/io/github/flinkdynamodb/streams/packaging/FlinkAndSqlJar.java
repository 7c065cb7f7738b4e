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
package io.github.flinkdynamodb.streams.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A class path as a cluster has it with the SQL jar in its lib folder: Flink with what it needs,
 * and that jar. Neither the connector's classes nor the AWS SDK of the tests' class path are on it.
 */
final class FlinkAndSqlJar {

    /** What the SQL jar has to bring itself, and the modules of this project. */
    private static final List<String> HIDDEN =
            List.of(
                    "/software/amazon/",
                    "/io/netty/",
                    "/org/reactivestreams/",
                    "/flink-connector-dynamodb-streams",
                    "/dynamodb-streams-simulator",
                    "/dynamodb-local-runner");

    private final List<Path> jars = new ArrayList<>();

    /** Takes Flink from the class path of the tests. */
    FlinkAndSqlJar(Path sqlJar) {
        jars.add(sqlJar);
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String path = Path.of(entry).toUri().getPath();
            if (entry.endsWith(".jar") && HIDDEN.stream().noneMatch(path::contains)) {
                jars.add(Path.of(entry));
            }
        }
    }

    /** Opens a loader that sees this class path and the JDK. */
    URLClassLoader loader() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(jar.toUri().toURL());
        }
        return new URLClassLoader(
                "sql-jar", urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /**
     * Runs a program in a JVM with this class path.
     *
     * @param program a class of the tests that stands for itself
     * @param folder an empty folder
     * @param arguments the program's arguments
     * @return what it printed
     */
    String run(Class<?> program, Path folder, List<String> arguments) throws Exception {
        String file = program.getName().replace('.', '/') + ".class";
        Path copy = folder.resolve(file);
        Files.createDirectories(copy.getParent());
        try (InputStream in = program.getResourceAsStream("/" + file)) {
            Files.copy(in, copy);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-cp"));
        command.add(
                folder
                        + File.pathSeparator
                        + jars.stream()
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)));
        command.add(program.getName());
        command.addAll(arguments);
        return output(command);
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream in = process.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        "The program ended with exit code " + process.exitValue() + ":\n" + output);
            }
            return output;
        } finally {
            process.destroyForcibly();
        }
    }
}
