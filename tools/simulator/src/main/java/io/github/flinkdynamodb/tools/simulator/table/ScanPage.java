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

import java.nio.ByteBuffer;

/** The answer to Scan: the items as they go over the wire, the next key and what it cost. */
public final class ScanPage {

    private final ByteBuffer items;
    private final int count;
    private final Item lastEvaluatedKey;
    private final double units;

    ScanPage(ByteBuffer items, int count, Item lastEvaluatedKey, double units) {
        this.items = items;
        this.count = count;
        this.lastEvaluatedKey = lastEvaluatedKey;
        this.units = units;
    }

    /** The items' JSON, with commas between. */
    public ByteBuffer items() {
        return items.duplicate();
    }

    /** How many items there are. */
    public int count() {
        return count;
    }

    /** The key to go on after, or null at the end of the segment. */
    public Item lastEvaluatedKey() {
        return lastEvaluatedKey;
    }

    /** The read units that the page cost. */
    public double units() {
        return units;
    }
}
