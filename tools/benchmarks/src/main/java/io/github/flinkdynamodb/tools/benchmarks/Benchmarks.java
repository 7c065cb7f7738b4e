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
package io.github.flinkdynamodb.tools.benchmarks;

import io.github.flinkdynamodb.tools.benchmarks.catchup.CatchUpBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.HandoverBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.IdleBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.LatencyBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.StartupBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All benchmarks, and the program that runs one of them by its name. */
public final class Benchmarks {

    private static final Path FOLDER = Path.of("target", "benchmarks");

    private static final List<Benchmark> ALL =
            List.of(
                    new CatchUpBenchmark(),
                    new LatencyBenchmark(),
                    new IdleBenchmark(),
                    new HandoverBenchmark(),
                    new StartupBenchmark(),
                    new PeerBenchmark());

    private Benchmarks() {}

    /**
     * Runs a benchmark, or prints what there is.
     *
     * @param arguments a name, and its options; or "--list"
     * @throws Exception if the run fails
     */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).equals(List.of("--list"))) {
            ALL.forEach(benchmark -> System.out.println(benchmark.name()));
            return;
        }
        try {
            run(
                    List.of(arguments),
                    Path.of(System.getProperty("benchmarks.folder", FOLDER.toString())),
                    System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists what there is)");
            System.exit(2);
        }
        // A cluster, or a client of the SDK, may leave threads that would keep the process.
        System.exit(0);
    }

    /**
     * Runs a benchmark.
     *
     * @param arguments its name, and options
     * @param folder takes its files
     * @param out takes its tables
     * @throws IllegalArgumentException if there is no such benchmark, or an option is wrong
     */
    static void run(List<String> arguments, Path folder, PrintStream out) throws Exception {
        Optional<Benchmark> found =
                ALL.stream()
                        .filter(
                                candidate ->
                                        arguments.stream()
                                                .findFirst()
                                                .equals(Optional.of(candidate.name())))
                        .findFirst();
        if (found.isEmpty() && (arguments.isEmpty() || arguments.get(0).equals("--help"))) {
            out.print(usage());
            return;
        }
        Benchmark benchmark =
                found.orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no benchmark '"
                                                + arguments.get(0)
                                                + "', only "
                                                + names()));
        List<String> typed = new ArrayList<>(arguments.subList(1, arguments.size()));
        CommandLine options = benchmark.options();
        if (typed.contains("--help")) {
            out.print(usage(benchmark, options));
            return;
        }
        options.parse(typed);
        Report report = new Report(benchmark.name(), options, out);
        benchmark.run(options, report);
        report.finish(folder);
    }

    private static String names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
    }

    private static String usage() {
        return "Usage: tools/benchmarks/run NAME [options], or \"all [--quick]\"\n\n"
                + ALL.stream()
                        .map(
                                benchmark ->
                                        String.format(
                                                "%-12s %s%n",
                                                benchmark.name(), benchmark.purpose()))
                        .collect(Collectors.joining());
    }

    private static String usage(Benchmark benchmark, CommandLine options) {
        return "Usage: tools/benchmarks/run "
                + benchmark.name()
                + " [options]\n\n"
                + benchmark.purpose()
                + "\n\n"
                + options.help();
    }
}
