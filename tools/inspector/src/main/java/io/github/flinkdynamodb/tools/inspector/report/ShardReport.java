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
package io.github.flinkdynamodb.tools.inspector.report;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a savepoint holds of one shard. Immutable. */
public final class ShardReport {

    /** How long the service keeps a record. */
    public static final Duration RETENTION = Duration.ofHours(24);

    /** How far a shard is. */
    public enum Progress {
        /** A reader reads it. */
        READING,
        /** It has been read to its end; its children are still to be found. */
        ENDED,
        /** The stopping position has been passed. */
        STOPPED,
        /** Nobody has it yet: its parent isn't done. */
        WAITING,
        /** Nobody has it yet, but it may be read. */
        READY,
        /** A reader should have it, but none does. */
        UNHELD,
        /** Done, or not to be read at all. */
        FINISHED;

        /** Returns whether changes of the shard, or of its children, are still to be read. */
        public boolean isOpen() {
            return this != FINISHED && this != STOPPED;
        }
    }

    private final String streamArn;

    /** What the enumerator knows, or null if a reader holds the shard. */
    private final ShardState known;

    /** What a reader holds, or null. */
    private final ShardSplit split;

    private final int subtask;

    /** Since when changes of the parent may be unread, or null. */
    private final Instant parentSince;

    private ShardReport(
            String streamArn,
            ShardState known,
            ShardSplit split,
            int subtask,
            Instant parentSince) {
        this.streamArn = streamArn;
        this.known = known;
        this.split = split;
        this.subtask = subtask;
        this.parentSince = parentSince;
    }

    /** Returns the same, with since when changes of its parent may be unread. */
    ShardReport afterParent(Instant time) {
        return new ShardReport(streamArn, known, split, subtask, time);
    }

    /**
     * A shard that a reader holds.
     *
     * @param split its state
     * @param subtask the reader's
     * @return the report
     */
    static ShardReport held(ShardSplit split, int subtask) {
        return new ShardReport(split.streamArn(), null, split, subtask, null);
    }

    /**
     * A shard that the enumerator alone knows.
     *
     * @param shard its state
     * @param streamArn the stream; null if the state doesn't have it
     * @return the report
     */
    static ShardReport known(ShardState shard, String streamArn) {
        return new ShardReport(streamArn, shard, null, -1, null);
    }

    private static Progress progressOf(ShardSplit split) {
        switch (split.progress()) {
            case ENDED:
                return Progress.ENDED;
            case STOPPED:
                return Progress.STOPPED;
            default:
                return Progress.READING;
        }
    }

    private static Progress progressOf(ShardState shard) {
        switch (shard.status()) {
            case WAITING:
                return Progress.WAITING;
            case READY:
                return Progress.READY;
            case ASSIGNED:
                return Progress.UNHELD;
            default:
                return Progress.FINISHED;
        }
    }

    /**
     * Returns the stream.
     *
     * @return its ARN; empty if the state doesn't have it
     */
    public Optional<String> streamArn() {
        return Optional.ofNullable(streamArn);
    }

    /** Returns the shard's id. */
    public String shardId() {
        return split == null ? known.shardId() : split.shardId();
    }

    /**
     * Returns the shard that this one continues.
     *
     * @return its id; empty for a root
     */
    public Optional<String> parentShardId() {
        return split == null ? known.parentShardId() : split.parentShardId();
    }

    /** Returns how far the shard is. */
    public Progress progress() {
        return split == null ? progressOf(known) : progressOf(split);
    }

    /**
     * Returns who reads the shard.
     *
     * @return the subtask; empty if no reader has the shard
     */
    public OptionalInt subtask() {
        return split == null ? OptionalInt.empty() : OptionalInt.of(subtask);
    }

    /**
     * Returns where reading goes on.
     *
     * @return the position; the trim horizon for a shard that nobody has read
     */
    public ShardPosition position() {
        if (split != null) {
            return split.position();
        }
        ShardPosition oldest = ShardPosition.trimHorizon(known.notBefore().orElse(null));
        return known.after().map(oldest::advanceTo).orElse(oldest);
    }

    /**
     * Returns the time of the position's record.
     *
     * @return when it was created; empty if no record was read, or the state doesn't say it
     */
    public Optional<Instant> lastRecordTime() {
        return split == null ? known.lastRecordTime() : split.lastRecordTime();
    }

    /**
     * Returns up to when all changes are known to be out.
     *
     * @return the time by the service's clock; empty if the state doesn't say it
     */
    public Optional<Instant> readUpTo() {
        return split == null ? Optional.empty() : split.readUpTo();
    }

    /**
     * Returns where reading stops.
     *
     * @return the time after which records are left out; empty without one
     */
    public Optional<Instant> stopAt() {
        return split == null ? Optional.empty() : split.stopAt();
    }

    /**
     * Returns since when changes may be unread: the time of the last record, or up to when all are
     * known to be out if that is later. Without either it is the time from which on records are
     * wanted, when the shard was created by its id, or the same of the shard that it continues,
     * whichever is latest.
     *
     * @return a time before which nothing is missing; empty if the shard is done, or nothing tells
     */
    public Optional<Instant> unreadSince() {
        if (!progress().isOpen()) {
            return Optional.empty();
        }
        Optional<Instant> read =
                Stream.of(lastRecordTime(), readUpTo())
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo);
        if (read.isPresent()) {
            return read;
        }
        Optional<Instant> created = ShardIds.creationTime(shardId());
        Optional<Instant> notBefore = position().notBefore();
        return position().after().isPresent()
                ? created
                : Stream.of(created, notBefore, Optional.ofNullable(parentSince))
                        .flatMap(Optional::stream)
                        .max(Instant::compareTo);
    }

    /**
     * Returns until when all of it can certainly be read.
     *
     * @return 24 hours after {@link #unreadSince()}; empty without it
     */
    public Optional<Instant> readableUntil() {
        return unreadSince().map(time -> time.plus(RETENTION));
    }
}
