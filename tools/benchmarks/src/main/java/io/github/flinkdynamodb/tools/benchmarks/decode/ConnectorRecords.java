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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.util.Collector;

/**
 * Creates from each record what a deserialization schema of the connector gives, from the page's
 * bytes.
 *
 * @param <T> what that is
 */
final class ConnectorRecords<T> implements Maker<T> {

    private final byte[] page;
    private final DynamoDbStreamsDeserializationSchema<T> schema;

    ConnectorRecords(byte[] page, DynamoDbStreamsDeserializationSchema<T> schema) {
        this.page = page;
        this.schema = schema;
    }

    @Override
    public void make(Consumer<? super T> sink) throws Exception {
        Collected<T> collected = new Collected<>();
        GetRecordsReader reader =
                new GetRecordsReader(
                        page, "arn", "shard", ItemReader.skipping(), ItemReader.skipping());
        for (ChangeRecord record = reader.next(); record != null; record = reader.next()) {
            schema.deserialize(record, collected);
            for (T made : collected.elements) {
                sink.accept(made);
            }
            collected.elements.clear();
        }
    }

    private static final class Collected<T> implements Collector<T> {

        private final List<T> elements = new ArrayList<>();

        @Override
        public void collect(T element) {
            elements.add(element);
        }

        @Override
        public void close() {}
    }
}
