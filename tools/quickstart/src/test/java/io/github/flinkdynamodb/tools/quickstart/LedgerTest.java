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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final ManualClock clock = new ManualClock();
    private final Ledger ledger = Ledger.open(clock);
    private final PlannedChange planned = Changes.planned(1).get(0);
    private final OrderChange change = Changes.committed(planned);

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void ledgerIsFoundByItsIdUntilItIsClosed() {
        assertThat(Ledger.of(ledger.id())).isSameAs(ledger);

        ledger.close();

        assertThatThrownBy(() -> Ledger.of(ledger.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lagIsTheTimeFromTheWriteToTheArrival() {
        ledger.writing(planned);
        clock.advance(42);

        ledger.arrived(change);

        assertThat(ledger.lags().percentile(50)).isEqualTo(42);
        assertThat(ledger.news().arrivals())
                .containsExactly(new Ledger.Arrival(change, 42, 42, false));
        assertThat(ledger.news().arrivals()).isEmpty();
    }

    @Test
    void arrivalAfterAReplayIsMarkedAndCountsForNoLag() {
        ledger.writing(planned);
        ledger.arrived(change);
        clock.advance(5_000);

        ledger.arrived(change);

        assertThat(ledger.figures().arrived()).isEqualTo(1);
        assertThat(ledger.figures().replayed()).isEqualTo(1);
        assertThat(ledger.lags().percentile(100)).isZero();
        assertThat(ledger.news().arrivals())
                .extracting(Ledger.Arrival::again)
                .containsExactly(false, true);
    }

    @Test
    void transactionIsCommittedOnce() {
        ledger.written(planned);
        Transaction transaction = new Transaction("t1", List.of(change));

        assertThat(ledger.commit(transaction)).isTrue();
        assertThat(ledger.commit(transaction)).isFalse();

        assertThat(ledger.verdict().isGood()).isTrue();
    }

    @Test
    void aChangeThatIsCommittedTwiceIsNoOtherOne() {
        ledger.written(planned);

        ledger.commit(new Transaction("t1", List.of(change)));
        ledger.commit(new Transaction("t2", List.of(change)));

        assertThat(ledger.figures().committed()).isEqualTo(1);
        assertThat(ledger.verdict().isGood()).isFalse();
    }

    @Test
    void orderFromBeforeIsUnreadUntilItsItemOrItsRemovalIsCommitted() {
        OrderPlan plan = new OrderPlan(3, 300, new Random(1));
        List<PlannedChange> existing = Changes.existing(plan, 3);
        existing.forEach(ledger::existing);
        PlannedChange removal =
                Changes.planned(plan, 300).stream()
                        .filter(change -> change.newItem() == null)
                        .filter(
                                change ->
                                        existing.stream()
                                                .anyMatch(
                                                        order ->
                                                                order.id()
                                                                        .orderId()
                                                                        .equals(
                                                                                change.id()
                                                                                        .orderId())))
                        .findFirst()
                        .orElseThrow();
        PlannedChange other =
                existing.stream()
                        .filter(order -> !order.id().orderId().equals(removal.id().orderId()))
                        .findFirst()
                        .orElseThrow();

        ledger.arrived(Changes.item(other));
        assertThat(ledger.figures().items()).isEqualTo(1);
        assertThat(ledger.figures().arrived()).isZero();
        assertThat(ledger.figures().unread()).isEqualTo(3);

        ledger.commit(new Transaction("t1", List.of(Changes.item(other))));
        assertThat(ledger.figures().unread()).isEqualTo(2);
        assertThat(ledger.figures().committed()).isZero();

        ledger.commit(new Transaction("t2", List.of(Changes.committed(removal))));
        assertThat(ledger.figures().unread()).isEqualTo(1);
        assertThat(ledger.figures().committed()).isEqualTo(1);
    }

    @Test
    void sameChangeInTwoTransactionsIsADuplicate() {
        ledger.written(planned);
        ledger.commit(new Transaction("t1", List.of(change)));

        ledger.commit(new Transaction("t2", List.of(change)));

        assertThat(ledger.verdict().duplicated()).isEqualTo(1);
    }

    @Test
    void arrivalAloneIsNoReceipt() {
        ledger.writing(planned);
        ledger.written(planned);

        ledger.arrived(change);

        assertThat(ledger.verdict().lost()).isEqualTo(1);
    }

    @Test
    void restartsAreCountedOnceForAllTasksWithTheirCheckpoint() {
        ledger.taskStarted(0, OptionalLong.empty());
        ledger.taskStarted(0, OptionalLong.empty());
        assertThat(ledger.figures().restarts()).isZero();

        ledger.taskStarted(1, OptionalLong.of(7));
        ledger.taskStarted(1, OptionalLong.of(7));

        assertThat(ledger.figures().restarts()).isEqualTo(1);
        assertThat(ledger.figures().restoredCheckpoint()).hasValue(7);
        assertThat(ledger.figures().tasksStarted()).isEqualTo(4);
    }

    @Test
    void progressIsNotedWithItsTime() {
        clock.advance(100);
        ledger.written(planned);
        clock.advance(100);
        ledger.checkpointTaken(3);

        assertThat(ledger.figures().lastProgressMillis()).isEqualTo(100);
        assertThat(ledger.figures().lastCheckpoint()).isEqualTo(3);
    }
}
