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
package io.github.flinkdynamodb.streams.source.reader;

import io.github.flinkdynamodb.streams.source.event.FrontierMoved;
import io.github.flinkdynamodb.streams.source.event.OverlapEnded;
import io.github.flinkdynamodb.streams.source.event.PagesCovered;
import io.github.flinkdynamodb.streams.source.event.ScanEnded;
import io.github.flinkdynamodb.streams.source.event.ShardsPassed;
import io.github.flinkdynamodb.streams.source.reader.fetch.FetchOverlap;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.watermark.WatermarkHold;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.util.FlinkRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reader's side of the overlap, the time during which items of the table and older changes of
 * them are on their way side by side. It passes the frontier on to the fetcher, reports which pages
 * checkpoints cover and that the shards have passed the scan, holds watermarks, and ends all that
 * when the enumerator says so. Belongs to the task thread.
 */
final class ReaderOverlap {

    private static final Logger LOG = LoggerFactory.getLogger(ReaderOverlap.class);

    private static final String REMEDY =
            "pass its watermark strategy through DynamoDbStreamsSource.holdWatermarks";

    /**
     * What shows an operator downstream that no older change follows: it comes behind everything
     * that this reader has emitted, and no watermark comes before it.
     */
    private static final Watermark END_MARK = new Watermark(Long.MIN_VALUE + 1);

    private final SourceReaderContext context;
    private final FetchOverlap overlap;
    private final WatermarkHold hold;
    private final Runnable wakeFetcher;
    private final Runnable wakeReader;
    private final Set<String> shards = new HashSet<>();

    /** Whether it hasn't been looked yet whether watermarks are held. */
    private boolean unchecked;

    /** The end of the scan that the shards are to have passed; null if nobody waits for that. */
    private Instant scanEnd;

    private boolean endMarkDue;

    /**
     * Creates the reader's side, and begins to hold watermarks if there is an overlap.
     *
     * @param context sends the events
     * @param overlap what the fetcher sees
     * @param hold holds the watermarks
     * @param wakeFetcher has the fetcher look at the overlap
     * @param wakeReader has the reader polled once more
     */
    ReaderOverlap(
            SourceReaderContext context,
            FetchOverlap overlap,
            WatermarkHold hold,
            Runnable wakeFetcher,
            Runnable wakeReader) {
        this.context = context;
        this.overlap = overlap;
        this.hold = hold;
        this.wakeFetcher = wakeFetcher;
        this.wakeReader = wakeReader;
        this.unchecked = overlap.lasts();
        if (overlap.lasts()) {
            hold.hold();
        }
    }

    void splitsAdded(List<DynamoDbStreamsSplit> splits) {
        for (DynamoDbStreamsSplit split : splits) {
            if (split instanceof ShardSplit) {
                shards.add(split.splitId());
            }
        }
    }

    /** Notes that splits are gone. What comes after a shard has been added before. */
    void splitsGone(Set<String> splitIds) {
        shards.removeAll(splitIds);
    }

    /** Takes an event if it is about the overlap, and returns whether it is. */
    boolean handle(SourceEvent event) {
        if (event instanceof FrontierMoved) {
            overlap.moveFrontier(((FrontierMoved) event).frontier());
            wakeFetcher.run();
        } else if (event instanceof ScanEnded) {
            scanEnded((ScanEnded) event);
        } else if (event instanceof OverlapEnded) {
            end();
        } else {
            return false;
        }
        return true;
    }

    private void scanEnded(ScanEnded event) {
        if (overlap.reconciles()) {
            scanEnd = event.readBefore();
            overlap.scanEnded(scanEnd);
            wakeFetcher.run();
            reportIfPassed();
        }
    }

    private void end() {
        if (overlap.lasts()) {
            endMarkDue = overlap.reconciles();
            overlap.end();
            scanEnd = null;
            hold.release();
            wakeFetcher.run();
            wakeReader.run();
        }
    }

    void snapshotTaken(long checkpointId) {
        if (overlap.isHoldingBack()) {
            overlap.coverage().snapshotTaken(checkpointId);
        }
    }

    void checkpointComplete(long checkpointId) {
        if (overlap.isHoldingBack()) {
            overlap.coverage().checkpointComplete(checkpointId);
            context.sendSourceEventToCoordinator(
                    new PagesCovered(checkpointId, overlap.coverage().oldest()));
        }
    }

    /** Emits what is due on the main output. */
    void beforePoll(ReaderOutput<?> output) {
        if (unchecked) {
            unchecked = false;
            checkThatWatermarksAreHeld();
        }
        if (endMarkDue) {
            endMarkDue = false;
            output.emitWatermark(END_MARK);
            hold.leastEmitted();
        }
    }

    /** Flink has created its generators before the first poll. */
    private void checkThatWatermarksAreHeld() {
        if (hold.isEffective() || !overlap.lasts()) {
            return;
        }
        if (overlap.reconciles()) {
            throw new FlinkRuntimeException(
                    "The watermarks of a source whose items and changes are reconciled aren't held"
                            + " while the table is read: "
                            + REMEDY);
        }
        LOG.warn(
                "A table and its stream are read side by side, and watermarks aren't held"
                        + " meanwhile: windows over event time may fire too early. If the job uses"
                        + " watermarks, {}",
                REMEDY);
    }

    /** Looks whether what was emitted last was what the enumerator waits for. */
    void afterPoll() {
        if (scanEnd != null) {
            reportIfPassed();
        }
    }

    private void reportIfPassed() {
        if (overlap.havePassed(shards)) {
            context.sendSourceEventToCoordinator(new ShardsPassed(scanEnd));
            scanEnd = null;
        }
    }
}
