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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.tools.quickstart.Screen.Style;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is printed at the end of a run. */
final class Report {

    /** How often a task fails with --crash. */
    private static final int CRASHES = 2;

    private final Screen screen;
    private final Options options;
    private final String addresses;

    /**
     * Creates a report.
     *
     * @param screen where to
     * @param options what the user asked for
     * @param addresses where to look at what keeps running
     */
    Report(Screen screen, Options options, String addresses) {
        this.screen = screen;
        this.options = options;
        this.addresses = addresses;
    }

    /**
     * Prints the report; its last line is the verdict's.
     *
     * @param ledger the books of the run
     * @param problem what went wrong on the way, if anything
     * @return whether every figure is as it has to be and nothing went wrong
     */
    boolean print(Ledger ledger, Optional<String> problem) {
        Verdict verdict = ledger.verdict();
        Ledger.Figures figures = ledger.figures();
        screen.line("");
        screen.line(contents(ledger));
        LagStatistics lags = ledger.lags();
        screen.line(
                String.format(
                        Locale.ROOT,
                        "Lag, from the write to the end of the job: median %d ms, 99 of 100 changes"
                                + " within %d ms, at most %d ms",
                        lags.percentile(50),
                        lags.percentile(99),
                        lags.percentile(100)));
        if (figures.restarts() > 0) {
            screen.line(restarts(figures));
        }
        boolean crashed = !options.crash() || figures.restarts() >= CRASHES;
        if (!crashed) {
            screen.line("A failure that --crash orders never happened", Style.BAD);
        }
        problem.ifPresent(text -> screen.line(text, Style.BAD));
        explainRest(verdict);
        boolean good = verdict.isGood() && crashed && problem.isEmpty();
        if (options.keep() && problem.isEmpty()) {
            screen.line("Everything keeps running until Ctrl-C: " + addresses, Style.NOTICE);
        }
        screen.line(verdict.line(), good ? Style.GOOD : Style.BAD);
        return good;
    }

    static String contents(Ledger ledger) {
        List<PlannedChange> changes = ledger.writtenChanges();
        return String.format(
                "In the table before: %d orders. Written: %d insertions, %d modifications and %d"
                        + " removals of %d orders",
                ledger.existingOrders().size(),
                count(changes, ChangeType.INSERT),
                count(changes, ChangeType.MODIFY),
                count(changes, ChangeType.REMOVE),
                changes.stream().map(change -> change.id().orderId()).distinct().count());
    }

    private static long count(List<PlannedChange> changes, ChangeType type) {
        return changes.stream().filter(change -> change.type() == type).count();
    }

    private static String restarts(Ledger.Figures figures) {
        return "Restarts: "
                + figures.restarts()
                + "; "
                + figures.replayed()
                + " items and changes arrived a second time after Flink had rolled the first time"
                + " back";
    }

    private void explainRest(Verdict verdict) {
        if (verdict.wrong() > 0) {
            screen.line(
                    verdict.wrong() + " committed items and changes aren't what was written",
                    Style.BAD);
        }
        if (verdict.miscounted() > 0) {
            screen.line(
                    "Flink's state counts " + verdict.miscounted() + " changes wrongly", Style.BAD);
        }
    }
}
