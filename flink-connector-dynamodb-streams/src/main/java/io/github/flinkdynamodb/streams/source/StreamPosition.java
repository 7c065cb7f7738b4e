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
import org.apache.flink.configuration.IllegalConfigurationException;

/**
 * A place in a stream: of a kind and, for one of the kinds, with a timestamp. Immutable.
 *
 * @param <M> the kinds
 */
abstract class StreamPosition<M extends Enum<M>> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final M mode;
    private final Instant timestamp;

    /** Creates a position without a timestamp. */
    StreamPosition(M mode) {
        this.mode = mode;
        this.timestamp = null;
    }

    /**
     * Creates a position with a timestamp.
     *
     * @throws IllegalConfigurationException if the timestamp is null
     */
    StreamPosition(M mode, Instant timestamp) {
        if (timestamp == null) {
            throw new IllegalConfigurationException(
                    "%s.timestamp(...) must not be given null: pass an Instant",
                    getClass().getSimpleName());
        }
        this.mode = mode;
        this.timestamp = timestamp;
    }

    /**
     * Returns the kind of position.
     *
     * @return the mode, never null
     */
    public M mode() {
        return mode;
    }

    /**
     * Returns the timestamp of the mode {@code TIMESTAMP}.
     *
     * @return the timestamp; empty for the other modes
     */
    public Optional<Instant> timestamp() {
        return Optional.ofNullable(timestamp);
    }

    @Override
    public boolean equals(Object o) {
        return o != null
                && getClass() == o.getClass()
                && mode == ((StreamPosition<?>) o).mode
                && Objects.equals(timestamp, ((StreamPosition<?>) o).timestamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode.name(), timestamp);
    }

    @Override
    public String toString() {
        return timestamp == null ? mode.name() : mode.name() + "(" + timestamp + ")";
    }
}
