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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import io.github.flinkdynamodb.streams.model.StreamStatus;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * DynamoDB and DynamoDB Streams in memory, for unit tests: tables and items, streams, shards and
 * records as the test writes them, with the service's rules for iterators, ends of shards and
 * trimming; and faults, empty pages and slow calls on demand. Calls complete at once, on the
 * caller's thread, unless they are held: then {@link #release(String)} completes them on the thread
 * that calls it. A scripted fault is taken when the call completes. All methods may be called from
 * any thread.
 */
public final class ScriptedStreamsClient extends ScriptedExportCalls {

    /** The calls of {@link StreamsClient}, for counting and for faults. */
    public enum Operation {
        DESCRIBE_STREAM,
        CHILD_SHARDS,
        LIST_STREAMS,
        GET_SHARD_ITERATOR,
        GET_RECORDS,
        DESCRIBE_TABLE,
        SCAN,
        EXPORT_TABLE,
        DESCRIBE_EXPORT,
        LIST_EXPORTS,
        DESCRIBE_RECOVERY
    }

    private static final class Stream {
        final String arn;
        final String tableName;
        StreamStatus status = StreamStatus.ENABLED;
        StreamViewType viewType = StreamViewType.NEW_AND_OLD_IMAGES;
        List<String> key = List.of();

        Stream(String arn, String tableName) {
            this.arn = arn;
            this.tableName = tableName;
        }
    }

    private final ManualClock clock;
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final Map<String, ScriptedShard> shards = new LinkedHashMap<>();
    private final Map<String, ScriptedItems> tables = new LinkedHashMap<>();
    private final List<SegmentScan> scans = new ArrayList<>();
    private final List<ShardIteratorStart> iteratorStarts = new ArrayList<>();
    private Duration iteratorLifetime = Duration.ofMinutes(15);
    private int recordsPerPage = MAX_RECORDS_PER_PAGE;
    private int shardsPerPage = 100;
    private long nextSequenceNumber = 1_000;
    private boolean newestFirst;
    private boolean fullPagesGoOn;
    private Duration serviceBehind;
    private boolean closed;

    public ScriptedStreamsClient(ManualClock clock) {
        super(clock);
        this.clock = clock;
    }

    // --- the script -----------------------------------------------------------------------------

    /** Adds an enabled stream, NEW_AND_OLD_IMAGES. */
    public synchronized ScriptedStreamsClient stream(String streamArn, String tableName) {
        streams.put(streamArn, new Stream(streamArn, tableName));
        return this;
    }

    public synchronized void status(String streamArn, StreamStatus status) {
        streams.get(streamArn).status = status;
    }

    public synchronized void viewType(String streamArn, StreamViewType viewType) {
        streams.get(streamArn).viewType = viewType;
    }

    /** Sets the names of the key attributes of a stream's table. */
    public synchronized void key(String streamArn, String... names) {
        streams.get(streamArn).key = List.of(names);
    }

    /** Makes a stream unknown to the service, shards included. */
    public synchronized void dropStream(String streamArn) {
        streams.remove(streamArn);
        shards.values().removeIf(shard -> shard.streamArn.equals(streamArn));
    }

    /** Adds an open, empty shard that is listed everywhere; shard ids are unique over streams. */
    public synchronized ScriptedStreamsClient shard(
            String streamArn, String shardId, String parentShardId) {
        shards.put(shardId, new ScriptedShard(streamArn, shardId, parentShardId));
        return this;
    }

    /** Appends a record created now, with the next sequence number. */
    public SequenceNumber append(String shardId, String key) {
        return append(shardId, key, clock.instant());
    }

    public SequenceNumber append(String shardId, String key, Instant created) {
        return append(shardId, key, created, 0);
    }

    /** Appends a record that is bigger by some bytes; {@code created} may be null. */
    public synchronized SequenceNumber append(
            String shardId, String key, Instant created, int padding) {
        SequenceNumber seq = SequenceNumber.of(Long.toString(nextSequenceNumber++));
        shard(shardId).records.add(ScriptedRecord.insert(key, seq, created, padding));
        return seq;
    }

    /**
     * Appends the record of a change with images of the test's own, of which one may be null; the
     * next sequence number is its.
     */
    public synchronized SequenceNumber change(
            String shardId, Instant created, String key, String oldImage, String newImage) {
        SequenceNumber seq = SequenceNumber.of(Long.toString(nextSequenceNumber++));
        shard(shardId).records.add(ScriptedRecord.change(key, seq, created, oldImage, newImage));
        return seq;
    }

    /** Appends a record with a text of the test's own; the sequence number must be in it too. */
    public synchronized void appendJson(String shardId, String sequenceNumber, String json) {
        shard(shardId).records.add(new ScriptedRecord(SequenceNumber.of(sequenceNumber), json));
    }

    public synchronized void closeShard(String shardId) {
        shard(shardId).closed = true;
    }

    /** Closes a shard and adds its children, open and listed. */
    public synchronized void split(String shardId, String... children) {
        closeShard(shardId);
        for (String child : children) {
            shard(shard(shardId).streamArn, child, shardId);
        }
    }

    /** Says where a shard is listed: in DescribeStream, and in the answers to CHILD_SHARDS. */
    public synchronized void listed(String shardId, boolean inListing, boolean asChild) {
        shard(shardId).listed = inListing;
        shard(shardId).listedAsChild = asChild;
    }

    /** Puts a shard behind all others in the order of listings, as one that shows up late. */
    public synchronized void listLast(String shardId) {
        shards.put(shardId, shards.remove(shardId));
    }

    /** Turns the order of listings round: children are listed before their parents. */
    public synchronized void listNewestFirst(boolean newest) {
        newestFirst = newest;
    }

    /** A listing whose last shard fills a page goes on with an empty one, as the service's may. */
    public synchronized void fullPagesGoOn(boolean goOn) {
        fullPagesGoOn = goOn;
    }

    /** Trims the records before a sequence number. */
    public synchronized void trim(String shardId, SequenceNumber before) {
        ScriptedShard shard = shard(shardId);
        while (shard.trimmed < shard.records.size()
                && shard.records.get(shard.trimmed).sequenceNumber.compareTo(before) < 0) {
            shard.trimmed++;
        }
    }

    /** Leaves out without an error what is asked for and has been trimmed, unlike the service. */
    public synchronized void trimInSilence(String shardId) {
        shard(shardId).trimsInSilence = true;
    }

    /** Trims all records of a shard. */
    public synchronized void trimAll(String shardId) {
        shard(shardId).trimmed = shard(shardId).records.size();
    }

    /** Makes a shard vanish: no longer listed, and its calls find no resource. */
    public synchronized void dropShard(String shardId) {
        shard(shardId).dropped = true;
        listed(shardId, false, false);
    }

    /** Adds an active table without items, which is billed on demand. */
    public synchronized ScriptedStreamsClient table(String tableName) {
        tables.put(
                tableName, new ScriptedItems(clock, tableName, tableName + "-id-" + tables.size()));
        return this;
    }

    /** Deletes a table and creates another one of the same name, without items. */
    public synchronized void recreateTable(String tableName) {
        String id = items(tableName).tableId + "-again";
        tables.put(tableName, new ScriptedItems(clock, tableName, id));
    }

    public synchronized void dropTable(String tableName) {
        tables.remove(tableName);
    }

    public synchronized void tableStatus(String tableName, String status) {
        items(tableName).status = status;
    }

    public synchronized void readUnits(String tableName, long provisioned, long warm) {
        items(tableName).provisionedReadUnits = provisioned;
        items(tableName).warmReadUnits = warm;
    }

    /** Eventually consistent reads of a table are behind by so much. */
    public synchronized void staleness(String tableName, Duration staleness) {
        items(tableName).staleness = staleness;
    }

    /** Puts an item {@code {"id": key, "v": value}}, of which the stream learns nothing. */
    public synchronized void putItem(String tableName, String key, long value) {
        items(tableName).put(key, value);
    }

    /** Puts an item with a text of the test's own, which must have the key as its {@code id}. */
    public synchronized void putItemJson(String tableName, String key, String json) {
        items(tableName).put(key, json);
    }

    public synchronized void deleteItem(String tableName, String key) {
        items(tableName).delete(key);
    }

    /** The keys of a table's items in the order of a scan. */
    public synchronized List<String> itemKeys(String tableName) {
        return items(tableName).keys();
    }

    /** Compares two keys by their places in the order of a scan. */
    public static int compareInScan(String key, String other) {
        return ScriptedItems.place(key).compareTo(ScriptedItems.place(other));
    }

    /** In which segment the item with a key is, whether it exists or not. */
    public synchronized int segmentOf(String tableName, String key, int totalSegments) {
        return items(tableName).segmentOf(key, totalSegments);
    }

    /** A page of Scan has no more items than this, whatever its limit. */
    public synchronized void itemsPerPage(String tableName, int items) {
        items(tableName).itemsPerPage = items;
    }

    /** The next pages of a segment but the first have no items, and a key to go on after. */
    public synchronized void emptyScanPages(String tableName, int segment, int pages) {
        items(tableName).emptyPages.put(segment, pages);
    }

    public synchronized void emptyPages(String shardId, int pages) {
        shard(shardId).emptyPages = pages;
    }

    /** The next pages of a shard name no next iterator, as if the shard had ended. */
    public synchronized void leaveOutNextIterators(String shardId, int pages) {
        shard(shardId).pagesWithoutNext = pages;
    }

    public synchronized void recordsPerPage(int records) {
        recordsPerPage = records;
    }

    public synchronized void shardsPerPage(int count) {
        shardsPerPage = count;
    }

    public synchronized void iteratorLifetime(Duration lifetime) {
        iteratorLifetime = lifetime;
    }

    /** Makes the iterators expire that were given out for a shard so far. */
    public synchronized void expireIterators(String shardId) {
        shard(shardId).generation++;
    }

    /**
     * Makes the next calls fail.
     *
     * @param operation the call, or null for all of them
     * @param target the shard, stream or table that is called for; null for every call there is
     */
    public void fail(Operation operation, String target, StreamsException.Kind kind, int times) {
        calls.fail(operation, target, kind, times);
    }

    /** How many scripted faults no call has met yet. */
    public int faultsLeft() {
        return calls.faultsLeft();
    }

    public void clearFaults() {
        calls.clearFaults();
    }

    /** Holds calls from now on, for a shard, stream or table; null for all. */
    public void hold(String target) {
        calls.hold(target);
    }

    /** Completes the held calls of a target (null: all) and lets its later ones pass. */
    public void release(String target) {
        calls.release(target);
    }

    /** Completes the oldest held calls of a target (null: all); later ones are still held. */
    public int answerHeld(String target, int atMost) {
        return calls.answerHeld(target, atMost);
    }

    // --- what happened --------------------------------------------------------------------------

    public int calls(Operation operation) {
        return calls.count(operation.name());
    }

    public int calls(Operation operation, String target) {
        return calls.count(operation + " " + target);
    }

    /** The pages of Scan that were answered with items or none, in order. */
    public synchronized List<SegmentScan> scans() {
        return List.copyOf(scans);
    }

    /** The starts of all iterators that were given out, in order. */
    public synchronized List<ShardIteratorStart> iteratorStarts() {
        return List.copyOf(iteratorStarts);
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    // --- the service ----------------------------------------------------------------------------

    @Override
    public CompletableFuture<StreamPage> describeStream(
            String streamArn, String exclusiveStartShardId) {
        return calls.call(
                Operation.DESCRIBE_STREAM,
                streamArn,
                () -> describe(streamArn, exclusiveStartShardId));
    }

    private synchronized StreamPage describe(String streamArn, String exclusiveStart) {
        Stream stream = requireStream(streamArn);
        List<ShardDescriptor> page = new ArrayList<>();
        boolean started = exclusiveStart == null;
        String last = null;
        for (ScriptedShard shard : inListingOrder()) {
            if (started && shard.listed && shard.streamArn.equals(streamArn)) {
                if (page.size() == shardsPerPage) {
                    last = page.get(page.size() - 1).shardId();
                    break;
                }
                page.add(shard.descriptor());
            }
            started |= shard.shardId.equals(exclusiveStart);
        }
        if (fullPagesGoOn && page.size() == shardsPerPage) {
            last = page.get(page.size() - 1).shardId();
        }
        return new StreamPage(
                        stream.status, stream.viewType, stream.tableName, stream.key, page, last)
                .sentAt(sentAt());
    }

    private List<ScriptedShard> inListingOrder() {
        List<ScriptedShard> order = new ArrayList<>(shards.values());
        if (newestFirst) {
            Collections.reverse(order);
        }
        return order;
    }

    @Override
    public CompletableFuture<List<ShardDescriptor>> childShards(
            String streamArn, String parentShardId) {
        return calls.call(
                Operation.CHILD_SHARDS, parentShardId, () -> children(streamArn, parentShardId));
    }

    private synchronized List<ShardDescriptor> children(String streamArn, String parentShardId) {
        requireStream(streamArn);
        List<ShardDescriptor> children = new ArrayList<>();
        for (ScriptedShard shard : shards.values()) {
            if (shard.listedAsChild
                    && shard.streamArn.equals(streamArn)
                    && parentShardId.equals(shard.parentShardId)) {
                children.add(shard.descriptor());
            }
        }
        return children;
    }

    @Override
    public CompletableFuture<List<StreamSummary>> listStreams(String tableName) {
        return calls.call(Operation.LIST_STREAMS, tableName, () -> summaries(tableName));
    }

    private synchronized List<StreamSummary> summaries(String tableName) {
        List<StreamSummary> found = new ArrayList<>();
        for (Stream stream : streams.values()) {
            if (stream.tableName.equals(tableName)) {
                String label = stream.arn.substring(stream.arn.lastIndexOf('/') + 1);
                found.add(new StreamSummary(stream.arn, label));
            }
        }
        return found;
    }

    @Override
    public CompletableFuture<String> getShardIterator(
            String streamArn, String shardId, ShardIteratorStart start) {
        return calls.call(
                Operation.GET_SHARD_ITERATOR, shardId, () -> iterator(streamArn, shardId, start));
    }

    private synchronized String iterator(String arn, String shardId, ShardIteratorStart start) {
        requireStream(arn);
        ScriptedShard shard = requireShard(shardId);
        int index = shard.indexOf(start);
        iteratorStarts.add(start);
        return prefix(shard) + index;
    }

    private String prefix(ScriptedShard shard) {
        return shard.shardId + "|" + clock.millis() + "|" + shard.generation + "|";
    }

    @Override
    public CompletableFuture<PageResponse> getRecords(String shardIterator, int limit) {
        String[] parts = shardIterator.split("\\|");
        return calls.call(Operation.GET_RECORDS, parts[0], () -> records(parts, limit));
    }

    private synchronized PageResponse records(String[] iterator, int limit) {
        ScriptedShard shard = requireShard(iterator[0]);
        Duration age = Duration.ofMillis(clock.millis() - Long.parseLong(iterator[1]));
        if (shard.generation != Integer.parseInt(iterator[2])
                || age.compareTo(iteratorLifetime) > 0) {
            throw failure(StreamsException.Kind.EXPIRED_ITERATOR, "iterator is " + age + " old");
        }
        int index = Integer.parseInt(iterator[3]);
        if (index < shard.trimmed && shard.trimsInSilence) {
            index = shard.trimmed;
        }
        if (index < shard.trimmed) {
            throw failure(StreamsException.Kind.TRIMMED_DATA, shard.shardId + " is trimmed");
        }
        String body = shard.page(index, Math.min(limit, recordsPerPage), prefix(shard));
        return new PageResponse(body.getBytes(StandardCharsets.UTF_8), 0, date());
    }

    @Override
    public CompletableFuture<TableDescription> describeTable(String table) {
        return calls.call(Operation.DESCRIBE_TABLE, nameOf(table), () -> description(table));
    }

    private synchronized TableDescription description(String table) {
        ScriptedItems items = requireTable(table);
        TableDescription.Builder description = items.describe().sentAt(sentAt());
        for (Stream stream : streams.values()) {
            if (stream.tableName.equals(items.tableName)) {
                boolean enabled =
                        stream.status == StreamStatus.ENABLED
                                || stream.status == StreamStatus.ENABLING;
                description.stream(stream.arn, enabled);
            }
        }
        return description.build();
    }

    /** The target of a call for a segment, as of {@link #fail} and {@link #hold}. */
    public static String segment(String tableName, int segment) {
        return tableName + " segment " + segment;
    }

    @Override
    public CompletableFuture<PageResponse> scan(SegmentScan page) {
        String target = segment(nameOf(page.table()), page.segment());
        return calls.call(Operation.SCAN, target, () -> items(page));
    }

    private synchronized PageResponse items(SegmentScan page) {
        String body = requireTable(page.table()).page(page);
        scans.add(page);
        return new PageResponse(body.getBytes(StandardCharsets.UTF_8), 0, date());
    }

    @Override
    ScriptedItems requireTable(String table) {
        ScriptedItems items = tables.get(nameOf(table));
        if (items == null) {
            throw failure(StreamsException.Kind.RESOURCE_NOT_FOUND, "no table " + table);
        }
        return items;
    }

    private ScriptedItems items(String tableName) {
        ScriptedItems items = tables.get(tableName);
        if (items == null) {
            throw new IllegalArgumentException("the script has no table " + tableName);
        }
        return items;
    }

    private Instant sentAt() {
        return serviceBehind == null
                ? null
                : clock.instant().minus(serviceBehind).truncatedTo(ChronoUnit.SECONDS);
    }

    private String date() {
        return serviceBehind == null
                ? null
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().minus(serviceBehind).atOffset(ZoneOffset.UTC));
    }

    /** Lets the service say what time it is: so much earlier than by the clock; null for never. */
    public synchronized void tellTime(Duration behind) {
        serviceBehind = behind;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private Stream requireStream(String streamArn) {
        Stream stream = streams.get(streamArn);
        if (stream == null) {
            throw failure(StreamsException.Kind.RESOURCE_NOT_FOUND, "no stream " + streamArn);
        }
        return stream;
    }

    private ScriptedShard requireShard(String shardId) {
        ScriptedShard shard = shards.get(shardId);
        if (shard == null || shard.dropped) {
            throw failure(StreamsException.Kind.RESOURCE_NOT_FOUND, "no shard " + shardId);
        }
        return shard;
    }

    private ScriptedShard shard(String shardId) {
        ScriptedShard shard = shards.get(shardId);
        if (shard == null) {
            throw new IllegalArgumentException("the script has no shard " + shardId);
        }
        return shard;
    }

    private static StreamsException failure(StreamsException.Kind kind, String message) {
        return new StreamsException(kind, "scripted: " + message, null);
    }
}
