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
package io.github.flinkdynamodb.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorProcessITCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private SimulatorProcess start(String scenario) throws Exception {
        return SimulatorProcess.start(folder, 128, JSON.readTree(scenario));
    }

    @Test
    void itIsSteeredOverHttp() throws Exception {
        try (SimulatorProcess simulator =
                start("{\"setup\":[{\"do\":\"create-table\",\"name\":\"orders\",\"shards\":2}]}")) {
            JsonNode put =
                    JSON.readTree(
                            "{\"do\":\"put\",\"table\":\"orders\",\"item\":{\"pk\":{\"S\":\"a\"}}}");

            assertThat(simulator.act(put).path("sequenceNumber").asText()).isNotEmpty();

            assertThat(simulator.changesByKey("orders")).isEqualTo(Map.of("a", 1L));
            assertThat(simulator.items("orders").at("/a/pk/S").asText()).isEqualTo("a");
            assertThat(simulator.scans("orders").path("pages").asInt()).isZero();
            assertThat(simulator.table("orders").path("shards")).hasSize(2);
            assertThat(simulator.ledger().at("/tables/orders/written").asInt()).isEqualTo(1);
            assertThat(simulator.endpoint().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void aTableMayGetItsStreamAfterItsItems() throws Exception {
        try (SimulatorProcess simulator =
                start(
                        "{\"setup\":[{\"do\":\"create-table\",\"name\":\"orders\","
                                + "\"withoutStream\":true}]}")) {
            simulator.act(JSON.readTree("{\"do\":\"fill-table\",\"table\":\"orders\",\"keys\":7}"));
            simulator.act(JSON.readTree("{\"do\":\"enable-stream\",\"table\":\"orders\"}"));

            assertThat(simulator.items("orders")).hasSize(7);
            assertThat(simulator.ledger().at("/tables/orders/written").asInt()).isZero();
        }
    }

    @Test
    void aRefusedActionFailsWithTheSimulatorsMessage() throws Exception {
        try (SimulatorProcess simulator = start("{}")) {
            JsonNode action = JSON.readTree("{\"do\":\"dance\"}");

            assertThatIllegalStateException()
                    .isThrownBy(() -> simulator.act(action))
                    .withMessageContaining("Unknown action 'dance': expected one of ");
            assertThatIllegalStateException()
                    .isThrownBy(() -> simulator.table("lost"))
                    .withMessageContaining("/tables/lost: ");
        }
    }

    @Test
    void ifItDoesNotStartTheEndOfItsOutputSaysWhy() {
        assertThatIllegalStateException()
                .isThrownBy(() -> start("{\"seed\":1,\"colour\":\"red\"}"))
                .withMessageContaining("The simulator didn't start: It ended. The end of ")
                .withMessageContaining("A scenario has no \"colour\"");
    }

    @Test
    void onceItHasEndedCallsFail() throws Exception {
        SimulatorProcess simulator = start("{}");
        simulator.close();

        assertThatIllegalStateException()
                .isThrownBy(simulator::ledger)
                .withMessageContaining("The simulator ended with exit code ");
    }
}
