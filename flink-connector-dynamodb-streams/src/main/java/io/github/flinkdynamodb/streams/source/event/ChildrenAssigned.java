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
 * From the enumerator to a reader: all children of a finished shard have readers, or there are none
 * to come, but the reader must keep its split for something else. A {@link HandoverComplete}
 * follows when it may go. It is for the reader's metrics: what is left to be read is counted where
 * the children are.
 */
@Internal
public final class ChildrenAssigned implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final String shardId;

    /**
     * Creates the event.
     *
     * @param shardId the shard that ended, not null
     */
    public ChildrenAssigned(String shardId) {
        this.shardId = Objects.requireNonNull(shardId, "shardId");
    }

    /**
     * The shard that ended.
     *
     * @return its id
     */
    public String shardId() {
        return shardId;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ChildrenAssigned && shardId.equals(((ChildrenAssigned) o).shardId);
    }

    @Override
    public int hashCode() {
        return shardId.hashCode();
    }

    @Override
    public String toString() {
        return "ChildrenAssigned(" + shardId + ")";
    }
}
