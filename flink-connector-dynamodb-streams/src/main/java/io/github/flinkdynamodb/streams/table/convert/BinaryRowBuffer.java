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
package io.github.flinkdynamodb.streams.table.convert;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.binary.BinaryRowData;

/**
 * Builds a row in Flink's binary form, with rows, arrays and maps inside it in place. Rows and
 * arrays have a fixed part, with one bit a field that says NULL and one slot a field, and behind it
 * what doesn't fit into the slots, in the order of the fields. A row or array is named by its base:
 * where it begins in the buffer. Offsets in a slot count from there.
 *
 * <p>Written in another way than by Flink's own writers in one thing only: a field's bytes may be
 * taken back, see {@link #cutTo}.
 */
final class BinaryRowBuffer {

    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    /** Row kind, before the bits of the fields. */
    private static final int ROW_HEADER_BITS = 8;

    private static final int INLINE_BYTES = 7;
    private static final int INITIAL_CAPACITY = 1024;

    private static final int CHUNK_BYTES = 4096;
    private static final int MOST_OF_CHUNK = CHUNK_BYTES / 8;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    /** Where the rows go; what is used of it belongs to rows and isn't touched again. */
    private byte[] chunk;

    private MemorySegment[] chunkSegments;
    private int chunkUsed;

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.nativeOrder());
    }

    /** Forgets all. */
    void clear() {
        size = 0;
    }

    /** How many bytes are written. */
    int size() {
        return size;
    }

    /** Takes back what was written behind a size that the buffer had. */
    void cutTo(int earlierSize) {
        size = earlierSize;
    }

    /** A copy of what is written behind a position. */
    byte[] copyFrom(int position) {
        return Arrays.copyOfRange(bytes, position, size);
    }

    /**
     * A row of its own, from what is written since the buffer was cleared. Small rows share arrays
     * of {@value #CHUNK_BYTES} bytes: who keeps one of them keeps its neighbours in memory, and
     * nothing else.
     */
    BinaryRowData toRow(int arity) {
        BinaryRowData row = new BinaryRowData(arity);
        if (size > MOST_OF_CHUNK) {
            row.pointTo(MemorySegmentFactory.wrap(Arrays.copyOf(bytes, size)), 0, size);
            return row;
        }
        if (chunk == null || CHUNK_BYTES - chunkUsed < size) {
            chunk = new byte[CHUNK_BYTES];
            chunkSegments = new MemorySegment[] {MemorySegmentFactory.wrap(chunk)};
            chunkUsed = 0;
        }
        System.arraycopy(bytes, 0, chunk, chunkUsed, size);
        row.pointTo(chunkSegments, chunkUsed, size);
        chunkUsed += size;
        return row;
    }

    /** Begins a row; returns its base. Its kind is +I. */
    int beginRow(int arity) {
        int base = size;
        reserve(rowSlot(0, arity) + arity * Long.BYTES);
        return base;
    }

    /** Where the slot of a row's field lies, from its base. */
    static int rowSlot(int index, int arity) {
        return ((arity + ROW_HEADER_BITS + Long.SIZE - 1) / Long.SIZE + index) * Long.BYTES;
    }

    /** Says that a row's field is NULL; its slot must be 0. */
    void setRowNull(int base, int index) {
        int bit = index + ROW_HEADER_BITS;
        bytes[base + (bit >> 3)] |= (byte) (1 << (bit & 7));
    }

    /** Sets the kind of a row. */
    void setRowKind(int base, byte kind) {
        bytes[base] = kind;
    }

    /** Begins an array; returns its base. */
    int beginArray(int length, int slotSize) {
        int base = size;
        reserve(roundedUp(arraySlot(length, length, slotSize)));
        putInt(base, length);
        return base;
    }

    /** Where the slot of an array's element lies, from its base. */
    static int arraySlot(int index, int length, int slotSize) {
        return Integer.BYTES
                + (length + Integer.SIZE - 1) / Integer.SIZE * Integer.BYTES
                + index * slotSize;
    }

    /** Says that an array's element is NULL; its slot must be 0. */
    void setArrayNull(int base, int index) {
        bytes[base + Integer.BYTES + (index >> 3)] |= (byte) (1 << (index & 7));
    }

    /** Begins a map; returns its base. The array of the keys follows, then that of the values. */
    int beginMap() {
        int base = size;
        reserve(Integer.BYTES);
        return base;
    }

    /** Says that a map's keys are written. */
    void endKeys(int base) {
        putInt(base, size - base - Integer.BYTES);
    }

    void putByte(int at, int value) {
        bytes[at] = (byte) value;
    }

    void putShort(int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    void putInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    void putLong(int at, long value) {
        LONG.set(bytes, at, value);
    }

    /**
     * Writes bytes: into the slot, if they are few, or else behind all.
     *
     * @param base of the row or array
     * @param slot of the field, absolute
     */
    void putBytes(int base, int slot, byte[] source, int from, int to) {
        int length = to - from;
        if (length > INLINE_BYTES) {
            int at = appendBytes(source, from, length);
            putReference(base, slot, at, length);
        } else {
            putInline(slot, source, from, length);
        }
    }

    private void putInline(int slot, byte[] source, int from, int length) {
        long word = (long) (0x80 | length) << Long.SIZE - Byte.SIZE;
        if (LITTLE_ENDIAN && from <= source.length - Long.BYTES) {
            long wanted = (1L << length * Byte.SIZE) - 1;
            putLong(slot, word | (long) LONG.get(source, from) & wanted);
            return;
        }
        for (int i = 0; i < length; i++) {
            int shift = LITTLE_ENDIAN ? i : INLINE_BYTES - 1 - i;
            word |= (source[from + i] & 0xffL) << shift * Byte.SIZE;
        }
        putLong(slot, word);
    }

    private int appendBytes(byte[] source, int from, int length) {
        int at = size;
        int rounded = roundedUp(length);
        ensure(rounded);
        putLong(at + rounded - Long.BYTES, 0);
        System.arraycopy(source, from, bytes, at, length);
        size += rounded;
        return at;
    }

    /** Writes bytes behind all, also if they are few. */
    void putLongBytes(int base, int slot, byte[] source) {
        int at = source.length == 0 ? size : appendBytes(source, 0, source.length);
        putReference(base, slot, at, source.length);
    }

    /** Writes an integer of so many bytes, or fewer, in the form of long decimals. */
    void putDecimal(int base, int slot, byte[] unscaled) {
        int at = reserve(2 * Long.BYTES);
        System.arraycopy(unscaled, 0, bytes, at, unscaled.length);
        putReference(base, slot, at, unscaled.length);
    }

    /** Writes a time in the form of those with more than three fractional digits. */
    void putTimestamp(int base, int slot, long millis, int nanosOfMilli) {
        int at = reserve(Long.BYTES);
        putLong(at, millis);
        putReference(base, slot, at, nanosOfMilli);
    }

    /** Refers from a slot to a row, array or map that was begun at a position and is whole. */
    void endNested(int base, int slot, int begin) {
        int length = size - begin;
        reserve(roundedUp(length) - length);
        putReference(base, slot, begin, length);
    }

    private void putReference(int base, int slot, int at, int length) {
        putLong(slot, (long) (at - base) << Integer.SIZE | length);
    }

    /** Appends zeros; returns where they begin. */
    private int reserve(int length) {
        int at = size;
        ensure(roundedUp(length));
        size += length;
        for (int p = at; p < size; p += Long.BYTES) {
            putLong(p, 0);
        }
        return at;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    private static int roundedUp(int length) {
        return length + Long.BYTES - 1 & -Long.BYTES;
    }
}
