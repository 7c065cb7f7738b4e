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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.SimulatorProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The service that a run reads from: a simulator with one table.
 *
 * <p>Thread-safe.
 */
final class SimulatedService implements AutoCloseable {

    static final String TABLE = "chaos";
    static final String REGION = "us-east-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatorProcess simulator;

    private SimulatedService(SimulatorProcess simulator) {
        this.simulator = simulator;
    }

    /**
     * Starts it.
     *
     * @param work an existing folder for its files
     * @param table the settings of its only table, as the action "create-table" takes them
     * @param heapMegabytes its heap
     */
    static SimulatedService start(Path work, ObjectNode table, long seed, int heapMegabytes) {
        ObjectNode scenario = JSON.createObjectNode().put("region", REGION).put("seed", seed);
        scenario.putArray("setup").add(table.put("do", "create-table").put("name", TABLE));
        return new SimulatedService(SimulatorProcess.start(work, heapMegabytes, scenario));
    }

    /** Where it answers. */
    URI endpoint() {
        return simulator.endpoint();
    }

    /**
     * Fills the table with items of which nothing is in its stream, since that is enabled after it.
     *
     * @param items how many
     * @param itemBytes the size of an item, besides its key, its version and its time
     * @return the stream's ARN
     */
    String fill(int items, int itemBytes) {
        act(action("fill-table").put("keys", items).put("itemBytes", itemBytes));
        return act(action("enable-stream")).get("streamArn").asText();
    }

    /** An action on the table, to be completed and given to {@link #act}. */
    static ObjectNode action(String name) {
        return JSON.createObjectNode().put("do", name).put("table", TABLE);
    }

    /** Does something to the service; returns what came of it. */
    JsonNode act(ObjectNode action) {
        return simulator.act(action);
    }

    /** What was written and handed out, calls and faults. */
    JsonNode ledger() {
        return simulator.ledger();
    }

    /** How many changes the stream got. */
    static long written(JsonNode ledger) {
        return ledger.get("tables").get(TABLE).get("written").asLong();
    }

    /** How many changes were given to readers, those again that were given before. */
    static long handedOut(JsonNode ledger) {
        return ledger.get("handedOut").get("records").asLong();
    }

    /** How many changes nobody was given yet. */
    static long unread(JsonNode ledger) {
        return ledger.get("tables").get(TABLE).get("unread").asLong();
    }

    /** How many changes were trimmed before anybody read them. */
    long trimmedUnread() {
        return ledger().get("tables").get(TABLE).get("trimmedUnread").asLong();
    }

    /** How often each fault has struck. */
    static Map<String, Long> faults(JsonNode ledger) {
        Map<String, Long> numbers = new TreeMap<>();
        ledger.get("faults")
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return numbers;
    }

    /** How many changes each item has. */
    Map<String, Long> changesByKey() {
        return simulator.changesByKey(TABLE);
    }

    /** How many shards are listed, and how many of them are open. */
    int[] shards() {
        int open = 0;
        JsonNode shards = simulator.table(TABLE).get("shards");
        for (JsonNode shard : shards) {
            open += shard.get("open").asBoolean() ? 1 : 0;
        }
        return new int[] {shards.size(), open};
    }

    /** Ends it. */
    @Override
    public void close() {
        simulator.close();
    }
}
