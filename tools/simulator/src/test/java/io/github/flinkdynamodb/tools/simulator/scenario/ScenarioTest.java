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
package io.github.flinkdynamodb.tools.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.flinkdynamodb.tools.simulator.SdkClients;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class ScenarioTest {

    private final Simulator simulator = Simulator.builder().start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
        simulator.close();
    }

    @Test
    void aFileSaysWhatThereIsAndWhatHappens(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scenario.json");
        Files.writeString(
                file,
                "{\n"
                    + "  // a comment, and a comma too many\n"
                    + "  \"region\": \"eu-west-1\", \"seed\": 7, \"limits\": \"service\",\n"
                    + "  \"setup\": [{\"do\": \"create-table\", \"name\": \"orders\"}],\n"
                    + "  \"timeline\": [\n"
                    + "    {\"after\": \"PT0.05S\", \"do\": \"roll-all\", \"table\": \"orders\"},\n"
                    + "    {\"every\": \"PT0.01S\", \"rounds\": 3, \"do\": \"roll\", \"table\":"
                    + " \"orders\", \"shard\": \"any\"},\n"
                    + "  ]\n"
                    + "}\n");
        List<RuntimeException> failures = new CopyOnWriteArrayList<>();

        Scenario scenario = Scenario.read(file);
        scenario.setUp(simulator.actions());
        scenario.start(simulator.actions(), timer, failures::add);

        SimulatedTable table = simulator.table("orders");
        Awaitility.await().until(() -> table.shards().size() == 5);
        assertThat(scenario.region("other")).isEqualTo("eu-west-1");
        assertThat(scenario.seed()).isEqualTo(7);
        assertThat(scenario.hasLimits()).isTrue();
        assertThat(failures).isEmpty();
    }

    @Test
    void anActionThatFailsIsToldAndTheNextOnesAreDone() {
        Scenario scenario =
                Scenario.parse(
                        "{\"setup\":[{\"do\":\"create-table\",\"name\":\"orders\"}],\"timeline\":["
                            + "{\"do\":\"roll\",\"table\":\"orders\",\"shard\":\"nope\"},"
                            + "{\"after\":\"PT0.01S\",\"do\":\"roll-all\",\"table\":\"orders\"}]}");
        List<String> failures = new CopyOnWriteArrayList<>();

        scenario.setUp(simulator.actions());
        scenario.start(simulator.actions(), timer, failure -> failures.add(failure.getMessage()));

        Awaitility.await().until(() -> simulator.table("orders").shards().size() == 2);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0)).contains("has no shard nope").contains("\"do\":\"roll\"");
    }

    @Test
    void theSameSeedGivesTheSameShards() {
        List<List<String>> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (Simulator again = Simulator.builder().seed(5).start()) {
                Scenario.parse(
                                "{\"setup\":[{\"do\":\"create-table\",\"name\":\"orders\",\"shards\":3}]}")
                        .setUp(again.actions());
                List<String> random = new ArrayList<>();
                again.table("orders").openShardIds().forEach(id -> random.add(id.substring(29)));
                ids.add(random);
            }
        }

        assertThat(ids.get(0)).isEqualTo(ids.get(1)).hasSize(3);
    }

    @Test
    void theExampleOfABadDayRunsAsItsCommentsSay() {
        Scenario scenario = Scenario.read(Path.of("examples", "bad-day.json"));
        List<String> failures = new CopyOnWriteArrayList<>();
        Instant start = simulator.clock().instant();

        scenario.setUp(simulator.actions());
        scenario.start(simulator.actions(), timer, failure -> failures.add(failure.getMessage()));

        SimulatedTable table = simulator.table("orders");
        Awaitility.await()
                .until(() -> simulator.clock().instant().isAfter(start.plusSeconds(15 * 60)));
        simulator.actions().act(action("stop-load"));
        assertThat(table.shards()).hasSizeGreaterThanOrEqualTo(3 + 1 + 2);
        assertThat(table.written()).isPositive();
        assertThat(failures).isEmpty();
        try (DynamoDbStreamsClient client = SdkClients.streams(simulator.endpoint())) {
            for (int i = 0; i < 50; i++) {
                try {
                    client.describeStream(r -> r.streamArn(table.streamArn()));
                } catch (SdkException expected) {
                    // Counted below.
                }
            }
        }
        assertThat(simulator.faults().counts())
                .containsEntry("InternalServerError", 3L)
                .containsKey("connection-reset");
    }

    private static JsonNode action(String name) {
        return JsonNodeFactory.instance.objectNode().put("do", name).put("table", "orders");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nonsense; isn't JSON",
                "[]; Not a JSON object",
                "{'colour':'red'}; has no \"colour\"",
                "{'seed':'x'}; \"seed\" is a whole number",
                "{'region':5}; \"region\" is a text",
                "{'limits':'some'}; neither \"none\" nor \"service\"",
                "{'setup':{}}; \"setup\" is an array of actions",
                "{'setup':[{}]}; \"do\" is missing",
                "{'setup':[{'do':'dance'}]}; Unknown action 'dance'",
                "{'timeline':[{'do':'roll-all','after':'soon'}]}; \"after\" is a duration",
                "{'timeline':[{'do':'roll-all','every':'PT0S'}]}; \"every\" is longer than no time",
                "{'timeline':[{'do':'roll-all','rounds':2}]}; \"rounds\" needs \"every\"",
                "{'timeline':[{'do':'roll-all','every':'PT1S','rounds':0}]}; from 1 on"
            })
    void whatIsWrongWithAScenarioIsSaid(String text, String message) {
        assertThatThrownBy(
                        () -> {
                            Scenario scenario = Scenario.parse(text.replace('\'', '"'));
                            scenario.seed();
                            scenario.region("");
                            scenario.hasLimits();
                            scenario.setUp(simulator.actions());
                        })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Scenario.read(Path.of("no-such-file.json")))
                .hasMessageContaining("no-such-file.json");
    }
}
