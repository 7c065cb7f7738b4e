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
import io.github.flinkdynamodb.tools.benchmarks.report.Rounds;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import java.util.List;
import java.util.Map;

/** The changes of a stream while the items of its table are read, and after that. */
final class ChangesBesideItems {

    private static final double MOST_LATENCY_MEANWHILE = 1.5;
    private static final double MOST_AFTER = 1.03;

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
        Rounds<Items> rounds =
                Rounds.measure(Items.class, options.number("--rounds", 1, 100), this::measure);
        for (Items items : Items.values()) {
            table.row(
                    items.text(),
                    items.mode(),
                    rounds.of(items, "p50"),
                    rounds.of(items, "p99"),
                    items.areReadMeanwhile() ? "" : rounds.of(items, "cpu"),
                    rounds.of(items, "scanned").median());
        }
        String where =
                String.format(
                        "; %s shards, %s segments",
                        options.text("--shards"), options.text("--beside-segments"));
        String lone = "a lone change, p50, against no reading of items, ";
        atMost(
                lone + "meanwhile, full" + where,
                MOST_LATENCY_MEANWHILE,
                rounds.ratio(Items.MEANWHILE_FULL, Items.NEVER_FULL, "p50"));
        atMost(
                lone + "after it, upsert" + where,
                MOST_AFTER,
                rounds.ratio(Items.BEFORE_UPSERT, Items.NEVER_UPSERT, "p50"));
        atMost(
                "CPU of one of many changes, against no reading of items, after it, upsert" + where,
                MOST_AFTER,
                rounds.ratio(Items.BEFORE_UPSERT, Items.NEVER_UPSERT, "cpu"));
        report.limit(
                "the job, the simulator and the server of the items share the processors, which"
                        + " reading items uses up; half of a poll interval is what a lone change"
                        + " waits on average. With valid retractions, and items, the changes go"
                        + " through a shuffle, where Flink keeps them for up to 100 ms"
                        + " (execution.buffer-timeout.interval).");
    }

    private void atMost(String what, double bound, Quantiles ratio) {
        report.target(Target.atMost(target, what, bound, "x", ratio));
    }

    private Map<String, Double> measure(Items items) throws Exception {
        return ChildJvm.run(
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
                        options.text("--many-changes")));
    }
}
