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
package io.github.flinkdynamodb.tools.simulator.export;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.time.Instant;
import java.util.Objects;

/** What became of one item within the window of an incremental export. Immutable. */
public final class ItemChange {

    private final Item keys;
    private final Item before;
    private final Item after;
    private final Instant written;

    private ItemChange(Item keys, Item before, Item after, Instant written) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.before = before;
        this.after = after;
        this.written = Objects.requireNonNull(written, "written");
    }

    /**
     * Creates the net change of an item.
     *
     * @param keys the item's key attributes alone
     * @param before the item at the beginning of the window, or null where there was none
     * @param after the item at the end of the window, or null where there is none
     * @param written when the item was written last, a time within the window
     * @throws IllegalArgumentException if there is neither image: the service has no line for an
     *     item that was inserted and deleted within the window
     */
    public static ItemChange of(Item keys, Item before, Item after, Instant written) {
        if (before == null && after == null) {
            throw new IllegalArgumentException(
                    "Invalid change of "
                            + keys
                            + ": expected an image before or after it; an item that was inserted"
                            + " and deleted within a window is in no export");
        }
        return new ItemChange(keys, before, after, written);
    }

    /** Returns the key attributes. */
    public Item keys() {
        return keys;
    }

    /** Returns the item at the beginning of the window, or null. */
    public Item before() {
        return before;
    }

    /** Returns the item at the end of the window, or null. */
    public Item after() {
        return after;
    }

    /** Returns when the item was written last. */
    public Instant written() {
        return written;
    }
}
