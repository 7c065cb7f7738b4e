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

import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Measures how long the way from a shard to its child takes when many shards of a subtask end at
 * once, and what the shards that go on notice of it.
 */
public final class HandoverBenchmark {

    private static final String USAGE =
            """
            Usage: tools/benchmarks/run handover [options]

            Lets shards of the simulator end, all at the same moment, and prints the time from a parent's last record to its
            child's first one, at the sink of a job of one subtask; and the latency of records on other shards, with and without.

              --rolling N,N,...      a run for each of these numbers of shards that end at once (20,200)
              --steady N             how many shards go on (100)
              --call-ms N            what a call takes at the service (10)
              --describe-ms N,N,...  what DescribeStream takes there: a run for each (10,1000)
              --window-seconds N     how long the others are watched, with and without (15)
              --rounds N             how often the shards end, once more for warming up (5)
              --seed N               of what is random (1)
              --quick                to see that it works
              --help                 this text
            """;

    private HandoverBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param arguments see --help
     * @throws Exception if a run fails
     */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        CommandLine options =
                new CommandLine()
                        .option("--rolling", "20,200", "5")
                        .option("--steady", "100", "10")
                        .option("--call-ms", "10", "10")
                        .option("--describe-ms", "10,1000", "10")
                        .option("--window-seconds", "15", "1")
                        .option("--rounds", "5", "1")
                        .option("--seed", "1", "1");
        try {
            run(options.parse(arguments), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists the options)");
            System.exit(2);
        }
        System.exit(0);
    }

    static void run(CommandLine options, PrintStream out) throws Exception {
        out.printf(
                "%8s %12s | %-30s | %-30s | %-30s%n",
                "rolling",
                "DescribeStr.",
                "parent to child, ms",
                "others undisturbed, ms",
                "others meanwhile, ms");
        for (int rolling : options.numbers("--rolling", 1, 10_000)) {
            for (int describe : options.numbers("--describe-ms", 0, 60_000)) {
                HandoverRun.Result result =
                        new HandoverRun(
                                        rolling,
                                        options.number("--steady", 1, 10_000),
                                        options.millis("--call-ms"),
                                        Duration.ofMillis(describe),
                                        options.seconds("--window-seconds"),
                                        options.number("--rounds", 1, 1000) + 1,
                                        options.number("--seed", 0, 999_999_999))
                                .measure(ConnectorReader.with(null));
                out.printf(
                        "%8d %9d ms | %-30s | %-30s | %-30s%n",
                        rolling,
                        describe,
                        text(result.gaps()),
                        text(result.undisturbed()),
                        text(result.disturbed()));
            }
        }
    }

    private static String text(Quantiles millis) {
        return String.format(
                "p50 %.0f, p99 %.0f, max %.0f", millis.median(), millis.at(0.99), millis.most());
    }
}
