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
import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * Hashes rows by their columns alone: neither by their kind nor by the metadata columns behind
 * them, which differ between two sightings of one image. Takes rows as {@link
 * io.github.flinkdynamodb.streams.table.convert.ImageConverter} writes them: in Flink's binary form
 * and in one array, equal values as equal bytes, and what doesn't fit into the fixed part in the
 * order of the columns. Belongs to one thread.
 */
@Internal
public final class RowHash implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The row's kind, in front of the bits of NULL. */
    private static final int HEADER_BITS = 8;

    /** Set in the slot of text and bytes that lie in the slot itself. */
    private static final long INLINE = 1L << Long.SIZE - 1;

    private final int columns;
    private final int arity;

    /** The metadata columns whose slots may refer to bytes behind the fixed part. */
    private final BitSet referring = new BitSet();

    private transient Hash128.Hasher hasher;
    private transient byte[] fixedPart;

    /**
     * Creates a hash.
     *
     * @param columns the number of columns that count
     * @param metadata the types of the columns behind them
     */
    public RowHash(int columns, List<LogicalType> metadata) {
        this.columns = columns;
        this.arity = columns + metadata.size();
        for (int i = 0; i < metadata.size(); i++) {
            referring.set(columns + i, mayRefer(metadata.get(i)));
        }
    }

    private static boolean mayRefer(LogicalType type) {
        switch (type.getTypeRoot()) {
            case BIGINT:
            case BOOLEAN:
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE:
                return false;
            default:
                return true;
        }
    }

    /**
     * Hashes a row.
     *
     * @param row a row of as many columns as this is for
     * @return the hash, the same for rows with equal columns
     */
    public Hash128 of(RowData row) {
        BinaryRowData binary = (BinaryRowData) row;
        MemorySegment[] segments = binary.getSegments();
        if (binary.getArity() != arity || segments.length != 1) {
            throw new IllegalArgumentException(
                    "expected a row of "
                            + arity
                            + " columns in one array but found "
                            + binary.getArity()
                            + " columns in "
                            + segments.length);
        }
        return of(binary, segments[0].getArray());
    }

    private Hash128 of(BinaryRowData row, byte[] bytes) {
        if (hasher == null) {
            hasher = new Hash128.Hasher();
            fixedPart = new byte[nullBytes() + columns * Long.BYTES];
        }
        int nullBytes = nullBytes();
        int slots = row.getOffset() + slotsBegin();
        System.arraycopy(bytes, row.getOffset() + 1, fixedPart, 0, nullBytes);
        if (columns % Byte.SIZE != 0) {
            fixedPart[nullBytes - 1] &= (byte) ((1 << columns % Byte.SIZE) - 1);
        }
        System.arraycopy(bytes, slots, fixedPart, nullBytes, columns * Long.BYTES);
        int from = slots + arity * Long.BYTES;
        int to = row.getOffset() + endOfColumns(row);
        return hasher.add(fixedPart, 0, fixedPart.length).add(bytes, from, to - from).finish();
    }

    private int nullBytes() {
        return (columns + Byte.SIZE - 1) / Byte.SIZE;
    }

    private int slotsBegin() {
        return (arity + HEADER_BITS + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }

    /** Where the first metadata column that has bytes behind the fixed part begins them. */
    private int endOfColumns(BinaryRowData row) {
        for (int i = referring.nextSetBit(0); i >= 0; i = referring.nextSetBit(i + 1)) {
            long slot = row.isNullAt(i) ? INLINE : row.getLong(i);
            if ((slot & INLINE) == 0) {
                return (int) (slot >>> Integer.SIZE);
            }
        }
        return row.getSizeInBytes();
    }
}
