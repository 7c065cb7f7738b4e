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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures how long a job takes from its start to its first record, and to all of them. */
public final class StartupBenchmark {

    private static final String USAGE =
            """
            Usage: tools/benchmarks/run startup [options]

            Starts a job on shards of the simulator, each with a record, and prints the time from the job's submission to its first
            record and to the last one; then the same for a job that is restored from a savepoint. The simulator throttles
            DescribeStream as the service does.

              --shards N,N,...       a run for each of these numbers of shards (1,100,1000,10000)
              --call-ms N            what a call takes at the service (10)
              --parallelism N        how many subtasks read (2)
              --rounds N             how often, once more for warming up (3)
              --quick                to see that it works
              --help                 this text
            """;

    private StartupBenchmark() {}

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
                        .option("--shards", "1,100,1000,10000", "1,20")
                        .option("--call-ms", "10", "10")
                        .option("--parallelism", "2", "2")
                        .option("--rounds", "3", "1");
        try {
            run(options.parse(arguments), System.out);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (--help lists the options)");
            System.exit(2);
        }
        System.exit(0);
    }

    static void run(CommandLine options, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("startup-benchmark");
        out.printf(
                "%7s | %10s %10s %9s | %14s %14s%n",
                "shards", "first, ms", "all, ms", "listings", "restored first", "restored all");
        int rounds = options.number("--rounds", 1, 100);
        for (int shards : options.numbers("--shards", 1, 100_000)) {
            for (int round = 0; round <= rounds; round++) {
                StartupRun.Result result =
                        new StartupRun(
                                        shards,
                                        options.millis("--call-ms"),
                                        options.number("--parallelism", 1, 128),
                                        folder)
                                .measure();
                if (round > 0) {
                    out.printf(
                            "%7d | %,10.0f %,10.0f %9d | %,14.0f %,14.0f%n",
                            shards,
                            result.first(),
                            result.all(),
                            result.listings(),
                            result.restoredFirst(),
                            result.restoredAll());
                }
            }
        }
    }
}
