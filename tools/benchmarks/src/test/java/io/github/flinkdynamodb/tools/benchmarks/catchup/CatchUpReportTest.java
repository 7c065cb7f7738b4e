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
import io.github.flinkdynamodb.tools.benchmarks.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatchUpReportTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir private Path folder;

    @Test
    void ratiosTargetsAndLimitsComeFromTheRounds() throws Exception {
        Report report = new Report("catchup", new CommandLine(), new PrintStream(printed));
        CatchUpReport cases = new CatchUpReport(report, "shards", "");
        CatchUpResults results = new CatchUpResults(CatchUpCase.of(1, 10, PageKind.FULL, false));
        for (double cpu : new double[] {2, 4, 3}) {
            results.add(Variant.CONNECTOR, new CatchUpFigures(1e6, 8, cpu, 1e9, 0, 1));
            results.add(Variant.BARE_LOOP, new CatchUpFigures(1e6, 7, cpu / 2, 1e9, 0, 1));
            results.add(Variant.BYTES_LOOP, new CatchUpFigures(1e6, 6, 1, 1e9, 0.0125, 1));
        }

        cases.add(results);
        CatchUpAim.ONE_SHARD.forEach(aim -> aim.report(results, report));
        cases.finish();
        report.finish(folder);

        assertThat(printed.toString())
                .containsPattern("bare loop +142,857 .* 1.50 \\(1 to 2\\) .* 2 ")
                .containsPattern(
                        "3. records/s against the bare loop; .* at least 0.80x +0.87 .*yes")
                .contains("at most 80,000 records/s")
                .contains("reaches 166,667 at 1.00 us CPU");
        assertThat(Files.readString(folder.resolve("shards.svg"))).contains("bytes loop");
    }
}
