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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Plot;
import io.github.flinkdynamodb.tools.benchmarks.report.Plot.Scale;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The connector's CPU time of a record over the number of shards, the backlog being the same. */
final class GrowthOverShards {

    private static final int TARGET = 9;
    private static final double MOST_AGAINST_LEAST = 1.2;

    private final CommandLine options;
    private final int rounds;

    /**
     * Creates a measurement.
     *
     * @param options name the numbers of shards, the times of a call and the backlog
     * @param rounds how often each number of shards is measured with the first time of a call
     */
    GrowthOverShards(CommandLine options, int rounds) {
        this.options = options;
        this.rounds = rounds;
    }

    void run(CatchUpJvms jvms, Report report) throws Exception {
        Table table =
                report.table(
                        "The connector over the number of shards, the same backlog",
                        "shards",
                        "call   ",
                        "CPU us a record    ",
                        "records/s                   ");
        Plot plot =
                report.plot(
                        new Plot("catchup-growth", "What a record costs the connector")
                                .across("shards", Scale.LOGARITHMIC)
                                .up("CPU time, us a record", Scale.LINEAR));
        List<Integer> calls = options.numbers("--growth-call-ms", 0, 60_000);
        for (int call : calls) {
            boolean first = call == calls.get(0);
            List<CatchUpCase> cases = CatchUpCases.growth(options, call);
            List<CatchUpResults> results = new ArrayList<>();
            cases.forEach(job -> results.add(new CatchUpResults(job)));
            List<Double> spreads = measure(jvms, results, first ? rounds : 1);
            results.forEach(measured -> print(measured, table, plot));
            if (first) {
                report.target(
                        Target.atMost(
                                TARGET,
                                String.format(
                                        "CPU a record over %d to %,d shards, most against least",
                                        cases.get(0).shards(),
                                        cases.get(cases.size() - 1).shards()),
                                MOST_AGAINST_LEAST,
                                "x",
                                Quantiles.of(spreads)));
            }
        }
    }

    /** Measures rounds; returns for each how often the most is the least. */
    private List<Double> measure(CatchUpJvms jvms, List<CatchUpResults> results, int howOften)
            throws Exception {
        int pages = options.number("--growth-pages", 1, 10_000_000);
        List<Double> spreads = new ArrayList<>();
        for (int round = 0; round < howOften; round++) {
            List<Double> micros = new ArrayList<>();
            for (CatchUpResults result : results) {
                CatchUpFigures figures = jvms.measure(result.job(), Variant.CONNECTOR, pages);
                result.add(Variant.CONNECTOR, figures);
                micros.add(figures.cpuMicrosOfARecord());
            }
            spreads.add(Collections.max(micros) / Collections.min(micros));
        }
        return spreads;
    }

    private static void print(CatchUpResults measured, Table table, Plot plot) {
        CatchUpCase job = measured.job();
        Quantiles micros = measured.of(Variant.CONNECTOR, CatchUpFigures::cpuMicrosOfARecord);
        table.row(
                job.shards(),
                job.callMillis() + " ms",
                micros,
                measured.of(Variant.CONNECTOR, CatchUpFigures::recordsPerSecond));
        plot.point(job.callMillis() + " ms a call", job.shards(), micros.median());
    }
}
