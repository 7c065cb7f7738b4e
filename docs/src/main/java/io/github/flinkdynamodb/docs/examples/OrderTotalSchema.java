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

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** The DataStream guide's schema: turns each change of an order into its total. */
public class OrderTotalSchema implements DynamoDbStreamsDeserializationSchema<OrderTotal> {

    private static final long serialVersionUID = 1L;

    @Override
    public AttributeSelection attributes() {
        return AttributeSelection.ofNewImage("total");
    }

    @Override
    public void deserialize(ChangeRecord record, Collector<OrderTotal> out) {
        String orderId = record.keys().get("orderId").s();
        if (record.newImage() == null) {
            out.collect(new OrderTotal(orderId, null));
            return;
        }
        AttributeValue total = record.newImage().get("total");
        if (total != null && !total.isNull()) {
            out.collect(new OrderTotal(orderId, total.decimal()));
        }
    }

    @Override
    public TypeInformation<OrderTotal> getProducedType() {
        return TypeInformation.of(OrderTotal.class);
    }
}
