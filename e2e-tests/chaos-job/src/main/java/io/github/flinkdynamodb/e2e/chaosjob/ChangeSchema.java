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
package io.github.flinkdynamodb.e2e.chaosjob;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/**
 * Reads the new image of a change: {@code pk} (S), {@code v} (N), and where it is there {@code
 * last} (BOOL). A removed item is none of this job's: the record is rejected.
 */
final class ChangeSchema implements DynamoDbStreamsDeserializationSchema<Change> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<Change> out) {
        Image item = record.newImage();
        if (item == null) {
            throw new IllegalArgumentException("An item with a new image was expected: " + record);
        }
        AttributeValue last = item.get("last");
        out.collect(
                new Change(
                        item.get("pk").s(),
                        Long.parseLong(item.get("v").n()),
                        last != null && last.bool(),
                        record.isSnapshot()));
    }

    @Override
    public TypeInformation<Change> getProducedType() {
        return TypeInformation.of(Change.class);
    }
}
