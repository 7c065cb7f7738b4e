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
package io.github.flinkdynamodb.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost, doubled or out of order, whatever happens to the cluster and to the service. By
 * default a run of less than a minute; {@code -Dchaos.minutes=15} and the profile {@code chaos}
 * make it a long one.
 */
class ChaosITCase {

    private static final Duration LONG = Duration.ofMinutes(15);

    @Test
    void everyChangeReachesTheStateOnceAndInOrder() {
        ChaosOptions options = ChaosOptions.fromProperties();

        ChaosResult result = ChaosRun.run(options);

        assertThat(result.comparison().examples())
                .as("items of which something is amiss")
                .isEmpty();
        assertThat(result.comparison())
                .as("seed " + options.seed())
                .matches(Comparison::isFlawless, "nothing lost, doubled, out of order");
        assertThat(result.sqlComparison().examples())
                .as("items of which something is amiss in SQL")
                .isEmpty();
        assertThat(result.sqlComparison())
                .as("SQL, seed " + options.seed())
                .matches(Comparison::isFlawless, "nothing lost, doubled, out of order");
        assertThat(result.changelogComparison().examples())
                .as("items of which something is amiss in SQL with retractions")
                .isEmpty();
        assertThat(result.changelogComparison())
                .as("SQL with retractions, seed " + options.seed())
                .matches(Comparison::isFlawless, "nothing lost, doubled, wrong");
        assertThat(result.faults().keySet())
                .as("faults that struck")
                .containsAll(
                        FaultKind.all().stream().map(FaultKind::name).collect(Collectors.toSet()));
        assertThat(result.disturbances())
                .containsOnlyKeys(
                        "kill -9 of a TaskManager",
                        "savepoint and rescale",
                        "restart of the JobManager");
        assertThat(History.counts(result.history().shardChanges()))
                .containsKeys(
                        "rollover", "split", "rollover of all shards", "all connections broken");
        if (options.duration().compareTo(LONG) >= 0) {
            assertThat(result.comparison().written()).isGreaterThanOrEqualTo(10_000_000);
            assertThat(result.faultCount()).isGreaterThanOrEqualTo(500);
            assertThat(result.disturbances().get("kill -9 of a TaskManager"))
                    .isGreaterThanOrEqualTo(10);
            assertThat(result.disturbances().get("savepoint and rescale"))
                    .isGreaterThanOrEqualTo(5);
        }
    }
}
