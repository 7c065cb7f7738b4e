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
package io.github.flinkdynamodb.tools.inspector.render;

import io.github.flinkdynamodb.streams.client.RecoveryDescription;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.check.Gap;
import io.github.flinkdynamodb.tools.inspector.check.RepairEstimate;
import io.github.flinkdynamodb.tools.inspector.check.RepairForecast;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding.Outcome;
import io.github.flinkdynamodb.tools.inspector.check.SnapshotPrice;
import io.github.flinkdynamodb.tools.inspector.check.StreamFinding;
import io.github.flinkdynamodb.tools.inspector.check.TableFinding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the service says, for people: streams, the gap, and what a repair costs. */
final class CheckLines {

    /** More steps of a repair than this are summed up. */
    private static final int MOST_STEPS = 10;

    private final CheckReport check;
    private final List<String> lines = new ArrayList<>();

    CheckLines(CheckReport check) {
        this.check = check;
    }

    /** Returns the lines. */
    List<String> lines() {
        check.streams().forEach(this::add);
        if (!check.shards().isEmpty()) {
            add("positions", outcomes());
        }
        String without = check.isLoss() ? "that of the repair" : "none";
        add("gap", check.gap().map(this::gap).orElse(without));
        check.repair().ifPresent(this::addRepair);
        if (check.gap().isPresent()) {
            addSnapshot();
        }
        check.table()
                .map(TableFinding::problems)
                .orElse(List.of())
                .forEach(problem -> add("not known", problem));
        return lines;
    }

    private void add(String name, String text) {
        lines.add(TableRenderer.line(name, text));
    }

    private void add(StreamFinding stream) {
        String latest =
                check.table()
                        .flatMap(table -> table.replacementOf(stream.arn()))
                        .map(arn -> "; the table's stream is now " + arn)
                        .orElse("");
        String status =
                stream.status()
                        .map(
                                found ->
                                        String.format(
                                                "stream is %s, %s listed, %d of them not in the"
                                                        + " state",
                                                found,
                                                Texts.count(stream.listedShards(), "shard"),
                                                check.newShards()))
                        .orElse("stream doesn't exist any more");
        add("service", status + latest);
    }

    private String outcomes() {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> check.count(outcome) > 0)
                .map(outcome -> check.count(outcome) + " " + TableRenderer.word(outcome))
                .collect(Collectors.joining(", "));
    }

    private String gap(Gap gap) {
        return String.format(
                "from %s to %s%s",
                gap.from().map(Texts::time).orElse("a time that nothing tells"),
                Texts.time(gap.to()),
                gap.length().map(length -> ", " + Texts.span(length)).orElse(""));
    }

    private void addRepair(RepairEstimate repair) {
        RepairForecast forecast = repair.forecast();
        List<RepairStep> steps = forecast.steps();
        add("repair", repairOf(forecast));
        for (RepairStep step : steps.subList(0, Math.min(MOST_STEPS, steps.size()))) {
            add("", step(step));
        }
        if (steps.size() > MOST_STEPS) {
            add("", "and so on, up to " + Texts.time(steps.get(steps.size() - 1).to()));
        }
        if (!steps.isEmpty()) {
            forecast.reason()
                    .ifPresent(reason -> add("", "impossible in upsert and full: " + reason));
            add("recovery", recovery(repair));
            add("price", price(repair));
        }
    }

    private static String repairOf(RepairForecast forecast) {
        String exports = "from " + Texts.count(forecast.windows().size(), "incremental export");
        switch (forecast.outcome()) {
            case NOT_NEEDED:
                return "none: by the times of the shards nothing is missing yet";
            case IMPOSSIBLE:
                return "impossible: " + forecast.reason().orElseThrow();
            case APPEND_ONLY:
                return exports + ", in append-only alone:";
            case UNDER_WAY:
                return "under way, " + exports + ":";
            default:
                return exports + ":";
        }
    }

    private static String step(RepairStep step) {
        return step.isOfChanges()
                ? Texts.time(step.from())
                        + " to "
                        + Texts.time(step.to())
                        + step.exportArn().map(arn -> ", asked for").orElse("")
                : Texts.count(RepairForecast.keysOf(step), "deletion")
                        + " of what was inserted since "
                        + Texts.time(step.from());
    }

    private String recovery(RepairEstimate repair) {
        if (repair.isAskedFor()) {
            return "not needed any more: all exports have been asked for";
        }
        Optional<RecoveryDescription> recovery = repair.recovery();
        if (recovery.isEmpty()) {
            return "not known whether point-in-time recovery covers that";
        }
        if (recovery.get().earliest().isEmpty()) {
            return "point-in-time recovery is off: nothing can be exported";
        }
        String since = Texts.time(recovery.get().earliest().get());
        return repair.isCovered().orElse(false)
                ? "point-in-time recovery covers that: it has the table since " + since
                : "point-in-time recovery doesn't cover that: it has the table since " + since;
    }

    private static String price(RepairEstimate repair) {
        String formula =
                String.format(
                        Locale.ROOT,
                        "%s a GB of the log of %.1f h of writes",
                        Texts.dollars(repair.pricePerGb()),
                        repair.hours());
        if (repair.dollars().isEmpty()) {
            return String.format(
                    "%s, at least %s; how many GB that are isn't known before"
                            + " (--write-mb-per-hour)",
                    formula, Texts.dollars(repair.leastDollars()));
        }
        return String.format(
                Locale.ROOT,
                "about %s: %s, %.3f GB",
                Texts.dollars(repair.dollars().getAsDouble()),
                formula,
                repair.gigabytes().getAsDouble());
    }

    private void addSnapshot() {
        Optional<SnapshotPrice> price = check.table().flatMap(TableFinding::snapshot);
        price.ifPresent(
                found ->
                        add(
                                "new snapshot",
                                String.format(
                                        Locale.ROOT,
                                        "%s, %s: %,d read units, %s on demand, half of that if"
                                                + " eventually consistent; by a full export %s",
                                        Texts.count(found.items(), "item"),
                                        Texts.bytes(found.bytes()),
                                        found.units(),
                                        Texts.dollars(found.scanDollars()),
                                        Texts.dollars(found.exportDollars()))));
    }
}
