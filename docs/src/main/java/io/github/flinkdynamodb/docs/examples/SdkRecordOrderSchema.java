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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.SdkRecordDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Runs code that was written for the AWS SDK's {@code Record}. */
public class SdkRecordOrderSchema implements DynamoDbStreamsDeserializationSchema<OrderChange> {

    private static final long serialVersionUID = 1L;

    private final SdkRecordDeserializationSchema toSdk = new SdkRecordDeserializationSchema();

    @Override
    public void deserialize(ChangeRecord record, Collector<OrderChange> out) {
        toSdk.deserialize(
                record,
                new Collector<Record>() {
                    @Override
                    public void collect(Record sdkRecord) {
                        deserialize(sdkRecord, record.streamArn(), record.shardId(), out);
                    }

                    @Override
                    public void close() {}
                });
    }

    /** The method as it was: the parameters are those of Apache's schema. */
    private void deserialize(
            Record record, String stream, String shardId, Collector<OrderChange> out) {
        out.collect(
                new OrderChange(
                        record.dynamodb().keys().get("orderId").s(),
                        record.dynamodb().sequenceNumber(),
                        record.eventNameAsString()));
    }

    @Override
    public TypeInformation<OrderChange> getProducedType() {
        return TypeInformation.of(OrderChange.class);
    }
}
