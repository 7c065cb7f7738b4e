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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * A segment of a table that is scanned: an <i>n</i>th part of its items, divided by a hash of their
 * partition keys, so that an item stays in its segment. Immutable.
 */
@Internal
public final class SegmentSplit extends SnapshotSplit {

    private static final String ID_PREFIX = "segment-";

    private final String startKey;
    private final List<Hash128> emitted;
    private final boolean ended;

    private SegmentSplit(
            ScannedTable table,
            int segment,
            String startKey,
            List<Hash128> emitted,
            boolean ended) {
        super(Objects.requireNonNull(table, "table"), segment);
        Objects.checkIndex(segment, table.totalSegments());
        this.startKey = startKey;
        this.emitted = List.copyOf(emitted);
        this.ended = ended;
    }

    /**
     * A segment of which nothing has been read yet.
     *
     * @param table the table
     * @param segment the segment's index, from 0
     * @return the split
     * @throws IndexOutOfBoundsException if the table has no such segment
     */
    public static SegmentSplit of(ScannedTable table, int segment) {
        return new SegmentSplit(table, segment, null, List.of(), false);
    }

    /**
     * The same segment, to be read on within or at the beginning of a page.
     *
     * @param key what the page before returned as its last key, in DynamoDB's JSON form; null for
     *     the segment's first page
     * @param emittedKeys the hashes of the keys of those items of the page that have been emitted,
     *     and are left out when it is read again. Not a count: meanwhile items may have been added
     *     to the page, and deleted
     * @return the split
     */
    public SegmentSplit at(String key, List<Hash128> emittedKeys) {
        return new SegmentSplit(table(), index(), key, emittedKeys, false);
    }

    /**
     * The same segment, all items of which have been emitted.
     *
     * @return the split
     */
    public SegmentSplit end() {
        return new SegmentSplit(table(), index(), null, List.of(), true);
    }

    /**
     * Returns the id of the split of a segment, or of a file of an export. It never equals that of
     * a shard, which begins with {@code shardId-}.
     *
     * @param segment the index
     */
    public static String idOf(int segment) {
        return ID_PREFIX + segment;
    }

    /**
     * Returns whether an id is that of a segment or a file.
     *
     * @param splitId the id of any split
     * @return false for a shard
     */
    public static boolean isSegment(String splitId) {
        return splitId.startsWith(ID_PREFIX);
    }

    /**
     * Returns the index of the segment or file that has an id.
     *
     * @param splitId the id of such a split
     */
    public static int segmentOf(String splitId) {
        return Integer.parseInt(splitId.substring(ID_PREFIX.length()));
    }

    /**
     * Returns the segment.
     *
     * @return its index, from 0
     */
    public int segment() {
        return index();
    }

    /**
     * Returns where the page begins that is to be read next.
     *
     * @return the last key of the page before, in DynamoDB's JSON form; empty for the segment's
     *     first page
     */
    public Optional<String> startKey() {
        return Optional.ofNullable(startKey);
    }

    /**
     * Returns which items of that page have been emitted.
     *
     * @return the hashes of their keys, unmodifiable; mostly empty
     */
    public List<Hash128> emitted() {
        return emitted;
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof SegmentSplit)) {
            return false;
        }
        SegmentSplit that = (SegmentSplit) o;
        return table().equals(that.table())
                && index() == that.index()
                && Objects.equals(startKey, that.startKey)
                && emitted.equals(that.emitted)
                && ended == that.ended;
    }

    @Override
    public int hashCode() {
        return Objects.hash(table(), index(), startKey);
    }

    @Override
    public String toString() {
        return splitId()
                + " of "
                + table()
                + (startKey == null ? "" : " after " + startKey)
                + (emitted.isEmpty() ? "" : " and " + emitted.size() + " items")
                + (ended ? " ENDED" : "");
    }
}
