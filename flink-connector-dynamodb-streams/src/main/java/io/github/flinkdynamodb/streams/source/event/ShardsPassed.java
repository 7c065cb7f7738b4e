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
 * From a reader to the enumerator, after {@link ScanEnded}: each shard that the reader has is read
 * beyond the time of the last page of the scan. Sent once for each {@link ScanEnded}, and again
 * after a restore.
 */
@Internal
public final class ShardsPassed implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final Instant readBefore;

    /**
     * Creates the event.
     *
     * @param readBefore which end of the scan it answers: {@link ScanEnded#readBefore()}
     */
    public ShardsPassed(Instant readBefore) {
        this.readBefore = Objects.requireNonNull(readBefore, "readBefore");
    }

    /**
     * Returns which end of the scan the event answers. There is another one if a reader fails
     * behind the first, and reads some segments again.
     *
     * @return the time of {@link ScanEnded}
     */
    public Instant readBefore() {
        return readBefore;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardsPassed && readBefore.equals(((ShardsPassed) o).readBefore);
    }

    @Override
    public int hashCode() {
        return readBefore.hashCode();
    }

    @Override
    public String toString() {
        return "ShardsPassed(" + readBefore + ")";
    }
}
