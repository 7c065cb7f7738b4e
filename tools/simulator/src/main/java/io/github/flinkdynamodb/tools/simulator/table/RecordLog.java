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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A shard's records as the bytes that go over the wire. They are written once, one after the other
 * with commas between, so that a page is a few slices of them. Not thread-safe; bytes that were
 * handed out never change.
 */
final class RecordLog {

    private static final int SLAB_BYTES = 1 << 18;

    private final List<Slab> slabs = new ArrayList<>();
    private long size;
    private long trimmed;
    private long trimmedSequence = -1;
    private long lastSequence;

    /** How many records were ever written. */
    long size() {
        return size;
    }

    /** How many of them are gone, from the first on. */
    long trimmed() {
        return trimmed;
    }

    void append(byte[] record, long sequence, long writtenMillis, WriteLedger.KeyWrites key) {
        Slab last = slabs.isEmpty() ? null : slabs.get(slabs.size() - 1);
        if (last == null || last.length + record.length + 1 > SLAB_BYTES && last.count > 0) {
            last = new Slab(size, Math.max(1024, last == null ? 1024 : SLAB_BYTES / 8));
            slabs.add(last);
        }
        last.append(record, sequence, writtenMillis, key);
        size++;
        lastSequence = sequence;
    }

    /** Whether a record of this sequence, had there been one, would be gone. */
    boolean isTrimmed(long sequence) {
        return sequence <= trimmedSequence;
    }

    /** The index of the first record whose sequence is at least this one. */
    long indexOf(long sequence) {
        int low = 0;
        int high = slabs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (slabs.get(middle).lastSequence() < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == slabs.size() ? size : slabs.get(low).indexOf(sequence);
    }

    /** When a record was written, in epoch milliseconds. */
    long writtenMillis(long index) {
        Slab slab = slabOf(index);
        return slab.times[(int) (index - slab.firstIndex)];
    }

    /**
     * Visits the keys of the records from an index on and before another, as far as they are there.
     */
    void forEachKey(long from, long to, Consumer<WriteLedger.KeyWrites> visitor) {
        long index = Math.max(from, trimmed);
        while (index < Math.min(to, size)) {
            Slab slab = slabOf(index);
            long end = Math.min(to, slab.endIndex());
            for (; index < end; index++) {
                visitor.accept(slab.keys[(int) (index - slab.firstIndex)]);
            }
        }
    }

    /** The sequence of the last record that was ever written; 0 where there was none. */
    long lastSequence() {
        return lastSequence;
    }

    /** Trims what was written before a time. */
    void trimBefore(long millis) {
        long index = trimmed;
        while (index < size && writtenMillis(index) < millis) {
            index++;
        }
        trimTo(index);
    }

    /** Trims all records before an index. */
    void trimTo(long index) {
        if (index <= trimmed) {
            return;
        }
        trimmed = Math.min(index, size);
        if (trimmed > 0) {
            Slab slab = slabOf(trimmed - 1);
            trimmedSequence = slab.sequences[(int) (trimmed - 1 - slab.firstIndex)];
        }
        int gone = 0;
        while (gone < slabs.size() && slabs.get(gone).endIndex() <= trimmed) {
            gone++;
        }
        slabs.subList(0, gone).clear();
    }

    /**
     * The records of a page.
     *
     * @param from the first record's index, not trimmed
     * @param maxRecords the most records
     * @param maxBytes the most bytes; one record is given even when it is longer
     */
    Slices read(long from, int maxRecords, int maxBytes) {
        Slices slices = new Slices();
        long index = from;
        while (index < size && slices.records < maxRecords && slices.bytes < maxBytes) {
            Slab slab = slabOf(index);
            int taken =
                    slab.addTo(
                            slices,
                            (int) (index - slab.firstIndex),
                            maxRecords - slices.records,
                            maxBytes - slices.bytes);
            if (taken == 0) {
                break;
            }
            index += taken;
        }
        return slices;
    }

    private Slab slabOf(long index) {
        int low = 0;
        int high = slabs.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (slabs.get(middle).firstIndex <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return slabs.get(low);
    }

    /**
     * Stretches of bytes, each some records with commas between; commas go between them as well.
     */
    static final class Slices {

        private final List<ByteBuffer> stretches = new ArrayList<>();
        private int records;
        private int bytes;

        List<ByteBuffer> stretches() {
            return stretches;
        }

        int records() {
            return records;
        }
    }

    /** Some records side by side. */
    private static final class Slab {

        private final long firstIndex;
        private byte[] bytes;
        private int length;
        private int count;
        private int[] ends = new int[8];
        private long[] sequences = new long[8];
        private long[] times = new long[8];
        private WriteLedger.KeyWrites[] keys = new WriteLedger.KeyWrites[8];

        private Slab(long firstIndex, int capacity) {
            this.firstIndex = firstIndex;
            this.bytes = new byte[capacity];
        }

        private long endIndex() {
            return firstIndex + count;
        }

        private long lastSequence() {
            return sequences[count - 1];
        }

        private void append(
                byte[] record, long sequence, long writtenMillis, WriteLedger.KeyWrites key) {
            int needed = length + record.length + 1;
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
            }
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
                sequences = Arrays.copyOf(sequences, count * 2);
                times = Arrays.copyOf(times, count * 2);
                keys = Arrays.copyOf(keys, count * 2);
            }
            if (count > 0) {
                bytes[length++] = ',';
            }
            System.arraycopy(record, 0, bytes, length, record.length);
            length += record.length;
            ends[count] = length;
            sequences[count] = sequence;
            times[count] = writtenMillis;
            keys[count] = key;
            count++;
        }

        private long indexOf(long sequence) {
            int found = Arrays.binarySearch(sequences, 0, count, sequence);
            return firstIndex + (found >= 0 ? found : -found - 1);
        }

        private int start(int record) {
            return record == 0 ? 0 : ends[record - 1] + 1;
        }

        private int addTo(Slices slices, int from, int maxRecords, int maxBytes) {
            int to = from;
            int start = start(from);
            while (to < count
                    && to - from < maxRecords
                    && (ends[to] - start <= maxBytes || slices.records + to - from == 0)) {
                to++;
            }
            if (to > from) {
                int stretch = ends[to - 1] - start;
                slices.stretches.add(ByteBuffer.wrap(bytes, start, stretch).slice());
                slices.bytes += stretch;
                slices.records += to - from;
            }
            return to - from;
        }
    }
}
