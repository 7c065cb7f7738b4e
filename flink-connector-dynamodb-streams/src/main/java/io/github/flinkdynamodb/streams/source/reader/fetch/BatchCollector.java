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

import org.apache.flink.util.Collector;

/** Puts what the schema creates into a batch. */
final class BatchCollector<T> implements Collector<T> {

    private final RecordBatch<T> batch;

    BatchCollector(RecordBatch<T> batch) {
        this.batch = batch;
    }

    @Override
    public void collect(T element) {
        batch.addElement(element);
    }

    /** Drops what was collected since the unit before. */
    void drop() {
        batch.dropRecord();
    }

    @Override
    public void close() {}
}
