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
package io.github.flinkdynamodb.tools.simulator.table;

import java.util.Map;
import java.util.TreeMap;

/** Which records of a shard, by their indexes, are noted. Guarded by its table's lock. */
final class IndexRanges {

    /** Told of a range of indexes. */
    interface Range {
        void accept(long from, long to);
    }

    private final TreeMap<Long, Long> endByStart = new TreeMap<>();
    private long count;

    /** How many indexes are noted. */
    long count() {
        return count;
    }

    /**
     * Notes the indexes from one on and before another.
     *
     * @param added told of each range that wasn't noted yet
     * @return how many weren't noted yet
     */
    long add(long from, long to, Range added) {
        long before = count;
        long start = from;
        long next = from;
        Map.Entry<Long, Long> left = endByStart.floorEntry(from);
        if (left != null && left.getValue() >= from) {
            start = left.getKey();
            next = left.getValue();
        }
        long end = Math.max(to, next);
        Map.Entry<Long, Long> right = endByStart.higherEntry(start);
        while (right != null && right.getKey() <= end) {
            note(next, Math.min(to, right.getKey()), added);
            next = Math.max(next, right.getValue());
            end = Math.max(end, right.getValue());
            endByStart.remove(right.getKey());
            right = endByStart.higherEntry(start);
        }
        note(next, to, added);
        if (end > start) {
            endByStart.put(start, end);
        }
        return count - before;
    }

    private void note(long from, long to, Range added) {
        if (to > from) {
            count += to - from;
            added.accept(from, to);
        }
    }
}
