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
 * From the enumerator to a reader that was restored: nothing is lost, and the reader reads its
 * {@linkplain ShardsHeld held} shards on.
 */
@Internal
public final class HeldShardsReleased implements SourceEvent {

    private static final long serialVersionUID = 1L;

    /** Creates the event. */
    public HeldShardsReleased() {}

    @Override
    public boolean equals(Object o) {
        return o instanceof HeldShardsReleased;
    }

    @Override
    public int hashCode() {
        return HeldShardsReleased.class.hashCode();
    }

    @Override
    public String toString() {
        return "HeldShardsReleased";
    }
}
