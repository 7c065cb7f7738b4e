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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the verdict says of a table that is read while it is written. */
class ComparisonTest {

    private final OrderPlan plan = new OrderPlan(20, 200, new Random(3));
    private final List<PlannedChange> existing = Changes.existing(plan, 20);
    private final List<PlannedChange> written = Changes.planned(plan, 200);
    private final List<OrderChange> committed = new ArrayList<>();

    ComparisonTest() {
        existing.forEach(order -> committed.add(Changes.item(order)));
        written.forEach(
                change -> committed.add(Changes.committed(change).withCount(countOf(change))));
    }

    @Test
    void itemsFirstAndThenTheChangesIsGood() {
        assertThat(verdict().isGood()).isTrue();
        assertThat(verdict().line())
                .isEqualTo(
                        "existing=20 written=200 received=220 lost=0 duplicated=0"
                                + " out_of_order=0");
    }

    @Test
    void anItemMayBeReadInAnyVersionAndTheChangesThatItContainsRunForwardAgain() {
        PlannedChange change = firstChangeOfAnExistingOrder();
        committed.set(indexOfItem(change.id().orderId()), Changes.item(change));

        assertThat(verdict().isGood()).isTrue();
    }

    @Test
    void anItemThatIsOlderThanAChangeBeforeItIsOutOfOrder() {
        PlannedChange change = firstChangeOfAnExistingOrder();
        committed.add(committed.remove(indexOfItem(change.id().orderId())));

        assertThat(verdict().outOfOrder()).isEqualTo(1);
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void anItemThatIsNeitherReadNorRemovedIsLost() {
        String removed =
                written.stream()
                        .filter(change -> change.newItem() == null)
                        .map(change -> change.id().orderId())
                        .filter(this::wasThereBefore)
                        .findFirst()
                        .orElseThrow();
        committed.removeIf(change -> change.isItem() && change.orderId().equals(removed));
        assertThat(verdict().isGood()).as("deleted before its page was read").isTrue();

        committed.removeIf(change -> change.isItem() && change.orderId().equals(keptOrder()));
        assertThat(verdict().lost()).isEqualTo(1);
    }

    @Test
    void anItemThatIsReadTwiceIsDuplicated() {
        committed.add(1, committed.get(0));

        assertThat(verdict().duplicated()).isEqualTo(1);
    }

    @Test
    void anItemThatNobodyWroteIsWrong() {
        OrderChange item = committed.get(indexOfItem(keptOrder()));
        committed.set(
                indexOfItem(keptOrder()),
                new OrderChange(
                        item.orderId(),
                        item.version() + 1_000,
                        item.type(),
                        item.newImage(),
                        "",
                        "",
                        0));

        assertThat(verdict().wrong()).isEqualTo(1);
        assertThat(verdict().lost()).isEqualTo(1);
    }

    @Test
    void changesAreCountedFromTheItemOn() {
        int index = committed.size() - 1;
        committed.set(index, committed.get(index).withCount(committed.get(index).count() + 1));

        assertThat(verdict().miscounted()).isEqualTo(1);
    }

    private Verdict verdict() {
        return Verdict.of(existing, written, committed);
    }

    private boolean wasThereBefore(String order) {
        return existing.stream().anyMatch(insertion -> insertion.id().orderId().equals(order));
    }

    private long countOf(PlannedChange change) {
        return change.id().version() - (wasThereBefore(change.id().orderId()) ? 1 : 0);
    }

    /** Returns an order that was there before and is never removed. */
    private String keptOrder() {
        Set<String> removed =
                written.stream()
                        .filter(change -> change.newItem() == null)
                        .map(change -> change.id().orderId())
                        .collect(Collectors.toSet());
        return existing.stream()
                .map(order -> order.id().orderId())
                .filter(order -> !removed.contains(order))
                .findFirst()
                .orElseThrow();
    }

    private PlannedChange firstChangeOfAnExistingOrder() {
        return written.stream()
                .filter(change -> change.newItem() != null)
                .filter(change -> wasThereBefore(change.id().orderId()))
                .findFirst()
                .orElseThrow();
    }

    private int indexOfItem(String order) {
        for (int i = 0; i < committed.size(); i++) {
            if (committed.get(i).isItem() && committed.get(i).orderId().equals(order)) {
                return i;
            }
        }
        throw new AssertionError("no item of " + order);
    }
}
