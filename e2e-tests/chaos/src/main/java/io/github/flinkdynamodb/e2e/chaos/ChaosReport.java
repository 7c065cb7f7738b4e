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
package io.github.flinkdynamodb.e2e.chaos;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The end of a run as text. */
final class ChaosReport {

    private final ChaosResult result;
    private final StringBuilder text = new StringBuilder();

    ChaosReport(ChaosResult result) {
        this.result = result;
    }

    String text() {
        line("");
        line(
                "Chaos run of %.1f minutes, seed %d",
                result.history().now() / 60, result.options().seed());
        disturbances();
        counts("The stream", History.counts(result.history().shardChanges()));
        counts("Faults: " + result.faultCount(), result.faults());
        catchingUp();
        comparison();
        result.history().problems().forEach(problem -> line("  note: %s", problem));
        return text.toString();
    }

    private void disturbances() {
        line("  The cluster");
        result.disturbances()
                .forEach(
                        (kind, count) -> {
                            List<Double> times = result.recoveries(kind);
                            line(
                                    "  %,10d  %s; well again after %.1f s (median), %.1f s"
                                            + " (longest)",
                                    count,
                                    kind,
                                    times.get(times.size() / 2),
                                    times.get(times.size() - 1));
                        });
    }

    private void counts(String title, Map<String, Integer> counts) {
        line("  %s", title);
        counts.forEach((name, count) -> line("  %,10d  %s", count, name));
    }

    private void catchingUp() {
        Curves curves = Curves.of(result);
        line("  Throughput and lag");
        line("  %,10.0f  changes a second written, on average", Curves.average(curves.written()));
        line(
                "  %,10.0f  changes a second read by the three readers, at most",
                Curves.most(curves.read()));
        line("  %10.1f  s lag at most", Curves.most(curves.lag()));
    }

    private void comparison() {
        comparison("The ledger, against the state of the job", result.comparison());
        comparison("The ledger, against what SQL gave in upserts", result.sqlComparison());
        comparison(
                "The ledger, against what SQL gave with retractions, row by row",
                result.changelogComparison());
        line("  %,10d  trimmed before they were read", result.trimmedUnread());
        line(
                "  %s",
                result.isFlawless()
                        ? "Nothing lost, nothing doubled, everything in order."
                        : "FAILED: see above.");
    }

    private void comparison(String title, Comparison compared) {
        line("  %s", title);
        line("  %,10d  changes written to %,d items", compared.written(), compared.keys());
        line("  %,10d  changes counted in the state", compared.received());
        line("  %,10d  lost", compared.lost());
        line("  %,10d  doubled", compared.duplicates());
        line("  %,10d  out of order in their item", compared.outOfOrder());
        line("  %,10d  wrong: items of the table, or retractions", compared.wrong());
        line("  %,10d  verdicts committed twice", compared.rowsTwice());
        compared.examples().forEach(example -> line("  amiss: %s", example));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
