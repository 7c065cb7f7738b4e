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

import io.github.flinkdynamodb.tools.benchmarks.report.CommandLine;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatchUpCasesTest {

    private static CommandLine options(String... typed) {
        return new CatchUpBenchmark().options().parse(List.of(typed));
    }

    @Test
    void aCaseIsTheSameAfterItsWayThroughTheCommandLine() {
        CatchUpCase job =
                CatchUpCase.of(7, 3, PageKind.BIG, true).withJob(2, Hop.CHAINED_REUSE).withTls();

        assertThat(CatchUpCase.parse(job.arguments())).isEqualTo(job);
    }

    @Test
    void pagesAreSpreadOverTheShards() {
        PreparedStream stream = CatchUpCase.of(100, 10, PageKind.TENTH, false).stream(1200);

        assertThat(stream.recordsPerShard()).isEqualTo(1200);
        assertThat(stream.totalPages()).isEqualTo(1200);
    }

    @Test
    void aBacklogIsNoLongerThanAFewShardsCanGiveInSeconds() {
        assertThat(CatchUpCase.of(1, 96, PageKind.FULL, false).enoughPages(2000)).isEqualTo(100);
        assertThat(CatchUpCase.of(64, 10, PageKind.FULL, false).enoughPages(2000)).isEqualTo(2000);
    }

    @Test
    void aSurveyVariesOneThingAtATimeButShardsAndCalls() {
        List<CatchUpCases.Planned> planned =
                CatchUpCases.survey(options("--shards", "1,8", "--hop", "chained,shuffle"));

        assertThat(planned).extracting(CatchUpCases.Planned::job).doesNotHaveDuplicates();
        assertThat(planned).hasSize(2 * 3 + 2 * 2 + 2 * 2 - 1);
        assertThat(planned).allMatch(each -> each.rounds() == 1);
        assertThat(planned)
                .filteredOn(each -> each.job().parallelism() == 2)
                .allMatch(each -> each.job().shards() == 8);
    }

    @Test
    void eachTargetHasWhoItIsComparedWith() {
        List<CatchUpCases.Planned> planned = CatchUpCases.targets(options(), 5);

        assertThat(planned)
                .allSatisfy(
                        each ->
                                assertThat(each.aims())
                                        .isNotEmpty()
                                        .allMatch(aim -> each.variants().contains(aim.other())));
        assertThat(planned).allMatch(each -> each.roundsOf(Variant.CONNECTOR) == 5);
        assertThat(planned)
                .allMatch(
                        each ->
                                each.aims().stream()
                                        .allMatch(aim -> each.roundsOf(aim.other()) == 5));
        assertThat(planned)
                .filteredOn(each -> each.variants().contains(Variant.BYTES_LOOP))
                .allMatch(each -> each.roundsOf(Variant.BYTES_LOOP) == 1);
    }

    @Test
    void objectsThatFillTheHeapAreLeftOut() {
        assertThat(CatchUpCases.survey(options("--shards", "8,256")))
                .filteredOn(each -> each.variants().contains(Variant.SDK_JOB))
                .extracting(each -> each.job().shards())
                .containsExactly(8);
    }

    @Test
    void aRatioIsThatOfARound() {
        CatchUpResults results = new CatchUpResults(CatchUpCase.of(1, 0, PageKind.FULL, false));
        for (double seconds : new double[] {1, 2}) {
            results.add(Variant.CONNECTOR, new CatchUpFigures(10, seconds, 1, 0, 0, 0));
            results.add(Variant.BARE_LOOP, new CatchUpFigures(10, seconds / 2, 1, 0, 0, 0));
        }

        assertThat(
                        results.ratio(
                                        Variant.CONNECTOR,
                                        Variant.BARE_LOOP,
                                        CatchUpFigures::recordsPerSecond)
                                .most())
                .isEqualTo(0.5);
    }
}
