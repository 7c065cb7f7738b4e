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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the alert rules ask for what there is, and the rules fire when they should. */
class MonitoringFilesTest {

    private static final String GUIDE = "docs/datastream-guide.md";
    private static final String OPERATIONS = "docs/operations.md";

    /** The prefixes that Flink's reporter puts before names, and the tables of those metrics. */
    private static final Map<String, String> TABLES =
            Map.of(
                    "flink_taskmanager_job_task_operator_", "metrics of a reader",
                    "flink_taskmanager_job_task_operator_shard_", "metrics of a shard",
                    "flink_jobmanager_job_operator_coordinator_enumerator_",
                            "metrics of the enumerator");

    private static final Set<String> METRICS_OF_FLINK =
            Set.of(
                    "flink_jobmanager_job_numRestarts",
                    "flink_jobmanager_job_numberOfCompletedCheckpoints",
                    "flink_jobmanager_job_numberOfFailedCheckpoints");

    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>(METRICS_OF_FLINK);
        MarkdownFile guide = MarkdownFile.read(Repository.file(GUIDE));
        TABLES.forEach(
                (prefix, section) ->
                        MarkdownFile.rows(guide.section(section)).stream()
                                .map(row -> row.get(0))
                                .filter(name -> name.startsWith("`"))
                                .forEach(name -> names.add(prefix + name.replace("`", ""))));
        return names;
    }

    @Test
    void everyMetricThatIsAskedForIsInTheGuide() throws IOException {
        assertThat(MonitoringFiles.metrics()).hasSizeGreaterThan(30).isSubsetOf(documented());
    }

    @Test
    void theDashboardIsJson() throws IOException {
        byte[] json = Files.readAllBytes(MonitoringFiles.DASHBOARD);

        JsonReader reader = new JsonReader(new ByteSlice(json, 0, json.length));
        reader.skipValue();

        assertThat(
                        new String(
                                json,
                                reader.position(),
                                json.length - reader.position(),
                                StandardCharsets.UTF_8))
                .isBlank();
    }

    @Test
    void everyPanelAsksForAMetric() throws IOException {
        String json = Files.readString(MonitoringFiles.DASHBOARD);

        assertThat(MonitoringFiles.expressions())
                .hasSize(json.split("\"expr\"", -1).length - 1)
                .allMatch(expression -> expression.contains("flink_"));
    }

    @Test
    void theAlertsAreThoseOfThePageAndEachIsTested() throws IOException {
        List<String> described =
                MarkdownFile.rows(MarkdownFile.read(Repository.file(OPERATIONS)).section("alerts"))
                        .stream()
                        .map(row -> row.get(0))
                        .filter(name -> name.startsWith("`"))
                        .map(name -> name.replace("`", ""))
                        .collect(Collectors.toList());
        String tests = Files.readString(MonitoringFiles.TESTS_OF_RULES);

        assertThat(described).containsExactlyElementsOf(MonitoringFiles.alerts());
        assertThat(MonitoringFiles.alerts())
                .hasSizeGreaterThan(5)
                .allMatch(alert -> tests.contains(alert + "\"") || tests.contains(alert + "\n"));
    }

    @Test
    void theRulesFireWhenTheyShould() throws Exception {
        Path promtool = requirePromtool();

        assertThat(run(promtool, "check", "rules", MonitoringFiles.RULES)).contains("SUCCESS");
        assertThat(run(promtool, "test", "rules", MonitoringFiles.TESTS_OF_RULES))
                .contains("SUCCESS");
    }

    @Test
    void prometheusUnderstandsThePanels(@TempDir Path folder) throws Exception {
        Path promtool = requirePromtool();
        StringBuilder rules = new StringBuilder("groups:\n- name: panels\n  rules:\n");
        int number = 0;
        for (String expression : MonitoringFiles.expressions()) {
            rules.append("  - record: panel_").append(number++).append("\n    expr: '");
            rules.append(expression.replaceAll("\\$\\w+_price", "2").replace("'", "''"));
            rules.append("'\n");
        }
        Path file = Files.writeString(folder.resolve("panels.yaml"), rules);

        assertThat(run(promtool, "check", "rules", file)).contains(number + " rules found");
    }

    private static Path requirePromtool() {
        Optional<Path> promtool =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "promtool"))
                        .filter(Files::isExecutable)
                        .findFirst();
        assumeTrue(promtool.isPresent(), "there is no promtool here (Debian's package prometheus)");
        return promtool.get();
    }

    /** The output of a run that must succeed. */
    private static String run(Path promtool, String command, String what, Path file)
            throws Exception {
        Process process =
                new ProcessBuilder(promtool.toString(), command, what, file.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
