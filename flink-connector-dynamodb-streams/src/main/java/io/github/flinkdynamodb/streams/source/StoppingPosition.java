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
package io.github.flinkdynamodb.streams.source;

import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * Where reading ends. With a position other than {@link #never()} the source is bounded. Immutable.
 */
@PublicEvolving
public final class StoppingPosition implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of position. */
    public enum Mode {
        /** The source is unbounded. */
        NEVER,
        /** What is there when the job starts. */
        LATEST,
        /** What was written up to a moment. */
        TIMESTAMP
    }

    private static final StoppingPosition NEVER = new StoppingPosition(Mode.NEVER, null);
    private static final StoppingPosition LATEST = new StoppingPosition(Mode.LATEST, null);

    private final Mode mode;
    private final Instant timestamp;

    private StoppingPosition(Mode mode, Instant timestamp) {
        this.mode = mode;
        this.timestamp = timestamp;
    }

    /**
     * Reads on for ever.
     *
     * @return the position
     */
    public static StoppingPosition never() {
        return NEVER;
    }

    /**
     * Reads what is there when the job starts first; a restore keeps that moment.
     *
     * @return the position
     */
    public static StoppingPosition latest() {
        return LATEST;
    }

    /**
     * Reads what was written up to a moment, that moment included. Streams can't be asked for a
     * moment: a shard counts as read when it has ended, when it gives records that are clearly
     * younger, or when it has been caught up with after the moment.
     *
     * @param timestamp the moment; may lie in the future
     * @return the position
     * @throws IllegalConfigurationException if the moment is null
     */
    public static StoppingPosition timestamp(Instant timestamp) {
        if (timestamp == null) {
            throw new IllegalConfigurationException(
                    "StoppingPosition.timestamp(...) must not be given null: give it the moment");
        }
        return new StoppingPosition(Mode.TIMESTAMP, timestamp);
    }

    /**
     * The kind of position.
     *
     * @return the mode
     */
    public Mode mode() {
        return mode;
    }

    /**
     * The moment of {@link Mode#TIMESTAMP}.
     *
     * @return the moment; empty for the other modes
     */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof StoppingPosition
                && mode == ((StoppingPosition) o).mode
                && Objects.equals(timestamp, ((StoppingPosition) o).timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode.name(), timestamp);
    }

    @Override
    public String toString() {
        return timestamp == null ? mode.name() : mode + "(" + timestamp + ")";
    }
}
