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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.flinkdynamodb.tools.benchmarks.peer.PeerClasses;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** All that is compared reads each record once; a run that misses one fails. */
class CatchUpITCase {

    @ParameterizedTest
    @EnumSource(Variant.class)
    void eachVariantReadsEachRecordOnce(Variant variant) throws Exception {
        CatchUpCase job = CatchUpCase.of(3, 1, PageKind.TENTH, true);

        CatchUpFigures figures = measure(job, variant, 24);

        assertThat(figures.records()).isEqualTo(100 * variant.pages(24));
        assertThat(figures.bytes() / figures.records()).isBetween(800.0, 1150.0);
        assertThat(figures.seconds()).isPositive();
        assertThat(figures.inFlight()).isBetween(1.0, 3.0);
    }

    @ParameterizedTest
    @CsvSource({"1, CHAINED_REUSE", "2, CHAINED", "2, SHUFFLE"})
    void eachWayToTheSinkKeepsEachRow(int parallelism, Hop hop) throws Exception {
        CatchUpCase job = CatchUpCase.of(4, 1, PageKind.TENTH, false).withJob(parallelism, hop);

        assertThat(measure(job, Variant.CONNECTOR, 8).records()).isEqualTo(800);
    }

    @Test
    void itemsMayBeBig() throws Exception {
        CatchUpFigures figures =
                measure(CatchUpCase.of(1, 1, PageKind.BIG, false), Variant.CONNECTOR, 3);

        assertThat(figures.bytes() / figures.records()).isBetween(395_000.0, 405_000.0);
    }

    private static CatchUpFigures measure(CatchUpCase job, Variant variant, int pages)
            throws Exception {
        return new CatchUpRun(job, variant, PeerClasses.of("", ""), null, false)
                .measure(job, pages, false);
    }

    @Test
    void recordsThatComeTwiceOrAreMissingAreNoticed() throws Exception {
        PreparedStream stream = new PreparedStream(1, 4, 4, 1100, false, false);
        Arrivals.reset();
        Arrivals.Counter counter = Arrivals.counter();

        for (long number : new long[] {0, 1, 1, 3}) {
            counter.add(number);
        }
        Arrivals.await(4, Duration.ZERO, () -> true);

        assertThat(Arrivals.isEachRecordOf(stream, 1)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> Arrivals.await(5, Duration.ofMinutes(1), () -> true))
                .withMessage("The reader ended after 4 of 5 arrivals");
    }
}
