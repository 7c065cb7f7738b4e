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

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

class OrderChangeSchemaTest {

    private final OrderChangeSchema schema = new OrderChangeSchema();

    @Test
    void everyPlannedChangeIsRecognisedInItsRecord() {
        for (PlannedChange planned : Changes.planned(500)) {
            OrderChange change = deserialize(planned);

            assertThat(change.id()).isEqualTo(planned.id());
            assertThat(planned.matches(change)).isTrue();
            assertThat(change.summary()).isNotBlank();
        }
    }

    @Test
    void changeOfOneAttributeDoesNotMatch() {
        PlannedChange planned = Changes.planned(1).get(0);
        PlannedChange other =
                new PlannedChange(
                        planned.id(),
                        planned.type(),
                        Map.of(
                                "version", AttributeValue.ofN("1"),
                                "status", AttributeValue.ofS("NEW"),
                                "lines", AttributeValue.ofL(List.of()),
                                "total", AttributeValue.ofN("0"),
                                "customer", planned.newItem().get("customer")),
                        null);

        assertThat(planned.matches(deserialize(other))).isFalse();
    }

    @Test
    void summaryOfAModificationSaysWhatChanged() {
        assertThat(Changes.planned(500))
                .filteredOn(change -> change.type() == ChangeType.MODIFY)
                .allSatisfy(
                        change ->
                                assertThat(deserialize(change).summary())
                                        .matches("(status|total|version) .+ -> .+"));
    }

    @Test
    void typeIsOneThatFlinkSerializesFieldByField() {
        assertThat(schema.getProducedType()).isInstanceOf(PojoTypeInfo.class);
    }

    private OrderChange deserialize(PlannedChange change) {
        List<OrderChange> out = new ArrayList<>();
        schema.deserialize(
                ChangeRecord.builder()
                        .json(new ByteSlice(new byte[0], 0, 0))
                        .eventName(change.type().name())
                        .keys(image(Map.of("id", AttributeValue.ofS(change.id().orderId()))))
                        .newImage(image(change.newItem()))
                        .oldImage(image(change.oldItem()))
                        .build(),
                new ListCollector<>(out));
        assertThat(out).hasSize(1);
        return out.get(0);
    }

    private static Image image(Map<String, AttributeValue> item) {
        return item == null ? null : new Image(new ByteSlice(new byte[0], 0, 0), json -> item);
    }
}
