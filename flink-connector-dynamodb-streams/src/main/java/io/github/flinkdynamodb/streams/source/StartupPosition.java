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

/** Where reading begins when a job starts without a checkpoint or savepoint. Immutable. */
@PublicEvolving
public final class StartupPosition implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The kinds of position. */
    public enum Mode {
        /** The oldest record that the service still has. */
        TRIM_HORIZON,
        /** What is written from the start of the job on. */
        LATEST,
        /** What was written from a moment on. */
        TIMESTAMP
    }

    private static final StartupPosition TRIM_HORIZON =
            new StartupPosition(Mode.TRIM_HORIZON, null);
    private static final StartupPosition LATEST = new StartupPosition(Mode.LATEST, null);

    private final Mode mode;
    private final Instant timestamp;

    private StartupPosition(Mode mode, Instant timestamp) {
        this.mode = mode;
        this.timestamp = timestamp;
    }

    /**
     * The oldest record that the service still has: up to 24 hours back.
     *
     * @return the position
     */
    public static StartupPosition trimHorizon() {
        return TRIM_HORIZON;
    }

    /**
     * What is written from the start of the job on.
     *
     * @return the position
     */
    public static StartupPosition latest() {
        return LATEST;
    }

    /**
     * What was written from a moment on. Streams have no such position: the source reads from the
     * trim horizon, skips shards that ended before, and leaves older records out. The service
     * stamps records in whole seconds, so the records of the moment's own second are all read.
     *
     * @param timestamp the moment; may lie before the retention or in the future
     * @return the position
     * @throws IllegalConfigurationException if the moment is null
     */
    public static StartupPosition timestamp(Instant timestamp) {
        if (timestamp == null) {
            throw new IllegalConfigurationException(
                    "StartupPosition.timestamp(...) must not be given null: give it the moment");
        }
        return new StartupPosition(Mode.TIMESTAMP, timestamp);
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
        return o instanceof StartupPosition
                && mode == ((StartupPosition) o).mode
                && Objects.equals(timestamp, ((StartupPosition) o).timestamp);
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
