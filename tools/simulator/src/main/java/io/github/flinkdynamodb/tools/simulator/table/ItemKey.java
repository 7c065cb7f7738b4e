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

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where an item stands in its table: by the hash of its partition key, from 0 to 2^32 - 1, then by
 * the partition key, then by the sort key in the order of its type. Immutable.
 */
final class ItemKey implements Comparable<ItemKey> {

    private final int hash;
    private final String partition;
    private final BigDecimal sortNumber;
    private final byte[] sortBytes;

    private ItemKey(int hash, String partition, BigDecimal sortNumber, byte[] sortBytes) {
        this.hash = hash;
        this.partition = partition;
        this.sortNumber = sortNumber;
        this.sortBytes = sortBytes;
    }

    /**
     * The place of a key without a sort key.
     *
     * @param hash the partition key's hash, unsigned
     * @param partition the DynamoDB JSON of the partition key
     */
    static ItemKey of(int hash, String partition) {
        return new ItemKey(hash, partition, null, null);
    }

    /**
     * The same partition key with a sort key.
     *
     * @param type S, N or B
     * @param value the text of the attribute
     * @throws IllegalArgumentException where it isn't of its type
     */
    ItemKey withSortKey(String type, String value) {
        switch (type) {
            case "N":
                return new ItemKey(hash, partition, new BigDecimal(value), null);
            case "B":
                return new ItemKey(hash, partition, null, Base64.getDecoder().decode(value));
            default:
                return new ItemKey(hash, partition, null, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The place before all keys of a hash. */
    static ItemKey before(int hash) {
        return of(hash, "");
    }

    int hash() {
        return hash;
    }

    @Override
    public int compareTo(ItemKey other) {
        int order = Integer.compareUnsigned(hash, other.hash);
        if (order == 0) {
            order = partition.compareTo(other.partition);
        }
        return order == 0 ? compareSortKey(other) : order;
    }

    private int compareSortKey(ItemKey other) {
        if (sortNumber != null && other.sortNumber != null) {
            return sortNumber.compareTo(other.sortNumber);
        }
        // A null is before everything else.
        return Arrays.compareUnsigned(sortBytes, other.sortBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey && compareTo((ItemKey) other) == 0;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
