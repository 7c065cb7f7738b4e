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

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;

/**
 * From a reader to the enumerator, once after a start and only with {@code scan.on-data-loss} =
 * {@code repair}: the restored shards that it doesn't read on before the enumerator says so by
 * {@link HeldShardsReleased} or {@link HeldShardsDropped}. After the latter once more: then it has
 * none.
 */
@Internal
public final class ShardsHeld implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final ArrayList<HeldShard> shards;

    /**
     * Creates the event.
     *
     * @param shards how far each of the shards has been read; may be empty
     */
    public ShardsHeld(List<HeldShard> shards) {
        this.shards = new ArrayList<>(shards);
    }

    /** Returns how far each of the shards has been read. */
    public List<HeldShard> shards() {
        return List.copyOf(shards);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ShardsHeld && shards.equals(((ShardsHeld) o).shards);
    }

    @Override
    public int hashCode() {
        return shards.hashCode();
    }

    @Override
    public String toString() {
        return "ShardsHeld" + shards;
    }
}
