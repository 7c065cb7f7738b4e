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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Measures how fast the items of a table are read, and what an item costs. */
public final class SnapshotBenchmark implements Benchmark {

    private static final int TARGET = 10;
    private static final double MOST_CPU_AGAINST_SDK = 0.2;
    private static final double LEAST_AGAINST_ONE_THREAD = 8;
    private static final double LEAST_AGAINST_BARE_LOOP = 0.7;
    private static final double LEAST_OF_BUDGET = 0.95;

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public String purpose() {
        return "Reads the items of a table into rows of ten columns, from a server with prepared"
                + " pages, and prints items a second and the\n"
                + "CPU time of an item without the server's: by a whole job with the connector's"
                + " SQL table, by the same job on the paginator\n"
                + "and objects of the AWS SDK, and, without Flink, by a loop over the"
                + " connector's client and decoder, and by one thread\n"
                + "that asks the segments in turn. Each in a JVM of its own, in rounds; ratios"
                + " are those of a round. Then a job reads a\n"
                + "table of the simulator with a budget of read capacity, and what the simulator"
                + " counted is printed; and the operator that\n"
                + "reconciles items and changes stands beside Flink's ChangelogNormalize. At"
                + " last, the changes of a stream while items are\n"
                + "read, and after that, beside those of a job that never reads any.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--parts",
                        "speed,budget,reconciler,changes",
                        "speed,budget,reconciler,changes",
                        "what is measured")
                .option("--items", "uniform,mixed", "uniform", "what the items are like")
                .option("--segments", "16", "2", "into how many segments the table is divided")
                .option("--call-ms", "10", "1", "what a call takes")
                .option("--pages", "2000", "16", "how many pages of 1 MB the table has, about")
                .option("--rounds", "5", "1", "how often each is measured")
                .option("--warm-up-cpu-seconds", "20", "0", "what each JVM uses before")
                .option("--heap-mb", "1500", "1500", "of each JVM")
                .option("--budget-units", "100", "100", "the read capacity units a second")
                .option("--budget-seconds", "300", "3", "how long the budget is watched")
                .option("--backends", "heap,rocksdb", "heap,rocksdb", "of the reconciler's state")
                .option(
                        "--reconciled-items",
                        "50000",
                        "1000",
                        "how many items the reconciler has rows of")
                .option("--changes", "500000", "1000", "of them, in each of four turns")
                .option("--shards", "100", "4", "of the stream beside the items")
                .option(
                        "--beside-segments",
                        "64",
                        "4",
                        "into how many segments the table is divided beside the stream")
                .option("--lone-changes", "200", "10", "how many are measured")
                .option("--gap-ms", "100", "20", "the mean time between two")
                .option("--settling-seconds", "60", "1", "what comes before")
                .option("--many-changes", "200000", "1000", "a backlog");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        List<String> parts = options.texts("--parts", "speed|budget|reconciler|changes");
        if (parts.contains("speed")) {
            speed(options, report);
        }
        if (parts.contains("budget")) {
            budget(options, report);
        }
        if (parts.contains("reconciler")) {
            new ReconcilerCosts(options, report, TARGET, jvm(options)).run();
        }
        if (parts.contains("changes")) {
            new ChangesBesideItems(options, report, TARGET, jvm(options)).run();
        }
    }

    private static void speed(CommandLine options, Report report) throws Exception {
        int rounds = options.number("--rounds", 1, 100);
        Table table =
                report.table(
                        "Reading a table",
                        "items  ",
                        "who        ",
                        "items/s, thousands     ",
                        "CPU of an item, us     ",
                        "MB/s  ",
                        "in flight",
                        "items/s of the connector: times",
                        "its CPU: times         ");
        Bars bars = report.plot(new Bars("snapshot", "A table read", "items a second, thousands"));
        for (String items : options.texts("--items", "uniform|mixed")) {
            Map<Variant, List<SnapshotFigures>> measured = measure(options, items, rounds);
            measured.forEach((who, figures) -> print(table, bars, items, who, measured));
            targets(report, options, items, measured);
        }
        report.limit(
                "a client that has one call a segment in flight gets a page of each in the time of"
                        + " a call; what one thread decodes in that time is the other limit.");
    }

    /** All variants, one after the other, in each round. */
    private static Map<Variant, List<SnapshotFigures>> measure(
            CommandLine options, String items, int rounds) throws Exception {
        Map<Variant, List<SnapshotFigures>> measured = new EnumMap<>(Variant.class);
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : Variant.values()) {
                measured.computeIfAbsent(variant, created -> new ArrayList<>())
                        .add(measure(options, items, variant));
            }
        }
        return measured;
    }

    private static SnapshotFigures measure(CommandLine options, String items, Variant variant)
            throws Exception {
        return SnapshotFigures.of(
                ChildJvm.run(
                        SnapshotRun.class,
                        jvm(options),
                        SnapshotRun.arguments(
                                variant,
                                items.equals("mixed"),
                                options.number("--segments", 1, 100_000),
                                options.number("--pages", 1, 10_000_000),
                                List.of(
                                        options.number("--call-ms", 0, 60_000),
                                        options.number("--warm-up-cpu-seconds", 0, 3600)))));
    }

    private static List<String> jvm(CommandLine options) {
        int heap = options.number("--heap-mb", 128, 1_000_000);
        List<String> jvm = new ArrayList<>(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m"));
        jvm.addAll(LogLevel.jvmOptions());
        return jvm;
    }

    private static void print(
            Table table,
            Bars bars,
            String items,
            Variant who,
            Map<Variant, List<SnapshotFigures>> measured) {
        List<SnapshotFigures> figures = measured.get(who);
        Quantiles thousands = of(figures, run -> run.itemsPerSecond() / 1e3);
        bars.bar(items, who.text(), thousands.span());
        table.row(
                items,
                who.text(),
                thousands,
                of(figures, SnapshotFigures::cpuMicrosOfAnItem),
                of(figures, SnapshotFigures::megabytesPerSecond).median(),
                of(figures, SnapshotFigures::inFlight).median(),
                ratio(measured, who, SnapshotFigures::itemsPerSecond),
                ratio(measured, who, SnapshotFigures::cpuMicrosOfAnItem));
    }

    private static Quantiles of(
            List<SnapshotFigures> runs, ToDoubleFunction<SnapshotFigures> figure) {
        return new Quantiles(runs.stream().mapToDouble(figure).toArray());
    }

    /** How often a figure of the connector has that of another, round by round. */
    private static Quantiles ratio(
            Map<Variant, List<SnapshotFigures>> measured,
            Variant other,
            ToDoubleFunction<SnapshotFigures> figure) {
        List<SnapshotFigures> ones = measured.get(Variant.CONNECTOR);
        List<SnapshotFigures> others = measured.get(other);
        return new Quantiles(
                IntStream.range(0, ones.size())
                        .mapToDouble(
                                i ->
                                        figure.applyAsDouble(ones.get(i))
                                                / figure.applyAsDouble(others.get(i)))
                        .toArray());
    }

    private static void targets(
            Report report,
            CommandLine options,
            String items,
            Map<Variant, List<SnapshotFigures>> measured) {
        String where =
                String.format(
                        "; %s segments, %s ms, %s",
                        options.text("--segments"), options.text("--call-ms"), items);
        report.target(
                Target.atMost(
                        TARGET,
                        "whole job, CPU an item against the same job on SDK objects, 1/5" + where,
                        MOST_CPU_AGAINST_SDK,
                        "x",
                        ratio(measured, Variant.SDK_JOB, SnapshotFigures::cpuMicrosOfAnItem)));
        atLeast(
                report,
                "items/s against one thread round robin on SDK objects" + where,
                LEAST_AGAINST_ONE_THREAD,
                ratio(measured, Variant.ROUND_ROBIN, SnapshotFigures::itemsPerSecond));
        atLeast(
                report,
                "items/s against the bare loop" + where,
                LEAST_AGAINST_BARE_LOOP,
                ratio(measured, Variant.BARE_LOOP, SnapshotFigures::itemsPerSecond));
    }

    private static void atLeast(Report report, String what, double bound, Quantiles measured) {
        report.target(Target.atLeast(TARGET, what, bound, "x", measured));
    }

    private static void budget(CommandLine options, Report report) throws Exception {
        String units = options.text("--budget-units");
        int seconds = options.number("--budget-seconds", 1, 86_400);
        Map<String, Double> figures =
                ChildJvm.run(
                        BudgetRun.class, jvm(options), List.of(units, Integer.toString(seconds)));
        Quantiles part = new Quantiles(figures.get("part"));
        Quantiles worst = new Quantiles(figures.get("worst"));
        report.table(
                        "A budget of read capacity, two readers",
                        "units/s",
                        "seconds",
                        "used of it, times",
                        "worst minute, times")
                .row(units, seconds, part, worst);
        String what = "budget of " + units + " units/s, as the simulator counted; ";
        atLeast(report, what + "used of it", LEAST_OF_BUDGET, part);
        report.target(Target.atMost(TARGET, what + "the worst minute", 1, "x", worst));
        report.limit(
                "a reader saves up for a page before it asks for it, and takes 97 % of its part of"
                        + " the budget, so that no minute is above it.");
    }
}
