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
package io.github.flinkdynamodb.streams.client;

import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * One page of a <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html">parallel
 * Scan</a>: which items of a table to read. Immutable.
 */
@Internal
public final class SegmentScan {

    /** No limit on the number of items but the service's own of 1 MB a page. */
    public static final int UNLIMITED = 0;

    /** The service's upper limit of {@code TotalSegments}. */
    public static final int MAX_SEGMENTS = 1_000_000;

    private final String table;
    private final int segment;
    private final int totalSegments;
    private final boolean consistentRead;
    private final String exclusiveStartKey;
    private final int limit;

    private SegmentScan(
            String table,
            int segment,
            int totalSegments,
            boolean consistentRead,
            String exclusiveStartKey,
            int limit) {
        this.table = Objects.requireNonNull(table, "table");
        this.segment = segment;
        this.totalSegments = totalSegments;
        this.consistentRead = consistentRead;
        this.exclusiveStartKey = exclusiveStartKey;
        this.limit = limit;
    }

    /**
     * Returns the first page of a segment.
     *
     * @param table the table's name or ARN
     * @param segment 0 to {@code totalSegments} - 1
     * @param totalSegments 1 to {@link #MAX_SEGMENTS}
     * @param consistentRead whether all writes that completed before the call are in the page; such
     *     a page costs twice as much
     * @return the page, without a limit
     * @throws IllegalArgumentException if the numbers are out of range
     */
    public static SegmentScan of(
            String table, int segment, int totalSegments, boolean consistentRead) {
        if (totalSegments < 1
                || totalSegments > MAX_SEGMENTS
                || segment < 0
                || segment >= totalSegments) {
            throw new IllegalArgumentException("segment " + segment + " of " + totalSegments);
        }
        return new SegmentScan(table, segment, totalSegments, consistentRead, null, UNLIMITED);
    }

    /**
     * Returns the page of the same segment that begins after an item.
     *
     * @param lastEvaluatedKey the key that the page before returned, in DynamoDB's JSON form; null
     *     for the segment's beginning
     */
    public SegmentScan after(String lastEvaluatedKey) {
        return new SegmentScan(
                table, segment, totalSegments, consistentRead, lastEvaluatedKey, limit);
    }

    /**
     * Returns the same page with fewer items.
     *
     * @param items how many items the service looks at, at most; {@link #UNLIMITED} for as many as
     *     fit into a page
     */
    public SegmentScan atMost(int items) {
        return new SegmentScan(
                table, segment, totalSegments, consistentRead, exclusiveStartKey, items);
    }

    /**
     * Returns the table.
     *
     * @return its name or ARN
     */
    public String table() {
        return table;
    }

    /**
     * Returns the segment.
     *
     * @return its index, from 0
     */
    public int segment() {
        return segment;
    }

    /**
     * Returns into how many segments the table is divided.
     *
     * @return at least 1
     */
    public int totalSegments() {
        return totalSegments;
    }

    /**
     * Returns whether the read is strongly consistent.
     *
     * @return true if all writes that completed before the call are in the page
     */
    public boolean consistentRead() {
        return consistentRead;
    }

    /**
     * Returns the item after which the page begins.
     *
     * @return its key in DynamoDB's JSON form; empty at the segment's beginning
     */
    public Optional<String> exclusiveStartKey() {
        return Optional.ofNullable(exclusiveStartKey);
    }

    /**
     * Returns the maximum number of items.
     *
     * @return the number, or {@link #UNLIMITED}
     */
    public int limit() {
        return limit;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SegmentScan)) {
            return false;
        }
        SegmentScan that = (SegmentScan) o;
        return table.equals(that.table)
                && segment == that.segment
                && totalSegments == that.totalSegments
                && consistentRead == that.consistentRead
                && Objects.equals(exclusiveStartKey, that.exclusiveStartKey)
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table, segment, exclusiveStartKey);
    }

    @Override
    public String toString() {
        return "segment "
                + segment
                + " of "
                + totalSegments
                + " of table "
                + table
                + (exclusiveStartKey == null ? "" : " after " + exclusiveStartKey);
    }
}
