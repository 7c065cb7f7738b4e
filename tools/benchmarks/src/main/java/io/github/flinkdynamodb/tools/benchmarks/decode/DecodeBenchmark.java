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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Compares the connector's way from bytes to rows with the one over the SDK's objects. Each case is
 * measured in pairs, one after the other, each in a JVM of its own; the ratio of a pair counts.
 */
public final class DecodeBenchmark {

    private static final String USAGE =
            """
            Usage: tools/benchmarks/run decode [options]

            Turns pages of 1,000 records of 1.1 kB into rows of SQL, as the connector does and over the AWS SDK's objects, in pairs
            of runs, and prints CPU time and bytes allocated a record, and how the two compare. A row for each image: two a record.

              --pairs N              pairs of runs a case (5)
              --warm-up-seconds N    how long each run goes before it is measured (25)
              --seconds N            how long each run is measured (10)
              --items NAME,...       uniform: all attributes in the same order; mixed: any order, a fifth left out (uniform,mixed)
              --columns N,...        how many of the 10 attributes are wanted, 1 to 10 (10,3)
              --hop NAME,...         none; copy: into an operator, object reuse off; shuffle: one serializer pass (none,copy,shuffle)
              --quick                to see that it works: one pair, a second each
              --help                 this text
            """;

    private final List<String> items;
    private final List<String> columns;
    private final List<String> hops;
    private final int pairs;
    private final int warmUp;
    private final int seconds;

    private DecodeBenchmark(Map<String, String> options) {
        this.items = listed(options, "--items", "uniform|mixed");
        this.columns = listed(options, "--columns", "[1-9]|10");
        this.hops = listed(options, "--hop", "none|copy|shuffle");
        this.pairs = number(options, "--pairs");
        this.warmUp = number(options, "--warm-up-seconds");
        this.seconds = number(options, "--seconds");
    }

    private static List<String> listed(Map<String, String> options, String option, String allowed) {
        List<String> values = Arrays.asList(options.get(option).split(","));
        for (String value : values) {
            if (!value.matches(allowed)) {
                throw new IllegalArgumentException(
                        option + " takes " + allowed + ", not '" + value + "'");
            }
        }
        return values;
    }

    private static int number(Map<String, String> options, String option) {
        String value = options.get(option);
        if (!value.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException(
                    option + " takes a number from 1 to 9999, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments see --help
     * @throws Exception if a run fails
     */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        if (List.of(arguments).contains("--help")) {
            out.print(USAGE);
            return;
        }
        DecodeBenchmark benchmark;
        try {
            benchmark = new DecodeBenchmark(parse(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists the options)");
            System.exit(2);
            return;
        }
        benchmark.run(out);
    }

    private static Map<String, String> parse(String... arguments) {
        Map<String, String> options =
                new java.util.HashMap<>(
                        Map.of(
                                "--items", "uniform,mixed",
                                "--columns", "10,3",
                                "--hop", "none,copy,shuffle",
                                "--pairs", "5",
                                "--warm-up-seconds", "25",
                                "--seconds", "10"));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--quick")) {
                options.putAll(Map.of("--pairs", "1", "--warm-up-seconds", "1", "--seconds", "1"));
            } else if (!options.containsKey(arguments[i])) {
                throw new IllegalArgumentException("Unknown option " + arguments[i]);
            } else if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            } else {
                options.put(arguments[i], arguments[++i]);
            }
        }
        return options;
    }

    private void run(PrintStream out) throws RunnerException {
        out.printf(
                "A record of 1.1 kB becomes 2 rows; %d pairs, %d s of warm-up, %d s measured; Java"
                        + " %s, %d processors.%n",
                pairs,
                warmUp,
                seconds,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
        out.printf(
                "%-8s %7s %-8s | %12s %12s | %12s %12s | %s%n",
                "items",
                "columns",
                "hop",
                "SDK ns CPU",
                "connector",
                "SDK bytes",
                "connector",
                "times less CPU: median (least to most)");
        for (String item : items) {
            for (String column : columns) {
                for (String hop : hops) {
                    print(out, item, column, hop);
                }
            }
        }
    }

    private void print(PrintStream out, String item, String column, String hop)
            throws RunnerException {
        List<Measured> sdk = new ArrayList<>();
        List<Measured> connector = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            Measured one = measure("sdk", item, column, hop);
            Measured other = measure("connector", item, column, hop);
            sdk.add(one);
            connector.add(other);
            ratios.add(one.cpuNanos / other.cpuNanos);
        }
        Collections.sort(ratios);
        out.printf(
                "%-8s %7s %-8s | %,12.0f %,12.0f | %,12.0f %,12.0f | %.1f (%.1f to %.1f)%n",
                item,
                column,
                hop,
                median(sdk.stream().map(Measured::cpuNanos).toList()),
                median(connector.stream().map(Measured::cpuNanos).toList()),
                median(sdk.stream().map(Measured::bytes).toList()),
                median(connector.stream().map(Measured::bytes).toList()),
                median(ratios),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** What a record takes. */
    private record Measured(double cpuNanos, double bytes) {}

    private Measured measure(String maker, String item, String column, String hop)
            throws RunnerException {
        RunResult result =
                new Runner(
                                new OptionsBuilder()
                                        .include(DecodeRun.class.getName())
                                        .param("maker", maker)
                                        .param("items", item)
                                        .param("columns", column)
                                        .param("hop", hop)
                                        .forks(1)
                                        .warmupIterations(1)
                                        .warmupTime(TimeValue.seconds(warmUp))
                                        .measurementIterations(2)
                                        .measurementTime(TimeValue.milliseconds(seconds * 500L))
                                        .addProfiler(GCProfiler.class)
                                        .addProfiler(CpuProfiler.class)
                                        .verbosity(VerboseMode.SILENT)
                                        .build())
                        .runSingle();
        Map<String, ? extends Result<?>> results = secondary(result);
        return new Measured(score(results, CpuProfiler.NAME), score(results, "alloc.rate.norm"));
    }

    @SuppressWarnings({"rawtypes", "unchecked"})
    private static Map<String, ? extends Result<?>> secondary(RunResult result) {
        return (Map) result.getSecondaryResults();
    }

    private static double score(Map<String, ? extends Result<?>> results, String name) {
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getScore();
    }
}
