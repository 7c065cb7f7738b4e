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
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.permission.Policy;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.PointInTimeRecovery;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

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
 *   <li>{@code disable-stream}, {@code enable-stream}, {@code delete-table}, {@code
 *       recreate-table}: {@code table}
 *   <li>{@code set-read-capacity} (with {@code units}) and {@code set-staleness} (with {@code
 *       time}): {@code table}
 *   <li>{@code enable-point-in-time-recovery}: {@code table} and, if it isn't 35, {@code days};
 *       {@code disable-point-in-time-recovery}: {@code table}
 *   <li>{@code add-bucket}: {@code name} and {@code directory}; {@code set-exports}: {@code
 *       duration}, {@code fuzz}, {@code windowFuzz}, {@code mostRunning}, {@code
 *       filesPerPartition}, all optional; {@code fail-export}: {@code code} and {@code message};
 *       {@code finish-exports}
 *   <li>{@code advance-clock}: {@code by}, such as {@code "PT15M"}
 *   <li>{@code fault}: see {@link FaultJson}; {@code clear-faults}
 *   <li>{@code latency}: {@code call} (all if not told) and {@code time}, {@code median}, {@code
 *       spread}
 *   <li>{@code set-policy}: {@code accessKeyId} and {@code policy}, an IAM policy
 *   <li>{@code drop-connections}
 *   <li>{@code fill-table}, {@code start-load}, {@code stop-load}, {@code finish-load}: see {@link
 *       Load}
 * </ul>
 */
public final class Actions {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Action> byName = new TreeMap<>();
    private final Map<String, Load> loads = new ConcurrentHashMap<>();
    private final Steerable simulator;
    private final Random random = new Random(17);

    /** Does something to the simulator; adds what came of it. */
    private interface Action {
        void act(JsonNode action, ObjectNode result);
    }

    /** Does something with a shard of a table; gives what came of it, or null. */
    private interface ShardAction {
        Object act(SimulatedTable table, String shard);
    }

    /** For one simulator. */
    public Actions(Steerable simulator) {
        this.simulator = simulator;
        addWrites();
        addShardActions();
        addStreamActions();
        addScanActions();
        addExportActions();
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
     * @throws IllegalStateException where it can't be done now
     */
    public ObjectNode act(JsonNode action) {
        String name = Fields.of(action).text("do");
        Action known = byName.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "Unknown action '" + name + "': expected one of " + byName.keySet());
        }
        ObjectNode result = JSON.createObjectNode().put("done", name);
        try {
            known.act(action, result);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " (in " + action + ")", e);
        }
        return result;
    }

    /** The names of all actions, in order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** Adds an action with fields of its own besides those of every action. */
    private void add(String name, Action action, String... fields) {
        byName.put(
                name,
                (json, result) -> {
                    Fields.of(json).onlyOfAction("The action " + name, fields);
                    action.act(json, result);
                });
    }

    private void addWrites() {
        byName.put(
                "create-table",
                (action, result) -> {
                    SimulatedTable table = simulator.createTable(TableSettingsJson.read(action));
                    result.put("arn", table.arn());
                    if (table.hasStream()) {
                        result.put("streamArn", table.streamArn());
                    }
                });
        addWrite("put", SimulatedTable::put);
        addWrite("delete", SimulatedTable::delete);
        addWrite("expire", SimulatedTable::expire);
    }

    private void addWrite(String name, BiFunction<SimulatedTable, Item, String> write) {
        add(
                name,
                (action, result) -> {
                    if (!action.has("item")) {
                        throw new IllegalArgumentException("\"item\" is missing");
                    }
                    String number = write.apply(table(action), Item.of(action.get("item")));
                    result.put("sequenceNumber", number);
                },
                "item");
    }

    private void addShardActions() {
        addShardAction("roll", "child", SimulatedTable::rollShard);
        addShardAction("split", "children", SimulatedTable::splitShard);
        addShardAction("hide", null, quietly(SimulatedTable::hideShard));
        addShardAction("show", null, quietly(SimulatedTable::showShard));
        addShardAction("make-unreadable", null, quietly(SimulatedTable::makeUnreadable));
        addShardAction("make-readable", null, quietly(SimulatedTable::makeReadable));
        addShardAction("drop", null, quietly(SimulatedTable::dropShard));
        add("roll-all", (action, result) -> table(action).rollAllShards());
        add(
                "trim",
                (action, result) ->
                        table(action)
                                .trimShard(
                                        shard(action),
                                        Fields.of(action).whole("records", 0, Long.MAX_VALUE)),
                "shard",
                "records");
    }

    private void addShardAction(String name, String resultField, ShardAction shardAction) {
        add(
                name,
                (action, result) -> {
                    String shard = shard(action);
                    Object what = shardAction.act(table(action), shard);
                    result.put("shard", shard);
                    if (what != null) {
                        result.set(resultField, JSON.valueToTree(what));
                    }
                },
                "shard");
    }

    private static ShardAction quietly(BiConsumer<SimulatedTable, String> action) {
        return (table, shard) -> {
            action.accept(table, shard);
            return null;
        };
    }

    private void addStreamActions() {
        add("disable-stream", (action, result) -> table(action).disableStream());
        add(
                "enable-stream",
                (action, result) -> result.put("streamArn", table(action).enableStream()));
        add("delete-table", (action, result) -> table(action).delete());
        add(
                "recreate-table",
                (action, result) -> result.put("streamArn", table(action).recreate()));
    }

    private void addScanActions() {
        add(
                "set-read-capacity",
                (action, result) ->
                        table(action)
                                .scans()
                                .setReadCapacity(Fields.of(action).whole("units", 0, 0)),
                "units");
        add(
                "set-staleness",
                (action, result) ->
                        table(action).scans().setStaleness(Fields.of(action).time("time")),
                "time");
    }

    private void addExportActions() {
        add(
                "enable-point-in-time-recovery",
                (action, result) -> enableRecovery(table(action), Fields.of(action)),
                "days");
        add(
                "disable-point-in-time-recovery",
                (action, result) -> table(action).pointInTimeRecovery().disable());
        add("add-bucket", (action, result) -> addBucket(Fields.of(action)), "name", "directory");
        add(
                "set-exports",
                (action, result) -> setExports(Fields.of(action)),
                "duration",
                "fuzz",
                "windowFuzz",
                "mostRunning",
                "filesPerPartition");
        add(
                "fail-export",
                (action, result) -> {
                    Fields fields = Fields.of(action);
                    simulator.exports().failNext(fields.text("code"), fields.text("message"));
                },
                "code",
                "message");
        add("finish-exports", (action, result) -> simulator.exports().finishDue());
    }

    private static void enableRecovery(SimulatedTable table, Fields fields) {
        int days = fields.small("days", 1, PointInTimeRecovery.MOST_DAYS);
        table.pointInTimeRecovery().period(days);
        table.pointInTimeRecovery().enable();
    }

    private void addBucket(Fields fields) {
        simulator.exports().bucket(fields.text("name"), Path.of(fields.text("directory")));
    }

    private void setExports(Fields fields) {
        Exports exports = simulator.exports();
        if (fields.has("duration")) {
            exports.duration(fields.time("duration"));
        }
        if (fields.has("fuzz")) {
            exports.fuzz(fields.time("fuzz"));
        }
        if (fields.has("windowFuzz")) {
            exports.windowFuzz(fields.time("windowFuzz"));
        }
        if (fields.has("mostRunning")) {
            exports.mostRunning(fields.small("mostRunning", 0, 0));
        }
        if (fields.has("filesPerPartition")) {
            exports.filesPerPartition(fields.small("filesPerPartition", 1, 1));
        }
    }

    private void addServiceActions() {
        add(
                "advance-clock",
                (action, result) -> {
                    simulator.clock().advance(Fields.of(action).time("by"));
                    result.put("time", simulator.clock().instant().toString());
                },
                "by");
        byName.put(
                "fault",
                (action, result) -> {
                    FaultRule rule = FaultJson.rule(action, simulator.clock());
                    simulator.faults().add(rule);
                    result.put("fault", rule.fault().name());
                });
        add("clear-faults", (action, result) -> simulator.faults().clear());
        add(
                "latency",
                (action, result) -> setLatency(FaultJson.operations(action), action),
                "call",
                "time",
                "median",
                "spread");
        add(
                "set-policy",
                (action, result) ->
                        simulator
                                .permissions()
                                .set(
                                        Fields.of(action).text("accessKeyId"),
                                        Policy.of(action.path("policy"))),
                "accessKeyId",
                "policy");
        add("drop-connections", (action, result) -> simulator.dropConnections());
    }

    private void setLatency(List<Operation> calls, JsonNode action) {
        Latency latency = FaultJson.latency(action);
        (calls.isEmpty() ? List.of(Operation.values()) : calls)
                .forEach(call -> simulator.setLatency(call, latency));
    }

    private void addLoadActions() {
        byName.put(
                "fill-table",
                (action, result) -> Load.fill(table(action), simulator.clock(), action));
        byName.put("start-load", (action, result) -> startLoad(action));
        add("stop-load", (action, result) -> load(action).stop());
        add("finish-load", (action, result) -> load(action).finish());
    }

    private void startLoad(JsonNode action) {
        SimulatedTable table = table(action);
        Load load = new Load(table, simulator.clock(), action);
        if (loads.putIfAbsent(table.name(), load) != null) {
            throw new IllegalStateException(
                    "There is a load on the table " + table.name() + " already");
        }
        load.start();
    }

    private Load load(JsonNode action) {
        String name = Fields.of(action).text("table");
        Load load = loads.remove(name);
        if (load == null) {
            throw new IllegalStateException("There is no load on the table " + name);
        }
        return load;
    }

    private SimulatedTable table(JsonNode action) {
        return simulator.table(Fields.of(action).text("table"));
    }

    private String shard(JsonNode action) {
        String id = Fields.of(action).text("shard");
        if (!id.equals("any")) {
            return id;
        }
        List<String> open = table(action).openShardIds();
        if (open.isEmpty()) {
            throw new IllegalStateException("No shard is open");
        }
        return open.get(random.nextInt(open.size()));
    }
}
