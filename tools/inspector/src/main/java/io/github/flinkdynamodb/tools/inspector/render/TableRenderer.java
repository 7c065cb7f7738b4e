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

import io.github.flinkdynamodb.tools.inspector.Inspection;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport.Progress;
import io.github.flinkdynamodb.tools.inspector.report.SnapshotReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A report for people: a few lines for each source, and a table of its shards. */
public final class TableRenderer {

    static final String INDENT = "  ";

    /** More shards than this are shown with --all alone. */
    private static final int MOST_SHARDS = 40;

    private final boolean all;

    /**
     * Creates a renderer.
     *
     * @param all whether all shards are shown, or only the oldest of those that are to be read
     */
    public TableRenderer(boolean all) {
        this.all = all;
    }

    /**
     * Renders a report.
     *
     * @param inspection what was found out
     * @return its lines
     */
    public List<String> render(Inspection inspection) {
        List<String> lines = new ArrayList<>(head(inspection));
        for (int i = 0; i < inspection.sources().size(); i++) {
            SourceReport source = inspection.sources().get(i);
            CheckReport check = inspection.check(i).orElse(null);
            lines.add("");
            lines.addAll(source(source, inspection));
            lines.addAll(shards(source, check, inspection));
            if (check != null) {
                lines.add("");
                lines.addAll(new CheckLines(check).lines());
            }
        }
        inspection.ofApache().forEach(sentence -> lines.add("\n" + sentence + "."));
        inspection.unreadable().forEach(sentence -> lines.add("\n" + sentence + "."));
        lines.add("");
        lines.add(verdict(inspection));
        return lines;
    }

    private static List<String> head(Inspection inspection) {
        String kind = inspection.savepoint().kind().orElse("checkpoint");
        return List.of(
                (kind.equals("savepoint") ? "Savepoint " : "Checkpoint ")
                        + inspection.savepoint().location(),
                String.format(
                        "%scheckpoint %d, taken %s, %s; %s of state in %s",
                        INDENT,
                        inspection.savepoint().checkpointId(),
                        Texts.time(inspection.takenAt()),
                        Texts.relation(inspection.takenAt(), inspection.now(), "now"),
                        Texts.bytes(inspection.savepoint().stateBytes()),
                        Texts.count(inspection.savepoint().operators().size(), "operator")));
    }

    private List<String> source(SourceReport source, Inspection inspection) {
        List<String> lines = new ArrayList<>();
        lines.add(source.state().name().orElse("Source " + source.state().operatorId()));
        lines.add(
                line(
                        "operator",
                        String.format(
                                "%s%s, %s, %s of state",
                                source.state().operatorId(),
                                source.state().uid().map(uid -> ", uid " + uid).orElse(""),
                                Texts.count(source.state().parallelism(), "subtask"),
                                Texts.bytes(source.state().bytes()))));
        source.streamArns().forEach(arn -> lines.add(line("stream", arn)));
        lines.add(
                line(
                        "first started",
                        Texts.time(source.state().enumerator().startedAt())
                                + (source.streamArns().isEmpty()
                                                || source.state().enumerator().listedOnce()
                                        ? ""
                                        : "; its shards have never been listed")));
        source.snapshot().ifPresent(snapshot -> lines.add(line("table", snapshot(snapshot))));
        if (!source.streamArns().isEmpty()) {
            lines.add(line("shards", counts(source)));
            lines.addAll(oldest(source, inspection));
        }
        return lines;
    }

    static String line(String name, String text) {
        return String.format("%s%-14s %s", INDENT, name, text);
    }

    private static String counts(SourceReport source) {
        String kinds =
                source.counts().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(
                                (Map.Entry<Progress, Integer> entry) ->
                                        entry.getValue() + " " + word(entry.getKey()))
                        .collect(Collectors.joining(", "));
        return source.shards().size() + (kinds.isEmpty() ? "" : ": " + kinds);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<String> oldest(SourceReport source, Inspection inspection) {
        List<String> lines = new ArrayList<>();
        Optional<Instant> since = source.oldest().flatMap(ShardReport::unreadSince);
        if (since.isPresent()) {
            Instant until = since.get().plus(ShardReport.RETENTION);
            Duration left = Duration.between(inspection.now(), until);
            lines.add(
                    line(
                            "oldest",
                            String.format(
                                    "changes since %s, %s, %s",
                                    Texts.time(since.get()),
                                    Texts.relation(
                                            since.get(), inspection.takenAt(), "the savepoint"),
                                    Texts.relation(since.get(), inspection.now(), "now"))));
            lines.add(
                    line(
                            "readable until",
                            Texts.time(until)
                                    + (left.isNegative()
                                            ? ", which was " + Texts.span(left) + " ago"
                                            : ": " + Texts.span(left) + " left")));
        }
        if (source.withoutTime() > 0) {
            lines.add(
                    line(
                            "",
                            Texts.count(source.withoutTime(), "shard")
                                    + " without a time: nothing tells how old the changes are"));
        }
        return lines;
    }

    private static String snapshot(SnapshotReport snapshot) {
        if (snapshot.kind() == SnapshotReport.Kind.WAITING_FOR_EXPORT) {
            return String.format(
                    "waits for %s of %s, asked for at %s",
                    snapshot.exportArn().map(arn -> "export " + arn).orElse("an export"),
                    snapshot.tableArn(),
                    snapshot.askedAt().map(Texts::time).orElse("?"));
        }
        boolean scan = snapshot.kind() == SnapshotReport.Kind.SCAN;
        return String.format(
                "%s %s: %d of %s read, %d with readers%s%s",
                scan ? "scan of" : word(snapshot.kind()) + " of",
                snapshot.tableArn(),
                snapshot.finished(),
                Texts.count(snapshot.total(), scan ? "segment" : "file"),
                snapshot.held(),
                snapshot.isOver() ? ", which is all" : "",
                snapshot.changesUpTo()
                        .map(time -> "; changes are out up to " + Texts.time(time))
                        .orElse(""));
    }

    private List<String> shards(SourceReport source, CheckReport check, Inspection inspection) {
        List<ShardReport> shown = all ? source.shards() : source.openShards();
        if (shown.isEmpty()) {
            return List.of();
        }
        int left = all ? 0 : Math.max(0, shown.size() - MOST_SHARDS);
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(
                new ShardTable(check, inspection)
                        .lines(shown.subList(0, shown.size() - left), INDENT));
        if (left > 0) {
            lines.add(
                    INDENT + "and " + Texts.count(left, "shard") + " with newer positions: --all");
        }
        return lines;
    }

    private static String verdict(Inspection inspection) {
        if (inspection.isChecked()) {
            return inspection.isLoss()
                    ? "Verdict: changes can't be read any more, or may be lost."
                    : "Verdict: all that is still to be read can be read"
                            + (inspection.unreadable().isEmpty()
                                    ? "."
                                    : ", of the sources that could be checked.");
        }
        boolean listed =
                inspection.sources().stream()
                        .allMatch(
                                source ->
                                        source.streamArns().isEmpty()
                                                || source.state().enumerator().listedOnce());
        long withoutTime = inspection.sources().stream().mapToLong(SourceReport::withoutTime).sum();
        Optional<Instant> until =
                inspection.sources().stream()
                        .flatMap(source -> source.oldest().stream())
                        .flatMap(shard -> shard.readableUntil().stream())
                        .min(Instant::compareTo);
        if (until.isEmpty()) {
            return listed && withoutTime == 0
                    ? "Nothing of a stream is to be read."
                    : "Nothing tells how old the changes are that are to be read. --check asks the"
                            + " service.";
        }
        Duration left = Duration.between(inspection.now(), until.get());
        return left.isNegative()
                ? "By its age, changes may have been trimmed. --check asks the service."
                : "By its age, all can be read for another "
                        + Texts.span(left)
                        + (withoutTime == 0
                                ? "."
                                : ", but for what has no time. --check asks the service.");
    }
}
