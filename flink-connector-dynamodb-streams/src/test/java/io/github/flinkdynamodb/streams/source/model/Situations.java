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
package io.github.flinkdynamodb.streams.source.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts how often something of interest has come about. */
final class Situations {

    /** What may come in between at any step. */
    private static final String[] DISTURBANCES = {
        "task failure",
        "failure of the region",
        "global failure",
        "restore with another parallelism",
        "barrier at the enumerator",
        "barrier at the reader"
    };

    /** What follows the name of a disturbance that comes while a child waits to move. */
    static final String CHILD_WAITS = " while a child waits to move";

    private final Map<String, Long> counts = new TreeMap<>();

    /** Returns what may come in between at some steps: each at each. */
    static List<String> disturbancesAt(Collection<? extends Enum<?>> steps) {
        List<String> situations = new ArrayList<>();
        for (String disturbance : DISTURBANCES) {
            steps.forEach(step -> situations.add(disturbance + " at " + step));
        }
        return situations;
    }

    /** Returns what may come in between while a child waits to move. */
    static List<String> disturbancesOfMoves() {
        List<String> situations = new ArrayList<>();
        for (String disturbance : DISTURBANCES) {
            situations.add(disturbance + CHILD_WAITS);
        }
        return situations;
    }

    void note(String situation) {
        counts.merge(situation, 1L, Long::sum);
    }

    void note(String what, Enum<?> step) {
        note(what + " at " + step);
    }

    long count(String situation) {
        return counts.getOrDefault(situation, 0L);
    }

    void add(Situations more) {
        more.counts.forEach((situation, count) -> counts.merge(situation, count, Long::sum));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        counts.forEach(
                (situation, count) -> text.append(String.format("%n  %9d  %s", count, situation)));
        return text.toString();
    }
}
