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
package io.github.flinkdynamodb.streams.source.enumerator.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.client.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallBudgetTest {

    private final ManualClock clock = new ManualClock();
    private final CallBudget budget = new CallBudget(clock, 5, 3);

    private List<Long> reserve(int calls) {
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            waits.add(budget.reserve().toMillis());
        }
        return waits;
    }

    @Test
    void aBurstGoesAtOnceAndTheRestInARow() {
        assertThat(reserve(6)).containsExactly(0L, 0L, 0L, 200L, 400L, 600L);
    }

    @Test
    void timeThatPassesIsCredited() {
        reserve(5);

        clock.advance(Duration.ofMillis(600));

        assertThat(reserve(2)).containsExactly(0L, 200L);
    }

    @Test
    void noMoreThanABurstIsSaved() {
        clock.advance(Duration.ofHours(1));

        assertThat(reserve(5)).containsExactly(0L, 0L, 0L, 200L, 400L);
    }

    @Test
    void askingTakesNoPlace() {
        assertThat(budget.waitForCall()).isZero();
        reserve(3);

        assertThat(budget.waitForCall()).isEqualTo(Duration.ofMillis(200));
        assertThat(budget.waitForCall()).isEqualTo(Duration.ofMillis(200));
        assertThat(reserve(1)).containsExactly(200L);
    }

    @Test
    void inTheLongRunTheRateIsKept() {
        List<Long> waits = reserve(53);

        assertThat(waits.get(52)).isEqualTo(10_000L);
    }
}
