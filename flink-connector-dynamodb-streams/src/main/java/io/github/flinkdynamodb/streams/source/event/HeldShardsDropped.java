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
 * From the enumerator to a reader that was restored: a repair takes the place of the reader's
 * {@linkplain ShardsHeld held} shards, which it drops. It answers by {@link ShardsHeld} without
 * any.
 */
@Internal
public final class HeldShardsDropped implements SourceEvent {

    private static final long serialVersionUID = 1L;

    /** Creates the event. */
    public HeldShardsDropped() {}

    @Override
    public boolean equals(Object o) {
        return o instanceof HeldShardsDropped;
    }

    @Override
    public int hashCode() {
        return HeldShardsDropped.class.hashCode();
    }

    @Override
    public String toString() {
        return "HeldShardsDropped";
    }
}
