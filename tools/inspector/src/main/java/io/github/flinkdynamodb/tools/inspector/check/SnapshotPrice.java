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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.TableDescription;

/**
 * What a new snapshot of a table costs: a Scan is billed by what it reads, a unit for each 4 KB if
 * it is strongly consistent, half of that if not; a full export by the size of the table.
 * Immutable.
 */
public final class SnapshotPrice {

    private static final long BYTES_A_UNIT = 4096;
    private static final double MILLION = 1_000_000;
    private static final double BYTES_A_GB = 1_000_000_000;

    private final long items;
    private final long bytes;
    private final Prices prices;

    private SnapshotPrice(long items, long bytes, Prices prices) {
        this.items = items;
        this.bytes = bytes;
        this.prices = prices;
    }

    /**
     * Computes the price.
     *
     * @param table the table, whose size is up to six hours old
     * @param prices what AWS charges
     * @return the price
     */
    static SnapshotPrice of(TableDescription table, Prices prices) {
        return new SnapshotPrice(table.itemCount(), table.sizeBytes(), prices);
    }

    /** Returns how many items the table has. */
    public long items() {
        return items;
    }

    /** Returns how large it is. */
    public long bytes() {
        return bytes;
    }

    /** Returns the read units of a strongly consistent Scan. */
    public long units() {
        return (bytes + BYTES_A_UNIT - 1) / BYTES_A_UNIT;
    }

    /** Returns what they cost on demand, in dollars. */
    public double scanDollars() {
        return units() / MILLION * prices.perMillionUnits();
    }

    /** Returns what a full export costs, in dollars. */
    public double exportDollars() {
        return bytes / BYTES_A_GB * prices.perGb();
    }
}
