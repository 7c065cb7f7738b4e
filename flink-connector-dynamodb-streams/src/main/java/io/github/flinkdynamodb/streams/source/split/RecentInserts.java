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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.flink.annotation.Internal;

/**
 * The keys of the items whose insertions a shard and its ancestors have emitted last: those whose
 * records are at most {@link #KEPT} older than the newest that is out. It may hold more: the keys
 * of older insertions, and of some that are about to be emitted. None is missing. Immutable; what
 * is added to a {@link RecentInsertsLog} later is not seen.
 */
@Internal
public final class RecentInserts {

    /** For how long an insertion is remembered, by the creation times of the shard's records. */
    public static final Duration KEPT = Duration.ofMinutes(10);

    /** No insertion is missing, however old. */
    static final long ALL = Long.MIN_VALUE;

    private static final RecentInserts NONE = new RecentInserts(List.of(), ALL);

    private final List<InsertBucket> buckets;
    private final long since;

    RecentInserts(List<InsertBucket> buckets, long since) {
        this.buckets = buckets;
        this.since = since;
    }

    /**
     * Returns no keys of a shard of which some insertions haven't been remembered.
     *
     * @param time the first second whose insertions will all be remembered
     * @return no keys
     */
    public static RecentInserts since(Instant time) {
        return new RecentInserts(List.of(), time.getEpochSecond());
    }

    /**
     * Returns from when on no insertion is missing, beside those that are too old.
     *
     * @return the first second; empty if all have been remembered
     */
    public Optional<Instant> since() {
        return since == ALL ? Optional.empty() : Optional.of(Instant.ofEpochSecond(since));
    }

    long firstSecond() {
        return since;
    }

    /**
     * Returns no keys.
     *
     * @return the keys of a shard that nothing was read of
     */
    public static RecentInserts none() {
        return NONE;
    }

    List<InsertBucket> buckets() {
        return buckets;
    }

    /**
     * Returns how many keys there are; the same one may be there more than once.
     *
     * @return the number
     */
    public int size() {
        return buckets.stream().mapToInt(bucket -> bucket.keys).sum();
    }

    /**
     * Returns whether there are none.
     *
     * @return true if nothing is remembered
     */
    public boolean isEmpty() {
        return buckets.isEmpty();
    }

    /**
     * Returns a second that isn't later than that of the newest key, and at most nine seconds
     * earlier; {@link ShardSplitState#UNKNOWN_TIME} if there are no keys.
     */
    long newestSecond() {
        return buckets.stream()
                .mapToLong(bucket -> bucket.firstSecond)
                .max()
                .orElse(ShardSplitState.UNKNOWN_TIME);
    }

    /** Returns about how many bytes the keys take. */
    int bytes() {
        return buckets.stream().mapToInt(bucket -> bucket.length + Long.BYTES).sum();
    }

    /**
     * Passes on each key, roughly in the order of the records.
     *
     * @param action receives the second in which the record was created, since 1970, or that in
     *     which it was sent if it has no creation time; and the JSON text of the record's {@code
     *     Keys}, as in {@code {"id":{"S":"a"}}}
     */
    public void forEach(BiConsumer<Long, ByteSlice> action) {
        buckets.forEach(bucket -> bucket.forEach(action));
    }

    /**
     * Returns these keys and others.
     *
     * @param others the others
     * @return both, in this order
     */
    public RecentInserts and(RecentInserts others) {
        List<InsertBucket> all = new ArrayList<>(buckets);
        all.addAll(others.buckets);
        return new RecentInserts(all, Math.max(since, others.since));
    }

    /** Two are equal if they hold the same keys with the same seconds in the same order. */
    @Override
    public boolean equals(Object o) {
        return o instanceof RecentInserts
                && since == ((RecentInserts) o).since
                && texts().equals(((RecentInserts) o).texts());
    }

    @Override
    public int hashCode() {
        return Objects.hash(size());
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        forEach((second, key) -> texts.add(second + " " + key.utf8()));
        return texts;
    }

    @Override
    public String toString() {
        return size() + " recent inserts";
    }
}
