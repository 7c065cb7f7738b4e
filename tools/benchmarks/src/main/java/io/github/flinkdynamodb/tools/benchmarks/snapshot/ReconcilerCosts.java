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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.benchmarks.snapshot.ReconcilerRun.Who;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The connector's operator for valid retractions beside Flink's ChangelogNormalize. */
final class ReconcilerCosts {

    private static final double MOST_BYTES = 0.25;

    private final CommandLine options;
    private final Report report;
    private final int target;
    private final List<String> jvm;

    /**
     * Creates a measurement.
     *
     * @param target the number of the group of targets
     * @param jvm the options of each JVM
     */
    ReconcilerCosts(CommandLine options, Report report, int target, List<String> jvm) {
        this.options = options;
        this.report = report;
        this.target = target;
        this.jvm = jvm;
    }

    /** Measures with each backend, in rounds. */
    void run() throws Exception {
        Table table =
                report.table(
                        "Valid retractions, items of ten columns",
                        "state   ",
                        "operator          ",
                        "bytes of a key    ",
                        "CPU of a change during the overlap, us",
                        "and after it, us  ");
        for (String backend : options.texts("--backends", "heap|rocksdb")) {
            Map<Who, List<Map<String, Double>>> measured = measure(backend);
            measured.forEach(
                    (who, runs) ->
                            table.row(
                                    backend,
                                    who == Who.RECONCILER ? "reconciler" : "ChangelogNormalize",
                                    of(runs, "bytes"),
                                    of(runs, "during"),
                                    of(runs, "after")));
            atMost("bytes of a key against ChangelogNormalize; " + backend, MOST_BYTES, measured);
            atMost("CPU of a change against ChangelogNormalize; " + backend, 1, measured);
        }
        report.limit(
                "the reconciler receives both rows of a change, and their hashes are computed in"
                        + " the time measured; ChangelogNormalize receives the new one.");
    }

    private void atMost(String what, double bound, Map<Who, List<Map<String, Double>>> measured) {
        String figure = what.startsWith("bytes") ? "bytes" : "during";
        List<Map<String, Double>> ones = measured.get(Who.RECONCILER);
        List<Map<String, Double>> others = measured.get(Who.NORMALIZE);
        double[] ratios =
                IntStream.range(0, ones.size())
                        .mapToDouble(i -> ones.get(i).get(figure) / others.get(i).get(figure))
                        .toArray();
        report.target(
                Target.atMost(target, "reconciler, " + what, bound, "x", new Quantiles(ratios)));
    }

    private Map<Who, List<Map<String, Double>>> measure(String backend) throws Exception {
        Map<Who, List<Map<String, Double>>> measured = new EnumMap<>(Who.class);
        int rounds = options.number("--rounds", 1, 100);
        for (int round = 0; round < rounds; round++) {
            for (Who who : Who.values()) {
                measured.computeIfAbsent(who, created -> new ArrayList<>())
                        .add(
                                ChildJvm.run(
                                        ReconcilerRun.class,
                                        jvm,
                                        List.of(
                                                who.name(),
                                                backend,
                                                options.text("--reconciled-items"),
                                                options.text("--changes"))));
            }
        }
        return measured;
    }

    private static Quantiles of(List<Map<String, Double>> runs, String figure) {
        return new Quantiles(runs.stream().mapToDouble(run -> run.get(figure)).toArray());
    }
}
