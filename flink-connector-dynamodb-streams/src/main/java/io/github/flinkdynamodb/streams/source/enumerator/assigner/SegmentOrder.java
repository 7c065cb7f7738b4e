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
package io.github.flinkdynamodb.streams.source.enumerator.assigner;

/**
 * The order in which segments are given out: of those that are read at the same time, as few as
 * possible are neighbours, since neighbours lie in the same partition, whose throughput is limited.
 * <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html#Scan.ParallelScan">
 * Parallel scan</a>. A segment's rank is its number with the bits reversed: 0, 4, 2, 6, 1, 5, 3, 7.
 */
final class SegmentOrder {

    private final int bits;

    /**
     * Creates the order.
     *
     * @param totalSegments how many segments there are, at least 1
     */
    SegmentOrder(int totalSegments) {
        this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(totalSegments - 1);
    }

    /** Creates the order of the numbers themselves. */
    static SegmentOrder ascending() {
        return new SegmentOrder(1);
    }

    /** Returns the rank of a segment; ranks have gaps if the total isn't a power of two. */
    int rankOf(int segment) {
        return reverse(segment);
    }

    /** Returns which segment has a rank. */
    int segmentAt(int rank) {
        return reverse(rank);
    }

    private int reverse(int number) {
        return bits == 0 ? number : Integer.reverse(number) >>> (Integer.SIZE - bits);
    }
}
