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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.annotation.Internal;

/**
 * Which windows close the gap of some shards. All that was read of them is one of some {@linkplain
 * LineageGroup groups}. Each has two first windows, and all of these end at the same time; from
 * there on contiguous ones lead to the end, where the stream is read on. The proof is in {@code
 * docs/adr/0024-repair-by-deletions-first.md}. Immutable.
 */
@Internal
public final class RepairWindows {

    /** The service keeps a record for so long. */
    public static final Duration RETENTION = Duration.ofHours(24);

    /** So much earlier a shard counts as lost: it must still be there when it is asked for. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    /** What is trimmed so soon after the reading of a shard has begun was on its way out then. */
    private static final Duration STARTING = Duration.ofHours(1);

    /** An incremental export is of 15 minutes to 24 hours. */
    private static final Duration SHORTEST = Duration.ofMinutes(15);

    private static final Duration LONGEST = Duration.ofHours(24);

    /** So far behind the present the last window ends: a window in the future is refused. */
    private static final Duration BEHIND = Duration.ofMinutes(1);

    /** Each group repeats some history of the others. */
    private static final int MOST_GROUPS = 10;

    private final List<LineageGroup> groups;
    private final List<Instant> edges;

    private RepairWindows(List<LineageGroup> groups, List<Instant> edges) {
        this.groups = groups;
        this.edges = edges;
    }

    /**
     * Returns those shards of which changes may have been trimmed.
     *
     * @param all the shards that were restored
     * @param repairedUpTo the end of the last window of an earlier repair; null for none
     * @param now the service's time
     */
    public static List<Lineage> lost(Collection<Lineage> all, Instant repairedUpTo, Instant now) {
        Instant kept = now.minus(RETENTION).plus(MARGIN);
        return all.stream()
                .filter(lineage -> isLost(lineage, repairedUpTo, kept))
                .collect(Collectors.toList());
    }

    /**
     * Of an unread shard, whose time is a day before its reading began, nothing is lost as long as
     * some of what it had then is kept. Later it may be gone, and its children too. One that was
     * created later than that, by more than what a start may take, had all of its records then.
     */
    private static boolean isLost(Lineage lineage, Instant repairedUpTo, Instant kept) {
        Optional<Instant> known = lineage.knownAt();
        if (!lineage.isUnread() || lineage.isUnreadBehind(repairedUpTo)) {
            return known.filter(kept::isAfter).isPresent();
        }
        return known.filter(kept.minus(RETENTION)::isAfter).isPresent()
                || lineage.complete()
                        .filter(created -> created.isAfter(known.get().plus(STARTING)))
                        .filter(kept::isAfter)
                        .isPresent();
    }

    /**
     * Finds the windows for all shards of a stream, some of which are lost.
     *
     * @param all the shards
     * @param repairedUpTo the end of the last window of an earlier repair; null for none
     * @param now the service's time
     * @param streamFrom the time from which on the stream has all changes that is read behind them
     * @return the windows
     * @throws IllegalArgumentException if the shards are too far apart; the message says it
     */
    public static RepairWindows of(
            Collection<Lineage> all, Instant repairedUpTo, Instant now, Instant streamFrom) {
        all.stream()
                .filter(lineage -> lineage.knownAt().isEmpty())
                .findAny()
                .ifPresent(
                        lineage -> {
                            throw new IllegalArgumentException(
                                    "the state doesn't hold how far the stream has been read: of"
                                            + " shard "
                                            + lineage.shardId()
                                            + " nothing is known");
                        });
        List<Lineage> read =
                all.stream()
                        .filter(lineage -> !lineage.isUnreadBehind(repairedUpTo))
                        .sorted(Comparator.comparing(Lineage::completeUpTo))
                        .collect(Collectors.toList());
        List<LineageGroup> groups = LineageGroup.of(read);
        boolean someUnread = all.stream().anyMatch(each -> each.isUnreadBehind(repairedUpTo));
        if (someUnread || isWithin(groups, repairedUpTo)) {
            groups.add(LineageGroup.behindGap(repairedUpTo));
            groups.sort(Comparator.comparing(LineageGroup::begin));
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException(
                    "the state doesn't hold how far the stream has been read");
        }
        Instant last = groups.get(groups.size() - 1).begin();
        Instant emitted =
                read.stream()
                        .map(Lineage::emittedBefore)
                        .max(Comparator.naturalOrder())
                        .orElse(last);
        Instant common = ceiling(later(emitted, last.plus(SHORTEST)));
        Instant end = later(common, end(now, streamFrom));
        if (Duration.between(common, end).compareTo(SHORTEST) < 0) {
            common = end;
        }
        Instant first = groups.get(0).earlierBegin();
        if (groups.size() > MOST_GROUPS || first.plus(LONGEST).isBefore(common)) {
            throw new IllegalArgumentException(
                    String.format(
                            "the shards have been read to times that are too far apart, from %s to"
                                    + " %s, in %d groups",
                            first, emitted, groups.size()));
        }
        return new RepairWindows(groups, edges(common, end));
    }

    /**
     * Returns whether an earlier repair has emitted changes that the stream's shards haven't all
     * come to.
     */
    private static boolean isWithin(List<LineageGroup> groups, Instant repairedUpTo) {
        return repairedUpTo != null
                && !groups.isEmpty()
                && groups.get(0).begin().isBefore(repairedUpTo);
    }

    /**
     * Finds the windows that go on from the end of earlier ones.
     *
     * @param from that end
     * @param now the service's time
     * @param streamFrom the time from which on the stream has all changes that is read behind them
     * @return the windows, without groups
     */
    public static RepairWindows goingOn(Instant from, Instant now, Instant streamFrom) {
        Instant end = later(end(now, streamFrom), from.plus(SHORTEST));
        return new RepairWindows(List.of(), edges(from, end));
    }

    /** The stream is read from some time before the end on, which it must have. */
    private static Instant end(Instant now, Instant streamFrom) {
        return later(floor(now.minus(BEHIND)), ceiling(streamFrom.plus(Lineage.FUZZINESS)));
    }

    private static List<Instant> edges(Instant from, Instant to) {
        long seconds = Duration.between(from, to).toSeconds();
        long longest = LONGEST.toSeconds();
        long count = (seconds + longest - 1) / longest;
        List<Instant> edges = new ArrayList<>();
        edges.add(from);
        for (long i = 1; i <= count; i++) {
            edges.add(from.plusSeconds(seconds * i / count));
        }
        return edges;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant floor(Instant time) {
        return Instant.ofEpochSecond(time.getEpochSecond());
    }

    private static Instant ceiling(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? time : floor.plusSeconds(1);
    }

    /**
     * Returns the groups that have first windows of their own.
     *
     * @return the groups, the oldest first; empty if the windows go on from earlier ones
     */
    public List<LineageGroup> groups() {
        return groups;
    }

    /**
     * Returns the times at which one window ends and the next one begins.
     *
     * @return the end of the first windows, and that of each window behind them
     */
    public List<Instant> edges() {
        return edges;
    }

    /** Returns the end of the last window. */
    public Instant end() {
        return edges.get(edges.size() - 1);
    }

    /**
     * Returns the shards for which the keys aren't remembered that are needed.
     *
     * @param rowsToo whether what was emitted last must be known of each item that has a line in a
     *     first window: it is, from when on keys are remembered
     * @return the shards; empty if all is known
     */
    public List<Lineage> withoutKeys(boolean rowsToo) {
        List<Lineage> without = new ArrayList<>();
        for (LineageGroup group : groups) {
            Instant from = rowsToo ? group.rowsFrom() : group.keysFrom();
            group.members().stream()
                    .filter(lineage -> !lineage.remembersSince(from))
                    .forEach(without::add);
        }
        return without;
    }
}
