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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.export.Exports;
import io.github.flinkdynamodb.tools.simulator.fault.Call;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.Faults;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import io.github.flinkdynamodb.tools.simulator.permission.Caller;
import io.github.flinkdynamodb.tools.simulator.permission.Permissions;
import io.github.flinkdynamodb.tools.simulator.personality.Personality;
import io.github.flinkdynamodb.tools.simulator.personality.Translator;
import io.github.flinkdynamodb.tools.simulator.table.RecordsPage;
import io.github.flinkdynamodb.tools.simulator.table.ShardIterator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableReads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Answers the calls of DynamoDB Streams, and the few of DynamoDB, from the tables. Thread-safe. */
public final class Calls {

    private static final byte[] RECORDS = "\"Records\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COMMA = {','};
    private static final int MAX_LIST = 100;
    private static final int MAX_RECORDS = 1000;

    private final TablesByName tables;
    private final Resources resources;
    private final WriteCalls writes;
    private final ScanCalls scans;
    private final ExportCalls exports;
    private final Faults faults;
    private final CallCounts counts;
    private final ServiceLimits limits;
    private final CallRate describeStreamRate;
    private final CallRate listStreamsRate;
    private final Permissions permissions = new Permissions();

    private Translator translator;
    private Translation translation = new Translation(null);

    /**
     * Calls on tables.
     *
     * @param tables by their names; may grow
     * @param exports those of the tables
     * @param clock for the limits of calls a second
     * @param faults where errors without a rule are counted
     * @param counts where pages are counted
     * @param limits above which calls are throttled
     */
    public Calls(
            Map<String, SimulatedTable> tables,
            Exports exports,
            Clock clock,
            Faults faults,
            CallCounts counts,
            ServiceLimits limits) {
        this.tables = new TablesByName(tables);
        this.resources = new Resources(this.tables);
        this.writes = new WriteCalls(this.tables);
        this.scans = new ScanCalls(this.tables);
        this.exports = new ExportCalls(this.tables, exports);
        this.faults = faults;
        this.counts = counts;
        this.limits = limits;
        this.describeStreamRate = new CallRate(clock, limits.describeStreamPerSecond());
        this.listStreamsRate = new CallRate(clock, limits.listStreamsPerSecond());
    }

    /** Lets the answers be like those of another server; before the first call. */
    public void personality(Personality personality) {
        translator = Translator.of(personality);
        translation = new Translation(translator);
    }

    /** What turns the service's answers into others; null if nothing does. */
    public Translator translator() {
        return translator;
    }

    /** Whether answers have a checksum. */
    boolean sendsChecksums() {
        return translator == null;
    }

    /**
     * Reads a request as the service's.
     *
     * @param request its body, an object
     * @throws ServiceException where there is no such call, or it is malformed
     */
    JsonNode understand(Operation operation, JsonNode request) {
        return translation.request(operation, request);
    }

    /** What callers may do; everything at first. */
    public Permissions permissions() {
        return permissions;
    }

    /** What a request is about, as far as it says so. */
    static Call describe(Operation operation, JsonNode request) {
        String table = tableOrNull(request);
        String shard = textOrNull(request, "ShardId");
        String arn = textOrNull(request, "StreamArn");
        if (operation == Operation.GET_RECORDS) {
            try {
                ShardIterator iterator =
                        ShardIterator.parse(request.path("ShardIterator").asText());
                arn = iterator.streamArn();
                shard = iterator.shardId();
            } catch (ServiceException e) {
                arn = null;
            }
        } else if (operation == Operation.DESCRIBE_STREAM) {
            shard = textOrNull(request.path("ShardFilter"), "ShardId");
        } else if (operation == Operation.BATCH_WRITE_ITEM) {
            Iterator<String> names = request.path("RequestItems").fieldNames();
            table = names.hasNext() ? TablesByName.nameOf(names.next()) : null;
        }
        if (table == null && arn != null) {
            table = TablesByName.nameOfStream(arn);
        }
        String export = textOrNull(request, "ExportArn");
        if (export != null) {
            table = TablesByName.nameOfExport(export);
        }
        return new Call(
                operation,
                table,
                shard,
                textOrNull(request, "ShardIteratorType"),
                segment(operation, request));
    }

    /** The segment of a scan, which is the whole table where it names none; else null. */
    private static Integer segment(Operation operation, JsonNode request) {
        return operation == Operation.SCAN ? request.path("Segment").asInt(0) : null;
    }

    private static String tableOrNull(JsonNode request) {
        String name = textOrNull(request, "TableName");
        String nameOrArn = name == null ? textOrNull(request, "TableArn") : name;
        return nameOrArn == null ? null : TablesByName.nameOf(nameOrArn);
    }

    private static String textOrNull(JsonNode request, String name) {
        JsonNode value = request.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }

    /**
     * Answers a request.
     *
     * @param call which
     * @param request its body, an object
     * @param fault what goes wrong with it, or null
     * @param signature the header that names the access key
     * @throws ServiceException where the answer is an error
     */
    Answer answer(Call call, JsonNode request, Fault fault, String signature) {
        return translation.answer(
                call.operation(), request, part -> own(call, part, fault, signature));
    }

    private Answer own(Call call, JsonNode request, Fault fault, String signature) {
        Operation operation = call.operation();
        Caller caller = permissions.caller(signature);
        try {
            resources.check(caller, call, request);
            Parameters.check(operation, request);
            switch (operation) {
                case LIST_STREAMS:
                    return Answer.ok(listStreams(request).toString());
                case DESCRIBE_STREAM:
                    return Answer.ok(describeStream(request).toString());
                case GET_SHARD_ITERATOR:
                    return Answer.ok(shardIterator(request));
                case GET_RECORDS:
                    return Answer.ok(records(request, fault));
                case DESCRIBE_TABLE:
                    return Answer.ok(
                            tables.table(Parameters.required(request, "TableName"))
                                    .reads()
                                    .describeTable()
                                    .toString());
                case SCAN:
                    return Answer.ok(scans.scan(request, fault));
                case PUT_ITEM:
                case DELETE_ITEM:
                case BATCH_WRITE_ITEM:
                    return Answer.ok(writes.write(operation, request));
                default:
                    boolean mayWrite = Resources.mayWriteExport(caller, operation, request);
                    return Answer.ok(exports.answer(operation, request, mayWrite).toString());
            }
        } catch (ServiceException e) {
            faults.note(e.error().code());
            throw e;
        }
    }

    private ObjectNode listStreams(JsonNode request) {
        listStreamsRate.check();
        String name = Parameters.text(request, "TableName");
        String after = Parameters.text(request, "ExclusiveStartStreamArn");
        int limit = Parameters.limit(request, MAX_LIST);
        TreeMap<String, ObjectNode> byArn = new TreeMap<>();
        for (SimulatedTable table : tables.all()) {
            if (name == null || name.equals(table.name())) {
                table.reads()
                        .listStreams()
                        .forEach(stream -> byArn.put(stream.get("StreamArn").asText(), stream));
            }
        }
        SortedMap<String, ObjectNode> rest = after == null ? byArn : byArn.tailMap(after, false);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode streams = answer.putArray("Streams");
        for (Map.Entry<String, ObjectNode> entry : rest.entrySet()) {
            streams.add(entry.getValue());
            if (streams.size() == limit && !entry.getKey().equals(rest.lastKey())) {
                answer.put("LastEvaluatedStreamArn", entry.getKey());
                break;
            }
        }
        return answer;
    }

    private ObjectNode describeStream(JsonNode request) {
        describeStreamRate.check();
        String arn = Parameters.required(request, "StreamArn");
        String after = Parameters.text(request, "ExclusiveStartShardId", 28, 65);
        int limit = Parameters.limit(request, MAX_LIST);
        TableReads reads = tables.ofStream(arn).reads();
        JsonNode filter = request.path("ShardFilter");
        if (filter.isMissingNode() || filter.isNull()) {
            return reads.describeStream(arn, after, limit);
        }
        String type = Parameters.required(filter, "Type");
        if (!type.equals("CHILD_SHARDS")) {
            throw Parameters.constraint(
                    "ShardFilter.Type", type, "Member must satisfy enum value set: [CHILD_SHARDS]");
        }
        return reads.describeChildren(arn, Parameters.required(filter, "ShardId"));
    }

    private String shardIterator(JsonNode request) {
        String arn = Parameters.required(request, "StreamArn");
        String shard = Parameters.required(request, "ShardId");
        String type = Parameters.required(request, "ShardIteratorType");
        String number = Parameters.text(request, "SequenceNumber", 21, 40);
        if (type.endsWith("_SEQUENCE_NUMBER") != (number != null)) {
            throw Parameters.invalid(
                    "SequenceNumber "
                            + (number == null ? "is required for " : "is not allowed for ")
                            + type);
        }
        String iterator =
                tables.ofStream(arn)
                        .reads()
                        .shardIterator(arn, shard, type, number, UUID.randomUUID().toString());
        return "{\"ShardIterator\":\"" + iterator + "\"}";
    }

    private ByteBuf records(JsonNode request, Fault fault) {
        String text = Parameters.required(request, "ShardIterator");
        int limit = Parameters.limit(request, MAX_RECORDS);
        ShardIterator iterator = ShardIterator.parse(text);
        TableReads reads = tables.ofStream(iterator.streamArn()).reads();
        RecordsPage page = reads.records(iterator, limit, limits.readersPerShard());
        Fault.Kind kind = fault == null ? null : fault.kind();
        if (kind == Fault.Kind.EMPTY_PAGE && page.nextIterator() != null) {
            page = page.emptied(text);
        }
        if (kind == null || !kind.spoilsBody()) {
            page.noteHandedOut();
            counts.page(page.records());
        }
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
}
