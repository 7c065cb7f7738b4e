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

import java.time.Instant;

/** What a key had from some time on. Immutable. */
public final class ItemVersion {

    private final Instant since;
    private final Item item;

    ItemVersion(Instant since, Item item) {
        this.since = since;
        this.item = item;
    }

    /** When it was written, by the simulator's clock. */
    public Instant since() {
        return since;
    }

    /** The item, or null where it was deleted. */
    public Item item() {
        return item;
    }

    @Override
    public String toString() {
        return since + ": " + item;
    }
}
