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

import org.junit.jupiter.api.Test;

class LagStatisticsTest {

    private final LagStatistics lags = new LagStatistics();

    @Test
    void noLagsHaveNoPercentile() {
        assertThat(lags.isEmpty()).isTrue();
        assertThat(lags.percentile(50)).isZero();
    }

    @Test
    void percentilesAreLagsThatOccurred() {
        for (int lag = 200; lag >= 1; lag--) {
            lags.add(lag);
        }

        assertThat(lags.percentile(50)).isEqualTo(100);
        assertThat(lags.percentile(99)).isEqualTo(198);
        assertThat(lags.percentile(100)).isEqualTo(200);
        assertThat(lags.percentile(0)).isEqualTo(1);
    }

    @Test
    void copyDoesNotChangeWithTheOriginal() {
        lags.add(1);
        LagStatistics copy = lags.copy();

        lags.add(9);

        assertThat(copy.percentile(100)).isEqualTo(1);
    }
}
