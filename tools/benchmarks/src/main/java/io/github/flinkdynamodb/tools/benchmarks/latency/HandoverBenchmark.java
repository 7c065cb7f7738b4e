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

import io.github.flinkdynamodb.tools.benchmarks.latency.HandoverRun.Result;
import io.github.flinkdynamodb.tools.benchmarks.report.Benchmark;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How long it takes from a shard to its child, and what the other shards feel of it. */
public final class HandoverBenchmark implements Benchmark {

    private static final int TARGET = 5;
    private static final double MEDIAN_MILLIS = 50;
    private static final double P99_MILLIS = 300;
    private static final double TIMES_UNDISTURBED = 1.2;

    /** The calls on a child's way to its first record, one after the other. */
    private static final int CALLS = 2;

    private static final double SHARDS_A_PAGE = 100;

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public String purpose() {
        return "Ends shards, all at once, and prints the time from a parent's last record to its"
                + " child's first one at the sink of\n"
                + "a job of one subtask; and the latency of records on other shards, meanwhile and"
                + " otherwise. For the targets, the\n"
                + "time of the calls themselves, DescribeStream and two more in sequence, is"
                + " subtracted; that of throttled calls,\n"
                + "and the waits after them, is not.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--rolling",
                        "20,200",
                        "5",
                        "a run for each of these numbers of shards that end at once")
                .option("--steady", "100", "10", "how many shards go on")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option(
                        "--describe-ms",
                        "10,1000",
                        "10",
                        "what DescribeStream takes there: a run for each")
                .option(
                        "--throttled-percent",
                        "50",
                        "50",
                        "one more run, with the first of --describe-ms, where so many"
                                + " DescribeStream calls are throttled; 0 for none")
                .option(
                        "--window-seconds",
                        "15",
                        "1",
                        "how long the others are watched, with and without")
                .option("--rounds", "5", "1", "how often the shards end, once more for warming up")
                .option("--seed", "1", "1", "of what is random");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Table table =
                report.table(
                        "From a parent's last record to its child's first, and the others, in"
                                + " milliseconds; DescribeStream calls a round while shards end",
                        "rolling",
                        "DescribeStream",
                        "calls",
                        "throttled",
                        "gap p50",
                        "gap p99",
                        "gap max",
                        "others p50",
                        "others p99",
                        "meanwhile p50",
                        "meanwhile p99");
        Plot plot =
                report.plot(
                        new Plot("handover", "From a shard's last record to its child's first")
                                .across("of 100 handovers so many take no longer", Scale.LINEAR)
                                .up("milliseconds", Scale.LOGARITHMIC));
        for (int rolling : options.numbers("--rolling", 1, 10_000)) {
            for (Service service : services(options)) {
                List<Result> rounds =
                        new HandoverRun(
                                        rolling,
                                        options.number("--steady", 1, 10_000),
                                        service,
                                        options.seconds("--window-seconds"),
                                        options.number("--rounds", 1, 1000) + 1,
                                        options.number("--seed", 0, 999_999_999))
                                .measure(ConnectorReader.with(null));
                Result result = Result.all(rounds);
                row(table, rolling, service, result, rounds.size());
                String line = rolling + " at once, DescribeStream " + text(service);
                for (int percent = 1; percent <= 100; percent += 3) {
                    plot.point(line, percent, Math.max(1, result.gaps().at(percent / 100.0)));
                }
                targets(report, line, rounds, rolling, service);
            }
        }
        report.limit(
                "the calls on the way take their time: DescribeStream, GetShardIterator and"
                        + " GetRecords, one after the other.");
    }

    private static List<Service> services(CommandLine options) {
        Duration call = options.millis("--call-ms");
        List<Service> services = new ArrayList<>();
        for (int describe : options.numbers("--describe-ms", 0, 60_000)) {
            services.add(service(call, Duration.ofMillis(describe), 0));
        }
        int throttled = options.number("--throttled-percent", 0, 99);
        if (throttled > 0) {
            services.add(service(call, services.get(0).describeStream(), throttled / 100.0));
        }
        return services;
    }

    private static Service service(Duration usual, Duration describeStream, double throttled) {
        return new Service(usual, describeStream, throttled, ServiceLimits.none());
    }

    private static String text(Service service) {
        String time = service.describeStream().toMillis() + " ms";
        return service.throttled() == 0
                ? time
                : String.format("%s, %.0f %% throttled", time, 100 * service.throttled());
    }

    private static void row(Table table, int rolling, Service service, Result result, int rounds) {
        table.row(
                rolling,
                text(service),
                (double) result.describeStreamCalls() / rounds,
                (double) result.throttledCalls() / rounds,
                result.gaps().median(),
                result.gaps().at(0.99),
                result.gaps().most(),
                result.undisturbed().median(),
                result.undisturbed().at(0.99),
                result.disturbed().median(),
                result.disturbed().at(0.99));
    }

    private static void targets(
            Report report, String line, List<Result> rounds, int rolling, Service service) {
        double[] parts = {0.5, 0.99};
        double[] bounds = {MEDIAN_MILLIS, P99_MILLIS};
        for (int i = 0; i < parts.length; i++) {
            double part = parts[i];
            double calls =
                    Math.ceil(part * rolling / SHARDS_A_PAGE) * service.describeStream().toMillis()
                            + CALLS * service.usual().toMillis();
            report.target(
                    Target.atMost(
                            TARGET,
                            String.format(
                                    "gap over the calls' own time, p%.0f; %s", 100 * part, line),
                            bounds[i],
                            " ms",
                            each(rounds, round -> round.gaps().at(part) - calls)));
        }
        report.target(
                Target.atMost(
                        TARGET,
                        "others' latency against undisturbed, p50; " + line,
                        TIMES_UNDISTURBED,
                        "x",
                        each(
                                rounds,
                                round ->
                                        round.disturbed().median()
                                                / round.undisturbed().median())));
    }

    private static Quantiles each(List<Result> rounds, ToDoubleFunction<Result> figure) {
        return new Quantiles(rounds.stream().mapToDouble(figure).toArray());
    }
}
