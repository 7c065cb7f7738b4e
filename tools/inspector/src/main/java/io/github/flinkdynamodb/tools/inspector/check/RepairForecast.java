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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.TableDescription;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.export.DeletionLines;
import io.github.flinkdynamodb.streams.source.repair.Lineage;
import io.github.flinkdynamodb.streams.source.repair.LineageGroup;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.repair.RepairStep;
import io.github.flinkdynamodb.streams.source.repair.RepairWindows;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.repair.RestoredStream;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a job does with {@code scan.on-data-loss} = {@code repair} if it is restored now: found by
 * the connector's own rule. Immutable.
 */
public final class RepairForecast {

    /** What comes of it. */
    public enum Outcome {
        /** Nothing is missing by the times of the shards, so the stream is read on. */
        NOT_NEEDED,
        /** The gap is closed, in each changelog mode that can be repaired. */
        POSSIBLE,
        /** The gap can be closed if rows are only appended. */
        APPEND_ONLY,
        /** The job fails. */
        IMPOSSIBLE,
        /** A repair that had begun goes on. */
        UNDER_WAY
    }

    private static final String ID = "forecast";

    private final Outcome outcome;
    private final RepairPlan plan;
    private final String reason;

    private RepairForecast(Outcome outcome, RepairPlan plan, String reason) {
        this.outcome = outcome;
        this.plan = plan;
        this.reason = reason;
    }

    /**
     * Finds out what comes of a repair.
     *
     * @param source what the savepoint holds
     * @param table the table; null if nothing is known of it
     * @param now the time at which the job is restored
     * @return the forecast; empty if the savepoint holds no place in a stream
     */
    static Optional<RepairForecast> of(SourceReport source, TableFinding table, Instant now) {
        EnumeratorState state = source.state().enumerator();
        Optional<RepairPlan> plan = state.repair();
        if (plan.isPresent() && !plan.get().isRead()) {
            return Optional.of(new RepairForecast(Outcome.UNDER_WAY, plan.get(), null));
        }
        if (plan.isEmpty() && source.streamArns().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ofStream(source, table, now));
    }

    private static RepairForecast ofStream(SourceReport source, TableFinding table, Instant now) {
        EnumeratorState state = source.state().enumerator();
        List<ShardSplit> held = heldShards(source);
        Instant repairedUpTo = state.repair().map(RepairPlan::end).orElse(null);
        List<Lineage> all = lineages(state, held, repairedUpTo);
        boolean replaced = isReplaced(state, table);
        if (!replaced && RepairWindows.lost(all, repairedUpTo, now).isEmpty()) {
            return new RepairForecast(Outcome.NOT_NEEDED, null, null);
        }
        if (state.repair().isEmpty() && state.scan().isPresent()) {
            return impossible("the table's items haven't all been read yet");
        }
        Instant streamFrom =
                latestStream(table).flatMap(TableFinding::creationOf).orElse(Instant.EPOCH);
        try {
            return found(RepairWindows.of(all, repairedUpTo, now, streamFrom), held);
        } catch (IllegalArgumentException e) {
            return impossible(e.getMessage());
        }
    }

    private static RepairForecast impossible(String reason) {
        return new RepairForecast(Outcome.IMPOSSIBLE, null, reason);
    }

    private static RepairForecast found(RepairWindows windows, List<ShardSplit> held) {
        List<Lineage> withoutKeys = windows.withoutKeys(false);
        if (withoutKeys.isEmpty()) {
            return new RepairForecast(
                    Outcome.POSSIBLE, RepairPlan.of(ID, windows, keys(windows, held)), null);
        }
        String reason =
                String.format(
                        "the state lacks keys of the items that were inserted last in %d of %d"
                                + " shards, the first of them %s",
                        withoutKeys.size(), held.size(), withoutKeys.get(0));
        boolean off =
                held.stream()
                        .allMatch(
                                shard ->
                                        shard.recentInserts().isEmpty()
                                                && shard.readUpTo().isEmpty());
        return new RepairForecast(
                Outcome.APPEND_ONLY,
                RepairPlan.of(ID, windows, null),
                off ? reason + ": it was written without 'repair'" : reason);
    }

    private static List<ShardSplit> heldShards(SourceReport source) {
        return source.state().splits().values().stream()
                .flatMap(List::stream)
                .filter(ShardSplit.class::isInstance)
                .map(ShardSplit.class::cast)
                .collect(Collectors.toList());
    }

    private static List<Lineage> lineages(
            EnumeratorState state, List<ShardSplit> held, Instant repairedUpTo) {
        // Of a job that reads a table first, items count as insertions that nobody remembers.
        boolean besideItems =
                held.stream()
                        .flatMap(shard -> shard.recentInserts().stream())
                        .anyMatch(inserts -> inserts.since().isPresent());
        return RestoredStream.lineages(
                held.stream()
                        .map(RestoredShard::remembering)
                        .map(RestoredShard::describe)
                        .map(Lineage::new)
                        .collect(Collectors.toList()),
                state.shards(),
                state.listedOnce(),
                repairedUpTo,
                notBefore ->
                        besideItems
                                ? notBefore.map(time -> time.plusSeconds(1))
                                : Optional.empty());
    }

    private static Optional<String> latestStream(TableFinding table) {
        return Optional.ofNullable(table)
                .flatMap(TableFinding::description)
                .flatMap(TableDescription::latestStreamArn);
    }

    /** Returns whether the table has another stream, or has had none behind an earlier repair. */
    private static boolean isReplaced(EnumeratorState state, TableFinding table) {
        Optional<String> latest = latestStream(table);
        if (latest.isEmpty()) {
            return false;
        }
        return state.streamArn().isPresent()
                ? !state.streamArn().equals(latest)
                : state.repair().filter(plan -> isEnabledTooLate(latest.get(), plan)).isPresent();
    }

    private static boolean isEnabledTooLate(String stream, RepairPlan plan) {
        return TableFinding.creationOf(stream)
                .filter(enabled -> enabled.plus(Lineage.FUZZINESS).isAfter(plan.end()))
                .isPresent();
    }

    private static List<List<ExportFile>> keys(RepairWindows windows, List<ShardSplit> held) {
        List<List<ExportFile>> keys = new ArrayList<>();
        for (LineageGroup group : windows.groups()) {
            List<ExportFile> files = new ArrayList<>();
            DeletionLines lines =
                    new DeletionLines(
                            (count, content) ->
                                    files.add(DeletionLines.file("keys", count, content)));
            held.stream()
                    .filter(shard -> group.shardIds().contains(shard.shardId()))
                    .forEach(shard -> RestoredShard.addKeys(shard, group.keysFrom(), lines));
            lines.end();
            keys.add(files);
        }
        return keys;
    }

    /** Returns what comes of it. */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns why it isn't possible, or not in each mode.
     *
     * @return the beginning of a sentence; empty if it is possible
     */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    /**
     * Returns what is read, in this order.
     *
     * @return deletions of keys and windows; empty if nothing is repaired
     */
    public List<RepairStep> steps() {
        return plan == null ? List.of() : plan.steps();
    }

    /** Returns the windows of which exports are asked for; empty if nothing is repaired. */
    public List<RepairStep> windows() {
        return steps().stream().filter(RepairStep::isOfChanges).collect(Collectors.toList());
    }

    /** Returns how many keys are deleted before windows are read. */
    public long keys() {
        return steps().stream().mapToLong(RepairForecast::keysOf).sum();
    }

    /** Returns how many keys a step deletes; 0 for a window. */
    public static long keysOf(RepairStep step) {
        return step.deletions().stream().mapToLong(ExportFile::itemCount).sum();
    }
}
