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

import io.github.flinkdynamodb.tools.benchmarks.balance.BalanceBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.catchup.CatchUpBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.decode.DecodeBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.export.ExportBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.heap.HeapBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.HandoverBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.IdleBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.LatencyBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.latency.StartupBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.ResultsPage;
import io.github.flinkdynamodb.tools.benchmarks.snapshot.SnapshotBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.state.CheckpointBenchmark;
import io.github.flinkdynamodb.tools.benchmarks.state.RememberedBenchmark;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All benchmarks, and the program that runs one of them by its name. */
public final class Benchmarks {

    private static final Path FOLDER = Path.of("target", "benchmarks");

    /** The folder of the documentation with the results. */
    private static final String RESULTS = "benchmarks";

    /** The pages that show them, by their places in the documentation, with their templates. */
    private static final Map<String, String> PAGES =
            Map.of(
                    "benchmarks.md",
                    "/benchmarks-page.md",
                    RESULTS + "/README.md",
                    "/benchmarks-results-page.md");

    private static final List<Benchmark> ALL =
            List.of(
                    new DecodeBenchmark(),
                    new CatchUpBenchmark(),
                    new LatencyBenchmark(),
                    new IdleBenchmark(),
                    new HandoverBenchmark(),
                    new BalanceBenchmark(),
                    new StartupBenchmark(),
                    new CheckpointBenchmark(),
                    new RememberedBenchmark(),
                    new HeapBenchmark(),
                    new SnapshotBenchmark(),
                    new ExportBenchmark(),
                    new PeerBenchmark());

    private Benchmarks() {}

    /**
     * Runs a benchmark, or prints what there is.
     *
     * @param arguments a name, and its options; "--list"; or "page", which writes the pages of the
     *     documentation
     * @throws IOException if a page can't be written
     */
    public static void main(String[] arguments) throws IOException {
        if (List.of(arguments).equals(List.of("--list"))) {
            names().forEach(System.out::println);
            return;
        }
        if (List.of(arguments).equals(List.of("page"))) {
            page();
            return;
        }
        try {
            run(List.of(arguments), folder(), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists what there is)");
            System.exit(2);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
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
                                                + String.join(", ", names())));
        List<String> typed = new ArrayList<>(arguments.subList(1, arguments.size()));
        CommandLine options =
                benchmark
                        .options()
                        .option(
                                Report.LABEL,
                                "",
                                "",
                                "of a run whose results stand beside those of others");
        if (typed.contains("--help")) {
            out.print(usage(benchmark, options));
            return;
        }
        options.parse(typed);
        Report report = new Report(benchmark.name(), options, out);
        try {
            benchmark.run(options, report);
        } catch (Exception e) {
            report.endedEarly(e);
            throw e;
        } finally {
            report.finish(folder);
        }
    }

    /** Copies the results of the last runs into the documentation, and writes the pages of them. */
    private static void page() throws IOException {
        Path docs = Path.of(System.getProperty("benchmarks.docs", "docs"));
        ResultsPage.copy(folder(), docs.resolve(RESULTS));
        for (Map.Entry<String, String> page : pages(docs).entrySet()) {
            Files.writeString(docs.resolve(page.getKey()), page.getValue());
            System.out.println("Wrote " + docs.resolve(page.getKey()));
        }
    }

    /**
     * Returns the pages of the documentation.
     *
     * @param docs contains the folder of the results
     * @return the pages as Markdown, by their places in the documentation
     * @throws IOException if a result can't be read
     */
    static Map<String, String> pages(Path docs) throws IOException {
        Map<String, String> purposes = new LinkedHashMap<>();
        ALL.forEach(benchmark -> purposes.put(benchmark.name(), benchmark.purpose()));
        ResultsPage results = new ResultsPage(docs.resolve(RESULTS), purposes);
        Map<String, String> pages = new TreeMap<>();
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            pages.put(page.getKey(), results.markdown(template(page.getValue())));
        }
        return pages;
    }

    private static String template(String name) throws IOException {
        try (InputStream template = Benchmarks.class.getResourceAsStream(name)) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path folder() {
        return Path.of(System.getProperty("benchmarks.folder", FOLDER.toString()));
    }

    /** The names of all benchmarks. */
    static List<String> names() {
        return ALL.stream().map(Benchmark::name).collect(Collectors.toList());
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
