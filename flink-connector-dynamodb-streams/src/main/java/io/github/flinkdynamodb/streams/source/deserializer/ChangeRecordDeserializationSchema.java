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
package io.github.flinkdynamodb.streams.source.deserializer;

import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Returns each change as it is. An element holds its own bytes, not the page it came with. */
@PublicEvolving
public final class ChangeRecordDeserializationSchema
        implements DynamoDbStreamsDeserializationSchema<ChangeRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<ChangeRecord> out) {
        out.collect(ChangeRecordJson.detach(record));
    }

    @Override
    public TypeInformation<ChangeRecord> getProducedType() {
        return ChangeRecordTypeInfo.INSTANCE;
    }
}
