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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.source.repair.TimedTable.Change;
import io.github.flinkdynamodb.streams.source.repair.TimedTable.Key;
import io.github.flinkdynamodb.streams.source.repair.TimedTable.Line;
import io.github.flinkdynamodb.streams.source.split.ExportFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A random history of a table, and of a job that reads its stream, is stopped for days once or more
 * than once, and closes each gap by a real plan of real windows. Exports, the stream and what is
 * emitted are modelled; nothing fails within a step but that it is read again.
 */
final class GapModel {

    /** What becomes of changes. */
    enum Rows {
        /** The last one of a key counts. */
        UPSERT,
        /** Each is one of a log. */
        APPEND,
        /** Each takes back the one before. */
        FULL
    }

    private static final long START = Instant.parse("2026-01-01T12:00:00Z").toEpochMilli();
    private static final Pattern KEY = Pattern.compile(" k\\d ");
    private static final long HOUR = Duration.ofHours(1).toMillis();

    /** Exports are of 35 days, and the next one begins where the last one ends. */
    private static final long MOST_DAYS_WITHIN = 34;

    private static final Duration MOST_AGE = Duration.ofHours(20);

    /** A window is of so much at most, and some of it is needed for what isn't certain. */
    private static final Duration MOST_SPREAD = Duration.ofHours(24).minusMinutes(20);

    private final Random random;
    private final RepairFault fault;
    private final Rows mode;
    private final TimedTable table;
    private final TimedReader reader;

    /** The rows by key, and all that were ever emitted. */
    private final Map<Key, Long> rows = new HashMap<>();

    /** What makes rows of changes in the mode FULL. */
    private final StandingTable<Key> standing;

    private final Set<Long> emitted = new HashSet<>();
    private final StringBuilder story = new StringBuilder();

    /** How often something of interest has come about. */
    final Map<String, Integer> situations = new TreeMap<>();

    private long now = START;

    /** The item that is wrong at the end; null if none is. */
    private String wrong;

    /** The end of the last repair; null if there has been none. */
    private Instant repaired;

    /** Whether all shards behind that have been listed. */
    private boolean known;

    private GapModel(long seed, RepairFault fault, Rows mode) {
        this.random = new Random(seed);
        this.fault = fault;
        this.mode = mode;
        this.standing = new StandingTable<>(fault, rows);
        this.table = new TimedTable(random, 1 + random.nextInt(9), 1 + random.nextInt(3), now);
        this.reader = new TimedReader(fault, this::emit);
        say("%s", table);
    }

    /**
     * Runs a history.
     *
     * @return the model, which has what came about
     * @throws AssertionError if the result isn't the table
     */
    static GapModel run(long seed, RepairFault fault, Rows mode) {
        GapModel model = new GapModel(seed, fault, mode);
        try {
            model.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "history " + seed + ": " + e.getMessage() + "\n" + model.story(), e);
        }
        return model;
    }

    /** What has happened to the item that is wrong; to all if it isn't one. */
    private String story() {
        return story.toString()
                .lines()
                .filter(line -> wrong == null || !KEY.matcher(line).find() || line.contains(wrong))
                .collect(Collectors.joining("\n"));
    }

    private void run() {
        reader.begin(table, now, null);
        int outages = 1 + random.nextInt(3);
        for (int outage = 0; outage < outages; outage++) {
            work(outage == 0 ? 10 + random.nextInt(60) : random.nextInt(1 + random.nextInt(40)));
            if (!outage()) {
                return;
            }
        }
        reader.readAll(now);
        requireComplete();
        if (standing.hasForgotten()) {
            note("rows that are kept no longer");
        }
    }

    private void note(String situation) {
        situations.merge(situation, 1, Integer::sum);
    }

    private void say(String format, Object... arguments) {
        story.append(Instant.ofEpochMilli(now)).append(' ');
        story.append(String.format(format, arguments)).append('\n');
    }

    // --- the job ---------------------------------------------------------------------------------

    private void emit(Change change) {
        say("emitted from the stream: %s", describe(change));
        put(change.key, change.before, change.value);
        emitted.add(change.number);
    }

    private void put(Key key, long before, long after) {
        if (mode != Rows.FULL) {
            rows.put(key, after);
            return;
        }
        try {
            standing.take(key, before, after, now);
        } catch (AssertionError e) {
            wrong = " " + key.name + " ";
            throw e;
        }
    }

    private static String describe(Change change) {
        return change.key.name
                + (change.value == 0 ? " deleted" : change.inserts ? " inserted" : " changed")
                + " #"
                + change.number
                + " at "
                + Instant.ofEpochMilli(change.at)
                + ", stamped "
                + Instant.ofEpochSecond(change.stamp);
    }

    private void write() {
        Key key = table.keys.get(random.nextInt(table.keys.size()));
        say("%s", describe(table.write(key, now)));
    }

    /** The job reads what is written, but for shards that lag. */
    private void work(int steps) {
        int lagging = random.nextInt(3) == 0 ? 0 : -1;
        for (int shard = reader.shardCount() - 1; random.nextInt(9) > 0 && shard >= 0; shard--) {
            reader.seenEmpty(shard, now);
        }
        for (int step = 0; step < steps; step++) {
            int kind = random.nextInt(20);
            if (kind < 8) {
                write();
            } else if (kind < 14 && reader.shardCount() > lagging + 1) {
                int shard = lagging + 1 + random.nextInt(reader.shardCount() - lagging - 1);
                reader.read(shard, random.nextInt(6), now);
                known |= random.nextInt(3) == 0;
            } else if (kind == 14) {
                table.split(now);
            } else if (kind == 15) {
                reader.seenEmpty(random.nextInt(reader.shardCount()), now);
            } else if (kind == 16) {
                pass(random.nextInt(random.nextInt(20) == 0 ? 9 * (int) HOUR : 900_000));
            } else {
                pass(random.nextInt(random.nextBoolean() ? 3_000 : 40_000));
            }
        }
        known |= random.nextInt(4) == 0;
    }

    private void pass(long millis) {
        now += 1 + millis;
    }

    /** The job is stopped, and started again after a while. */
    private boolean outage() {
        say("stopped, %s", reader.lineages());
        reader.restore();
        long end = now + 25 * HOUR + (long) (random.nextDouble() * 29 * 24 * HOUR);
        if (random.nextBoolean()) {
            end = now + 25 * HOUR + random.nextInt((int) (50 * HOUR));
        }
        List<Lineage> all = new ArrayList<>(reader.lineages());
        if (repaired != null && !known) {
            all.add(Lineage.behindGap(repaired));
        }
        if (RepairWindows.lost(all, repaired, Instant.ofEpochMilli(end)).isEmpty()) {
            writeUntil(end, List.of());
            // A job that hasn't read anything begins where the stream does.
            if (!emitted.isEmpty() && reader.hasLost(now)) {
                throw new AssertionError("changes were trimmed, and nobody notices: " + all);
            }
            note("nothing lost");
            return true;
        }
        RepairWindows windows;
        try {
            windows = RepairWindows.of(all, repaired, Instant.ofEpochMilli(end), Instant.EPOCH);
        } catch (IllegalArgumentException e) {
            requireTooFarApart(all, e);
            return false;
        }
        boolean full = mode == Rows.FULL;
        if (mode != Rows.APPEND && !windows.withoutKeys(full).isEmpty()) {
            throw new AssertionError("keys are missing: " + windows.withoutKeys(full));
        }
        writeUntil(end, windows.edges());
        repair(windows);
        return true;
    }

    private void requireTooFarApart(List<Lineage> all, IllegalArgumentException refused) {
        Instant first =
                all.stream().map(Lineage::completeUpTo).min(Instant::compareTo).orElseThrow();
        Instant last =
                all.stream().map(Lineage::emittedBefore).max(Instant::compareTo).orElseThrow();
        if (Duration.between(first, last).compareTo(MOST_SPREAD) < 0) {
            throw new AssertionError("refused for nothing", refused);
        }
        note("refused: too far apart");
    }

    /** Writes for a while, in particular soon after the beginning and about some times. */
    private void writeUntil(long end, List<Instant> times) {
        List<Long> planned = new ArrayList<>();
        for (int write = random.nextInt(1 + random.nextInt(12)); write > 0; write--) {
            planned.add(now + random.nextInt(random.nextBoolean() ? 240_000 : 1_800_000));
        }
        for (int write = random.nextInt(1 + random.nextInt(12)); write > 0; write--) {
            long time = now + (long) (random.nextDouble() * (end - now));
            if (!times.isEmpty() && random.nextInt(3) > 0) {
                int edge = times.size() - 1 - random.nextInt(random.nextInt(times.size()) + 1);
                time = times.get(edge).toEpochMilli();
                time += random.nextInt(300_000) - 150_000;
            }
            planned.add(time);
        }
        long begin = now;
        planned.stream()
                .filter(time -> time >= begin && time < end)
                .sorted()
                .forEach(
                        time -> {
                            now = Math.max(now + 1, time);
                            if (random.nextInt(10) == 0) {
                                table.split(now);
                            } else {
                                write();
                            }
                        });
        now = Math.max(now, end);
    }

    // --- the repair ------------------------------------------------------------------------------

    private void repair(RepairWindows windows) {
        note(windows.groups().size() + " groups");
        List<Set<String>> keys = new ArrayList<>();
        List<List<ExportFile>> files = new ArrayList<>();
        for (LineageGroup group : windows.groups()) {
            Set<String> found = reader.keys(group.shardIds(), group.keysFrom());
            keys.add(found);
            // Which of the groups the step deletes for is all that its file says.
            ExportFile file = new ExportFile(Integer.toString(files.size()), found.size(), "");
            files.add(found.isEmpty() ? List.of() : List.of(file.heldAs(new byte[0])));
            note(found.isEmpty() ? "no keys" : "keys");
        }
        RepairPlan plan = RepairPlan.of("id", windows, mode == Rows.APPEND ? null : files);
        say("closing the gap: %s %s", windows.groups(), plan.steps());
        if (mode == Rows.FULL && random.nextInt(4) == 0) {
            note("stopped before the exports are read");
            writeUntil(now + MOST_DAYS_WITHIN * 24 * HOUR, List.of());
        }
        read(withFault(plan, windows), keys);
        pauseWithin();
        Instant end = plan.end();
        while (!end.plus(MOST_AGE).isAfter(Instant.ofEpochMilli(now))) {
            note("another plan, since it took too long");
            RepairPlan next =
                    RepairPlan.of(
                            "id",
                            RepairWindows.goingOn(end, Instant.ofEpochMilli(now), Instant.EPOCH),
                            null);
            say("going on: %s", next.steps());
            read(next.steps(), keys);
            end = next.end();
            pauseWithin();
        }
        repaired = end;
        known = false;
        boolean late = fault == RepairFault.STREAM_FROM_THE_END;
        reader.begin(table, now, late ? end : end.minus(Lineage.FUZZINESS));
    }

    /** A repair takes minutes, or days if the job was down within it. */
    private void pauseWithin() {
        long hours = random.nextInt(3) == 0 ? random.nextInt(60) : 0;
        writeUntil(now + 600_000 + hours * HOUR, List.of());
    }

    private List<RepairStep> withFault(RepairPlan plan, RepairWindows windows) {
        List<RepairStep> steps = new ArrayList<>(plan.steps());
        Set<Instant> later =
                windows.groups().stream().map(LineageGroup::begin).collect(Collectors.toSet());
        Set<Instant> earlier =
                windows.groups().stream()
                        .map(LineageGroup::earlierBegin)
                        .collect(Collectors.toSet());
        switch (fault) {
            case NO_DELETIONS:
                steps.removeIf(step -> !step.isOfChanges());
                break;
            case DELETIONS_BEHIND_WINDOWS:
                steps.sort((a, b) -> Boolean.compare(b.isOfChanges(), a.isOfChanges()));
                break;
            case WITHOUT_EARLIER_WINDOW:
                steps.removeIf(step -> step.isOfChanges() && earlier.contains(step.from()));
                break;
            case EARLIER_WINDOW_ALONE:
                if (steps.stream().anyMatch(step -> earlier.contains(step.from()))) {
                    steps.removeIf(step -> step.isOfChanges() && later.contains(step.from()));
                }
                break;
            default:
                break;
        }
        return steps;
    }

    /** Reads steps, one after the other; parts of one more than once if something fails. */
    private void read(List<RepairStep> steps, List<Set<String>> keys) {
        List<List<Line>> lines = new ArrayList<>();
        for (RepairStep step : steps) {
            List<Line> ofStep = new ArrayList<>(linesOf(step, keys));
            Collections.shuffle(ofStep, random);
            lines.add(ofStep);
        }
        if (fault == RepairFault.STEPS_AT_ONCE && lines.size() > 1) {
            int first = random.nextInt(lines.size() - 1);
            lines.get(first).addAll(lines.remove(first + 1));
            Collections.shuffle(lines.get(first), random);
        }
        for (List<Line> step : lines) {
            for (int failures = random.nextInt(3); failures > 0; failures--) {
                step.subList(0, random.nextInt(step.size() + 1)).forEach(this::emit);
                say("and again");
                Collections.shuffle(step, random);
            }
            step.forEach(this::emit);
            say("step read");
        }
    }

    private List<Line> linesOf(RepairStep step, List<Set<String>> keys) {
        if (step.isOfChanges()) {
            return table.export(step.from().toEpochMilli(), step.to().toEpochMilli());
        }
        Set<String> deleted = keys.get(Integer.parseInt(step.deletions().get(0).name()));
        return table.keys.stream()
                .filter(key -> deleted.contains(key.name))
                .map(key -> new Line(key, 0, 0))
                .collect(Collectors.toList());
    }

    private void emit(Line line) {
        if (mode == Rows.APPEND && line.value == 0) {
            return;
        }
        say("emitted from an export: %s", line);
        put(line.key, line.before, line.value);
        emitted.add(line.value);
    }

    // --- the end ---------------------------------------------------------------------------------

    private void requireComplete() {
        for (Key key : table.keys) {
            long row = rows.getOrDefault(key, 0L);
            long item = key.valueNow();
            if (mode == Rows.APPEND ? item != 0 && !emitted.contains(item) : row != item) {
                wrong = " " + key.name + " ";
                throw new AssertionError(key.name + " is @" + item + ", and its row @" + row);
            }
        }
    }
}
