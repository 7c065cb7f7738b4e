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
package io.github.flinkdynamodb.streams.source.repair;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;

/**
 * How far a shard has been read, with the shards that it continues: what a reader that was restored
 * says of it. In time that is known only roughly, since the stamps of records and the edges of an
 * export need not be of one clock. Immutable.
 */
@Internal
public final class Lineage {

    /** By how much the stamp of a record and the edge of an export may be apart for one change. */
    public static final Duration FUZZINESS = Duration.ofSeconds(60);

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HeldShard shard;

    /**
     * Creates a lineage.
     *
     * @param shard what a reader says of a shard
     */
    public Lineage(HeldShard shard) {
        this.shard = shard;
    }

    /**
     * What stands for shards behind a gap that has been closed, of which no reader has anything.
     *
     * @param repairedUpTo the end of the last window
     * @return the lineage, of which nothing has been read since
     */
    public static Lineage behindGap(Instant repairedUpTo) {
        String name = "(all behind a repair)";
        return new Lineage(new HeldShard(name, null, repairedUpTo, true, Instant.EPOCH));
    }

    /** Returns the shard's id. */
    public String shardId() {
        return shard.shardId();
    }

    /**
     * Returns the last time at which nothing was missing.
     *
     * @return the time; empty if it isn't known
     */
    public Optional<Instant> knownAt() {
        return Stream.of(shard.lastRecordTime(), shard.readUpTo())
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** Returns whether nothing of the shard has been read, of which nothing can be lost. */
    boolean isUnread() {
        return shard.isUnread();
    }

    /**
     * Returns whether nothing of the shard has been read, but all of it was emitted up to a time.
     *
     * @param repairedUpTo the end of the last window of an earlier repair; null for none
     */
    boolean isUnreadBehind(Instant repairedUpTo) {
        return repairedUpTo != null
                && isUnread()
                && shard.readUpTo().filter(time -> !time.isAfter(repairedUpTo)).isPresent();
    }

    /**
     * Returns the time before which each change was emitted.
     *
     * @return the time, by the clock of an export
     */
    Instant completeUpTo() {
        return complete().orElseThrow().minus(FUZZINESS);
    }

    /**
     * Returns the last time at which nothing was missing. A shard of which nothing has been read is
     * dated a day before its reading began, if it wasn't created later, which its id tells: it has
     * no change from before that, and those that it continues have been read to their ends.
     */
    Optional<Instant> complete() {
        Optional<Instant> created =
                isUnread() ? ShardIds.creationTime(shard.shardId()) : Optional.empty();
        return knownAt().map(known -> created.filter(known::isBefore).orElse(known));
    }

    /**
     * Returns the time from which on no change was emitted.
     *
     * @return the time, by the clock of an export
     */
    Instant emittedBefore() {
        return shard.lastRecordTime()
                .map(time -> time.plus(SECOND).plus(FUZZINESS))
                .orElseGet(this::completeUpTo);
    }

    /** Returns whether the keys of all items are remembered that were inserted since a time. */
    boolean remembersSince(Instant time) {
        return shard.lastRecordTime().or(this::complete).filter(at -> !at.isBefore(time)).isEmpty()
                || shard.keysSince().filter(since -> !since.isAfter(time)).isPresent();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Lineage && shard.equals(((Lineage) o).shard);
    }

    @Override
    public int hashCode() {
        return shard.hashCode();
    }

    @Override
    public String toString() {
        return shardId() + " read up to " + knownAt().map(Instant::toString).orElse("nothing");
    }
}
