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
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import io.github.flinkdynamodb.tools.benchmarks.report.Rounds;
import io.github.flinkdynamodb.tools.benchmarks.report.Table;
import io.github.flinkdynamodb.tools.benchmarks.report.Target;
import io.github.flinkdynamodb.tools.benchmarks.snapshot.ReconcilerRun.Who;
import java.util.List;
import java.util.Map;

/** The connector's operators for valid retractions beside Flink's ChangelogNormalize. */
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
            Rounds<Who> rounds =
                    Rounds.measure(
                            Who.class,
                            options.number("--rounds", 1, 100),
                            who -> measure(who, backend));
            for (Who who : Who.values()) {
                table.row(
                        backend,
                        who.text(),
                        rounds.of(who, "bytes"),
                        rounds.of(who, "during"),
                        rounds.of(who, "after"));
            }
            atMost("bytes of a key", backend, MOST_BYTES, rounds, "bytes");
            atMost("CPU of a change", backend, 1, rounds, "during");
        }
        report.limit(
                "the reconciler and the keeper receive both rows of a change, and their hashes, or"
                        + " that of the key, are computed in the time measured; ChangelogNormalize"
                        + " receives the new one.");
    }

    private void atMost(
            String what, String backend, double bound, Rounds<Who> rounds, String figure) {
        report.target(
                Target.atMost(
                        target,
                        "reconciler, " + what + " against ChangelogNormalize; " + backend,
                        bound,
                        "x",
                        rounds.ratio(Who.RECONCILER, Who.NORMALIZE, figure)));
    }

    private Map<String, Double> measure(Who who, String backend) throws Exception {
        return ChildJvm.run(
                ReconcilerRun.class,
                jvm,
                List.of(
                        who.name(),
                        backend,
                        options.text("--reconciled-items"),
                        options.text("--changes")));
    }
}
