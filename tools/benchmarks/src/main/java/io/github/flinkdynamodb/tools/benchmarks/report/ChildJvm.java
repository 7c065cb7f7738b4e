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
package io.github.flinkdynamodb.tools.benchmarks.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs a program in a JVM of its own, so that what is measured there is compiled for itself alone.
 * The JVM has the class path and the options of this one. The program tells figures by {@link
 * #tell}; what else it prints to the standard output is lost, what it prints to the standard error
 * is shown.
 */
public final class ChildJvm {

    private static final String MARK = "figure ";

    private ChildJvm() {}

    /** In the child: tells the parent a figure. */
    public static void tell(String name, double figure) {
        System.out.println(MARK + name + " " + figure);
    }

    /**
     * Runs a program and waits for its end.
     *
     * @param program has a main method
     * @param jvmOptions come after those of this JVM, such as {@code -Xmx512m}
     * @param arguments of the program
     * @return what it has told, by name
     * @throws IllegalStateException if it fails
     */
    public static Map<String, Double> run(
            Class<?> program, List<String> jvmOptions, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(arguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = process.inputReader()) {
            Map<String, Double> figures = new LinkedHashMap<>();
            for (String line : output.lines().collect(Collectors.toList())) {
                if (line.startsWith(MARK)) {
                    String[] parts = line.substring(MARK.length()).split(" ");
                    figures.put(parts[0], Double.valueOf(parts[1]));
                }
            }
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(
                        program.getSimpleName() + " " + arguments + " ended with " + exit);
            }
            return figures;
        } finally {
            process.destroy();
        }
    }
}
