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

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The latency of lone changes, and the gaps of handovers, with the connector and with a peer. */
public final class PeerLatency {

    private final CommandLine options;
    private final Report report;
    private final PeerClasses peer;
    private final int rounds;
    private final int seed;

    /**
     * Creates a comparison.
     *
     * @param options those of the benchmark "peer"
     * @param report takes what is measured
     * @param peer whom the connector is compared with
     */
    public PeerLatency(CommandLine options, Report report, PeerClasses peer) {
        this.options = options;
        this.report = report;
        this.peer = peer;
        this.rounds = options.number("--rounds", 1, 100);
        this.seed = options.number("--seed", 0, 999_999_000);
    }

    /** What each round gave to one reader. */
    private record Rounds<T>(List<T> results) {
        Quantiles of(ToDoubleFunction<T> figure) {
            return new Quantiles(results.stream().mapToDouble(figure).toArray());
        }

        Quantiles times(Rounds<T> other, ToDoubleFunction<T> figure) {
            double[] ratios = new double[results.size()];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] =
                        figure.applyAsDouble(results.get(i))
                                / figure.applyAsDouble(other.results.get(i));
            }
            return new Quantiles(ratios);
        }
    }

    /** Measures one reader, once. */
    private interface Measurement<T> {
        T measure(RecordReader.Factory reader, int round) throws Exception;
    }

    private <T> void run(Measurement<T> measurement, Rounds<T> connector, Rounds<T> other)
            throws Exception {
        for (int round = 0; round < rounds; round++) {
            connector.results.add(measurement.measure(ConnectorReader.with(null), round));
            other.results.add(measurement.measure(PeerReader.of(peer), round));
        }
    }

    /**
     * Measures from writing to the sink.
     *
     * @throws Exception if a change doesn't arrive
     */
    public void latency() throws Exception {
        Table table =
                report.table(
                        "A lone change, milliseconds from its write to the sink; beside "
                                + peer.factoryName(),
                        "shards",
                        "reader   ",
                        "p50                 ",
                        "p99                 ",
                        "calls/h, a shard      ",
                        "CPU us a poll       ");
        for (int shards : options.numbers("--latency-shards", 1, 10_000)) {
            Rounds<LatencyRun.Result> connector = new Rounds<>(new ArrayList<>());
            Rounds<LatencyRun.Result> other = new Rounds<>(new ArrayList<>());
            run((reader, round) -> latencyRun(shards, round).measure(reader), connector, other);
            row(table, shards, "connector", connector);
            row(table, shards, "peer", other);
            table.row(
                    shards,
                    "ratio",
                    connector.times(other, result -> result.millis().median()),
                    connector.times(other, result -> result.millis().at(0.99)),
                    connector.times(other, LatencyRun.Result::calls),
                    connector.times(other, LatencyRun.Result::pollMicros));
        }
    }

    private LatencyRun latencyRun(int shards, int round) {
        return new LatencyRun(
                shards,
                Service.of(options),
                new LatencyRun.Settling(options.seconds("--settling-seconds"), false),
                options.millis("--gap-ms"),
                options.number("--records", 1, 1_000_000),
                seed + round);
    }

    private static void row(
            Table table, int shards, String reader, Rounds<LatencyRun.Result> results) {
        table.row(
                shards,
                reader,
                results.of(result -> result.millis().median()),
                results.of(result -> result.millis().at(0.99)),
                results.of(LatencyRun.Result::calls),
                results.of(LatencyRun.Result::pollMicros));
    }

    /**
     * Measures from a parent's last record to its child's first.
     *
     * @throws Exception if a change doesn't arrive
     */
    public void handover() throws Exception {
        Table table =
                report.table(
                        "From a parent's last record to its child's first, and the others, in"
                                + " milliseconds; beside "
                                + peer.factoryName(),
                        "rolling",
                        "reader   ",
                        "gap p50             ",
                        "gap p99             ",
                        "others p50          ",
                        "meanwhile p50       ");
        for (int rolling : options.numbers("--rolling", 1, 10_000)) {
            Rounds<HandoverRun.Result> connector = new Rounds<>(new ArrayList<>());
            Rounds<HandoverRun.Result> other = new Rounds<>(new ArrayList<>());
            run(
                    (reader, round) ->
                            HandoverRun.Result.all(handoverRun(rolling, round).measure(reader)),
                    connector,
                    other);
            row(table, rolling, "connector", connector::of);
            row(table, rolling, "peer", other::of);
            row(table, rolling, "ratio", figure -> connector.times(other, figure));
        }
    }

    private HandoverRun handoverRun(int rolling, int round) {
        return new HandoverRun(
                rolling,
                options.number("--steady", 1, 10_000),
                Service.of(options),
                options.seconds("--window-seconds"),
                2,
                seed + round);
    }

    /**
     * Measures from the start of a job to the records that are there before it starts.
     *
     * @throws Exception if a record doesn't arrive
     */
    public void startup() throws Exception {
        Table table =
                report.table(
                        "From the submission of a job to its first and its last record, in"
                                + " milliseconds, the start of a local cluster included; beside "
                                + peer.factoryName(),
                        "shards",
                        "reader   ",
                        "first record        ",
                        "a record of each    ");
        for (int shards : options.numbers("--startup-shards", 1, 10_000)) {
            Rounds<PeerStartup.Result> connector = new Rounds<>(new ArrayList<>());
            Rounds<PeerStartup.Result> other = new Rounds<>(new ArrayList<>());
            run(
                    (reader, round) ->
                            PeerStartup.measure(Service.of(options), shards, seed + round, reader),
                    connector,
                    other);
            startupRow(table, shards, "connector", connector::of);
            startupRow(table, shards, "peer", other::of);
            startupRow(table, shards, "ratio", figure -> connector.times(other, figure));
        }
    }

    private static void startupRow(
            Table table,
            int shards,
            String reader,
            Function<ToDoubleFunction<PeerStartup.Result>, Quantiles> cells) {
        table.row(
                shards,
                reader,
                cells.apply(PeerStartup.Result::first),
                cells.apply(PeerStartup.Result::all));
    }

    /** Returns the cell of a figure. */
    private interface Cells {
        Quantiles of(ToDoubleFunction<HandoverRun.Result> figure);
    }

    private static void row(Table table, int rolling, String reader, Cells cells) {
        table.row(
                rolling,
                reader,
                cells.of(result -> result.gaps().median()),
                cells.of(result -> result.gaps().at(0.99)),
                cells.of(result -> result.undisturbed().median()),
                cells.of(result -> result.disturbed().median()));
    }
}
