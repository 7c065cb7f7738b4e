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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BudgetRunTest {

    @Test
    void theWorstMinuteIsThatOfAnySecondsInARow() {
        double[] bySecond = {1, 5, 2, 7, 0, 6, 6};

        assertThat(BudgetRun.most(bySecond, 1)).isEqualTo(7);
        assertThat(BudgetRun.most(bySecond, 2)).isEqualTo(12);
        assertThat(BudgetRun.most(bySecond, 3)).isEqualTo(14);
        assertThat(BudgetRun.most(bySecond, 7)).isEqualTo(27);
    }
}
