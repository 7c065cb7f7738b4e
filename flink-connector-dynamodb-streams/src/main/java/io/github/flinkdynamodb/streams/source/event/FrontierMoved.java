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
package io.github.flinkdynamodb.streams.source.event;

import java.time.Instant;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From the enumerator to a reader: while the table is scanned, changes that were created before a
 * time may be emitted. Each is later than the one before.
 */
@Internal
public final class FrontierMoved implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final Instant frontier;

    /**
     * Creates the event.
     *
     * @param frontier a whole second
     */
    public FrontierMoved(Instant frontier) {
        this.frontier = Objects.requireNonNull(frontier, "frontier");
    }

    /**
     * Returns the frontier.
     *
     * @return the time before which a change must have been created to be emitted
     */
    public Instant frontier() {
        return frontier;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FrontierMoved && frontier.equals(((FrontierMoved) o).frontier);
    }

    @Override
    public int hashCode() {
        return frontier.hashCode();
    }

    @Override
    public String toString() {
        return "FrontierMoved(" + frontier + ")";
    }
}
