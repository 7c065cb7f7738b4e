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

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Decides when readers are told how many items are left: {@code pendingRecords} is a metric of
 * readers, and the count is the enumerator's. Each has an equal part. Coordinator thread only.
 */
final class ItemShares {

    /** So small a table is read before anybody could act on its size. */
    static final long LEAST = 10_000;

    /** A reader is told about so often in the course of a scan. */
    private static final int STEPS = 50;

    private final long[] told;

    /** The readers that are done. */
    private final BitSet ended = new BitSet();

    /** The most that there was to be read in this run. */
    private long total;

    /**
     * Creates the shares.
     *
     * @param parallelism the number of readers, which take it that nothing is left
     */
    ItemShares(int parallelism) {
        this.told = new long[parallelism];
    }

    /** A reader has been told that no more splits come. */
    void readerEnded(int subtask) {
        ended.set(subtask);
    }

    /** A reader failed. The one that comes back knows of nothing. */
    void readerLost(int subtask) {
        ended.clear(subtask);
        told[subtask] = 0;
    }

    /**
     * Takes what is to be told now.
     *
     * @param itemsLeft about how many items are left, of all readers
     * @param canReach whether what is sent to a reader now gets there
     * @return the parts by subtask
     */
    Map<Integer, Long> takeDue(long itemsLeft, IntPredicate canReach) {
        total = Math.max(total, itemsLeft);
        Map<Integer, Long> due = new LinkedHashMap<>();
        long share = itemsLeft / told.length;
        for (int subtask = 0; subtask < told.length; subtask++) {
            if (isNews(subtask, share) && !ended.get(subtask) && canReach.test(subtask)) {
                told[subtask] = share;
                due.put(subtask, share);
            }
        }
        return due;
    }

    private boolean isNews(int subtask, long share) {
        long change = Math.abs(share - told[subtask]);
        boolean isLast = share == 0 && change > 0;
        return total >= LEAST && (isLast || change * STEPS > total / told.length);
    }
}
