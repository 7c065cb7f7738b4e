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

import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of all cases, the picture over the number of shards, and the limits. */
final class CatchUpReport {

    private final Report report;
    private final Table table;
    private final Plot plot;
    private final Map<Variant, Map<Integer, Double>> points = new EnumMap<>(Variant.class);
    private CatchUpCase plotted;

    /**
     * Begins the table.
     *
     * @param plotName the name of the picture
     * @param beside who is compared with the connector, to be appended to the title
     */
    CatchUpReport(Report report, String plotName, String beside) {
        this.report = report;
        this.table =
                report.table(
                        "A backlog drained"
                                + beside
                                + "; ratios: how often the connector has the other's figure",
                        "case                                         ",
                        "job                     ",
                        "variant    ",
                        "records/s                   ",
                        "CPU us a record    ",
                        "MB/s",
                        "in flight",
                        "ratio of records/s   ",
                        "ratio of CPU         ");
        this.plot =
                report.plot(
                        new Plot(plotName, "A backlog drained" + beside)
                                .across("shards", Scale.LOGARITHMIC)
                                .up("records a second", Scale.LOGARITHMIC));
    }

    /** Adds a case. */
    void add(CatchUpResults results) {
        for (Variant variant : results.variants()) {
            Quantiles records = results.of(variant, CatchUpFigures::recordsPerSecond);
            table.row(
                    results.job().text(),
                    variant.isJob() ? results.job().jobText() : "",
                    variant.text(),
                    records,
                    results.of(variant, CatchUpFigures::cpuMicrosOfARecord),
                    results.of(variant, CatchUpFigures::megabytesPerSecond).median(),
                    results.of(variant, CatchUpFigures::inFlight).median(),
                    results.ratio(Variant.CONNECTOR, variant, CatchUpFigures::recordsPerSecond),
                    results.ratio(Variant.CONNECTOR, variant, CatchUpFigures::cpuMicrosOfARecord));
            if (isPlotted(results.job())) {
                points.computeIfAbsent(variant, created -> new TreeMap<>())
                        .putIfAbsent(results.job().shards(), records.median());
            }
        }
        if (results.has(Variant.BYTES_LOOP)) {
            limit(results);
        }
    }

    /** Draws the picture, after the last case. */
    void finish() {
        points.forEach(
                (variant, medians) ->
                        medians.forEach(
                                (shards, records) -> plot.point(variant.text(), shards, records)));
    }

    /** The first case, and those that differ from it in their shards alone. */
    private boolean isPlotted(CatchUpCase job) {
        if (plotted == null) {
            plotted = job;
        }
        return plotted.nearby(0).equals(job.nearby(0)) && plotted.callMillis() == job.callMillis();
    }

    private void limit(CatchUpResults results) {
        CatchUpCase job = results.job();
        double roundTrip =
                results.of(Variant.BYTES_LOOP, CatchUpFigures::roundTripSeconds).median();
        double oneCall = job.shards() * job.page().records() / roundTrip;
        double bytes = results.of(Variant.BYTES_LOOP, CatchUpFigures::recordsPerSecond).median();
        report.limit(
                String.format(
                        Locale.ROOT,
                        "%s: a page takes %.2f ms to a client that reads nothing of it, so that one"
                                + " call a shard at a time gives at most %,.0f records/s; decoding"
                                + " nothing reaches %,.0f at %.2f us CPU a record.",
                        job.text(),
                        1e3 * roundTrip,
                        oneCall,
                        bytes,
                        results.of(Variant.BYTES_LOOP, CatchUpFigures::cpuMicrosOfARecord)
                                .median()));
    }
}
