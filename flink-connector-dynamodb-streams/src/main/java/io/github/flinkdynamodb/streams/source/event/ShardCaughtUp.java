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
 * From a reader to the enumerator: a shard whose parent another reader has read is as far as the
 * other shards of this reader were when it came. From now on its output holds the watermark where
 * it should be.
 */
@Internal
public final class ShardCaughtUp implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String shardId;

    /**
     * Creates the event.
     *
     * @param shardId the shard, not null
     */
    public ShardCaughtUp(String shardId) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
    }

    /** Returns the shard's id. */
    public String shardId() {
        return shardId;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardCaughtUp && shardId.equals(((ShardCaughtUp) o).shardId);
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return "ShardCaughtUp(" + shardId + ")";
    }
}
