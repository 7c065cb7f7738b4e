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
package io.github.flinkdynamodb.tools.benchmarks.balance;

import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How much of a growing table the busiest subtask has to read, and what it costs to share it. */
public final class BalanceBenchmark implements Benchmark {

    private static final int TARGET = 12;
    private static final double MOST_LOAD = 1.3;

    @Override
    public String name() {
        return "balance";
    }

    @Override
    public String purpose() {
        return "Lets a table grow whose new shards all come from one, while a job reads it with a"
                + " subtask for each of the first\n"
                + "shards. Prints what the busiest subtask reads at the end against the mean, when"
                + " each shard has as many changes; and\n"
                + "the time from a shard's last record to its child's first one, on the same"
                + " subtask and on another.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--modes",
                        "none,shards,bytes",
                        "none,shards,bytes",
                        "a run for each of these values of scan.rebalance.mode")
                .option("--readers", "4", "2", "how many subtasks there are, and shards at first")
                .option("--shards", "64", "8", "how many shards there are at the end")
                .option("--split-ms", "500", "100", "the time between two splits")
                .option("--checkpoint-ms", "2000", "200", "the time between two checkpoints")
                .option("--rounds", "3", "1", "how often the table grows")
                .option("--seed", "1", "1", "of what is random");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Table table =
                report.table(
                        "The load of the busiest subtask against the mean; from a parent's last"
                                + " record to its child's first, in milliseconds",
                        "scan.rebalance.mode",
                        "load",
                        "children moved",
                        "stayed p50",
                        "stayed p99",
                        "moved p50",
                        "moved p99",
                        "moved max");
        Plot plot =
                report.plot(
                        new Plot("balance", "Shards of the subtask that has most, against the mean")
                                .across("open shards", Scale.LINEAR)
                                .up("times the mean", Scale.LINEAR));
        for (String word : options.texts("--modes", "none|shards|bytes")) {
            RebalanceMode mode = RebalanceMode.valueOf(word.toUpperCase(Locale.ROOT));
            List<GrowthRun.Result> rounds = new ArrayList<>();
            for (int round = 0; round < options.number("--rounds", 1, 100); round++) {
                rounds.add(run(options, mode, round));
            }
            rounds.get(0).ratios().forEach((shards, ratio) -> plot.point(word, shards, ratio));
            row(table, word, rounds);
            if (mode != RebalanceMode.NONE) {
                report.target(
                        Target.atMost(
                                TARGET,
                                "busiest subtask's load against the mean; by " + word,
                                MOST_LOAD,
                                "x",
                                loads(rounds)));
            }
        }
        report.limit(
                "a child that moves waits for a checkpoint that begins after its parent's end: the"
                        + " interval is "
                        + options.text("--checkpoint-ms")
                        + " ms.");
    }

    private static GrowthRun.Result run(CommandLine options, RebalanceMode mode, int round)
            throws Exception {
        int readers = options.number("--readers", 2, 100);
        return new GrowthRun(
                        mode,
                        readers,
                        // Else no shard would split.
                        options.number("--shards", readers + 1, 1000),
                        options.millis("--split-ms"),
                        options.millis("--checkpoint-ms"),
                        options.number("--seed", 0, 999_999_999) + round)
                .measure();
    }

    private static Quantiles loads(List<GrowthRun.Result> rounds) {
        return new Quantiles(rounds.stream().mapToDouble(GrowthRun.Result::load).toArray());
    }

    private static void row(Table table, String mode, List<GrowthRun.Result> rounds) {
        List<Double> stayed = new ArrayList<>();
        List<Double> moved = new ArrayList<>();
        rounds.forEach(round -> stayed.addAll(round.stayed()));
        rounds.forEach(round -> moved.addAll(round.moved()));
        table.row(
                mode,
                loads(rounds),
                (double) moved.size() / rounds.size(),
                stayed.isEmpty() ? "-" : Quantiles.of(stayed).median(),
                stayed.isEmpty() ? "-" : Quantiles.of(stayed).at(0.99),
                moved.isEmpty() ? "-" : Quantiles.of(moved).median(),
                moved.isEmpty() ? "-" : Quantiles.of(moved).at(0.99),
                moved.isEmpty() ? "-" : Quantiles.of(moved).most());
    }
}
