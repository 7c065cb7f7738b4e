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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The changes of a stream while the items of its table are read, and after that. */
final class ChangesBesideItems {

    private static final double MOST_LATENCY_MEANWHILE = 1.5;
    private static final double MOST_AFTER = 1.03;
    private static final List<Items> MEANWHILE = List.of(Items.MEANWHILE_FULL, Items.NEVER_FULL);
    private static final List<Items> AFTER = List.of(Items.BEFORE_UPSERT, Items.NEVER_UPSERT);

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
    ChangesBesideItems(CommandLine options, Report report, int target, List<String> jvm) {
        this.options = options;
        this.report = report;
        this.target = target;
        this.jvm = jvm;
    }

    /** Measures each of {@link Items}, in rounds. */
    void run() throws Exception {
        Table table =
                report.table(
                        "Changes of a table whose items are read",
                        "items         ",
                        "changelog mode",
                        "a lone change, p50, ms",
                        "p99, ms               ",
                        "CPU of one of many, us",
                        "items read, MB/s");
        Map<Items, List<Map<String, Double>>> measured = measure();
        measured.forEach(
                (items, runs) ->
                        table.row(
                                items.text(),
                                items.mode(),
                                of(runs, "p50"),
                                of(runs, "p99"),
                                items.areReadMeanwhile() ? "" : of(runs, "cpu"),
                                of(runs, "scanned").median()));
        String where =
                String.format(
                        "; %s shards, %s segments",
                        options.text("--shards"), options.text("--beside-segments"));
        String lone = "a lone change, p50, against no reading of items, ";
        atMost(
                lone + "meanwhile, full" + where,
                MOST_LATENCY_MEANWHILE,
                "p50",
                measured,
                MEANWHILE);
        atMost(lone + "after it, upsert" + where, MOST_AFTER, "p50", measured, AFTER);
        atMost(
                "CPU of one of many changes, against no reading of items, after it, upsert" + where,
                MOST_AFTER,
                "cpu",
                measured,
                AFTER);
        report.limit(
                "the job, the simulator and the server of the items share the processors, which"
                        + " reading items uses up; half of a poll interval is what a lone change"
                        + " waits on average. With valid retractions, and items, the changes go"
                        + " through a shuffle, where Flink keeps them for up to 100 ms"
                        + " (execution.buffer-timeout.interval).");
    }

    /** Compares the first of a pair with the second one. */
    private void atMost(
            String what,
            double bound,
            String figure,
            Map<Items, List<Map<String, Double>>> measured,
            List<Items> pair) {
        List<Map<String, Double>> ones = measured.get(pair.get(0));
        List<Map<String, Double>> others = measured.get(pair.get(1));
        double[] ratios =
                IntStream.range(0, ones.size())
                        .mapToDouble(i -> ones.get(i).get(figure) / others.get(i).get(figure))
                        .toArray();
        report.target(Target.atMost(target, what, bound, "x", new Quantiles(ratios)));
    }

    private Map<Items, List<Map<String, Double>>> measure() throws Exception {
        Map<Items, List<Map<String, Double>>> measured = new EnumMap<>(Items.class);
        int rounds = options.number("--rounds", 1, 100);
        for (int round = 0; round < rounds; round++) {
            for (Items items : Items.values()) {
                measured.computeIfAbsent(items, created -> new ArrayList<>())
                        .add(
                                ChildJvm.run(
                                        ChangesRun.class,
                                        jvm,
                                        List.of(
                                                items.name(),
                                                options.text("--shards"),
                                                options.text("--beside-segments"),
                                                options.text("--call-ms"),
                                                options.text("--lone-changes"),
                                                options.text("--gap-ms"),
                                                options.text("--settling-seconds"),
                                                options.text("--many-changes"))));
            }
        }
        return measured;
    }

    private static Quantiles of(List<Map<String, Double>> runs, String figure) {
        return new Quantiles(runs.stream().mapToDouble(run -> run.get(figure)).toArray());
    }
}
