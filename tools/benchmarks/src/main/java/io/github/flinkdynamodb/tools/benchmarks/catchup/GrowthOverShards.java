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

import io.github.flinkdynamodb.tools.benchmarks.report.Plot;
import io.github.flinkdynamodb.tools.benchmarks.report.Plot.Scale;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The connector's CPU time of a record over the number of shards, the backlog being the same. */
final class GrowthOverShards {

    private static final int TARGET = 9;
    private static final double MOST_AGAINST_LEAST = 1.2;

    private final List<CatchUpCase> cases;
    private final int pages;
    private final int rounds;

    /**
     * Creates a measurement.
     *
     * @param cases which differ in their shards
     * @param pages how long the backlog is
     * @param rounds how often each is measured
     */
    GrowthOverShards(List<CatchUpCase> cases, int pages, int rounds) {
        this.cases = cases;
        this.pages = pages;
        this.rounds = rounds;
    }

    void run(CatchUpJvms jvms, Report report) throws Exception {
        Map<CatchUpCase, CatchUpResults> results = new LinkedHashMap<>();
        List<Double> spreads = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Double> micros = new ArrayList<>();
            for (CatchUpCase job : cases) {
                CatchUpFigures figures = jvms.measure(job, Variant.CONNECTOR, pages);
                results.computeIfAbsent(job, CatchUpResults::new).add(Variant.CONNECTOR, figures);
                micros.add(figures.cpuMicrosOfARecord());
            }
            spreads.add(Collections.max(micros) / Collections.min(micros));
        }
        print(results, report);
        report.target(
                Target.atMost(
                        TARGET,
                        "CPU a record over "
                                + cases.get(0).shards()
                                + " to "
                                + cases.get(cases.size() - 1).shards()
                                + " shards, most against least",
                        MOST_AGAINST_LEAST,
                        "x",
                        Quantiles.of(spreads)));
    }

    private static void print(Map<CatchUpCase, CatchUpResults> results, Report report) {
        Table table =
                report.table(
                        "The connector over the number of shards, the same backlog",
                        "shards",
                        "CPU us a record    ",
                        "records/s                   ");
        Plot plot =
                report.plot(
                        new Plot("catchup-growth", "What a record costs the connector")
                                .across("shards", Scale.LOGARITHMIC)
                                .up("CPU time, us a record", Scale.LINEAR));
        for (CatchUpResults measured : results.values()) {
            Quantiles micros = measured.of(Variant.CONNECTOR, CatchUpFigures::cpuMicrosOfARecord);
            table.row(
                    measured.job().shards(),
                    micros,
                    measured.of(Variant.CONNECTOR, CatchUpFigures::recordsPerSecond));
            plot.point("median", measured.job().shards(), micros.median());
            plot.point("least", measured.job().shards(), micros.least());
            plot.point("most", measured.job().shards(), micros.most());
        }
    }
}
