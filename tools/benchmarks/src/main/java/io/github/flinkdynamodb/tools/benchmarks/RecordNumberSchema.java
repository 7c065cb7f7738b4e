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
package io.github.flinkdynamodb.tools.benchmarks;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.util.Collector;

/** Gives a record's number in its shard, after all attributes of both images were decoded. */
final class RecordNumberSchema implements DynamoDbStreamsDeserializationSchema<Long> {

    private static final long serialVersionUID = 1L;

    private final boolean images;

    /**
     * Creates the schema.
     *
     * @param images false to leave the images alone
     */
    RecordNumberSchema(boolean images) {
        this.images = images;
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<Long> out) {
        if (images && attributes(record.newImage()) + attributes(record.oldImage()) != 20) {
            throw new IllegalStateException("Two images of 10 attributes were expected: " + record);
        }
        out.collect(PageTemplate.numberIn(record.sequenceNumber().digits()));
    }

    private static int attributes(Image image) {
        return image.attributes().size();
    }

    @Override
    public TypeInformation<Long> getProducedType() {
        return Types.LONG;
    }
}
