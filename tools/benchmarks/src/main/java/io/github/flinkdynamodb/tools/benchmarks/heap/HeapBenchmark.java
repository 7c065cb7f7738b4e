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
package io.github.flinkdynamodb.tools.benchmarks.heap;

import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Bars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the source keeps on the heap, and how fast it is with little of that. */
public final class HeapBenchmark implements Benchmark {

    private static final int TARGET = 8;
    private static final double LIVE_MEGABYTES = 256;
    private static final double LEAST_RATIO = 0.8;

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public String purpose() {
        return "Reads shards of 1 MB pages to their ends with one subtask, in JVMs of their own."
                + " First all garbage is collected three\n"
                + "times a second, and what is left is printed: the live heap of connector, local"
                + " cluster and server together. Then it\n"
                + "compares the throughput with a small heap to that with a large one, in pairs.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option("--shards", "1000", "10", "how many shards are read")
                .option("--pages", "2", "1", "how many pages each shard has")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option("--requests", "64", "64", "scan.fetch.max-requests")
                .option("--fetch-mb", "64", "64", "scan.fetch.max-bytes, in MiB")
                .option("--small-mb", "512", "512", "the small heap")
                .option("--large-mb", "4096", "4096", "the large heap")
                .option("--warm-up-seconds", "15", "0", "how long a JVM reads before")
                .option("--rounds", "5", "1", "how many pairs")
                .option("--live-rounds", "2", "1", "how many JVMs of which the live heap is taken");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        report.limit(
                "the pages that are in flight or wait to be decoded have at most "
                        + options.text("--fetch-mb")
                        + " MiB, by the setting; the rest is the local cluster's, the server's and"
                        + " what a page becomes.");
        int rounds = options.number("--rounds", 1, 100);
        live(options, report, options.number("--live-rounds", 1, 100));
        throughput(options, report, rounds);
    }

    private static void live(CommandLine options, Report report, int rounds) throws Exception {
        Table table =
                report.table(
                        "The live heap, MB, of the whole process",
                        "heap, MB",
                        "median  ",
                        "most    ",
                        "after the job",
                        "most above that, in pages",
                        "samples ");
        List<Double> most = new ArrayList<>();
        int heap = options.number("--large-mb", 64, 1_000_000);
        for (int round = 0; round < rounds; round++) {
            Map<String, Double> figures = child(options, "live", heap);
            double live = figures.get("live-most");
            double after = figures.get("live-after");
            most.add(live / 1e6);
            table.row(
                    heap,
                    figures.get("live-median") / 1e6,
                    live / 1e6,
                    after / 1e6,
                    (live - after) / figures.get("page-bytes"),
                    figures.get("samples").intValue());
        }
        report.target(
                Target.atMost(
                        TARGET,
                        "live heap at most, " + options.text("--requests") + " pages in flight",
                        LIVE_MEGABYTES,
                        " MB",
                        Quantiles.of(most)));
    }

    private static void throughput(CommandLine options, Report report, int rounds)
            throws Exception {
        Table table =
                report.table(
                        "Throughput, " + options.text("--shards") + " shards",
                        "heap, MB",
                        "MB/s    ",
                        "part of the time in collections",
                        "live after, MB",
                        "in flight, median");
        List<Double> ratios = new ArrayList<>();
        List<Double> slow = new ArrayList<>();
        List<Double> fast = new ArrayList<>();
        int small = options.number("--small-mb", 64, 1_000_000);
        int large = options.number("--large-mb", 64, 1_000_000);
        for (int round = 0; round < rounds; round++) {
            boolean smallFirst = round % 2 == 0;
            double first = speed(options, table, smallFirst ? small : large);
            double second = speed(options, table, smallFirst ? large : small);
            ratios.add(smallFirst ? first / second : second / first);
            slow.add(smallFirst ? first : second);
            fast.add(smallFirst ? second : first);
        }
        String group = options.text("--shards") + " shards";
        Bars bars = report.plot(new Bars("heap", "Throughput and heap", "MB/s"));
        bars.bar(group, "heap of " + small + " MB", Quantiles.of(slow).span());
        bars.bar(group, "heap of " + large + " MB", Quantiles.of(fast).span());
        report.target(
                Target.atLeast(
                        TARGET,
                        String.format("throughput with %,d MB of heap against %,d", small, large),
                        LEAST_RATIO,
                        "x",
                        Quantiles.of(ratios)));
    }

    private static double speed(CommandLine options, Table table, int heap) throws Exception {
        Map<String, Double> figures = child(options, "throughput", heap);
        double speed = figures.get("bytes-per-second") / 1e6;
        table.row(
                heap,
                speed,
                figures.get("collecting"),
                figures.get("live-after") / 1e6,
                figures.get("in-flight-median").intValue());
        return speed;
    }

    private static Map<String, Double> child(CommandLine options, String mode, int heap)
            throws Exception {
        return ChildJvm.run(
                HeapRun.class,
                List.of("-Xms" + heap + "m", "-Xmx" + heap + "m"),
                List.of(
                        mode,
                        options.text("--shards"),
                        options.text("--pages"),
                        options.text("--call-ms"),
                        options.text("--requests"),
                        options.text("--fetch-mb"),
                        options.text("--warm-up-seconds")));
    }
}
