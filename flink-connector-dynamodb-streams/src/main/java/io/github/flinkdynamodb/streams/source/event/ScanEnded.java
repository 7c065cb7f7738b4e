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
 * From the enumerator to a reader, if an operator downstream reconciles items and changes: all of
 * the table has been read. The reader answers with {@link ShardsPassed} once its shards have been
 * read beyond that.
 */
@Internal
public final class ScanEnded implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final Instant readBefore;

    /**
     * Creates the event.
     *
     * @param readBefore when the last page had been read at the latest, by the service's clock
     */
    public ScanEnded(Instant readBefore) {
        this.readBefore = Objects.requireNonNull(readBefore, "readBefore");
    }

    /**
     * Returns when the last page had been read.
     *
     * @return that time at the latest, by the service's clock
     */
    public Instant readBefore() {
        return readBefore;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ScanEnded && readBefore.equals(((ScanEnded) o).readBefore);
    }

    @Override
    public int hashCode() {
        return readBefore.hashCode();
    }

    @Override
    public String toString() {
        return "ScanEnded(" + readBefore + ")";
    }
}
