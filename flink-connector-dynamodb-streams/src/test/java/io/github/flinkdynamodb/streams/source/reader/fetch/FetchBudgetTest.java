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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import org.junit.jupiter.api.Test;

@OnEachFlink
class FetchBudgetTest {

    private final FetchBudget budget = new FetchBudget(2, 1_000);

    @Test
    void requestsAreAdmittedWhileTheirEstimatesFit() {
        budget.requestStarted(600);

        assertThat(budget.admits(400)).isTrue();
        assertThat(budget.admits(401)).isFalse();
    }

    @Test
    void noMoreRequestsAreAdmittedThanMayBeInFlightHoweverSmallTheyAre() {
        budget.requestStarted(0);
        budget.requestStarted(0);

        assertThat(budget.admits(0)).isFalse();
        budget.requestEnded(0, 0);
        assertThat(budget.admits(0)).isTrue();
    }

    @Test
    void aRequestBiggerThanTheBudgetIsAdmittedWhenNothingIsHeld() {
        assertThat(budget.admits(5_000)).isTrue();

        budget.requestStarted(1);
        assertThat(budget.admits(5_000)).isFalse();
    }

    @Test
    void anIteratorIsAdmittedHoweverFullTheBudgetIs() {
        budget.requestStarted(5_000);

        assertThat(budget.admits(0)).isTrue();
    }

    @Test
    void whatAPageReallyHasReplacesItsEstimateUntilItIsReleased() {
        budget.requestStarted(600);

        budget.requestEnded(600, 900);
        assertThat(budget.bytes()).isEqualTo(900);
        assertThat(budget.requests()).isZero();
        budget.release(900);
        assertThat(budget.bytes()).isZero();
    }
}
