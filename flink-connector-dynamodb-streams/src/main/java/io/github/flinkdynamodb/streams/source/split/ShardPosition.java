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

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Where the reading of a shard goes on: at the oldest record or after a given one, and optionally
 * not before a time. Never "latest", which would lose what is written before the first record is
 * seen. Immutable.
 */
@Internal
public final class ShardPosition {

    private static final ShardPosition TRIM_HORIZON = new ShardPosition(null, null);

    private final SequenceNumber after;
    private final Instant notBefore;

    private ShardPosition(SequenceNumber after, Instant notBefore) {
        this.after = after;
        this.notBefore = notBefore;
    }

    /**
     * At the shard's oldest record.
     *
     * @return the position
     */
    public static ShardPosition trimHorizon() {
        return TRIM_HORIZON;
    }

    /**
     * At the shard's oldest record, leaving out those created before a time.
     *
     * @param notBefore the time, or null for none
     * @return the position
     */
    public static ShardPosition trimHorizon(Instant notBefore) {
        return notBefore == null ? TRIM_HORIZON : new ShardPosition(null, notBefore);
    }

    /**
     * After a record. What was left out before stays left out.
     *
     * @param sequenceNumber the record's sequence number, not null
     * @return this position, moved on
     */
    public ShardPosition advanceTo(SequenceNumber sequenceNumber) {
        return new ShardPosition(Objects.requireNonNull(sequenceNumber), notBefore);
    }

    /**
     * Replaces the time.
     *
     * @param newNotBefore the time, or null for none
     * @return the position
     */
    public ShardPosition withNotBefore(Instant newNotBefore) {
        return new ShardPosition(after, newNotBefore);
    }

    /**
     * The record that was read last.
     *
     * @return its sequence number; empty at the trim horizon
     */
    public Optional<SequenceNumber> after() {
        return Optional.ofNullable(after);
    }

    /**
     * The time before which records are left out. Compared in whole seconds, since that is how the
     * service stamps its records: {@link #admits(Instant)}.
     *
     * @return the time; empty if nothing is left out
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /**
     * Returns whether a record is to be emitted, by its creation time. The service rounds those
     * down to whole seconds, so a record of the same second as {@link #notBefore()} is admitted.
     *
     * @param creationTime the record's creation time, or null if it has none
     * @return false if the record is older than {@link #notBefore()}
     */
    public boolean admits(Instant creationTime) {
        return notBefore == null
                || creationTime == null
                || creationTime.getEpochSecond() >= notBefore.getEpochSecond();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardPosition
                && Objects.equals(after, ((ShardPosition) o).after)
                && Objects.equals(notBefore, ((ShardPosition) o).notBefore);
    }

    @Override
    public int hashCode() {
        return Objects.hash(after, notBefore);
    }

    @Override
    public String toString() {
        return (after == null ? "TRIM_HORIZON" : "AFTER(" + after + ")")
                + (notBefore == null ? "" : " not before " + notBefore);
    }
}
