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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The answer to Scan: the items as they go over the wire, the next key and what it cost. */
public final class ScanPage {

    private static final int UNIT_BYTES = 4096;

    private final ByteBuffer items;
    private final int count;
    private final Item lastEvaluatedKey;
    private final double units;
    private final Runnable handedOut;

    private ScanPage(Builder page, Item lastEvaluatedKey, double units, Runnable handedOut) {
        this.items = page.json();
        this.count = page.count();
        this.lastEvaluatedKey = lastEvaluatedKey;
        this.units = units;
        this.handedOut = handedOut;
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

    /** Enters it into the ledger as handed out. */
    public void noteHandedOut() {
        handedOut.run();
    }

    /** The items of a page so far. */
    static final class Builder {

        private final List<ItemStore.Version> items = new ArrayList<>();
        private long bytes;
        private int jsonBytes;

        void add(ItemStore.Version version) {
            jsonBytes += version.json().length + 1;
            bytes += version.item().size();
            items.add(version);
        }

        int count() {
            return items.size();
        }

        /** The size of the items, by which a page is limited and paid for. */
        long bytes() {
            return bytes;
        }

        /** The items' JSON with commas between. */
        private ByteBuffer json() {
            ByteBuffer json = ByteBuffer.allocate(jsonBytes);
            for (ItemStore.Version version : items) {
                if (json.position() > 0) {
                    json.put((byte) ',');
                }
                json.put(version.json());
            }
            return json.flip();
        }

        /**
         * The page.
         *
         * @param next the key to go on after, or null
         * @param consistent whether it costs a unit for 4 kB, or half of one
         * @param handedOut gets the items once the page is sent whole
         */
        ScanPage build(Item next, boolean consistent, Consumer<List<ItemStore.Version>> handedOut) {
            long blocks = Math.max(1, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
            double units = blocks * (consistent ? 1 : 0.5);
            return new ScanPage(this, next, units, () -> handedOut.accept(items));
        }
    }
}
