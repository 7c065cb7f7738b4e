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

import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator, once after a start: the splits that it has from the state it was
 * restored with, which may be none. The enumerator needs them to balance new shards, to know who
 * owns which, and to find those that nobody has: see {@code docs/internals/overtaken-splits.md}.
 */
@Internal
public final class SplitsRestored implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String[] reading;
    private final String[] ended;

    /**
     * Creates the event.
     *
     * @param reading the ids of the restored splits that are read on
     * @param ended the ids of those of which everything has been emitted
     */
    public SplitsRestored(List<String> reading, List<String> ended) {
        this.reading = reading.toArray(new String[0]);
        this.ended = ended.toArray(new String[0]);
    }

    /**
     * The ids of the restored splits that are read on.
     *
     * @return an unmodifiable list
     */
    public List<String> reading() {
        return List.of(reading);
    }

    /**
     * The ids of the restored splits of which everything has been emitted. The enumerator may have
     * finished and forgotten them.
     *
     * @return an unmodifiable list
     */
    public List<String> ended() {
        return List.of(ended);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SplitsRestored
                && reading().equals(((SplitsRestored) o).reading())
                && ended().equals(((SplitsRestored) o).ended());
    }

    @Override
    public int hashCode() {
        return Objects.hash(reading(), ended());
    }

    @Override
    public String toString() {
        return "SplitsRestored" + reading() + (ended.length == 0 ? "" : ", ended: " + ended());
    }
}
