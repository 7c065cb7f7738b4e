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

import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator: the last record that is to be read from a shard has been
 * emitted. The split stays in the reader's state until {@link HandoverComplete} answers. Sent again
 * after a restore.
 */
@Internal
public final class ShardEndReached implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String shardId;
    private final boolean stopped;

    /**
     * Creates the event.
     *
     * @param shardId the shard, not null
     * @param stopped true if a stopping position ended the reading, so that the shard's children
     *     are not wanted; false if the shard itself has ended
     */
    public ShardEndReached(String shardId, boolean stopped) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
        this.stopped = stopped;
    }

    /**
     * The shard.
     *
     * @return its id
     */
    public String shardId() {
        return shardId;
    }

    /**
     * Returns what ended the reading.
     *
     * @return true for a stopping position, false for the end of the shard
     */
    public boolean stopped() {
        return stopped;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardEndReached
                && shardId.equals(((ShardEndReached) o).shardId)
                && stopped == ((ShardEndReached) o).stopped;
    }

    @Override
    public int hashCode() {
        return Objects.hash(shardId, stopped);
    }

    @Override
    public String toString() {
        return "ShardEndReached(" + shardId + (stopped ? ", stopped)" : ")");
    }
}
