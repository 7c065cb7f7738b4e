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
package io.github.flinkdynamodb.tools.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The benchmark runs, and says so when a record is missing or comes twice. */
class CatchUpITCase {

    @Test
    void aSmallRunSeesEachRecordOnce() throws Exception {
        BenchmarkOptions options =
                BenchmarkOptions.parse("--records-per-page", "20", "--delay-ms", "1");

        CatchUpRun.Result result =
                new CatchUpRun(options.stream(3, 12), options).measure(Duration.ofMinutes(1));

        assertThat(result.complete()).isTrue();
        assertThat(result.stream().totalRecords()).isEqualTo(240);
        assertThat(result.bytes()).isBetween(240 * 1050L, 240 * 1150L);
        assertThat(result.seconds()).isPositive();
        assertThat(result.maxInFlight()).isBetween(1, 3);
    }

    @Test
    void recordsThatComeTwiceOrAreMissingAreNoticed() {
        PreparedStream stream = new PreparedStream(1, 4, 4, 1100);
        Arrivals.Expected arrivals = Arrivals.expect(4);
        Arrivals counter = new Arrivals();

        for (long number : new long[] {0, 1, 1, 3}) {
            counter.map(number);
        }

        assertThat(arrivals.all).isCompleted();
        assertThat(arrivals.isEachRecordOf(stream)).isFalse();
    }
}
