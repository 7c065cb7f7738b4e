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

import io.github.flinkdynamodb.streams.model.AttributeType;
import io.github.flinkdynamodb.streams.model.AttributeValue;
import io.github.flinkdynamodb.streams.model.ChangeType;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderPlanTest {

    private final List<PlannedChange> changes = Changes.planned(2_000);

    @Test
    void changesOfAnOrderAreNumberedWithoutGaps() {
        Map<String, Long> versions = new HashMap<>();

        for (PlannedChange change : changes) {
            assertThat(change.id().version())
                    .isEqualTo(versions.merge(change.id().orderId(), 1L, Long::sum));
        }
    }

    @Test
    void oldItemIsTheNewItemOfTheChangeBefore() {
        Map<String, Map<String, AttributeValue>> table = new HashMap<>();

        for (PlannedChange change : changes) {
            assertThat(change.oldItem()).isEqualTo(table.get(change.id().orderId()));
            table.put(change.id().orderId(), change.newItem());
        }
    }

    @Test
    void typeFollowsFromTheItems() {
        for (PlannedChange change : changes) {
            assertThat(change.type())
                    .isEqualTo(
                            change.oldItem() == null
                                    ? ChangeType.INSERT
                                    : change.newItem() == null
                                            ? ChangeType.REMOVE
                                            : ChangeType.MODIFY);
        }
    }

    @Test
    void everyTypeOccursOften() {
        Map<ChangeType, Long> counts =
                changes.stream()
                        .collect(Collectors.groupingBy(PlannedChange::type, Collectors.counting()));

        assertThat(counts)
                .containsOnlyKeys(ChangeType.INSERT, ChangeType.MODIFY, ChangeType.REMOVE);
        assertThat(counts.values()).allMatch(count -> count > 100);
    }

    @Test
    void everyModificationChangesTheItem() {
        assertThat(changes)
                .filteredOn(change -> change.type() == ChangeType.MODIFY)
                .noneMatch(change -> change.newItem().equals(change.oldItem()));
    }

    @Test
    void itemsHaveNestedListsMapsAndExactDecimals() {
        Map<String, AttributeValue> item = changes.get(0).newItem();

        assertThat(item.get("customer").m().get("address").type()).isEqualTo(AttributeType.M);
        BigDecimal total =
                item.get("lines").l().stream()
                        .map(AttributeValue::m)
                        .map(
                                line ->
                                        line.get("price")
                                                .decimal()
                                                .multiply(line.get("quantity").decimal()))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(item.get("total").decimal()).isEqualByComparingTo(total);
        assertThat(item.get("writtenAt").n()).isEqualTo("1000");
    }

    @Test
    void changesGoOnFromTheOrdersThatAreInTheTableBefore() {
        OrderPlan plan = new OrderPlan(50, 400, new Random(1));
        List<PlannedChange> existing = Changes.existing(plan, 50);
        Map<String, Map<String, AttributeValue>> table = new HashMap<>();
        existing.forEach(order -> table.put(order.id().orderId(), order.newItem()));

        assertThat(table).hasSize(50);
        assertThat(existing).allMatch(order -> order.type() == ChangeType.INSERT);
        for (PlannedChange change : Changes.planned(plan, 400)) {
            assertThat(change.oldItem()).isEqualTo(table.get(change.id().orderId()));
            table.put(change.id().orderId(), change.newItem());
        }
        assertThat(table).as("some orders are new").hasSizeGreaterThan(60);
    }

    @Test
    void oneChangeIsAnInsertion() {
        assertThat(Changes.planned(1))
                .extracting(PlannedChange::type)
                .containsExactly(ChangeType.INSERT);
    }
}
