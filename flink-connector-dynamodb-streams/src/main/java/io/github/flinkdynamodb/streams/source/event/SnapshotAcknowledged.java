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

import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator: the reader has been polled after its part of a checkpoint. By
 * then Flink has sent its own acknowledgement, so it blocks nothing any more that is sent to this
 * reader because of that checkpoint.
 */
@Internal
public final class SnapshotAcknowledged implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final long checkpointId;

    /**
     * Creates the event.
     *
     * @param checkpointId the checkpoint
     */
    public SnapshotAcknowledged(long checkpointId) {
        this.checkpointId = checkpointId;
    }

    /** Returns the checkpoint's id. */
    public long checkpointId() {
        return checkpointId;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SnapshotAcknowledged
                && checkpointId == ((SnapshotAcknowledged) o).checkpointId;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(checkpointId);
    }

    @Override
    public String toString() {
        return "SnapshotAcknowledged(" + checkpointId + ")";
    }
}
