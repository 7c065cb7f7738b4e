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

import io.github.flinkdynamodb.streams.model.ChangeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes for tests. */
final class Changes {

    private Changes() {}

    /** Plans orders that are in the table before; the same ones each time. */
    static List<PlannedChange> existing(OrderPlan plan, int count) {
        List<PlannedChange> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(plan.nextExisting(i));
        }
        return orders;
    }

    /** Plans changes of a table that is empty at first; the same ones each time. */
    static List<PlannedChange> planned(int count) {
        return planned(new OrderPlan(0, count, new Random(1)), count);
    }

    /** Plans changes. */
    static List<PlannedChange> planned(OrderPlan plan, int count) {
        List<PlannedChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(plan.next(1_000L + i));
        }
        return changes;
    }

    /** Returns a change as the job commits it if all is well. */
    static OrderChange committed(PlannedChange change) {
        return new OrderChange(
                change.id().orderId(),
                change.id().version(),
                change.type().name(),
                ItemText.of(change.newItem()),
                ItemText.of(change.oldItem()),
                "summary",
                change.id().version());
    }

    /** Returns an order as the job commits it if it reads the item that a change made of it. */
    static OrderChange item(PlannedChange change) {
        return new OrderChange(
                change.id().orderId(),
                change.id().version(),
                ChangeType.SNAPSHOT.name(),
                ItemText.of(change.newItem()),
                "",
                "summary",
                0);
    }

    static List<OrderChange> committed(List<PlannedChange> changes) {
        return new ArrayList<>(changes.stream().map(Changes::committed).toList());
    }

    static OrderChange change(String orderId, long version) {
        return new OrderChange(
                orderId, version, ChangeType.MODIFY.name(), "{}", "{}", "summary", version);
    }
}
