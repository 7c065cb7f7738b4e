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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;

/**
 * The records or items of one page, decoded: filled on the fetcher thread, then read on the task
 * thread. The elements of all records lie in one array; a unit is a range of it. Independent of the
 * reader that created it, which may be closed before the batch is emitted.
 *
 * @param <T> the type of the elements
 */
final class RecordBatch<T> implements RecordsWithSplitIds<RecordUnit<T>> {

    private static final int MIN_CAPACITY = 8;

    private final Set<String> finishedSplits;
    private final LongConsumer onRecycle;
    private final AtomicLong bytes = new AtomicLong();
    private final RecordUnit<T> unit = new RecordUnit<>();
    private String splitId;

    private Object[] elements;
    private int elementCount;

    /** For each unit the SequenceNumber of its record, the page of its item, or a StateChange. */
    private Object[] units;

    private int[] elementEnds;

    /** For each record its timestamp, and for each item how many items of the page come to it. */
    private long[] numbers;

    private int unitCount;
    private int nextUnit;

    private RecordBatch(
            String splitId, Set<String> finishedSplits, int capacity, LongConsumer onRecycle) {
        this.splitId = splitId;
        this.finishedSplits = finishedSplits;
        this.onRecycle = onRecycle;
        this.elements = new Object[capacity];
        this.units = new Object[capacity];
        this.elementEnds = new int[capacity];
        this.numbers = new long[capacity];
    }

    /** Returns a batch without records, which reports splits as finished, or nothing at all. */
    static <T> RecordBatch<T> finished(Set<String> splitIds) {
        return new RecordBatch<>(null, Set.copyOf(splitIds), 0, bytes -> {});
    }

    /**
     * Returns an empty batch to be filled.
     *
     * @param splitId the shard that it is read from
     * @param capacity how many records are expected
     * @param onRecycle receives, once and on any thread, how many bytes are free when all is
     *     emitted
     */
    static <T> RecordBatch<T> of(String splitId, int capacity, LongConsumer onRecycle) {
        return new RecordBatch<>(splitId, Set.of(), Math.max(capacity, MIN_CAPACITY), onRecycle);
    }

    void holds(long pageBytes) {
        bytes.addAndGet(pageBytes);
    }

    /** Adds an element to the record that is being filled. */
    void addElement(T element) {
        if (elementCount == elements.length) {
            elements = Arrays.copyOf(elements, elements.length * 2);
        }
        elements[elementCount++] = element;
    }

    /** Ends a record: what was added since the unit before belongs to it. */
    void endRecord(SequenceNumber sequenceNumber, long timestamp) {
        addUnit(sequenceNumber, timestamp);
    }

    /**
     * Ends an item: what was added since the unit before belongs to it.
     *
     * @param items how many items of the page there are up to this one
     */
    void endItem(ItemPage page, int items) {
        addUnit(page, items);
    }

    /** Drops the elements that were added since the unit before. */
    void dropRecord() {
        int start = unitCount == 0 ? 0 : elementEnds[unitCount - 1];
        Arrays.fill(elements, start, elementCount, null);
        elementCount = start;
    }

    /** Adds a change of the split's state, to be made when all that was added before is emitted. */
    void add(StateChange change) {
        addUnit(change, RecordUnit.NO_TIMESTAMP);
    }

    private void addUnit(Object content, long number) {
        if (unitCount == units.length) {
            int capacity = unitCount * 2;
            units = Arrays.copyOf(units, capacity);
            elementEnds = Arrays.copyOf(elementEnds, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
        }
        units[unitCount] = content;
        elementEnds[unitCount] = elementCount;
        numbers[unitCount] = number;
        unitCount++;
    }

    boolean isEmpty() {
        return unitCount == 0 && finishedSplits.isEmpty();
    }

    @Override
    public String nextSplit() {
        String next = unitCount == 0 ? null : splitId;
        splitId = null;
        return next;
    }

    @Override
    public RecordUnit<T> nextRecordFromSplit() {
        if (nextUnit == unitCount) {
            return null;
        }
        int index = nextUnit++;
        Object content = units[index];
        if (content instanceof StateChange) {
            return unit.asChange((StateChange) content);
        }
        unit.withElements(elements, index == 0 ? 0 : elementEnds[index - 1], elementEnds[index]);
        return content instanceof SequenceNumber
                ? unit.asRecord((SequenceNumber) content, numbers[index])
                : unit.asItem((ItemPage) content, (int) numbers[index]);
    }

    @Override
    public Set<String> finishedSplits() {
        return finishedSplits;
    }

    @Override
    public void recycle() {
        long held = bytes.getAndSet(0);
        if (held > 0) {
            onRecycle.accept(held);
        }
    }
}
