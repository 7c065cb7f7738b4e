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
package io.github.flinkdynamodb.tools.benchmarks.report;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.tools.charts.Plot;
import io.github.flinkdynamodb.tools.charts.Plot.Scale;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ReportTest {

    @TempDir private Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Report report(String... typed) {
        CommandLine options =
                new CommandLine()
                        .option("--shards", "1,10", "1", "how many")
                        .option(Report.LABEL, "", "", "which");
        return new Report(
                "calls",
                options.parse(List.of(typed)),
                new PrintStream(bytes, true, StandardCharsets.UTF_8));
    }

    private void write(Report report) throws Exception {
        Table table = report.table("Calls | an hour", "shards", "reader", "calls");
        table.row(10, "a|b", new Quantiles(1, 2, 4));
        report.limit("a shard allows 5 calls a second.");
        report.target(Target.atMost(4, "calls", 2, "x", new Quantiles(1, 2, 4)));
        report.target(Target.atLeast(3, "records", 5, "x", new Quantiles(4.9)));
        Plot plot =
                report.plot(
                        new Plot("calls-picture", "Calls <an hour>")
                                .across("shards", Scale.LOGARITHMIC)
                                .up("calls", Scale.LINEAR));
        plot.point("a & b", 1, 3);
        plot.point("a & b", 1000, 47);
        report.finish(folder);
    }

    @Test
    void machineTablesTargetsAndLimitsArePrinted() throws Exception {
        write(report());

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("calls")
                .contains("Java " + Runtime.version(), "--shards 1,10", "Limit: a shard allows 5")
                .containsPattern("4\\. calls +at most 2x +2 \\(1 to 4\\)  yes")
                .containsPattern("3\\. records +at least 5x +4\\.90 +NO");
    }

    @Test
    void filesHoldWhatWasFound() throws Exception {
        write(report());

        JsonNode json = new ObjectMapper().readTree(folder.resolve("calls.json").toFile());
        assertThat(json.at("/tables/0/rows/0/0").asInt()).isEqualTo(10);
        assertThat(json.at("/tables/0/rows/0/2/most").asDouble()).isEqualTo(4);
        assertThat(json.at("/targets/1/reached").asBoolean()).isFalse();
        assertThat(json.at("/options/--shards").asText()).isEqualTo("1,10");
        assertThat(json.at("/machine/date").asText()).isNotEmpty();
        Document picture =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("calls-picture.svg").toFile());
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(picture.getDocumentElement().getTextContent())
                .contains("Calls <an hour>", "a & b", "1,000", "50");
    }

    @Test
    void pageIsMadeOfTheFiles() throws Exception {
        write(report());

        String page =
                new ResultsPage(folder, Map.of("calls", "Counts\ncalls."))
                        .markdown("Aims\n\n{targets}\n\nFound\n\n{results}\n");

        assertThat(page.lines())
                .contains(
                        "| 3 | records | at least 5x | 4.90 | **no** |",
                        "| 4 | calls | at most 2x | 2 (1 to 4) | yes |",
                        "### calls",
                        "Counts calls.",
                        "tools/benchmarks/run calls --shards 1,10",
                        "The limit: a shard allows 5 calls a second.",
                        "![Calls <an hour>](calls-picture.svg)",
                        "| shards | reader | calls |",
                        "| 10 | a\\|b | 2 (1 to 4) |");
    }

    @Test
    void longListsOfFilesAreShortened() throws Exception {
        String jars = IntStream.range(0, 50).mapToObj(i -> i + ".jar").collect(joining(":"));
        String numbers = IntStream.range(0, 50).mapToObj(Integer::toString).collect(joining(","));
        write(report("--shards", numbers));
        write(report("--shards", jars, "--label", "a"));

        assertThat(new ResultsPage(folder, Map.of("calls", "Counts calls.")).markdown("{results}"))
                .containsPattern("--label a --shards 0\\.jar:[0-9jar.:]{70,90}:\\.\\.\\.\\n")
                .contains("--shards " + numbers);
        assertThat(folder.resolve("calls-a.json")).content().contains(jars);
    }

    @Test
    void labelledRunStandsBesideTheOthers() throws Exception {
        write(report("--label", "b"));
        write(report("--label", "a"));
        write(report());

        String page =
                new ResultsPage(folder, Map.of("calls", "Counts calls."))
                        .markdown("{targets}\n{results}");

        assertThat(page.lines().filter(line -> line.startsWith("#")))
                .containsExactly("### calls", "### calls, a", "### calls, b");
        assertThat(page)
                .contains(
                        "tools/benchmarks/run calls --label a --shards 1,10",
                        "(calls-picture-b.svg)");
        assertThat(folder).isDirectoryContaining(file -> file.endsWith("calls-picture-b.svg"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report("--label", "../x"))
                .withMessageContaining("--label");
    }

    @Test
    void runThatEndedEarlySaysSoAndKeepsWhatItHas() throws Exception {
        Report report = report();
        report.endedEarly(new IllegalStateException("no heap"));
        write(report);

        String page =
                new ResultsPage(folder, Map.of("calls", "Counts calls.")).markdown("{results}");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("Ended early:", "no heap");
        assertThat(page).contains("It ended early", "no heap", "| 10 |");
    }

    @Test
    void tableWithoutRowsIsNotShown() throws Exception {
        Report report = report();
        report.table("Nothing to see", "shards");
        write(report);

        String page =
                new ResultsPage(folder, Map.of("calls", "Counts calls.")).markdown("{results}");

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("Calls | an hour")
                .doesNotContain("Nothing");
        assertThat(page).contains("Calls | an hour").doesNotContain("Nothing");
    }

    @Test
    void quickRunsDoNotGetIntoTheDocumentation(@TempDir Path docs) throws Exception {
        write(report("--quick"));
        ResultsPage.copy(folder, docs);
        ResultsPage.copy(folder.resolve("missing"), docs);
        assertThat(docs).isEmptyDirectory();

        write(report());
        ResultsPage.copy(folder, docs);
        try (var files = Files.list(docs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("calls.json", "calls-picture.svg");
        }
    }
}
