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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What can be done to a simulator by name, from a scenario file or over HTTP. An action is a JSON
 * object with {@code "do"} and what that needs:
 *
 * <ul>
 *   <li>{@code create-table}: see {@link TableSettingsJson}
 *   <li>{@code put}, {@code delete}, {@code expire}: {@code table} and {@code item} in DynamoDB
 *       JSON
 *   <li>{@code roll}, {@code split}, {@code hide}, {@code show}, {@code make-unreadable}, {@code
 *       make-readable}, {@code drop}, {@code trim} (with {@code records}): {@code table} and {@code
 *       shard}, an id or {@code any} for any open shard; {@code roll-all}: {@code table}
 *   <li>{@code disable-stream}, {@code enable-stream}, {@code delete-table}: {@code table}
 *   <li>{@code advance-clock}: {@code by}, such as {@code "PT15M"}
 *   <li>{@code fault}: see {@link FaultJson}; {@code clear-faults}
 *   <li>{@code latency}: {@code call} and {@code time}, {@code median}, {@code spread}
 *   <li>{@code drop-connections}
 *   <li>{@code start-load}, {@code stop-load}, {@code finish-load}: see {@link Load}
 * </ul>
 */
public final class Actions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Action> byName = new TreeMap<>();
    private final Map<String, Load> loads = new ConcurrentHashMap<>();
    private final Simulator simulator;
    private final Random random = new Random(17);

    /** Does something to the simulator; answers what came of it. */
    private interface Action {
        void act(JsonNode action, ObjectNode result);
    }

    /** For one simulator. */
    public Actions(Simulator simulator) {
        this.simulator = simulator;
        addWrites();
        addShardActions();
        addStreamActions();
        addServiceActions();
        addLoadActions();
    }

    /**
     * Does one action.
     *
     * @param action with {@code "do"}
     * @return what came of it: the action's name and, for some, ids
     * @throws IllegalArgumentException where there is no such action, or something is missing or
     *     wrong in it
     */
    public ObjectNode act(JsonNode action) {
        String name = text(action, "do");
        Action known = byName.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "There is no action " + name + "; there are " + byName.keySet());
        }
        ObjectNode result = JSON.createObjectNode().put("done", name);
        known.act(action, result);
        return result;
    }

    private void addWrites() {
        byName.put(
                "create-table",
                (action, result) ->
                        result.put(
                                "streamArn",
                                simulator.createTable(TableSettingsJson.read(action)).streamArn()));
        byName.put(
                "put",
                (action, result) -> result.put("sequenceNumber", table(action).put(item(action))));
        byName.put(
                "delete",
                (action, result) ->
                        result.put("sequenceNumber", table(action).delete(item(action))));
        byName.put(
                "expire",
                (action, result) ->
                        result.put("sequenceNumber", table(action).expire(item(action))));
    }

    private void addShardActions() {
        byName.put(
                "roll",
                (action, result) -> result.put("child", table(action).rollShard(shard(action))));
        byName.put("roll-all", (action, result) -> table(action).rollAllShards());
        byName.put(
                "split",
                (action, result) ->
                        table(action)
                                .splitShard(shard(action))
                                .forEach(result.putArray("children")::add));
        byName.put("hide", (action, result) -> table(action).hideShard(shard(action)));
        byName.put("show", (action, result) -> table(action).showShard(shard(action)));
        byName.put(
                "make-unreadable", (action, result) -> table(action).makeUnreadable(shard(action)));
        byName.put("make-readable", (action, result) -> table(action).makeReadable(shard(action)));
        byName.put("drop", (action, result) -> table(action).dropShard(shard(action)));
        byName.put(
                "trim",
                (action, result) ->
                        table(action)
                                .trimShard(
                                        shard(action),
                                        action.path("records").asLong(Long.MAX_VALUE)));
    }

    private void addStreamActions() {
        byName.put("disable-stream", (action, result) -> table(action).disableStream());
        byName.put(
                "enable-stream",
                (action, result) -> result.put("streamArn", table(action).enableStream()));
        byName.put("delete-table", (action, result) -> table(action).delete());
    }

    private void addServiceActions() {
        byName.put(
                "advance-clock",
                (action, result) -> simulator.clock().advance(Duration.parse(text(action, "by"))));
        byName.put(
                "fault",
                (action, result) -> {
                    FaultRule rule = FaultJson.rule(action, simulator.clock());
                    simulator.faults().add(rule);
                    result.put("fault", rule.fault().name());
                });
        byName.put("clear-faults", (action, result) -> simulator.faults().clear());
        byName.put(
                "latency",
                (action, result) ->
                        FaultJson.operations(action)
                                .forEach(
                                        call ->
                                                simulator.setLatency(
                                                        call, FaultJson.latency(action))));
        byName.put("drop-connections", (action, result) -> simulator.dropConnections());
    }

    private void addLoadActions() {
        byName.put("start-load", (action, result) -> startLoad(action));
        byName.put("stop-load", (action, result) -> load(action).stop());
        byName.put("finish-load", (action, result) -> load(action).finish());
    }

    private void startLoad(JsonNode action) {
        SimulatedTable table = table(action);
        Load load = new Load(table, simulator.clock(), action);
        if (loads.putIfAbsent(table.name(), load) != null) {
            throw new IllegalArgumentException(
                    "There is a load on the table " + table.name() + " already");
        }
        load.start();
    }

    private Load load(JsonNode action) {
        Load load = loads.get(text(action, "table"));
        if (load == null) {
            throw new IllegalArgumentException(
                    "There is no load on the table " + text(action, "table"));
        }
        return load;
    }

    private SimulatedTable table(JsonNode action) {
        return simulator.table(text(action, "table"));
    }

    private String shard(JsonNode action) {
        String id = text(action, "shard");
        if (!id.equals("any")) {
            return id;
        }
        List<String> open = table(action).openShardIds();
        if (open.isEmpty()) {
            throw new IllegalStateException("No shard is open");
        }
        return open.get(random.nextInt(open.size()));
    }

    private static Item item(JsonNode action) {
        return Item.of(action.get("item"));
    }

    static String text(JsonNode action, String field) {
        JsonNode value = action.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("\"" + field + "\" is missing in " + action);
        }
        return value.asText();
    }
}
