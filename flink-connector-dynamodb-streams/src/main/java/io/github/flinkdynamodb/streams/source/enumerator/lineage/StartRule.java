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
package io.github.flinkdynamodb.streams.source.enumerator.lineage;

import io.github.flinkdynamodb.streams.model.ShardIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * What a startup position means for the shards of a stream: which are skipped, and from which
 * creation time on the records of the others are wanted. Immutable.
 */
@Internal
public final class StartRule {

    /**
     * How far clocks may be apart: a shard is skipped only if it ended this long before the start.
     * The times compared are the ids' creation times (the service's clock) and the start (this
     * machine's, or the user's).
     */
    static final Duration CLOCK_MARGIN = Duration.ofMinutes(5);

    /**
     * How much earlier than the start at "latest" records are admitted if no LATEST iterator was at
     * hand: clocks differ, and records are stamped in whole seconds (DynamoDB Local: whole
     * minutes). Rather a record too many than one lost.
     */
    public static final Duration LATEST_TOLERANCE = Duration.ofSeconds(60);

    private enum Mode {
        EVERYTHING,
        LATEST,
        TIMESTAMP
    }

    private final Mode mode;
    private final Instant start;

    /** How much earlier than the start records are wanted of a shard whose parent isn't read. */
    private final Duration tolerance;

    private final boolean latestIterators;

    private StartRule(Mode mode, Instant start, Duration tolerance, boolean latestIterators) {
        this.mode = mode;
        this.start = start;
        this.tolerance = tolerance;
        this.latestIterators = latestIterators;
    }

    /**
     * Everything that the service still has.
     *
     * @return the rule
     */
    public static StartRule trimHorizon() {
        return new StartRule(Mode.EVERYTHING, Instant.EPOCH, Duration.ZERO, false);
    }

    /**
     * What is written after the source was started.
     *
     * @param startedAt when the source was started first
     * @param firstRun whether that is now: only then a LATEST iterator passes nothing over
     * @return the rule
     */
    public static StartRule latest(Instant startedAt, boolean firstRun) {
        return new StartRule(Mode.LATEST, startedAt, LATEST_TOLERANCE, firstRun);
    }

    /**
     * What was written from a time on.
     *
     * @param timestamp the time
     * @return the rule
     */
    public static StartRule timestamp(Instant timestamp) {
        return new StartRule(Mode.TIMESTAMP, timestamp, Duration.ZERO, false);
    }

    /**
     * What isn't in the items of the table, which are read from a time on. No iterator begins at
     * LATEST: what is written between that time and the iterator would be passed over.
     *
     * @param readFrom not later than when the first page of items is asked for, by the service's
     *     clock
     * @param tolerance by how much a write may be complete later than its record is stamped
     * @return the rule
     */
    public static StartRule besideItems(Instant readFrom, Duration tolerance) {
        return new StartRule(Mode.LATEST, readFrom, tolerance, false);
    }

    /** Returns whether any part of the stream is skipped. */
    boolean skipsAnything() {
        return mode != Mode.EVERYTHING;
    }

    /** Returns whether the reading of an open shard begins with a LATEST iterator. */
    boolean beginsAtLatest() {
        return latestIterators;
    }

    /**
     * Returns whether a shard was clearly created before the start. Its parent had ended by then
     * and is skipped. False for ids without a time.
     */
    boolean createdBeforeStart(String shardId) {
        if (!skipsAnything()) {
            return false;
        }
        Optional<Instant> created = ShardIds.creationTime(shardId);
        return created.isPresent() && created.get().isBefore(start.minus(CLOCK_MARGIN));
    }

    /**
     * Returns the creation time from which on records are wanted of a shard whose parent wasn't
     * read; null for all.
     */
    Instant notBefore() {
        return skipsAnything() ? start.minus(tolerance) : null;
    }

    /** Returns the same for a shard whose parent was read to its end; null for all. */
    Instant notBeforeAfterParent() {
        return mode == Mode.TIMESTAMP ? start : null;
    }
}
