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

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator, with its part of a checkpoint: how many bytes it has read of its
 * shards since its part of the checkpoint before.
 */
@Internal
public final class BytesRead implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final HashMap<String, Long> bytes;

    /**
     * Creates the event.
     *
     * @param bytes by the shard's id; a shard of which nothing was read may be missing
     */
    public BytesRead(Map<String, Long> bytes) {
        this.bytes = new HashMap<>(bytes);
    }

    /** Returns the bytes of each shard of which something was read, by its id. */
    public Map<String, Long> bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof BytesRead && bytes.equals(((BytesRead) o).bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return "BytesRead(" + bytes + ")";
    }
}
