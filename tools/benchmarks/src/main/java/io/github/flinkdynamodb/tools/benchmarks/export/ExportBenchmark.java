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
package io.github.flinkdynamodb.tools.benchmarks.export;

import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.LogLevel;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Bars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Measures what an item of an export costs, from the file to a row. */
public final class ExportBenchmark implements Benchmark {

    private static final int TARGET = 11;
    private static final double LEAST_AGAINST_JACKSON = 5;
    private static final double LEAST_AGAINST_INFLATING = 0.6;

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String purpose() {
        return "Reads a file of an export into rows of ten columns: as the connector does, with"
                + " all checks; with a GZIPInputStream,\n"
                + "Jackson's ObjectMapper and maps; and it is only inflated. The lines alone, which"
                + " were inflated before, in the first two\n"
                + "ways too. In turn, in one JVM and on one thread; prints the CPU time of the"
                + " process an item, and ratios of each round.\n"
                + "Uniform items have ten attributes and a note of 30 words; mixed ones have them"
                + " in any order with a fifth left out.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option("--items", "uniform,mixed", "mixed", "what the items are like")
                .option("--count", "50000", "100", "how many items the file has")
                .option("--rounds", "11", "1", "how often each way has its turn")
                .option("--reads", "3", "1", "how often the file is read in a turn")
                .option("--warm-up-cpu-seconds", "10", "0", "what each way uses before")
                .option("--heap-mb", "512", "128", "of the JVM");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Table table =
                report.table(
                        "A file of an export",
                        "items  ",
                        "how                             ",
                        "CPU of an item, ns  ",
                        "MB/s a core, inflated",
                        "of that in the file",
                        "CPU: times that of the connector");
        Bars bars =
                report.plot(new Bars("export", "From a file of an export", "MB a second and core"));
        for (String items : options.texts("--items", "uniform|mixed")) {
            Measured measured = measure(options, items);
            for (Way way : Way.values()) {
                bars.bar(items, way.text(), measured.speed(way).span());
                table.row(
                        items,
                        way.text(),
                        measured.nanosOfAnItem(way),
                        measured.speed(way).midpoint(),
                        measured.compression(),
                        measured.ratio(way, connector(way)));
            }
            targets(report, items, measured);
        }
        report.limit(
                "the JDK's inflater, which is zlib; who reads the file can't be faster. The"
                        + " connector also computes the MD5 of what is stored.");
    }

    /** What a way is compared with. */
    private static Way connector(Way way) {
        return way == Way.JACKSON_LINES || way == Way.CONNECTOR_LINES
                ? Way.CONNECTOR_LINES
                : Way.CONNECTOR;
    }

    private static void targets(Report report, String items, Measured measured) {
        report.target(
                Target.atLeast(
                        TARGET,
                        "lines of an export, times less CPU than Jackson to maps to rows, " + items,
                        LEAST_AGAINST_JACKSON,
                        "x",
                        measured.ratio(Way.JACKSON_LINES, Way.CONNECTOR_LINES)));
        report.target(
                Target.atLeast(
                        TARGET,
                        "a file of an export, MB/s a core against a loop that only inflates, "
                                + items,
                        LEAST_AGAINST_INFLATING,
                        "x",
                        measured.ratio(Way.INFLATE, Way.CONNECTOR)));
    }

    private static Measured measure(CommandLine options, String items) throws Exception {
        int heap = options.number("--heap-mb", 64, 1_000_000);
        int rounds = options.number("--rounds", 1, 1_000);
        int count = options.number("--count", 1, 100_000_000);
        List<String> jvm = new ArrayList<>(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m"));
        jvm.addAll(LogLevel.jvmOptions());
        Map<String, Double> figures =
                ChildJvm.run(
                        ExportRun.class,
                        jvm,
                        List.of(
                                Boolean.toString(items.equals("mixed")),
                                Integer.toString(count),
                                Integer.toString(options.number("--warm-up-cpu-seconds", 0, 3600)),
                                Integer.toString(rounds),
                                Integer.toString(options.number("--reads", 1, 1_000))));
        return new Measured(figures, rounds, count);
    }

    /**
     * What was measured of one file.
     *
     * @param figures as {@link ExportRun} reports them
     * @param rounds how many there were
     * @param count how many items the file has
     */
    private record Measured(Map<String, Double> figures, int rounds, int count) {

        private double seconds(Way way, int round) {
            return figures.get(ExportRun.figure(way, round));
        }

        private Quantiles ofRounds(IntToDoubleFunction figure) {
            return new Quantiles(IntStream.range(0, rounds).mapToDouble(figure).toArray());
        }

        Quantiles nanosOfAnItem(Way way) {
            return ofRounds(round -> seconds(way, round) * 1e9 / count);
        }

        /** MB of lines a second of CPU. */
        Quantiles speed(Way way) {
            return ofRounds(round -> figures.get("bytes") / 1e6 / seconds(way, round));
        }

        double compression() {
            return figures.get("stored") / figures.get("bytes");
        }

        /** How many times the CPU of another way one takes, round by round. */
        Quantiles ratio(Way one, Way other) {
            return ofRounds(round -> seconds(one, round) / seconds(other, round));
        }
    }
}
