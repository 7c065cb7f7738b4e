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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.http.Answer;
import io.github.flinkdynamodb.tools.simulator.http.ControlRequests;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.ShardInfo;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableItems;
import io.github.flinkdynamodb.tools.simulator.table.TableScans;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;

/**
 * Steers a simulator over HTTP, for those in another process:
 *
 * <ul>
 *   <li>{@code POST /_simulator/actions} with one action or an array of them; see {@link Actions}
 *   <li>{@code GET /_simulator/ledger}: what was written and handed out, calls and faults
 *   <li>{@code GET /_simulator/tables/NAME}: its streams and shards
 *   <li>{@code GET /_simulator/tables/NAME/keys}: how many records each key has
 *   <li>{@code GET /_simulator/tables/NAME/keys/handed-out}: how many of them have been on a page
 *   <li>{@code GET /_simulator/tables/NAME/items}: its items by key, or with {@code ?at=TIME} those
 *       of an earlier time
 *   <li>{@code GET /_simulator/tables/NAME/items/handed-out}: how often each was on a page of Scan
 *   <li>{@code GET /_simulator/tables/NAME/scans}: the pages of Scan and what they cost
 * </ul>
 */
public final class Control implements ControlRequests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TABLES = "/tables/";
    private static final String AT = "?at=";

    private final Steerable simulator;
    private final Actions actions;

    /**
     * Steers one simulator.
     *
     * @param simulator which
     * @param actions does what is asked for
     */
    public Control(Steerable simulator, Actions actions) {
        this.simulator = simulator;
        this.actions = actions;
    }

    @Override
    public Answer answer(FullHttpRequest request) {
        String path = request.uri().substring(PATH.length());
        try {
            return Answer.ok(answer(request, path).toString());
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            return Answer.of(400, JSON.createObjectNode().put("error", e.getMessage()).toString());
        }
    }

    private JsonNode answer(FullHttpRequest request, String path) throws IOException {
        if (request.method().equals(HttpMethod.POST) && path.equals("/actions")) {
            return act(JSON.readTree(request.content().toString(StandardCharsets.UTF_8)));
        }
        if (path.equals("/ledger")) {
            return ledger();
        }
        if (path.startsWith(TABLES) && path.endsWith("/keys")) {
            return counts(path, "/keys", SimulatedTable::recordsByKey);
        }
        if (path.startsWith(TABLES) && path.endsWith("/keys/handed-out")) {
            return counts(path, "/keys/handed-out", SimulatedTable::handedOutByKey);
        }
        if (path.startsWith(TABLES) && path.endsWith("/items/handed-out")) {
            return counts(path, "/items/handed-out", table -> table.scans().itemsByKey());
        }
        if (path.startsWith(TABLES) && path.endsWith("/scans")) {
            return scans(table(path, "/scans").scans());
        }
        if (path.startsWith(TABLES) && path.replaceFirst("\\?.*", "").endsWith("/items")) {
            return items(path);
        }
        if (path.startsWith(TABLES)) {
            return describe(simulator.table(path.substring(TABLES.length())));
        }
        throw new IllegalArgumentException(
                "No such request: "
                        + request.method()
                        + " "
                        + request.uri()
                        + "; there are POST /_simulator/actions, GET /_simulator/ledger, GET"
                        + " /_simulator/tables/NAME and, after that, /keys, /keys/handed-out,"
                        + " /items, /items/handed-out and /scans");
    }

    private SimulatedTable table(String path, String end) {
        return simulator.table(path.substring(TABLES.length(), path.length() - end.length()));
    }

    private JsonNode items(String path) throws IOException {
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question);
        TableItems items = table(path, "/items" + query).items();
        ObjectNode node = JSON.createObjectNode();
        for (Map.Entry<String, Item> entry : itemsAt(items, query).entrySet()) {
            node.set(entry.getKey(), JSON.readTree(entry.getValue().toJson()));
        }
        return node;
    }

    private static Map<String, Item> itemsAt(TableItems items, String query) {
        if (query.isEmpty()) {
            return items.all();
        }
        if (!query.startsWith(AT)) {
            throw new IllegalArgumentException(
                    "Invalid query '" + query + "': expected " + AT + "TIME");
        }
        String time = query.substring(AT.length());
        try {
            return items.at(Instant.parse(time));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Invalid time '" + time + "': expected one such as 2026-03-01T10:00:00Z", e);
        }
    }

    private static ObjectNode scans(TableScans scans) {
        ObjectNode node = JSON.createObjectNode();
        node.put("pages", scans.pages())
                .put("emptyPages", scans.emptyPages())
                .put("items", scans.items())
                .put("throttled", scans.throttled())
                .put("units", scans.units());
        ObjectNode seconds = node.putObject("unitsBySecond");
        scans.unitsBySecond().forEach((second, units) -> seconds.put(second.toString(), units));
        return node;
    }

    private JsonNode counts(
            String path, String end, Function<SimulatedTable, Map<String, Long>> counts) {
        ObjectNode keys = JSON.createObjectNode();
        counts.apply(table(path, end)).forEach(keys::put);
        return keys;
    }

    private JsonNode act(JsonNode body) {
        ArrayNode results = JSON.createArrayNode();
        if (body.isArray()) {
            body.forEach(action -> results.add(actions.act(action)));
        } else {
            results.add(actions.act(body));
        }
        return results;
    }

    /** What was written and handed out, the calls and the faults. */
    ObjectNode ledger() {
        ObjectNode node = JSON.createObjectNode();
        node.put("time", simulator.clock().instant().toString());
        ObjectNode tables = node.putObject("tables");
        for (SimulatedTable table : simulator.tables()) {
            tables.putObject(table.name())
                    .put("written", table.written())
                    .put("handedOut", table.handedOut())
                    .put("unread", table.unread())
                    .put("missed", table.missed())
                    .put("trimmedUnread", table.trimmedUnread())
                    .put("items", table.items().count())
                    .put("scanned", table.scans().items())
                    .put("readUnits", table.scans().units());
        }
        node.putObject("handedOut")
                .put("records", simulator.counts().recordsHandedOut())
                .put("pages", simulator.counts().pages())
                .put("emptyPages", simulator.counts().emptyPages())
                .put("mostInFlight", simulator.counts().mostInFlight());
        ObjectNode calls = node.putObject("calls");
        for (Operation operation : Operation.values()) {
            calls.put(operation.action(), simulator.counts().calls(operation));
        }
        ObjectNode faults = node.putObject("faults");
        simulator.faults().counts().forEach(faults::put);
        return node;
    }

    private static ObjectNode describe(SimulatedTable table) {
        ObjectNode node = JSON.createObjectNode();
        node.put("arn", table.arn());
        node.put("streamArn", table.hasStream() ? table.streamArn() : null);
        ArrayNode streams = node.putArray("streams");
        table.streamArns().forEach(streams::add);
        ArrayNode shards = node.putArray("shards");
        for (ShardInfo shard : table.shards()) {
            shards.addObject()
                    .put("id", shard.id())
                    .put("parentId", shard.parentId())
                    .put("open", shard.isOpen())
                    .put("gone", shard.isDropped())
                    .put("records", shard.records())
                    .put("trimmed", shard.trimmed())
                    .put("handedOut", shard.handedOut())
                    .put("recordsHandedOut", shard.recordsHandedOut());
        }
        return node;
    }
}
