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
package io.github.flinkdynamodb.streams.source.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * The metrics of one reader. All but the gauges of single shards are registered when it is created,
 * so that their names don't come and go. Counters are written by the fetcher thread alone; gauges
 * may be read by any.
 */
@Internal
public final class ReaderMetrics {

    /** What {@code currentFetchEventTimeLag} is before the first record, as elsewhere in Flink. */
    private static final long UNDEFINED = -1;

    private static final int LATENCY_WINDOW = 1024;

    /** How long the service keeps records. */
    private static final Duration RETENTION = Duration.ofHours(24);

    private final Clock clock;
    private final ShardLags lags;
    private final Counter numBytesIn;
    private final Counter numRecordsIn;
    private final Counter numRecordsInErrors;
    private final Counter getRecordsCalls;
    private final Counter emptyPages;
    private final Counter throttledCalls;
    private final Counter retriedCalls;
    private final Counter expiredIterators;
    private final Counter dataLossEvents;
    private final Counter duplicateRecords;
    private final Counter scanCalls;
    private final Counter scannedItems;
    private final Counter consumedReadUnits;
    private final SlidingHistogram getRecordsLatency = new SlidingHistogram(LATENCY_WINDOW);

    /** What pages cost: less than a unit isn't counted yet. */
    private double uncountedReadUnits;

    private volatile long itemsLeft;

    /** Written by the fetcher thread alone. */
    private volatile long itemsOfOpenSegments;

    private volatile long fetchEventTimeLag = UNDEFINED;
    private volatile int assignedShards;
    private volatile int heldShards;
    private volatile LongSupplier bufferedBytes = () -> 0;
    private volatile LongSupplier requestsInFlight = () -> 0;

    /**
     * Registers the metrics.
     *
     * @param group the reader's metric group
     * @param clock the wall clock
     * @param lagToleranceMillis for so long after a poll a shard still counts as caught up
     */
    public ReaderMetrics(SourceReaderMetricGroup group, Clock clock, long lagToleranceMillis) {
        this(group, clock, lagToleranceMillis, false);
    }

    /**
     * Registers the metrics.
     *
     * @param group the reader's metric group
     * @param clock the wall clock
     * @param lagToleranceMillis for so long after a poll a shard still counts as caught up
     * @param perShard whether there are gauges of each shard too, of up to 200
     */
    public ReaderMetrics(
            SourceReaderMetricGroup group, Clock clock, long lagToleranceMillis, boolean perShard) {
        this.clock = clock;
        this.lags =
                new ShardLags(
                        clock,
                        lagToleranceMillis,
                        new ShardGauges(group, clock, perShard ? ShardGauges.MOST : 0));
        this.numBytesIn = group.getIOMetricGroup().getNumBytesInCounter();
        this.numRecordsIn = group.getIOMetricGroup().getNumRecordsInCounter();
        this.numRecordsInErrors = group.getNumRecordsInErrorsCounter();
        this.getRecordsCalls = group.counter("getRecordsCalls");
        this.emptyPages = group.counter("emptyPages");
        this.throttledCalls = group.counter("throttledCalls");
        this.retriedCalls = group.counter("retriedCalls");
        this.expiredIterators = group.counter("expiredIterators");
        this.dataLossEvents = group.counter("dataLossEvents");
        this.duplicateRecords = group.counter("duplicateRecords");
        this.scanCalls = group.counter("scanCalls");
        this.scannedItems = group.counter("scannedItems");
        this.consumedReadUnits = group.counter("consumedReadUnits");
        group.histogram("getRecordsLatency", getRecordsLatency);
        registerGauges(group);
    }

    private void registerGauges(SourceReaderMetricGroup group) {
        group.<Long, Gauge<Long>>gauge("currentFetchEventTimeLag", () -> fetchEventTimeLag);
        group.<Long, Gauge<Long>>gauge("millisBehindLatest", this::millisBehindLatest);
        group.<Long, Gauge<Long>>gauge(
                "retentionHeadroom",
                () -> Math.max(0, RETENTION.toMillis() - millisBehindLatest()));
        group.setPendingRecordsGauge(this::pendingRecords);
        group.<Integer, Gauge<Integer>>gauge("assignedShards", () -> assignedShards);
        group.<Integer, Gauge<Integer>>gauge("heldShards", () -> heldShards);
        group.<Long, Gauge<Long>>gauge("bufferedBytes", () -> bufferedBytes.getAsLong());
        group.<Long, Gauge<Long>>gauge("requestsInFlight", () -> requestsInFlight.getAsLong());
    }

    /**
     * The largest lag of this reader's shards, those included that have ended and whose children no
     * reader has yet: what these have may be as old as their parent's end.
     *
     * @return milliseconds, 0 where all are caught up with or none is assigned
     */
    public long millisBehindLatest() {
        return lags.mostMillis();
    }

    /**
     * Estimates how much there is to read: for each shard its lag times the rate at which it gets
     * records, and this reader's part of the items that are left of a table. The service says
     * neither exactly.
     *
     * @return a number of records
     */
    long pendingRecords() {
        return lags.records() + Math.max(0, itemsLeft - itemsOfOpenSegments);
    }

    /**
     * Notes about how many items are left of a table. Called on the task thread.
     *
     * @param items this reader's part of those in segments that haven't been read to their end
     */
    public void itemsLeft(long items) {
        itemsLeft = items;
    }

    /**
     * Notes how many items have been read of segments that haven't been read to their end.
     *
     * @param more how many more there are than before, negative when a segment has ended
     */
    public void itemsOfOpenSegments(long more) {
        itemsOfOpenSegments += more;
    }

    /**
     * Begins to watch a shard's lag.
     *
     * @param shardId the shard
     * @param parentId the shard that it continues; null if it continues none
     * @param readUpTo up to when the shard has been read, or has nothing that is wanted; null if
     *     that isn't known. If its parent is known here, the later one of both counts
     * @return where to note what is read
     */
    public ShardLag watch(String shardId, String parentId, Instant readUpTo) {
        return lags.watch(shardId, parentId, readUpTo);
    }

    /**
     * Watches a shard's lag again, which seemed to have ended.
     *
     * @param shardId the shard
     * @return where to note what is read
     */
    public ShardLag watchAgain(String shardId) {
        return lags.watch(shardId, shardId, null);
    }

    /**
     * A shard has been read to its end, and its children are read next.
     *
     * @param shardId the shard; an unknown one is ignored
     */
    public void ended(String shardId) {
        lags.ended(shardId);
    }

    /**
     * What follows a shard that has ended is with readers. Called on the task thread.
     *
     * @param shardId the shard, whose split is kept
     */
    public void followed(String shardId) {
        lags.followed(shardId);
    }

    /**
     * Ends the watching of a shard that is read no more.
     *
     * @param shardId the shard; an unknown one is ignored
     */
    public void unwatch(String shardId) {
        lags.unwatch(shardId);
    }

    /**
     * Sets where the gauges of the fetch budgets read from.
     *
     * @param bytes the bytes of pages that are reserved, buffered, or not emitted yet
     * @param requests the calls under way
     */
    public void budgets(LongSupplier bytes, LongSupplier requests) {
        bufferedBytes = bytes;
        requestsInFlight = requests;
    }

    /**
     * Notes how many shards the reader has. Called on the task thread.
     *
     * @param shards their number, ended ones that wait for their handover included
     */
    public void assignedShards(int shards) {
        assignedShards = shards;
    }

    /**
     * Notes how many shards wait for the frontier.
     *
     * @param shards their number
     */
    public void heldShards(int shards) {
        heldShards = shards;
    }

    /**
     * Takes back what the framework counted for a unit that carries no record. Called on the task
     * thread.
     */
    public void notARecord() {
        numRecordsIn.dec();
    }

    /** Counts a GetRecords call. */
    public void recordsCalled() {
        getRecordsCalls.inc();
    }

    /**
     * Counts a page that came.
     *
     * @param bytes the size of its body
     * @param latencyMillis how long the call took
     * @param retries how many attempts within the client failed before
     */
    public void pageReceived(int bytes, long latencyMillis, int retries) {
        numBytesIn.inc(bytes);
        retriedCalls.inc(retries);
        getRecordsLatency.update(latencyMillis);
    }

    /** Counts a call of Scan. */
    public void scanCalled() {
        scanCalls.inc();
    }

    /**
     * Counts a page of a segment that came.
     *
     * @param bytes the size of its body
     * @param retries how many attempts within the client failed before
     */
    public void scanPageReceived(int bytes, int retries) {
        numBytesIn.inc(bytes);
        retriedCalls.inc(retries);
    }

    /**
     * Counts what was in a page of a segment.
     *
     * @param items the number of its items
     * @param readUnits the read capacity units that it cost, which may be fractions
     */
    public void scanned(int items, double readUnits) {
        scannedItems.inc(items);
        uncountedReadUnits += readUnits;
        long whole = (long) uncountedReadUnits;
        consumedReadUnits.inc(whole);
        uncountedReadUnits -= whole;
    }

    /** Counts a page without records. */
    public void emptyPage() {
        emptyPages.inc();
    }

    /**
     * Notes the age of the newest record of a page.
     *
     * @param newestRecordMillis its creation time, in epoch milliseconds
     */
    public void recordsFetched(long newestRecordMillis) {
        fetchEventTimeLag = Math.max(0, clock.millis() - newestRecordMillis);
    }

    /** Counts a call that was throttled. */
    public void throttled() {
        throttledCalls.inc();
    }

    /** Counts a call that failed and is made again. */
    public void retried() {
        retriedCalls.inc();
    }

    /** Counts an iterator that had expired when it was used. */
    public void iteratorExpired() {
        expiredIterators.inc();
    }

    /** Counts an event by which records were lost. */
    public void dataLost() {
        dataLossEvents.inc();
    }

    /** Counts a record that is dropped because its sequence number isn't greater than the last. */
    public void duplicateRecord() {
        duplicateRecords.inc();
    }

    /** Counts a record that the schema rejected. */
    public void recordInError() {
        numRecordsInErrors.inc();
    }
}
