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
package io.github.flinkdynamodb.streams.table.reconcile;

import io.github.flinkdynamodb.streams.model.Hash128;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;

/**
 * A row on its way to the operator that reconciles items and changes, or to the one that keeps the
 * rows that stand. What the operator needs of it is beside it, since the query may use neither the
 * key's columns nor those that tell rows of the scan. Immutable, but for the kind of its row.
 */
@Internal
public final class KeyedRow {

    /** The time of a row whose record has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** The hash of a row that nobody compares by its hash. */
    public static final Hash128 NO_HASH = new Hash128(0, 0);

    static final int SCANNED = 1;
    static final int OF_KEY_ALONE = 2;

    private final Hash128 key;
    private final Hash128 hash;
    private final int flags;
    private final long createdMillis;
    private final RowData before;
    private final RowData row;

    /**
     * Creates a keyed row.
     *
     * @param key the hash of the item's key
     * @param hash the hash of the row's columns, without metadata
     * @param scanned whether the row was read from the table rather than from its stream
     * @param createdMillis when the change was made; for a row of the scan a time by which every
     *     change made is in the row; {@link #NO_TIME} if the service hasn't said
     * @param row the row
     */
    public KeyedRow(Hash128 key, Hash128 hash, boolean scanned, long createdMillis, RowData row) {
        this(key, hash, scanned ? SCANNED : 0, createdMillis, null, row);
    }

    KeyedRow(
            Hash128 key, Hash128 hash, int flags, long createdMillis, RowData before, RowData row) {
        this.key = Objects.requireNonNull(key, "key");
        this.hash = Objects.requireNonNull(hash, "hash");
        this.flags = flags;
        this.createdMillis = createdMillis;
        this.before = before;
        this.row = Objects.requireNonNull(row, "row");
    }

    /**
     * Creates the deletion of an item of which only the key is known.
     *
     * @param key the hash of the item's key
     * @param createdMillis when the change was made; {@link #NO_TIME} if nobody has said
     * @param row a row of kind DELETE, of which nothing is used but its metadata
     * @return the keyed row
     */
    public static KeyedRow deletionByKey(Hash128 key, long createdMillis, RowData row) {
        return new KeyedRow(key, NO_HASH, OF_KEY_ALONE, createdMillis, null, row);
    }

    /**
     * Creates a row for an operator that keeps rows, and compares none by its hash.
     *
     * @param key the hash of the item's key
     * @param createdMillis when the change was made; {@link #NO_TIME} if nobody has said
     * @param before what the row replaces by the service, of kind UPDATE_BEFORE; null if the row
     *     isn't of kind UPDATE_AFTER
     * @param row the row
     * @return the keyed row
     */
    public static KeyedRow replacing(Hash128 key, long createdMillis, RowData before, RowData row) {
        return new KeyedRow(key, NO_HASH, 0, createdMillis, before, row);
    }

    /**
     * Returns the hash of the item's key.
     *
     * @return the hash, the same for all rows of an item
     */
    public Hash128 key() {
        return key;
    }

    /**
     * Returns the hash of the row's columns, without metadata and whatever the row's kind is.
     *
     * @return the hash, the same for equal rows
     */
    public Hash128 hash() {
        return hash;
    }

    /**
     * Returns whether the row was read from the table.
     *
     * @return false for a row of a change
     */
    public boolean isScanned() {
        return (flags & SCANNED) != 0;
    }

    /**
     * Returns whether nothing of the row is known but its key.
     *
     * @return true for some deletions; false for all other rows
     */
    public boolean isOfKeyAlone() {
        return (flags & OF_KEY_ALONE) != 0;
    }

    int flags() {
        return flags;
    }

    /**
     * Returns what the row replaces by the service.
     *
     * @return the first half of an update whose second half is the row; null for other rows, and
     *     where the two halves come one after the other
     */
    public RowData before() {
        return before;
    }

    /**
     * Returns when the change was made, or by when every change made is in the scanned row.
     *
     * @return epoch milliseconds, or {@link #NO_TIME}
     */
    public long createdMillis() {
        return createdMillis;
    }

    /**
     * Returns the row.
     *
     * @return the row, with its kind
     */
    public RowData row() {
        return row;
    }

    @Override
    public boolean equals(Object o) {
        if (!(o instanceof KeyedRow)) {
            return false;
        }
        KeyedRow that = (KeyedRow) o;
        return key.equals(that.key)
                && hash.equals(that.hash)
                && flags == that.flags
                && createdMillis == that.createdMillis
                && Objects.equals(before, that.before)
                && row.equals(that.row);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, hash, flags, createdMillis, before, row);
    }

    @Override
    public String toString() {
        return (isScanned() ? "scanned " : "") + row.getRowKind().shortString() + "(" + key + ")";
    }
}
