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
package io.github.flinkdynamodb.tools.simulator.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The calls of DynamoDB Streams on one table's streams, and its description. Thread-safe. */
public final class TableReads {

    /** How long an iterator is valid. */
    public static final Duration ITERATOR_LIFE = Duration.ofMinutes(15);

    private static final int MAX_SHARDS = 100;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimulatedTable table;

    TableReads(SimulatedTable table) {
        this.table = table;
    }

    /** The streams as ListStreams gives them, from the oldest on. */
    public List<ObjectNode> listStreams() {
        synchronized (table.lock()) {
            table.keepHouse();
            List<ObjectNode> all = new ArrayList<>();
            for (SimulatedStream stream : table.streams().values()) {
                ObjectNode node = JSON.objectNode();
                node.put("StreamArn", stream.arn());
                node.put("TableName", table.name());
                node.put("StreamLabel", stream.label());
                all.add(node);
            }
            return all;
        }
    }

    /**
     * A page of a stream's shards.
     *
     * @param arn the stream
     * @param after the shard that the page before ended with, or null for the first page
     * @param limit the most shards of a page, at most 100
     */
    public ObjectNode describeStream(String arn, String after, int limit) {
        synchronized (table.lock()) {
            SimulatedStream stream = stream(arn);
            List<SimulatedShard> listed = listed(stream, after, MAX_SHARDS);
            boolean more = listed.size() >= Math.min(limit, MAX_SHARDS);
            List<SimulatedShard> page =
                    more ? listed.subList(0, Math.min(limit, MAX_SHARDS)) : listed;
            ObjectNode description = description(stream, page);
            if (more) {
                description.put("LastEvaluatedShardId", page.get(page.size() - 1).id());
            }
            return JSON.objectNode().set("StreamDescription", description);
        }
    }

    /**
     * The children of a shard.
     *
     * @param arn the stream
     * @param parentId the shard
     */
    public ObjectNode describeChildren(String arn, String parentId) {
        synchronized (table.lock()) {
            SimulatedStream stream = stream(arn);
            long now = table.clock().millis();
            List<SimulatedShard> children = new ArrayList<>();
            for (SimulatedShard shard : listed(stream, null, Integer.MAX_VALUE)) {
                if (parentId.equals(shard.parentId())
                        && now - shard.createdMillis()
                                >= table.settings().childShardsAfter().toMillis()) {
                    children.add(shard);
                }
            }
            return JSON.objectNode().set("StreamDescription", description(stream, children));
        }
    }

    private SimulatedStream stream(String arn) {
        table.keepHouse();
        SimulatedStream stream = table.streams().get(arn);
        if (stream == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Stream: " + arn + " not found"));
        }
        return stream;
    }

    private List<SimulatedShard> listed(SimulatedStream stream, String after, int enough) {
        long now = table.clock().millis();
        List<SimulatedShard> all = new ArrayList<>();
        for (SimulatedShard shard : stream.shards()) {
            boolean later = after == null || isAfter(shard.id(), after);
            if (later
                    && !shard.isHidden()
                    && !shard.isDropped()
                    && shard.childIsVisible(now, table.settings())) {
                all.add(shard);
                if (!table.settings().listsShuffled() && all.size() >= enough) {
                    break;
                }
            }
        }
        all.sort(order());
        return all;
    }

    private boolean isAfter(String id, String other) {
        return table.settings().listsShuffled()
                ? shuffled(id) > shuffled(other)
                : id.compareTo(other) > 0;
    }

    private Comparator<SimulatedShard> order() {
        return table.settings().listsShuffled()
                ? Comparator.comparingLong(shard -> shuffled(shard.id()))
                : Comparator.comparing(SimulatedShard::id);
    }

    /** A place in the listing that has nothing to do with the id's own order. */
    private static long shuffled(String id) {
        long hash = 1125899906842597L;
        for (int i = 0; i < id.length(); i++) {
            hash = 31 * hash + id.charAt(i);
        }
        hash *= 0x9E3779B97F4A7C15L;
        return hash ^ (hash >>> 29);
    }

    private ObjectNode description(SimulatedStream stream, List<SimulatedShard> shards) {
        ObjectNode node = JSON.objectNode();
        node.put("StreamArn", stream.arn());
        node.put("StreamLabel", stream.label());
        node.put("StreamStatus", stream.isDisabled() ? "DISABLED" : "ENABLED");
        node.put("StreamViewType", table.settings().viewType().name());
        node.put("CreationRequestDateTime", stream.createdMillis() / 1000.0);
        node.put("TableName", table.name());
        node.set("KeySchema", keySchema());
        ArrayNode list = node.putArray("Shards");
        long now = table.clock().millis();
        for (SimulatedShard shard : shards) {
            ObjectNode entry = list.addObject();
            entry.put("ShardId", shard.id());
            if (shard.parentId() != null) {
                entry.put("ParentShardId", shard.parentId());
            }
            ObjectNode range = entry.putObject("SequenceNumberRange");
            range.put("StartingSequenceNumber", SequenceNumbers.text(shard.startSequence()));
            boolean ended =
                    !shard.isOpen()
                            && now - shard.closedMillis()
                                    >= table.settings().endVisibleAfter().toMillis();
            if (ended) {
                range.put("EndingSequenceNumber", SequenceNumbers.text(shard.endSequence()));
            }
        }
        return node;
    }

    private ArrayNode keySchema() {
        ArrayNode keys = JSON.arrayNode();
        List<String> names = table.settings().keyNames();
        for (int i = 0; i < names.size(); i++) {
            keys.addObject()
                    .put("AttributeName", names.get(i))
                    .put("KeyType", i == 0 ? "HASH" : "RANGE");
        }
        return keys;
    }

    /** The table and its latest stream, as DescribeTable gives them. */
    public ObjectNode describeTable() {
        synchronized (table.lock()) {
            if (table.isDeleted()) {
                throw new ServiceException(
                        ServiceError.RESOURCE_NOT_FOUND.withMessage(
                                "Requested resource not found: Table: "
                                        + table.name()
                                        + " not found"));
            }
            SimulatedStream latest = table.latest();
            ObjectNode node = JSON.objectNode();
            ObjectNode description = node.putObject("Table");
            description.put("TableName", table.name());
            description.put("TableArn", table.tableArn());
            description.put("TableStatus", "ACTIVE");
            description.set("KeySchema", keySchema());
            ArrayNode attributes = description.putArray("AttributeDefinitions");
            List<String> names = table.settings().keyNames();
            for (int i = 0; i < names.size(); i++) {
                attributes
                        .addObject()
                        .put("AttributeName", names.get(i))
                        .put("AttributeType", table.settings().keyType(i));
            }
            description.put("LatestStreamArn", latest.arn());
            description.put("LatestStreamLabel", latest.label());
            if (!latest.isDisabled()) {
                description
                        .putObject("StreamSpecification")
                        .put("StreamEnabled", true)
                        .put("StreamViewType", table.settings().viewType().name());
            }
            return node;
        }
    }

    /**
     * An iterator.
     *
     * @param arn the stream
     * @param shardId the shard
     * @param type TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER
     * @param sequenceNumber for the last two types, else null
     * @param reader names whoever asks, for the limit of readers
     */
    public String shardIterator(
            String arn, String shardId, String type, String sequenceNumber, String reader) {
        synchronized (table.lock()) {
            SimulatedShard shard = readable(stream(arn), shardId);
            long index = start(stream(arn), shard, type, sequenceNumber);
            return ShardIterator.text(arn, shardId, index, table.clock().millis(), reader, 0);
        }
    }

    private static SimulatedShard readable(SimulatedStream stream, String shardId) {
        SimulatedShard shard = stream.shard(shardId);
        if (shard.isUnreadable()) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Shard: " + shardId));
        }
        return shard;
    }

    private static long start(
            SimulatedStream stream, SimulatedShard shard, String type, String number) {
        switch (type) {
            case "TRIM_HORIZON":
                return shard.log().trimmed();
            case "LATEST":
                return shard.log().size();
            case "AT_SEQUENCE_NUMBER":
            case "AFTER_SEQUENCE_NUMBER":
                return at(stream, shard, number, type.startsWith("AFTER"));
            default:
                throw new ServiceException(
                        ServiceError.VALIDATION.withMessage(
                                "1 validation error detected: Value '"
                                        + type
                                        + "' at 'shardIteratorType' failed to satisfy constraint:"
                                        + " Member must satisfy enum value set:"
                                        + " [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER,"
                                        + " TRIM_HORIZON]"));
        }
    }

    private static long at(
            SimulatedStream stream, SimulatedShard shard, String number, boolean after) {
        try {
            if (number == null || stream.isBeyond(number)) {
                throw new NumberFormatException("beyond the end");
            }
            if (shard.log().isTrimmed(SequenceNumbers.atLeast(number, false))) {
                throw new ServiceException(ServiceError.TRIMMED_DATA);
            }
            return shard.log().indexOf(SequenceNumbers.atLeast(number, after));
        } catch (NumberFormatException e) {
            throw new ServiceException(
                    ServiceError.VALIDATION.withMessage(
                            "Invalid SequenceNumber " + number + ": " + e.getMessage()));
        }
    }

    /**
     * A page of records.
     *
     * @param iterator where
     * @param limit the most records, at most 1,000
     * @param readersPerShard how many chains of iterators may read a shard within a second; 0 for
     *     any
     */
    public RecordsPage records(ShardIterator iterator, int limit, int readersPerShard) {
        synchronized (table.lock()) {
            SimulatedShard shard = readable(stream(iterator.streamArn()), iterator.shardId());
            long now = table.clock().millis();
            if (now - iterator.issuedMillis() >= ITERATOR_LIFE.toMillis()) {
                throw new ServiceException(ServiceError.EXPIRED_ITERATOR);
            }
            if (!shard.admits(iterator.reader(), now, readersPerShard)) {
                throw new ServiceException(ServiceError.LIMIT_EXCEEDED);
            }
            RecordLog log = shard.log();
            if (iterator.index() < log.trimmed()) {
                throw new ServiceException(ServiceError.TRIMMED_DATA);
            }
            boolean waits =
                    iterator.index() < log.size()
                            && iterator.emptyPages() < table.settings().emptyPagesBefore();
            return waits ? emptyPage(iterator, now) : page(iterator, limit, shard, now);
        }
    }

    private static RecordsPage emptyPage(ShardIterator iterator, long now) {
        String next =
                ShardIterator.text(
                        iterator.streamArn(),
                        iterator.shardId(),
                        iterator.index(),
                        now,
                        iterator.reader(),
                        iterator.emptyPages() + 1);
        return new RecordsPage(List.of(), 0, next);
    }

    private RecordsPage page(ShardIterator iterator, int limit, SimulatedShard shard, long now) {
        TableSettings settings = table.settings();
        RecordLog.Slices slices =
                shard.log()
                        .read(
                                iterator.index(),
                                Math.min(limit, settings.pageRecords()),
                                settings.pageBytes());
        long end = iterator.index() + slices.records();
        boolean over =
                !shard.isOpen()
                        && end == shard.log().size()
                        && (slices.records() == 0 || !settings.endsOnOwnPage());
        String next =
                over
                        ? null
                        : ShardIterator.text(
                                iterator.streamArn(),
                                iterator.shardId(),
                                end,
                                now,
                                iterator.reader(),
                                0);
        shard.noteHandedOut(end);
        return new RecordsPage(slices.stretches(), slices.records(), next);
    }
}
