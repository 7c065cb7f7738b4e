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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened in a run, and when. Thread-safe. */
final class History {

    /**
     * Something that was done to the cluster.
     *
     * @param kind what
     * @param detail more of it, for the report
     * @param begin seconds since the start
     * @param end when the job was well again, likewise
     */
    record Disturbance(String kind, String detail, double begin, double end) {}

    /**
     * Something that happened at a moment.
     *
     * @param kind what
     * @param at seconds since the start
     */
    record Mark(String kind, double at) {}

    /**
     * How things stood at a moment.
     *
     * @param at seconds since the start
     * @param written how many changes were written up to then
     * @param handedOut how many were given to the job up to then, those again that it had before
     * @param unread how many the job wasn't given yet
     */
    record Sample(double at, long written, long handedOut, long unread) {}

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Clock clock;
    private final Instant start;
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<Mark> faults = new ArrayList<>();
    private final List<Mark> shardChanges = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    History(Clock clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    /** Seconds since the start. */
    double now() {
        return Duration.between(start, clock.instant()).toMillis() / MILLIS_PER_SECOND;
    }

    synchronized void disturbance(String kind, String detail, double begin) {
        disturbances.add(new Disturbance(kind, detail, begin, now()));
        note(
                String.format(
                        Locale.ROOT,
                        "%s at %.2f s, %s: the job is well again",
                        kind,
                        begin,
                        detail));
    }

    /** Notes a change of the shards, or of the connections. */
    synchronized void count(String kind) {
        shardChanges.add(new Mark(kind, now()));
    }

    /** Notes that faults have struck since the last time. */
    synchronized void faults(String kind, long times) {
        for (long i = 0; i < times; i++) {
            faults.add(new Mark(kind, now()));
        }
    }

    synchronized void sample(long written, long handedOut, long unread) {
        samples.add(new Sample(now(), written, handedOut, unread));
    }

    /** Adds a line to the record of what was done. */
    synchronized void note(String what) {
        notes.add(String.format(Locale.ROOT, "%8.2f s  %s", now(), what));
    }

    /** The record of what was done, line by line. */
    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** How many changes the job wasn't given yet when last looked at. */
    synchronized long unread() {
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).unread();
    }

    /** Notes something that went wrong with the run itself. */
    synchronized void problem(String what) {
        problems.add(String.format("after %.0f s: %s", now(), what));
    }

    synchronized List<Disturbance> disturbances() {
        return List.copyOf(disturbances);
    }

    synchronized List<Mark> faults() {
        return List.copyOf(faults);
    }

    synchronized List<Mark> shardChanges() {
        return List.copyOf(shardChanges);
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many marks there are of each kind. */
    static Map<String, Integer> counts(List<Mark> marks) {
        Map<String, Integer> counts = new TreeMap<>();
        marks.forEach(mark -> counts.merge(mark.kind(), 1, Integer::sum));
        return counts;
    }
}
