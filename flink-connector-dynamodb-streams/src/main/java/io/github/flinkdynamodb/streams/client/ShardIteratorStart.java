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

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/** Where a new shard iterator is to begin. Immutable. */
@Internal
public final class ShardIteratorStart {

    /** The iterator types of GetShardIterator that the connector uses. */
    public enum Type {
        /** The oldest record that is still there. */
        TRIM_HORIZON,
        /** After the newest record. */
        LATEST,
        /** With the record of a given sequence number. */
        AT_SEQUENCE_NUMBER,
        /** After the record of a given sequence number. */
        AFTER_SEQUENCE_NUMBER
    }

    private static final ShardIteratorStart TRIM_HORIZON =
            new ShardIteratorStart(Type.TRIM_HORIZON, null);
    private static final ShardIteratorStart LATEST = new ShardIteratorStart(Type.LATEST, null);

    private final Type type;
    private final SequenceNumber sequenceNumber;

    private ShardIteratorStart(Type type, SequenceNumber sequenceNumber) {
        this.type = type;
        this.sequenceNumber = sequenceNumber;
    }

    /**
     * At the oldest record.
     *
     * @return the start
     */
    public static ShardIteratorStart trimHorizon() {
        return TRIM_HORIZON;
    }

    /**
     * After the newest record.
     *
     * @return the start
     */
    public static ShardIteratorStart latest() {
        return LATEST;
    }

    /**
     * With a record.
     *
     * @param sequenceNumber that record's sequence number, not null
     * @return the start
     */
    public static ShardIteratorStart at(SequenceNumber sequenceNumber) {
        return new ShardIteratorStart(
                Type.AT_SEQUENCE_NUMBER, Objects.requireNonNull(sequenceNumber));
    }

    /**
     * After a record.
     *
     * @param sequenceNumber that record's sequence number, not null
     * @return the start
     */
    public static ShardIteratorStart after(SequenceNumber sequenceNumber) {
        return new ShardIteratorStart(
                Type.AFTER_SEQUENCE_NUMBER, Objects.requireNonNull(sequenceNumber));
    }

    /**
     * The iterator's type.
     *
     * @return the type, never null
     */
    public Type type() {
        return type;
    }

    /**
     * The record that the iterator begins with or after.
     *
     * @return the sequence number; present for {@link Type#AT_SEQUENCE_NUMBER} and {@link
     *     Type#AFTER_SEQUENCE_NUMBER} only
     */
    public Optional<SequenceNumber> sequenceNumber() {
        return Optional.ofNullable(sequenceNumber);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardIteratorStart
                && type == ((ShardIteratorStart) o).type
                && Objects.equals(sequenceNumber, ((ShardIteratorStart) o).sequenceNumber);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, sequenceNumber);
    }

    @Override
    public String toString() {
        return sequenceNumber == null ? type.name() : type + "(" + sequenceNumber + ")";
    }
}
