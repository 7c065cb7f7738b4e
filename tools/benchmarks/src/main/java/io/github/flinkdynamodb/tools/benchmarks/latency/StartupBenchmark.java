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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How soon a job has its first records: new, with readers that come late, and restored. */
public final class StartupBenchmark implements Benchmark {

    private static final int TARGET = 6;
    private static final double FIRST_MILLIS = 1000;

    /** The targets of a number of shards, and of a greater one whose listing takes a while. */
    private static final int SOON = 100;

    private static final int LONG_LISTING = 10_000;

    /** Which part of the whole listing the first record may take. */
    private static final double PART_OF_LISTING = 0.1;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String purpose() {
        return "Starts a job on shards that have a record each, and prints the time from the job's"
                + " submission to its first record,\n"
                + "to the last one, and to the end of the listing (when the last shards are"
                + " assigned); the same for a job that is\n"
                + "restored from a savepoint; and for a job that gets its TaskManager late, the"
                + " time since its first reader\n"
                + "registered. DescribeStream is throttled as by the service.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--shards",
                        "1,100,1000,10000",
                        "1,100",
                        "a run for each of these numbers of shards")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option("--parallelism", "2", "2", "how many subtasks read")
                .option(
                        "--late-ms",
                        "3000",
                        "500",
                        "from the job's submission to the start of a late TaskManager")
                .option(
                        "--rounds",
                        "5",
                        "1",
                        "how often; not in --quick, once on the fewest shards before");
    }

    /** A number of shards, and what all rounds have measured. */
    private record Rounds(
            int shards,
            List<StartupRun.Result> fresh,
            List<StartupRun.Result> late,
            List<StartupRun.Result> restored) {}

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Path folder = Files.createTempDirectory("startup-benchmark");
        Table table =
                report.table(
                        "Milliseconds from the job's submission; with late readers from when the"
                                + " first of them has registered",
                        "shards",
                        "job                  ",
                        "first record        ",
                        "all records         ",
                        "end of the listing  ",
                        "DescribeStream calls");
        Plot plot =
                report.plot(
                        new Plot("startup", "From a job's start to its records")
                                .across("shards", Scale.LOGARITHMIC)
                                .up("milliseconds", Scale.LOGARITHMIC));
        report.limit(
                "the connector makes 5 DescribeStream calls a second, of 100 shards each; a call"
                        + " takes "
                        + options.text("--call-ms")
                        + " ms at the service, and a shard's first record two calls.");
        List<Integer> sizes = options.numbers("--shards", 1, 100_000);
        if (!options.isQuick()) {
            measure(options, sizes.get(0), 1, folder);
        }
        for (int shards : sizes) {
            Rounds rounds = measure(options, shards, options.number("--rounds", 1, 100), folder);
            rows(table, plot, rounds);
            targets(report, rounds);
        }
    }

    private static Rounds measure(CommandLine options, int shards, int count, Path folder)
            throws Exception {
        Rounds rounds = new Rounds(shards, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round < count; round++) {
            StartupRun run =
                    new StartupRun(
                            shards,
                            options.millis("--call-ms"),
                            options.number("--parallelism", 1, 128),
                            folder);
            StartupRun.Starts starts = run.measure();
            rounds.fresh.add(starts.fresh());
            rounds.restored.add(starts.restored());
            rounds.late.add(run.measureLateReaders(options.millis("--late-ms")));
        }
        return rounds;
    }

    private static void rows(Table table, Plot plot, Rounds rounds) {
        row(table, plot, rounds.shards, "new", rounds.fresh);
        row(table, plot, rounds.shards, "new, late readers", rounds.late);
        row(table, plot, rounds.shards, "restored", rounds.restored);
        plot.point(
                "end of the listing",
                rounds.shards,
                all(rounds.fresh, StartupRun.Result::listing).median());
    }

    private static void row(
            Table table, Plot plot, int shards, String job, List<StartupRun.Result> results) {
        Quantiles first = all(results, StartupRun.Result::first);
        Quantiles last = all(results, StartupRun.Result::all);
        table.row(
                shards,
                job,
                first,
                last,
                all(results, StartupRun.Result::listing),
                all(results, StartupRun.Result::calls));
        plot.point(job + ", first", shards, first.median());
        plot.point(job + ", all", shards, last.median());
    }

    private static void targets(Report report, Rounds rounds) {
        if (rounds.shards == SOON) {
            first(report, "from the job's submission", rounds.fresh);
            first(report, "from late readers' registration", rounds.late);
        }
        if (rounds.shards == LONG_LISTING) {
            report.target(
                    Target.atMost(
                            TARGET,
                            "10,000 shards, first record against the end of the listing",
                            PART_OF_LISTING,
                            " of it",
                            all(rounds.fresh, result -> result.first() / result.listing())));
        }
    }

    private static void first(Report report, String from, List<StartupRun.Result> results) {
        report.target(
                Target.atMost(
                        TARGET,
                        SOON + " shards, first record " + from,
                        FIRST_MILLIS,
                        " ms",
                        all(results, StartupRun.Result::first)));
    }

    private static Quantiles all(
            List<StartupRun.Result> results, ToDoubleFunction<StartupRun.Result> figure) {
        return new Quantiles(results.stream().mapToDouble(figure).toArray());
    }
}
