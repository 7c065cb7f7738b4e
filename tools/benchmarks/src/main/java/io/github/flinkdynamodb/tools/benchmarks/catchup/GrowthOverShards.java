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
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
            measure(jvms, results, first ? rounds : 1);
            results.forEach(measured -> print(measured, table, plot));
            if (first) {
                target(results, report);
            }
        }
    }

    private void measure(CatchUpJvms jvms, List<CatchUpResults> results, int howOften)
            throws Exception {
        int pages = options.number("--growth-pages", 1, 10_000_000);
        for (int round = 0; round < howOften; round++) {
            for (CatchUpResults result : results) {
                result.add(Variant.CONNECTOR, jvms.measure(result.job(), Variant.CONNECTOR, pages));
            }
        }
    }

    /** By the numbers of shards with the greatest and the least median, round by round. */
    private static void target(List<CatchUpResults> results, Report report) {
        Comparator<CatchUpResults> byMedian =
                Comparator.comparing(measured -> micros(measured).median());
        CatchUpResults most = Collections.max(results, byMedian);
        CatchUpResults least = Collections.min(results, byMedian);
        report.target(
                Target.atMost(
                        TARGET,
                        String.format(
                                "CPU a record over %,d to %,d shards, most (%,d) against least"
                                        + " (%,d)",
                                results.get(0).job().shards(),
                                results.get(results.size() - 1).job().shards(),
                                most.job().shards(),
                                least.job().shards()),
                        MOST_AGAINST_LEAST,
                        "x",
                        most.ratio(least, Variant.CONNECTOR, CatchUpFigures::cpuMicrosOfARecord)));
    }

    private static Quantiles micros(CatchUpResults measured) {
        return measured.of(Variant.CONNECTOR, CatchUpFigures::cpuMicrosOfARecord);
    }

    private static void print(CatchUpResults measured, Table table, Plot plot) {
        CatchUpCase job = measured.job();
        Quantiles micros = micros(measured);
        table.row(
                job.shards(),
                job.callMillis() + " ms",
                micros,
                measured.of(Variant.CONNECTOR, CatchUpFigures::recordsPerSecond));
        plot.point(job.callMillis() + " ms a call", job.shards(), micros.median());
    }
}
