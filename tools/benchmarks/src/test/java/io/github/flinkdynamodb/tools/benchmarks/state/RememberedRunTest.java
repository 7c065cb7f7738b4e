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
package io.github.flinkdynamodb.tools.benchmarks.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.benchmarks.state.RememberedRun.Variant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RememberedRunTest {

    private static final int INSERTS_PER_SECOND = 20;
    private static final double KEPT_SECONDS = 600;

    /** Eleven minutes of two shards, half of whose records are insertions. */
    private final RememberedRun run =
            new RememberedRun(new InsertPages(50, 200, 2 * INSERTS_PER_SECOND), 2, 26);

    @Test
    void theInsertionsOfTheLastTenMinutesAreInTheCheckpoint() throws Exception {
        Map<String, Double> with = run.measure(Variant.WITH);

        double wanted = 2 * INSERTS_PER_SECOND * KEPT_SECONDS;
        assertThat(with.get("keys")).isBetween(wanted, 1.05 * wanted);
        assertThat(with.get("bytes") / with.get("keys")).isBetween(5.0, 40.0);
        assertThat(with.get("micros")).isPositive();
    }

    @Test
    void withoutThePolicyNoneIs() throws Exception {
        Map<String, Double> without = run.measure(Variant.WITHOUT);

        assertThat(without.get("keys")).isZero();
        assertThat(without.get("bytes")).isLessThan(1000);
    }

    /** Keys are remembered for ten minutes. */
    @Test
    void pagesHaveInsertionsOfMoreThanTenMinutes() {
        for (long perSecond = 1; perSecond <= 1000; perSecond++) {
            long seconds = RememberedBenchmark.pages(perSecond) * InsertPages.RECORDS / perSecond;

            assertThat(seconds).as("at %d a second", perSecond).isGreaterThanOrEqualTo(660);
        }
    }
}
