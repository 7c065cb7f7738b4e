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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.inspector.check.RepairForecast;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.SnapshotReport;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The inspector's page explains every option, every field of the JSON and every word in it. */
class JsonPageTest {

    private static final Path ROOT = Path.of(System.getProperty("project.root", "../.."));
    private static final Path FIXTURE =
            ROOT.resolve(
                    "flink-connector-dynamodb-streams/src/test/resources/savepoints/initial-v2-flink-2.3.0");

    @TempDir private Path folder;

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/inspector.md"));
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.fieldNames().forEachRemaining(names::add);
        node.elements().forEachRemaining(child -> collect(child, names));
    }

    private JsonNode checkedReport() throws Exception {
        SimulatorClock clock = SimulatorClock.standing(Instant.parse("2026-11-28T10:00:00Z"));
        try (Simulator simulator = Simulator.builder().clock(clock).start()) {
            SimulatedTable orders = simulator.createTable(TableSettings.table("orders"));
            String after = orders.put(Item.builder().s("pk", "a").n("total", 1).build());
            orders.put(Item.builder().s("pk", "a").n("total", 2).build());
            ShardSplit split =
                    ShardSplit.of(
                                    orders.streamArn(),
                                    orders.openShardIds().get(0),
                                    null,
                                    ShardPosition.trimHorizon().advanceTo(SequenceNumber.of(after)))
                            .withLastRecordTime(clock.instant());
            String savepoint =
                    TestSavepoint.in(folder)
                            .source(
                                    "orders",
                                    new EnumeratorState(
                                            orders.streamArn(), clock.instant(), true, List.of()),
                                    List.of(split))
                            .write();
            clock.advance(Duration.ofHours(30));
            Run run =
                    Run.by(
                            clock,
                            "--check",
                            "--json",
                            "--aws.endpoint",
                            simulator.endpoint().toString(),
                            "--aws.credentials.basic.accesskeyid",
                            "any",
                            "--aws.credentials.basic.secretkey",
                            "any",
                            savepoint);
            assertThat(run.exitCode).isEqualTo(3);
            return new ObjectMapper().readTree(run.out);
        }
    }

    @Test
    void everyFieldIsExplained() throws Exception {
        Set<String> fields = new TreeSet<>();
        collect(checkedReport(), fields);
        collect(
                new ObjectMapper()
                        .readTree(
                                Run.at(
                                                Instant.parse("2026-11-30T12:00:00Z"),
                                                "--json",
                                                FIXTURE.toString())
                                        .out),
                fields);
        String page = page();

        assertThat(fields).contains("oldestLeftAt", "partsRead", "windows", "readUnits");
        assertThat(fields)
                .allSatisfy(
                        field ->
                                assertThat(page)
                                        .matches(
                                                text -> text.contains('`' + field + '`'),
                                                "has `" + field + '`'));
    }

    @Test
    void everyWordOfAFieldIsExplained() throws IOException {
        String page = page();
        Stream<Enum<?>> words =
                Stream.of(
                                ShardReport.Progress.values(),
                                SnapshotReport.Kind.values(),
                                ShardFinding.Outcome.values(),
                                RepairForecast.Outcome.values())
                        .flatMap(Stream::of);

        List<String> names =
                words.map(word -> word.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.toList());
        names.addAll(List.of("after-sequence-number", "timestamp", "trim-horizon"));

        assertThat(names).allSatisfy(name -> assertThat(page).contains('`' + name + '`'));
    }

    @Test
    void everyOptionIsExplained() throws IOException {
        String page = page();
        List<String> options =
                Arguments.USAGE
                        .lines()
                        .filter(line -> line.startsWith("  --"))
                        .map(line -> line.strip().split(" ")[0])
                        .collect(Collectors.toList());

        assertThat(options).hasSizeGreaterThan(7);
        assertThat(options).allSatisfy(option -> assertThat(page).contains('`' + option));
    }
}
