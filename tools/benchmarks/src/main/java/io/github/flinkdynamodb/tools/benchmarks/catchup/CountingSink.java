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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Counts what it gets in {@link Arrivals}, and throws it away.
 *
 * @param <T> the type of the elements
 */
public final class CountingSink<T> implements Sink<T> {

    private static final long serialVersionUID = 1L;

    /**
     * Finds the number of an element's record in its shard.
     *
     * @param <T> the type of the elements
     */
    public interface RecordNumber<T> extends Serializable {

        /** Stands for an element that doesn't count. */
        long NONE = -1;

        /** Returns the number, or {@link #NONE}. */
        long of(T element);
    }

    private final RecordNumber<T> recordNumber;

    /**
     * Creates a sink.
     *
     * @param recordNumber finds the numbers
     */
    public CountingSink(RecordNumber<T> recordNumber) {
        this.recordNumber = recordNumber;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new Writer<>(recordNumber);
    }

    private static final class Writer<T> implements SinkWriter<T> {

        private final RecordNumber<T> recordNumber;
        private final Arrivals.Counter counter = Arrivals.counter();

        Writer(RecordNumber<T> recordNumber) {
            this.recordNumber = recordNumber;
        }

        @Override
        public void write(T element, Context context) {
            long number = recordNumber.of(element);
            if (number != RecordNumber.NONE) {
                counter.add(number);
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            // Nothing is kept.
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
