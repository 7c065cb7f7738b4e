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
package io.github.flinkdynamodb.tools.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.fault.Call;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.Faults;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.RecordsPage;
import io.github.flinkdynamodb.tools.simulator.table.ShardIterator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Answers the calls of DynamoDB Streams, and the few of DynamoDB, from the tables. Thread-safe. */
public final class Calls {

    private static final byte[] RECORDS = "\"Records\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COMMA = {','};
    private static final int MAX_LIST = 100;

    private final Map<String, SimulatedTable> tables;
    private final Faults faults;
    private final CallCounts counts;
    private final ServiceLimits limits;
    private final CallRate describeStreamRate;
    private final CallRate listStreamsRate;

    /**
     * Calls on tables.
     *
     * @param tables by their names; may grow
     * @param clock for the limits of calls a second
     * @param faults where errors without a rule are counted
     * @param counts where pages are counted
     * @param limits above which calls are throttled
     */
    public Calls(
            Map<String, SimulatedTable> tables,
            Clock clock,
            Faults faults,
            CallCounts counts,
            ServiceLimits limits) {
        this.tables = tables;
        this.faults = faults;
        this.counts = counts;
        this.limits = limits;
        this.describeStreamRate = new CallRate(clock, limits.describeStreamPerSecond());
        this.listStreamsRate = new CallRate(clock, limits.listStreamsPerSecond());
    }

    /** What a request is about. */
    Call describe(Operation operation, JsonNode request) {
        String table = text(request, "TableName");
        String shard = text(request, "ShardId");
        String arn = text(request, "StreamArn");
        if (operation == Operation.GET_RECORDS) {
            try {
                ShardIterator iterator = ShardIterator.parse(text(request, "ShardIterator", ""));
                arn = iterator.streamArn();
                shard = iterator.shardId();
            } catch (ServiceException e) {
                arn = null;
            }
        } else if (operation == Operation.DESCRIBE_STREAM) {
            JsonNode filter = request.path("ShardFilter");
            shard = text(filter, "ShardId");
        }
        if (table == null && arn != null) {
            table = tableName(arn);
        }
        return new Call(operation, table, shard, text(request, "ShardIteratorType"));
    }

    /**
     * Answers a request.
     *
     * @param operation which
     * @param request its body
     * @param fault what goes wrong with it, or null
     * @throws ServiceException where the answer is an error
     */
    Answer answer(Operation operation, JsonNode request, Fault fault) {
        try {
            switch (operation) {
                case LIST_STREAMS:
                    return Answer.ok(listStreams(request).toString());
                case DESCRIBE_STREAM:
                    return Answer.ok(describeStream(request).toString());
                case GET_SHARD_ITERATOR:
                    return Answer.ok(shardIterator(request));
                case GET_RECORDS:
                    return Answer.ok(
                            records(
                                    request,
                                    fault != null && fault.kind() == Fault.Kind.EMPTY_PAGE));
                case DESCRIBE_TABLE:
                    return Answer.ok(
                            table(text(request, "TableName")).reads().describeTable().toString());
                default:
                    return Answer.ok(write(operation, request));
            }
        } catch (ServiceException e) {
            faults.count(e.error().code());
            throw e;
        }
    }

    private ObjectNode listStreams(JsonNode request) {
        listStreamsRate.check();
        String name = text(request, "TableName");
        String after = text(request, "ExclusiveStartStreamArn");
        int limit = Math.min(MAX_LIST, request.path("Limit").asInt(MAX_LIST));
        List<ObjectNode> all = new ArrayList<>();
        for (SimulatedTable table : tables.values()) {
            if (name == null || name.equals(table.name())) {
                all.addAll(table.reads().listStreams());
            }
        }
        int from = 0;
        for (int i = 0; after != null && i < all.size(); i++) {
            if (after.equals(text(all.get(i), "StreamArn"))) {
                from = i + 1;
            }
        }
        int to = Math.min(all.size(), from + limit);
        ObjectNode answer = new ObjectMapper().createObjectNode();
        ArrayNode streams = answer.putArray("Streams");
        all.subList(from, to).forEach(streams::add);
        if (to < all.size()) {
            answer.put("LastEvaluatedStreamArn", text(all.get(to - 1), "StreamArn"));
        }
        return answer;
    }

    private ObjectNode describeStream(JsonNode request) {
        describeStreamRate.check();
        String arn = required(request, "StreamArn");
        JsonNode filter = request.path("ShardFilter");
        if ("CHILD_SHARDS".equals(text(filter, "Type"))) {
            return tableOf(arn).reads().describeChildren(arn, required(filter, "ShardId"));
        }
        int limit = request.path("Limit").asInt(MAX_LIST);
        if (limit < 1) {
            throw invalid("1 validation error detected: Limit must be at least 1");
        }
        return tableOf(arn)
                .reads()
                .describeStream(arn, text(request, "ExclusiveStartShardId"), limit);
    }

    private String shardIterator(JsonNode request) {
        String arn = required(request, "StreamArn");
        String type = required(request, "ShardIteratorType");
        String number = text(request, "SequenceNumber");
        if (type.endsWith("_SEQUENCE_NUMBER") && number == null) {
            throw invalid("SequenceNumber is required for " + type);
        }
        String iterator =
                tableOf(arn)
                        .reads()
                        .shardIterator(
                                arn,
                                required(request, "ShardId"),
                                type,
                                number,
                                UUID.randomUUID().toString());
        return "{\"ShardIterator\":\"" + iterator + "\"}";
    }

    private ByteBuf records(JsonNode request, boolean emptied) {
        String text = required(request, "ShardIterator");
        int limit = request.path("Limit").asInt(1000);
        if (limit < 1 || limit > 1000) {
            throw invalid("Limit must be from 1 to 1000, not " + limit);
        }
        ShardIterator iterator = ShardIterator.parse(text);
        SimulatedTable table = tableOf(iterator.streamArn());
        RecordsPage page = table.reads().records(iterator, limit, limits.readersPerShard());
        if (emptied && page.nextIterator() != null) {
            page = page.emptied(text);
        }
        counts.page(page.records());
        return body(page);
    }

    private static ByteBuf body(RecordsPage page) {
        String next = page.nextIterator();
        String head = next == null ? "{" : "{\"NextShardIterator\":\"" + next + "\",";
        List<ByteBuffer> stretches = page.stretches();
        ByteBuf[] parts = new ByteBuf[2 * stretches.size() + 2];
        int count = 0;
        parts[count++] =
                Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.UTF_8), RECORDS.clone());
        for (int i = 0; i < stretches.size(); i++) {
            if (i > 0) {
                parts[count++] = Unpooled.wrappedBuffer(COMMA);
            }
            parts[count++] = Unpooled.wrappedBuffer(stretches.get(i));
        }
        parts[count++] = Unpooled.wrappedBuffer("]}".getBytes(StandardCharsets.UTF_8));
        ByteBuf[] all = Arrays.copyOf(parts, count);
        return Unpooled.wrappedBuffer(all.length, all);
    }

    private String write(Operation operation, JsonNode request) {
        switch (operation) {
            case PUT_ITEM:
                table(text(request, "TableName")).put(item(request, "Item"));
                return "{}";
            case DELETE_ITEM:
                table(text(request, "TableName")).delete(item(request, "Key"));
                return "{}";
            default:
                request.path("RequestItems")
                        .properties()
                        .forEach(entry -> writeAll(entry.getKey(), entry.getValue()));
                return "{\"UnprocessedItems\":{}}";
        }
    }

    private void writeAll(String tableName, JsonNode requests) {
        SimulatedTable table = table(tableName);
        for (JsonNode request : requests) {
            if (request.has("PutRequest")) {
                table.put(item(request.path("PutRequest"), "Item"));
            } else {
                table.delete(item(request.path("DeleteRequest"), "Key"));
            }
        }
    }

    private static Item item(JsonNode request, String name) {
        try {
            return Item.of(request.get(name));
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private SimulatedTable table(String name) {
        SimulatedTable table = name == null ? null : tables.get(name);
        if (table == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Table: " + name + " not found"));
        }
        return table;
    }

    private SimulatedTable tableOf(String streamArn) {
        String name = tableName(streamArn);
        SimulatedTable table = name == null ? null : tables.get(name);
        if (table != null) {
            return table;
        }
        throw new ServiceException(
                ServiceError.RESOURCE_NOT_FOUND.withMessage(
                        "Requested resource not found: Stream: " + streamArn + " not found"));
    }

    /** The table that a stream's ARN names, or null. */
    private static String tableName(String streamArn) {
        int start = streamArn.indexOf(":table/");
        int end = streamArn.indexOf("/stream/");
        return start >= 0 && end > start ? streamArn.substring(start + 7, end) : null;
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(ServiceError.VALIDATION.withMessage(message));
    }

    private static String required(JsonNode request, String name) {
        String value = text(request, name);
        if (value == null) {
            throw invalid(
                    "1 validation error detected: Value null at '"
                            + Character.toLowerCase(name.charAt(0))
                            + name.substring(1)
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return value;
    }

    private static String text(JsonNode request, String name) {
        return text(request, name, null);
    }

    private static String text(JsonNode request, String name, String other) {
        JsonNode value = request.get(name);
        return value == null || value.isNull() ? other : value.asText();
    }
}
