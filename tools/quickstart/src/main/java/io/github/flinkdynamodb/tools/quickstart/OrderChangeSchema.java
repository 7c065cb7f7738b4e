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
package io.github.flinkdynamodb.tools.quickstart;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.Collector;

/** Turns the records of the stream into {@link OrderChange}s. */
final class OrderChangeSchema implements DynamoDbStreamsDeserializationSchema<OrderChange> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ChangeRecord record, Collector<OrderChange> out) {
        Map<String, AttributeValue> before = attributes(record.oldImage());
        Map<String, AttributeValue> after = attributes(record.newImage());
        // A removed order has no new version in the table; the removal counts as one all the same.
        long version = after == null ? version(before) + 1 : version(after);
        out.collect(
                new OrderChange(
                        record.keys().get(Order.KEY).s(),
                        version,
                        record.changeType().name(),
                        ItemText.of(after),
                        ItemText.of(before),
                        summary(record.changeType(), before, after),
                        0));
    }

    @Override
    public TypeInformation<OrderChange> getProducedType() {
        return TypeInformation.of(OrderChange.class);
    }

    private static Map<String, AttributeValue> attributes(Image image) {
        return image == null ? null : image.attributes();
    }

    private static long version(Map<String, AttributeValue> item) {
        return item.get(Order.VERSION).decimal().longValueExact();
    }

    private static String summary(
            ChangeType type,
            Map<String, AttributeValue> before,
            Map<String, AttributeValue> after) {
        return switch (type) {
            case INSERT, SNAPSHOT -> describe(after);
            case REMOVE -> "was " + describe(before);
            case MODIFY -> difference(before, after);
        };
    }

    private static String describe(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> customer = item.get("customer").m();
        int lines = item.get("lines").l().size();
        return String.format(
                "%s, %d %s, total %s, %s in %s",
                item.get("status").s(),
                lines,
                lines == 1 ? "line" : "lines",
                item.get("total").n(),
                customer.get("name").s(),
                customer.get("address").m().get("city").s());
    }

    private static String difference(
            Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (!before.get("status").equals(after.get("status"))) {
            return "status " + before.get("status").s() + " -> " + after.get("status").s();
        }
        if (!before.get("lines").equals(after.get("lines"))) {
            return "total " + before.get("total").n() + " -> " + after.get("total").n();
        }
        return "version " + version(before) + " -> " + version(after);
    }
}
