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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How soon a job has its first records, new and restored. */
public final class StartupBenchmark implements Benchmark {

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public String purpose() {
        return "Starts a job on shards that have a record each, and prints the time from the job's"
                + " submission to its first record and\n"
                + "to the last one; then the same for a job that is restored from a savepoint."
                + " DescribeStream is throttled as the\n"
                + "service does it.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option(
                        "--shards",
                        "1,100,1000,10000",
                        "1,20",
                        "a run for each of these numbers of shards")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option("--parallelism", "2", "2", "how many subtasks read")
                .option("--rounds", "3", "1", "how often, once more for warming up");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Path folder = Files.createTempDirectory("startup-benchmark");
        Table table =
                report.table(
                        "From the job's submission, in milliseconds",
                        "shards",
                        "first record",
                        "all records",
                        "restored, first",
                        "restored, all",
                        "DescribeStream calls");
        int rounds = options.number("--rounds", 1, 100);
        for (int shards : options.numbers("--shards", 1, 100_000)) {
            List<StartupRun.Result> results = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) {
                results.add(
                        new StartupRun(
                                        shards,
                                        options.millis("--call-ms"),
                                        options.number("--parallelism", 1, 128),
                                        folder)
                                .measure());
            }
            results.remove(0);
            table.row(
                    shards,
                    all(results, StartupRun.Result::first),
                    all(results, StartupRun.Result::all),
                    all(results, StartupRun.Result::restoredFirst),
                    all(results, StartupRun.Result::restoredAll),
                    all(results, StartupRun.Result::listings));
        }
    }

    private static Quantiles all(
            List<StartupRun.Result> results, ToDoubleFunction<StartupRun.Result> figure) {
        return new Quantiles(results.stream().mapToDouble(figure).toArray());
    }
}
