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
package io.github.flinkdynamodb.tools.benchmarks.state;

import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Rounds;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.state.RememberedRun.Variant;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;

/** What it costs that a reader remembers the keys of the items that were inserted last. */
public final class RememberedBenchmark implements Benchmark {

    /** A little longer than keys are remembered. */
    private static final int MINUTES = 11;

    @Override
    public String name() {
        return "remembered";
    }

    @Override
    public String purpose() {
        return "Reads shards with insertions at a steady rate, eleven minutes by their times, with"
                + " scan.on-data-loss = repair and without,\n"
                + "in turn in one JVM, from a service in the same process; and prints the CPU time"
                + " of a record, the service's with it,\n"
                + "and the size and time of the reader's checkpoint behind it.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--inserts",
                        "100,1000",
                        "10,20",
                        "a run for each of these numbers of insertions a second and shard")
                .option(
                        "--insert-percent",
                        "100",
                        "100",
                        "a run for each of these shares of insertions in all records")
                .option("--shards", "2", "2", "how many shards are read")
                .option("--item-bytes", "500", "200", "about how long the JSON of an item is")
                .option("--warm-up", "3", "0", "how many pairs come before")
                .option("--rounds", "9", "2", "how many pairs are measured");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        report.limit(
                "a shard takes 1,000 writes a second at most, and a checkpoint holds ten minutes of"
                        + " insertions.");
        Table table =
                report.table(
                        "A reader with and without remembered keys",
                        "inserts/s",
                        "inserts %",
                        "us a record without",
                        "us a record with   ",
                        "ratio              ",
                        "checkpoint without",
                        "checkpoint with",
                        "keys     ",
                        "bytes a key",
                        "ms to take it      ");
        Plot plot =
                report.plot(
                        new Plot("remembered", "Size of a reader's checkpoint")
                                .across("insertions a second", Scale.LOGARITHMIC)
                                .up("bytes", Scale.LOGARITHMIC));
        for (int percent : options.numbers("--insert-percent", 1, 100)) {
            for (int inserts : options.numbers("--inserts", 1, 1000)) {
                Rounds<Variant> rounds = rounds(options, inserts, percent);
                row(table, inserts, percent, rounds);
                if (percent == 100) {
                    plot.point("without", inserts, bytes(rounds, Variant.WITHOUT));
                    plot.point("with keys", inserts, bytes(rounds, Variant.WITH));
                }
            }
        }
    }

    private static Rounds<Variant> rounds(CommandLine options, int inserts, int percent)
            throws Exception {
        long perSecond = inserts * 100L / percent;
        int itemBytes = options.number("--item-bytes", 200, 100_000);
        RememberedRun run =
                new RememberedRun(
                        new InsertPages(percent, itemBytes, perSecond),
                        options.number("--shards", 1, 1000),
                        pages(perSecond));
        int warmUp = options.number("--warm-up", 0, 100);
        if (warmUp > 0) {
            Rounds.measure(Variant.class, warmUp, run::measure);
        }
        return Rounds.measure(Variant.class, options.number("--rounds", 1, 1000), run::measure);
    }

    /**
     * Returns how many pages have the insertions of as long as keys are remembered; the last one
     * may have some more.
     */
    static long pages(long perSecond) {
        return (perSecond * 60 * MINUTES + InsertPages.RECORDS - 1) / InsertPages.RECORDS;
    }

    private static double bytes(Rounds<Variant> rounds, Variant variant) {
        return rounds.of(variant, "bytes").median();
    }

    private static void row(Table table, int inserts, int percent, Rounds<Variant> rounds) {
        double keys = rounds.of(Variant.WITH, "keys").median();
        table.row(
                inserts,
                percent,
                rounds.of(Variant.WITHOUT, "micros"),
                rounds.of(Variant.WITH, "micros"),
                rounds.ratio(Variant.WITH, Variant.WITHOUT, "micros"),
                bytes(rounds, Variant.WITHOUT),
                bytes(rounds, Variant.WITH),
                keys,
                (bytes(rounds, Variant.WITH) - bytes(rounds, Variant.WITHOUT)) / keys,
                rounds.of(Variant.WITH, "millis"));
    }
}
