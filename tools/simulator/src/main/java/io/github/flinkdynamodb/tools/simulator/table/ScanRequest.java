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

/** Which page of a table is to be scanned. Immutable; each method returns another request. */
public final class ScanRequest {

    private final int segment;
    private final int totalSegments;
    private final boolean consistent;
    private final int limit;
    private final Item startKey;

    private ScanRequest(
            int segment, int totalSegments, boolean consistent, int limit, Item startKey) {
        this.segment = segment;
        this.totalSegments = totalSegments;
        this.consistent = consistent;
        this.limit = limit;
        this.startKey = startKey;
    }

    /**
     * The first page of a segment, eventually consistent and without a limit.
     *
     * @param segment from 0 on
     * @param totalSegments more than {@code segment}; 1 for the whole table
     */
    public static ScanRequest of(int segment, int totalSegments) {
        if (segment < 0 || segment >= totalSegments) {
            throw new IllegalArgumentException(
                    "Invalid segment " + segment + ": expected 0 to " + (totalSegments - 1));
        }
        return new ScanRequest(segment, totalSegments, false, Integer.MAX_VALUE, null);
    }

    /** Strongly consistent, or not. */
    public ScanRequest consistent(boolean value) {
        return new ScanRequest(segment, totalSegments, value, limit, startKey);
    }

    /** With this many items at most, at least 1. */
    public ScanRequest limit(int items) {
        return new ScanRequest(segment, totalSegments, consistent, items, startKey);
    }

    /** From after a key on, which no item needs to have; null for the segment's beginning. */
    public ScanRequest after(Item key) {
        return new ScanRequest(segment, totalSegments, consistent, limit, key);
    }

    boolean isConsistent() {
        return consistent;
    }

    int limit() {
        return limit;
    }

    /** The key to begin after, or null. */
    Item startKey() {
        return startKey;
    }

    /** The least hash of the segment. */
    long firstHash() {
        return firstHashOf(segment);
    }

    /** The least hash beyond the segment. */
    long endHash() {
        return firstHashOf(segment + 1);
    }

    /** The hashes are dealt out evenly, and a segment that gets none is empty. */
    private long firstHashOf(int index) {
        return (SimulatedShard.HASHES * index + totalSegments - 1) / totalSegments;
    }

    /** Whether a key belongs to the segment. */
    boolean covers(ItemKey key) {
        long hash = Integer.toUnsignedLong(key.hash());
        return hash >= firstHash() && hash < endHash();
    }
}
