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
package io.github.flinkdynamodb.streams.source.enumerator;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Divides the read capacity of a job among its readers, by how many segments each has. A grant is
 * raised only after others have been lowered, so all of them together don't exceed the whole, but
 * for two things: a reader that comes back after a failure begins with an equal share, until it is
 * told that others have more; and then it keeps a hundredth of that share at least, so that it can
 * read. Coordinator thread only.
 */
final class CapacityShares {

    /**
     * A reader without segments keeps this part of an equal share, so that it can begin at once.
     */
    private static final double LEAST = 0.01;

    /** Differences up to this part aren't worth an event. */
    private static final double TOLERANCE = 0.01;

    private final double total;
    private final double[] granted;

    /** Whether a reader knows its grant; one that has just been started doesn't. */
    private final boolean[] told;

    /** The readers that are done. */
    private final BitSet ended = new BitSet();

    /**
     * Creates the shares.
     *
     * @param parallelism the number of readers; until they are told, each has an equal share
     * @param total read capacity units a second, for all of them
     */
    CapacityShares(int parallelism, double total) {
        this.total = total;
        this.granted = new double[parallelism];
        this.told = new boolean[parallelism];
        Arrays.fill(granted, equal());
    }

    /** A reader has been told that no more splits come: it consumes nothing any more. */
    void readerEnded(int subtask) {
        ended.set(subtask);
        granted[subtask] = 0;
    }

    /** A reader failed. The one that comes back has an equal share until it is told. */
    void readerLost(int subtask) {
        ended.clear(subtask);
        told[subtask] = false;
        granted[subtask] = equal();
    }

    /**
     * Takes the grants that are to be sent now.
     *
     * @param segments how many segments each reader has
     * @param canReach whether what is sent to a reader now gets there
     * @return units a second by subtask, the lowered ones first
     */
    Map<Integer, Double> takeDue(int[] segments, IntPredicate canReach) {
        Map<Integer, Double> due = new LinkedHashMap<>();
        int all = IntStream.of(segments).sum();
        int[] reachable =
                IntStream.range(0, granted.length)
                        .filter(subtask -> !ended.get(subtask) && canReach.test(subtask))
                        .toArray();
        for (int subtask : reachable) {
            lower(subtask, wanted(segments[subtask], all), due);
        }
        double free = total - DoubleStream.of(granted).sum();
        for (int subtask : reachable) {
            double before = granted[subtask];
            double most = Math.max(free + before, equal() * LEAST);
            raise(subtask, Math.min(most, wanted(segments[subtask], all)), due);
            free -= granted[subtask] - before;
        }
        return due;
    }

    /** Lowers a grant; a reader that doesn't know its one yet is told when all are lowered. */
    private void lower(int subtask, double unitsPerSecond, Map<Integer, Double> due) {
        if (unitsPerSecond >= granted[subtask] * (1 - TOLERANCE)) {
            return;
        }
        if (told[subtask]) {
            grant(subtask, unitsPerSecond, due);
        } else {
            granted[subtask] = unitsPerSecond;
        }
    }

    /** Raises a grant, or tells a reader its first one, be it less than it has begun with. */
    private void raise(int subtask, double unitsPerSecond, Map<Integer, Double> due) {
        if (!told[subtask] || unitsPerSecond > granted[subtask] * (1 + TOLERANCE)) {
            grant(subtask, unitsPerSecond, due);
        }
    }

    private double wanted(int segments, int all) {
        return all == 0 ? equal() : equal() * LEAST + total * (1 - LEAST) * segments / all;
    }

    private double equal() {
        return total / granted.length;
    }

    private void grant(int subtask, double unitsPerSecond, Map<Integer, Double> due) {
        granted[subtask] = unitsPerSecond;
        told[subtask] = true;
        due.put(subtask, unitsPerSecond);
    }
}
