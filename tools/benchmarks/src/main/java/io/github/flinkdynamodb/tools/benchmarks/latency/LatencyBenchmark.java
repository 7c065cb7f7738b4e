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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long a lone change takes from the write to the sink on otherwise idle shards, and
 * what waiting for it costs in calls and CPU, beside polling at a fixed interval.
 */
public final class LatencyBenchmark {

    private static final String USAGE =
            """
            Usage: tools/benchmarks/run latency [options]

            Writes changes now and then to shards of the simulator that are otherwise idle, and prints how long they take to the
            sink of a job of one subtask, how many GetRecords calls that costs, and the CPU time of a poll. Beside it a bare loop
            over the AWS SDK that polls at a fixed interval.

              --shards N,N,...       a run for each of these numbers of shards (1,100,1000)
              --call-ms N            what a call takes at the service (10)
              --records N            how many changes are measured a run (200)
              --gap-ms N             the mean time between two changes, over all shards; on one shard ten times that (500)
              --settling-seconds N   how long a reader is let alone before (20)
              --seed N               of what is random (1)
              --quick                to see that it works
              --help                 this text
            """;

    private LatencyBenchmark() {}

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
                        .option("--shards", "1,100,1000", "1,20")
                        .option("--call-ms", "10", "10")
                        .option("--records", "200", "10")
                        .option("--gap-ms", "500", "20")
                        .option("--settling-seconds", "20", "1")
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
        Map<String, RecordReader.Factory> readers = new LinkedHashMap<>();
        readers.put("connector", ConnectorReader.with(null));
        readers.put("connector, at most 10 s", ConnectorReader.with(Duration.ofSeconds(10)));
        readers.put("every 1 s, bare loop", FixedPollReader.every(Duration.ofSeconds(1)));
        readers.put("every 250 ms, bare loop", FixedPollReader.every(Duration.ofMillis(250)));
        out.printf(
                "%6s  %-24s | %8s %8s %8s | %12s %12s | %s%n",
                "shards",
                "reader",
                "p50 ms",
                "p99 ms",
                "max ms",
                "calls/h idle",
                "written to",
                "CPU us a poll");
        for (int shards : options.numbers("--shards", 1, 10_000)) {
            Duration gap = options.millis("--gap-ms").multipliedBy(shards == 1 ? 10 : 1);
            LatencyRun run =
                    new LatencyRun(
                            shards,
                            options.millis("--call-ms"),
                            options.seconds("--settling-seconds"),
                            gap,
                            options.number("--records", 1, 1_000_000),
                            options.number("--seed", 0, 999_999_999));
            for (Map.Entry<String, RecordReader.Factory> reader : readers.entrySet()) {
                LatencyRun.Result result = run.measure(reader.getValue());
                out.printf(
                        "%6d  %-24s | %8.0f %8.0f %8.0f | %,12.0f %,12.0f | %.0f%n",
                        shards,
                        reader.getKey(),
                        result.millis().median(),
                        result.millis().at(0.99),
                        result.millis().most(),
                        result.idleCalls(),
                        result.calls(),
                        result.pollMicros());
            }
        }
    }
}
