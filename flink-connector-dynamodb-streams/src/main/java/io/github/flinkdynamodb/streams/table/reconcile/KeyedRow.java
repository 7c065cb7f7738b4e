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
 * A row on its way to the operator that reconciles items and changes. What the operator needs of it
 * is beside it, since the query may use neither the key's columns nor those that tell rows of the
 * scan. Immutable, but for the kind of its row.
 */
@Internal
public final class KeyedRow {

    /** The time of a row whose record has none. */
    public static final long NO_TIME = Long.MIN_VALUE;

    private final Hash128 key;
    private final Hash128 hash;
    private final boolean scanned;
    private final long createdMillis;
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
        this.key = Objects.requireNonNull(key, "key");
        this.hash = Objects.requireNonNull(hash, "hash");
        this.scanned = scanned;
        this.createdMillis = createdMillis;
        this.row = Objects.requireNonNull(row, "row");
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
        return scanned;
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
                && scanned == that.scanned
                && createdMillis == that.createdMillis
                && row.equals(that.row);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, hash, scanned, createdMillis, row);
    }

    @Override
    public String toString() {
        return (scanned ? "scanned " : "") + row.getRowKind().shortString() + "(" + key + ")";
    }
}
