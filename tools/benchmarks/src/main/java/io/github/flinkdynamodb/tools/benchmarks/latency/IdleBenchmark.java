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
import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What shards without changes cost, in calls and in CPU time, from the job's start on. */
public final class IdleBenchmark implements Benchmark {

    private static final int TARGET = 4;
    private static final double TIMES_FEWER = 8;
    private static final double MICROS_A_POLL = 100;

    private static final int WARM_SHARDS = 1000;
    private static final Duration WARM_INTERVAL = Duration.ofMillis(250);
    private static final int WARM_SAMPLES = 5;
    private static final int LAST_SAMPLES = 4;

    private static final String USUAL = "connector";
    private static final String SLOW = "connector, at most 10 s";
    private static final String FIXED = "fixed poll, 1 s";

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String purpose() {
        return "Lets a job of one subtask wait on shards that have no changes, and prints over time"
                + " how many GetRecords calls a\n"
                + "shard costs an hour, the CPU time of a call, and how much of a core is used;"
                + " beside it a bare loop over the AWS SDK\n"
                + "that polls at a fixed interval.";
    }

    @Override
    public CommandLine options() {
        return new CommandLine()
                .option("--shards", "100,1000", "20", "a run for each of these numbers of shards")
                .option("--call-ms", "10", "10", "what a call takes at the service")
                .option(
                        "--samples",
                        "12",
                        "2",
                        "how many times are printed; targets go by the last four")
                .option("--sample-seconds", "15", "1", "what lies between them")
                .option(
                        "--warm-up-seconds",
                        "120",
                        "1",
                        "how long polls go on before one is called warm");
    }

    @Override
    public void run(CommandLine options, Report report) throws Exception {
        Map<String, RecordReader.Factory> readers = new LinkedHashMap<>();
        readers.put(USUAL, ConnectorReader.with(null));
        readers.put(SLOW, ConnectorReader.with(Duration.ofSeconds(10)));
        readers.put(FIXED, FixedPollReader.every(Duration.ofSeconds(1)));
        Table table =
                report.table(
                        "Shards without changes",
                        "shards",
                        "reader                  ",
                        "to second",
                        "calls/h, a shard",
                        "CPU us a call",
                        "of a core");
        Plot plot =
                report.plot(
                        new Plot("idle", "Calls of an idle shard")
                                .across("seconds from the start", Scale.LINEAR)
                                .up("GetRecords calls a shard and hour", Scale.LOGARITHMIC));
        report.limit(
                "a shard that is polled at a fixed interval of a second costs 3,600 calls an hour,"
                        + " and a change on it waits half a second on average.");
        for (int shards : options.numbers("--shards", 1, 10_000)) {
            Map<String, Double> calls = new LinkedHashMap<>();
            for (Map.Entry<String, RecordReader.Factory> reader : readers.entrySet()) {
                calls.put(reader.getKey(), measure(options, shards, reader, table, plot));
            }
            targets(report, shards, calls);
        }
        warmPolls(options, report);
    }

    /** What a poll costs once all is compiled: many of them, so that the rest hardly counts. */
    private static void warmPolls(CommandLine options, Report report) throws Exception {
        Table table =
                report.table(
                        "Empty polls, warm, " + WARM_SHARDS + " shards",
                        "reader                  ",
                        "polls a second",
                        "CPU us a call");
        Map<String, RecordReader.Factory> readers = new LinkedHashMap<>();
        readers.put("connector", ConnectorReader.every(WARM_INTERVAL));
        readers.put("AWS SDK, bare loop", FixedPollReader.every(WARM_INTERVAL));
        for (Map.Entry<String, RecordReader.Factory> reader : readers.entrySet()) {
            List<Double> micros = new ArrayList<>();
            List<Double> calls = new ArrayList<>();
            try (Simulator simulator = Simulator.builder().start()) {
                SimulatedTable idle =
                        simulator.createTable(TableSettings.table("idle").shards(WARM_SHARDS));
                simulator.setLatency(
                        Operation.GET_RECORDS, Latency.of(options.millis("--call-ms")));
                RecordReader started = reader.getValue().start(simulator, idle, number -> {});
                try {
                    Pause.of(options.seconds("--warm-up-seconds"));
                    for (int i = 0; i < WARM_SAMPLES; i++) {
                        CallWindow window = new CallWindow(simulator, WARM_SHARDS);
                        Pause.of(options.seconds("--sample-seconds").dividedBy(3));
                        micros.add(window.microsOfACall());
                        calls.add(window.callsOfAShardAndHour() * WARM_SHARDS / 3600);
                    }
                } finally {
                    started.stop();
                }
            }
            table.row(reader.getKey(), Quantiles.of(calls), Quantiles.of(micros));
            if (reader.getKey().equals("connector")) {
                report.target(
                        Target.atMost(
                                TARGET,
                                "CPU of an empty poll, warm",
                                MICROS_A_POLL,
                                " us",
                                Quantiles.of(micros)));
            }
        }
    }

    /** Returns the calls a shard and hour at the end: over some of the longest intervals. */
    private static double measure(
            CommandLine options,
            int shards,
            Map.Entry<String, RecordReader.Factory> reader,
            Table rows,
            Plot plot)
            throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("idle").shards(shards));
            simulator.setLatency(Operation.GET_RECORDS, Latency.of(options.millis("--call-ms")));
            RecordReader started = reader.getValue().start(simulator, table, number -> {});
            try {
                Duration length = options.seconds("--sample-seconds");
                int samples = options.number("--samples", 1, 10_000);
                CallWindow last = null;
                for (int i = 1; i <= samples; i++) {
                    CallWindow window = new CallWindow(simulator, shards);
                    last = i <= Math.max(1, samples - LAST_SAMPLES + 1) ? window : last;
                    Pause.of(length);
                    long end = i * length.toSeconds();
                    double calls = window.callsOfAShardAndHour();
                    rows.row(
                            shards,
                            reader.getKey(),
                            end,
                            calls,
                            window.microsOfACall(),
                            window.cores());
                    plot.point(
                            reader.getKey() + ", " + shards + " shards", end, Math.max(1, calls));
                }
                return last.callsOfAShardAndHour();
            } finally {
                started.stop();
            }
        }
    }

    private static void targets(Report report, int shards, Map<String, Double> calls) {
        double fixed = calls.get(FIXED);
        report.target(
                Target.atMost(
                        TARGET,
                        "calls of an idle shard against a fixed poll of 1 s, " + shards + " shards",
                        1,
                        "x",
                        new Quantiles(calls.get(USUAL) / fixed)));
        report.target(
                Target.atLeast(
                        TARGET,
                        "times fewer with intervals of at most 10 s, " + shards + " shards",
                        TIMES_FEWER,
                        "x",
                        new Quantiles(fixed / calls.get(SLOW))));
    }
}
