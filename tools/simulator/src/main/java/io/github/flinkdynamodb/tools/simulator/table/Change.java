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
package io.github.flinkdynamodb.tools.simulator.table;

/** A change of one item. */
final class Change {

    private final Item keys;
    private final Item before;
    private final Item after;
    private final boolean expiry;

    /**
     * A change.
     *
     * @param keys the item's key attributes
     * @param before the item as it was, or null where there was none
     * @param after the item as it is, or null where it is gone
     * @param expiry whether its time to live ended it
     */
    Change(Item keys, Item before, Item after, boolean expiry) {
        this.keys = keys;
        this.before = before;
        this.after = after;
        this.expiry = expiry;
    }

    Item keys() {
        return keys;
    }

    Item before() {
        return before;
    }

    Item after() {
        return after;
    }

    boolean isExpiry() {
        return expiry;
    }

    /** The event's name. */
    String name() {
        if (before == null) {
            return "INSERT";
        }
        return after == null ? "REMOVE" : "MODIFY";
    }
}
