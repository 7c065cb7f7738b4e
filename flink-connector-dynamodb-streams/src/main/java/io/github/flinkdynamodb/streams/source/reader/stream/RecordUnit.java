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
package io.github.flinkdynamodb.streams.source.reader.stream;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import io.github.flinkdynamodb.streams.source.split.ShardSplitState;
import java.time.Instant;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * What is emitted in one step: all elements of one record, and what the split's state is to hold
 * after them. Some units carry news for the state alone. A unit is a view of a place in its batch:
 * it is valid until the batch's next one is asked for.
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
    private Instant notBefore;
    private boolean start;
    private boolean record;
    private Progress end;

    RecordUnit() {}

    RecordUnit<T> asRecord(Object[] all, int first, int last, long time, SequenceNumber seq) {
        clear();
        elements = all;
        from = first;
        to = last;
        timestamp = time;
        sequenceNumber = seq;
        record = true;
        return this;
    }

    RecordUnit<T> asPosition(SequenceNumber seq) {
        clear();
        sequenceNumber = seq;
        return this;
    }

    RecordUnit<T> asStart(Instant moment) {
        clear();
        notBefore = moment;
        start = true;
        return this;
    }

    RecordUnit<T> asEnd(Progress progress) {
        clear();
        end = progress;
        return this;
    }

    private void clear() {
        elements = null;
        from = 0;
        to = 0;
        timestamp = NO_TIMESTAMP;
        sequenceNumber = null;
        notBefore = null;
        start = false;
        record = false;
        end = null;
    }

    /**
     * Says whether this is a record, even one without elements.
     *
     * @return false for news for the state alone
     */
    public boolean isRecord() {
        return record;
    }

    /**
     * Emits the elements, with the record's creation time where it has one.
     *
     * @param output takes them
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
    public void applyTo(ShardSplitState state) {
        if (sequenceNumber != null) {
            state.advanceTo(sequenceNumber, timestamp);
        }
        if (start) {
            state.startAt(notBefore);
        }
        if (end != null) {
            state.end(end);
        }
    }

    /**
     * How the reading of the shard ended.
     *
     * @return {@link Progress#ENDED} or {@link Progress#STOPPED}, or null where it goes on
     */
    public Progress end() {
        return end;
    }
}
