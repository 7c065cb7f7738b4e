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

import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.SplitEnumeratorMetricGroup;

/**
 * The metrics of the enumerator: {@code unassignedSplits} (FLIP-33), {@code knownShards}, {@code
 * waitingShards}, {@code describeStreamCalls}, {@code dataLossEvents}, {@code dataRepairs}, and
 * {@code handoverLatency} in milliseconds, from the end of a shard to the assignment of its
 * children; {@code movedShards}, and {@code moveLatency} in milliseconds, for which children waited
 * that moved to another reader. Of a table that is read: {@code isSnapshotting} (1 until all of it
 * has been read), {@code snapshotSegments}, {@code snapshotSegmentsRemaining} and {@code
 * snapshotItemsRemaining}; and of its stream, while changes are held back, {@code frontierLag} and
 * {@code frontierHeadroom} in milliseconds.
 */
@Internal
public final class EnumeratorMetrics {

    private static final int LATENCY_WINDOW = 512;

    private final Counter describeStreamCalls;
    private final Counter dataLossEvents;
    private final Counter dataRepairs;
    private final SlidingHistogram handoverLatency;
    private final Counter movedShards;
    private final SlidingHistogram moveLatency;
    private volatile long unassignedShards;
    private volatile long unassignedSegments;
    private volatile long knownShards;
    private volatile long waitingShards;
    private volatile int isSnapshotting;
    private volatile long snapshotSegments;
    private volatile long snapshotSegmentsRemaining;
    private volatile long snapshotItemsRemaining;
    private volatile long frontierLag;
    private volatile long frontierHeadroom;

    /**
     * Registers the metrics.
     *
     * @param group the enumerator's group
     */
    public EnumeratorMetrics(SplitEnumeratorMetricGroup group) {
        this.describeStreamCalls = group.counter("describeStreamCalls");
        this.dataLossEvents = group.counter("dataLossEvents");
        this.dataRepairs = group.counter("dataRepairs");
        this.handoverLatency =
                group.histogram("handoverLatency", new SlidingHistogram(LATENCY_WINDOW));
        this.movedShards = group.counter("movedShards");
        this.moveLatency = group.histogram("moveLatency", new SlidingHistogram(LATENCY_WINDOW));
        group.setUnassignedSplitsGauge(() -> unassignedShards + unassignedSegments);
        group.<Long, Gauge<Long>>gauge("knownShards", () -> knownShards);
        group.<Long, Gauge<Long>>gauge("waitingShards", () -> waitingShards);
        group.<Integer, Gauge<Integer>>gauge("isSnapshotting", () -> isSnapshotting);
        group.<Long, Gauge<Long>>gauge("snapshotSegments", () -> snapshotSegments);
        group.<Long, Gauge<Long>>gauge(
                "snapshotSegmentsRemaining", () -> snapshotSegmentsRemaining);
        group.<Long, Gauge<Long>>gauge("snapshotItemsRemaining", () -> snapshotItemsRemaining);
        group.<Long, Gauge<Long>>gauge("frontierLag", () -> frontierLag);
        group.<Long, Gauge<Long>>gauge("frontierHeadroom", () -> frontierHeadroom);
    }

    /**
     * Notes how many shards there are. Called on the coordinator's thread.
     *
     * @param unassigned how many could be read and aren't assigned
     * @param known how many are known
     * @param waiting how many wait for a parent
     */
    public void shards(int unassigned, int known, int waiting) {
        unassignedShards = unassigned;
        knownShards = known;
        waitingShards = waiting;
    }

    /**
     * Notes how far the scan of a table has come. Called on the coordinator's thread.
     *
     * @param isScanning whether some of it is still to be read
     * @param segments into how many segments the table is divided
     * @param remaining how many of them haven't been read
     * @param itemsRemaining about how many items they have
     */
    public void scanned(boolean isScanning, int segments, int remaining, long itemsRemaining) {
        isSnapshotting = isScanning ? 1 : 0;
        snapshotSegments = segments;
        snapshotSegmentsRemaining = remaining;
        snapshotItemsRemaining = itemsRemaining;
    }

    /**
     * Notes how far behind the changes are that may be emitted. Called on the coordinator's thread.
     *
     * @param lag how far behind the present; zero if none are held back
     * @param headroom how long until the oldest change that is held back may be trimmed
     */
    public void frontier(Duration lag, Duration headroom) {
        frontierLag = lag.toMillis();
        frontierHeadroom = headroom.toMillis();
    }

    /**
     * Notes how many segments could be read and aren't assigned. Called on the coordinator's
     * thread.
     *
     * @param segments the number
     */
    public void unassigned(int segments) {
        unassignedSegments = segments;
    }

    /**
     * Counts calls of DescribeStream.
     *
     * @return the counter
     */
    public Counter describeStreamCalls() {
        return describeStreamCalls;
    }

    /** Counts an event by which records were lost. */
    public void dataLost() {
        dataLossEvents.inc();
    }

    /** Counts a gap that is being closed. */
    public void dataRepaired() {
        dataRepairs.inc();
    }

    /**
     * Notes a completed handover.
     *
     * @param latency from the end of the shard to the assignment of its children
     */
    public void handedOver(Duration latency) {
        handoverLatency.update(latency.toMillis());
    }

    /**
     * Counts a child that is read by another reader than its parent.
     *
     * @param waited how long it could have been read there before it was assigned
     */
    public void moved(Duration waited) {
        movedShards.inc();
        moveLatency.update(waited.toMillis());
    }
}
