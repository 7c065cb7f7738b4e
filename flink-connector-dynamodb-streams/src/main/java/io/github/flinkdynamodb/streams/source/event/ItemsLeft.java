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
 * From the enumerator to a reader: about how many items of the table are still to be read, as this
 * reader's equal part of them. For its metrics alone.
 */
@Internal
public final class ItemsLeft implements SourceEvent {

    private static final long serialVersionUID = 1L;

    private final long items;

    /**
     * Creates the event.
     *
     * @param items the reader's part of the items of all segments that haven't been read
     */
    public ItemsLeft(long items) {
        this.items = items;
    }

    /** Returns about how many items are left, as this reader's part. */
    public long items() {
        return items;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ItemsLeft && items == ((ItemsLeft) o).items;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(items);
    }

    @Override
    public String toString() {
        return "ItemsLeft(" + items + ")";
    }
}
