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
import java.util.List;
import java.util.stream.Collectors;

/** The calls of DynamoDB Streams on one table's streams, and its description. Thread-safe. */
public final class TableReads {

    /** How long an iterator is valid. */
    public static final Duration ITERATOR_LIFE = Duration.ofMinutes(15);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final SimulatedTable table;
    private final TableStreams streams;
    private final TableDescription description;

    TableReads(SimulatedTable table) {
        this.table = table;
        this.streams = table.streams();
        this.description = new TableDescription(streams);
    }

    /** The streams as ListStreams gives them, from the oldest on. */
    public List<ObjectNode> listStreams() {
        synchronized (table.lock()) {
            table.keepHouse();
            List<ObjectNode> all = new ArrayList<>();
            for (SimulatedStream stream : streams.all()) {
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
     * @param limit the most shards of a page, at least 1
     */
    public ObjectNode describeStream(String arn, String after, int limit) {
        synchronized (table.lock()) {
            SimulatedStream stream = stream(arn);
            List<SimulatedShard> page =
                    stream.listed(after, streams.now()).limit(limit).collect(Collectors.toList());
            ObjectNode description = description(stream, page);
            if (page.size() == limit) {
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
            long now = streams.now();
            long least = streams.settings().childShardsAfter().toMillis();
            List<SimulatedShard> children =
                    stream.listedChildren(parentId, now)
                            .filter(shard -> now - shard.createdMillis() >= least)
                            .collect(Collectors.toList());
            return JSON.objectNode().set("StreamDescription", description(stream, children));
        }
    }

    private SimulatedStream stream(String arn) {
        table.keepHouse();
        SimulatedStream stream = streams.get(arn);
        if (stream == null) {
            throw new ServiceException(
                    ServiceError.RESOURCE_NOT_FOUND.withMessage(
                            "Requested resource not found: Stream: " + arn + " not found"));
        }
        return stream;
    }

    private ObjectNode description(SimulatedStream stream, List<SimulatedShard> shards) {
        ObjectNode node = JSON.objectNode();
        node.put("StreamArn", stream.arn());
        node.put("StreamLabel", stream.label());
        node.put("StreamStatus", stream.status(streams.now()));
        node.put("StreamViewType", streams.settings().viewType().name());
        node.put("CreationRequestDateTime", stream.createdMillis() / 1000.0);
        node.put("TableName", table.name());
        node.set("KeySchema", description.keySchema());
        ArrayNode list = node.putArray("Shards");
        long now = streams.now();
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
                                    >= streams.settings().endVisibleAfter().toMillis();
            if (ended) {
                range.put("EndingSequenceNumber", SequenceNumbers.text(shard.endSequence()));
            }
        }
        return node;
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
            return JSON.objectNode().set("Table", description.ofTable(table));
        }
    }

    /**
     * An iterator.
     *
     * @param arn the stream
     * @param shardId the shard
     * @param type TRIM_HORIZON, LATEST, AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER
     * @param sequenceNumber for the last two types, else not looked at
     * @param reader names whoever asks, for the limit of readers
     */
    public String shardIterator(
            String arn, String shardId, String type, String sequenceNumber, String reader) {
        synchronized (table.lock()) {
            SimulatedShard shard = readable(stream(arn), shardId);
            long index = start(stream(arn), shard, type, sequenceNumber);
            return ShardIterator.text(arn, shardId, index, streams.now(), reader, 0);
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
            if (stream.isBeyond(number)) {
                throw new NumberFormatException("beyond the end");
            }
            if (shard.log().isTrimmed(SequenceNumbers.atLeast(number, false))) {
                throw new ServiceException(ServiceError.TRIMMED_DATA);
            }
            if (SequenceNumbers.atLeast(number, false) < shard.startSequence()) {
                throw new NumberFormatException("before the beginning of the shard");
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
            long now = streams.now();
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
                            && iterator.emptyPages() < streams.settings().emptyPagesBefore();
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
        return new RecordsPage(List.of(), 0, next, () -> {});
    }

    private RecordsPage page(ShardIterator iterator, int limit, SimulatedShard shard, long now) {
        TableSettings settings = streams.settings();
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
        return new RecordsPage(
                slices.stretches(),
                slices.records(),
                next,
                () -> noteHandedOut(shard, iterator.index(), end));
    }

    private void noteHandedOut(SimulatedShard shard, long from, long to) {
        synchronized (table.lock()) {
            shard.noteHandedOut(from, to, streams.ledger()::noteHandedOut);
        }
    }
}
