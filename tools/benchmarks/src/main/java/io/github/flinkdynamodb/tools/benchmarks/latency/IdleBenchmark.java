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
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what shards without changes cost over time, beside polling at a fixed interval. */
public final class IdleBenchmark {

    private static final String USAGE =
            """
            Usage: tools/benchmarks/run idle [options]

            Lets a job of one subtask wait on shards of the simulator that have no changes, and prints over time how many GetRecords
            calls a shard costs an hour, the CPU time of a call, and how much of a core is used. Beside it a bare loop over the AWS
            SDK that polls at a fixed interval.

              --shards N,N,...       a run for each of these numbers of shards (100,1000)
              --call-ms N            what a call takes at the service (10)
              --samples N            how many times are printed (8)
              --sample-seconds N     what lies between them (20)
              --quick                to see that it works
              --help                 this text
            """;

    private IdleBenchmark() {}

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
                        .option("--shards", "100,1000", "20")
                        .option("--call-ms", "10", "10")
                        .option("--samples", "8", "2")
                        .option("--sample-seconds", "20", "1");
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
        out.printf(
                "%6s  %-24s %6s | %14s | %14s | %s%n",
                "shards", "reader", "to s", "calls/h, shard", "CPU us a call", "of a core");
        for (int shards : options.numbers("--shards", 1, 10_000)) {
            for (Map.Entry<String, RecordReader.Factory> reader : readers.entrySet()) {
                measure(options, shards, reader, out);
            }
        }
    }

    private static void measure(
            CommandLine options,
            int shards,
            Map.Entry<String, RecordReader.Factory> reader,
            PrintStream out)
            throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("idle").shards(shards));
            simulator.setLatency(Operation.GET_RECORDS, Latency.of(options.millis("--call-ms")));
            RecordReader started = reader.getValue().start(simulator, table, number -> {});
            try {
                Duration sample = options.seconds("--sample-seconds");
                for (int i = 1; i <= options.number("--samples", 1, 10_000); i++) {
                    CallWindow window = new CallWindow(simulator, shards);
                    Thread.sleep(sample.toMillis());
                    out.printf(
                            "%6d  %-24s %6d | %,14.0f | %14.0f | %.3f%n",
                            shards,
                            reader.getKey(),
                            i * sample.toSeconds(),
                            window.callsOfAShardAndHour(),
                            window.microsOfACall(),
                            window.cores());
                }
            } finally {
                started.stop();
            }
        }
    }
}
