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
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import io.github.flinkdynamodb.streams.source.split.SplitState;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * What is emitted in one step: all elements of one record or item, and what the split's state is to
 * hold after them; or a change of that state alone. A unit is a view of a place in its batch: it is
 * valid until the batch's next one is asked for.
 *
 * @param <T> the type of the elements
 */
@Internal
public final class RecordUnit<T> {

    /** The timestamp of elements whose record has no creation time. */
    static final long NO_TIMESTAMP = ShardSplitState.UNKNOWN_TIME;

    private Object[] elements;
    private int from;
    private int to;
    private long timestamp;
    private SequenceNumber sequenceNumber;

    /** The page of an item; null for a record of a shard. */
    private ItemPage page;

    private int items;

    /** Null for a record or an item. */
    private StateChange change;

    RecordUnit() {}

    RecordUnit<T> withElements(Object[] all, int first, int last) {
        elements = all;
        from = first;
        to = last;
        return this;
    }

    RecordUnit<T> asRecord(SequenceNumber seq, long time) {
        sequenceNumber = seq;
        timestamp = time;
        change = null;
        return this;
    }

    RecordUnit<T> asItem(ItemPage of, int itemsOfPage) {
        page = of;
        items = itemsOfPage;
        timestamp = of.timestamp(itemsOfPage);
        change = null;
        return this;
    }

    RecordUnit<T> asChange(StateChange stateChange) {
        withElements(null, 0, 0);
        change = stateChange;
        return this;
    }

    /**
     * Returns whether this is a record or an item, even one without elements.
     *
     * @return false for a change of the state alone
     */
    public boolean isRecord() {
        return change == null;
    }

    /**
     * Emits the elements, with the record's creation time if it has one, or the time up to which
     * every change is in the item.
     *
     * @param output receives them
     */
    public void emitTo(SourceOutput<? super T> output) {
        for (int i = from; i < to; i++) {
            @SuppressWarnings("unchecked")
            T element = (T) elements[i];
            if (timestamp == NO_TIMESTAMP) {
                output.collect(element);
            } else {
                output.collect(element, timestamp);
            }
        }
    }

    /**
     * Moves the state past this unit. Called when its elements are out.
     *
     * @param state the split's state
     */
    public void applyTo(SplitState state) {
        if (change != null) {
            change.applyTo(state);
        } else if (page == null) {
            ((ShardSplitState) state).advanceTo(sequenceNumber, timestamp);
        } else {
            page.advance(state, items);
        }
    }

    /**
     * Returns whether all of the split has been emitted with this unit.
     *
     * @return false if its reading continues
     */
    public boolean isEnd() {
        return change != null && change.isEnd();
    }
}
