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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a change that nobody expects takes to the sink, what polling for it costs in calls, and
 * how the one buys the other.
 */
public final class LatencyBenchmark implements Benchmark {

    private static final String MEASURED = "connector, at most 1000 ms";
    private static final int TARGET = 4;

    /** The target of the median in milliseconds, by the number of shards. */
    /** Fewer changes that were the first on their shard make no row of their own. */
    private static final int FEWEST_FIRST = 20;

    private static final Map<Integer, Integer> TARGETS = Map.of(1, 150, 100, 300, 1000, 1000);

    private static final double HOURS_A_MONTH = 730;

    /** More shards would keep the processors busy. */
    private static final int AT_ONCE_UP_TO = 100;

    /** Dollars for a GetRecords call: 0.02 for 100,000 read request units (us-east-1). */
    private static final double DOLLARS_A_CALL = 0.02 / 100_000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String purpose() {
        return "Writes changes now and then to shards that are otherwise idle, and prints how long"
                + " they take to the sink of a job\n"
                + "of one subtask, and the GetRecords calls that this costs; beside it a bare loop"
                + " over the AWS SDK that polls at a\n"
                + "fixed interval. Readers of up to 100 shards each run at the same time.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option("--shards", "1,100,1000", "20", "a run for each of these numbers of shards")
                .option(
                        "--intervals-ms",
                        "1000,2000,5000,10000",
                        "1000",
                        "longest intervals between polls")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option(
                        "--records",
                        "100",
                        "10",
                        "how many changes are measured a run; on one shard half of it")
                .option(
                        "--gap-ms",
                        "250",
                        "20",
                        "the mean time between two, over all shards; on one shard eight times that")
                .option("--settling-seconds", "105", "1", "how long a reader reads before")
                .option(
                        "--before",
                        "quiet",
                        "quiet",
                        "what it reads meanwhile: nothing, or changes as often as when it is"
                                + " measured (quiet or changes)")
                .option("--seed", "1", "1", "of what is random");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Table table =
                report.table(
                        "A lone change, milliseconds from its write to the sink",
                        "shards",
                        "reader                    ",
                        "p50",
                        "p99",
                        "max",
                        "first on shard",
                        "p50 of these",
                        "calls/h, a shard",
                        "$/month, a shard");
        Plot plot =
                report.plot(
                        new Plot(
                                        "latency",
                                        "What a change that comes soon costs: shards with few"
                                                + " changes, one subtask")
                                .across("dollars a month and shard", Scale.LINEAR)
                                .up("median from write to sink, ms", Scale.LOGARITHMIC));
        report.limit(
                "a call takes "
                        + options.text("--call-ms")
                        + " ms at the service, and a shard allows 5 a second; half of a poll"
                        + " interval is what a lone change waits on average.");
        for (int shards : options.numbers("--shards", 1, 10_000)) {
            for (Map.Entry<String, LatencyRun.Result> each : measure(options, shards).entrySet()) {
                LatencyRun.Result result = each.getValue();
                double dollars = result.calls() * HOURS_A_MONTH * DOLLARS_A_CALL;
                table.row(
                        shards,
                        each.getKey(),
                        result.millis().median(),
                        result.millis().at(0.99),
                        result.millis().most(),
                        result.firstOnShard().size(),
                        medianOfFirst(result),
                        result.calls(),
                        dollars);
                String kind = each.getKey().split(",")[0];
                plot.point(kind + ", " + shards + " shards", dollars, result.millis().median());
                if (each.getKey().equals(MEASURED) && TARGETS.containsKey(shards)) {
                    target(report, shards, isAfterChanges(options), result);
                }
            }
        }
    }

    private static Object medianOfFirst(LatencyRun.Result result) {
        return result.firstOnShard().isEmpty() ? "" : Quantiles.of(result.firstOnShard()).median();
    }

    /** The results of all readers, in their order. */
    private static Map<String, LatencyRun.Result> measure(CommandLine options, int shards)
            throws Exception {
        LatencyRun run = run(options, shards);
        Map<String, RecordReader.Factory> readers = readers(options);
        ExecutorService threads =
                Executors.newFixedThreadPool(shards <= AT_ONCE_UP_TO ? readers.size() : 1);
        try {
            Map<String, Future<LatencyRun.Result>> running = new LinkedHashMap<>();
            readers.forEach(
                    (name, reader) -> running.put(name, threads.submit(() -> run.measure(reader))));
            Map<String, LatencyRun.Result> results = new LinkedHashMap<>();
            for (Map.Entry<String, Future<LatencyRun.Result>> each : running.entrySet()) {
                results.put(each.getKey(), each.getValue().get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static LatencyRun run(CommandLine options, int shards) {
        return new LatencyRun(
                shards,
                Service.of(options.millis("--call-ms")),
                new LatencyRun.Settling(
                        options.seconds("--settling-seconds"), isAfterChanges(options)),
                options.millis("--gap-ms").multipliedBy(shards == 1 ? 8 : 1),
                options.number("--records", 2, 1_000_000) / (shards == 1 ? 2 : 1),
                options.number("--seed", 0, 999_999_999));
    }

    private static boolean isAfterChanges(CommandLine options) {
        return options.texts("--before", "quiet|changes").get(0).equals("changes");
    }

    private static Map<String, RecordReader.Factory> readers(CommandLine options) {
        Map<String, RecordReader.Factory> readers = new LinkedHashMap<>();
        for (int millis : options.numbers("--intervals-ms", 1, 60_000)) {
            readers.put(
                    "connector, at most " + millis + " ms",
                    ConnectorReader.with(Duration.ofMillis(millis)));
        }
        for (int millis : new int[] {250, 1000}) {
            readers.put(
                    "fixed poll, " + millis + " ms",
                    FixedPollReader.every(Duration.ofMillis(millis)));
        }
        return readers;
    }

    private static void target(
            Report report, int shards, boolean afterChanges, LatencyRun.Result result) {
        String what = "a lone change, p50, " + shards + (shards == 1 ? " shard" : " shards");
        report.target(
                Target.atMost(
                        TARGET,
                        what + (afterChanges ? ", changes before" : ", quiet before"),
                        TARGETS.get(shards),
                        " ms",
                        result.medians()));
        if (result.firstOnShard().size() >= FEWEST_FIRST) {
            report.target(
                    Target.atMost(
                            TARGET,
                            what + ", the first on its shard",
                            TARGETS.get(shards),
                            " ms",
                            Quantiles.of(result.firstOnShard()).midpoint()));
        }
    }
}
