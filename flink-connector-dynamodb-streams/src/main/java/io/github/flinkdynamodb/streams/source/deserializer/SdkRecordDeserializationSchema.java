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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Returns each change as the AWS SDK's own {@link Record}, for code that is written against the
 * SDK. Such objects cost several times the CPU and memory of the other forms.
 */
@PublicEvolving
public final class SdkRecordDeserializationSchema
        implements DynamoDbStreamsDeserializationSchema<Record> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<Record> out) {
        out.collect(SdkRecords.toSdk(record));
    }

    @Override
    public TypeInformation<Record> getProducedType() {
        return SdkRecordTypeInfo.INSTANCE;
    }
}
