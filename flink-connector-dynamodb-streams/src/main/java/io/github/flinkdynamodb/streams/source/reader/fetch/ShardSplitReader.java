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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.annotation.Internal;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsRemoval;

/**
 * Reads any number of shards, and of a table's segments or the files of its export, on one fetcher
 * thread: {@link FetchScheduler} gets the pages, this decodes them, one per call. A split that has
 * ended stays, silently, until {@link #finishSplit(String)}: only then is its split reported as
 * finished.
 *
 * @param <T> the type of the elements
 */
@Internal
public final class ShardSplitReader<T> implements SplitReader<RecordUnit<T>, DynamoDbStreamsSplit> {

    /** A guess at the least size of a record, to begin with arrays of a fitting length. */
    private static final int BYTES_A_RECORD = 512;

    private final FetchOverlap overlap;
    private final FetchScheduler scheduler;
    private final ShardCalls shards;
    private final SegmentCalls segments;
    private final FileCalls files;
    private final PageDecoder<T> decoder;
    private final ItemElements<T> elements;
    private final ScanPageDecoder<T> scanDecoder;
    private final FileChunkDecoder<T> fileDecoder;
    private final Queue<String> finishRequests = new ConcurrentLinkedQueue<>();
    private final Queue<String> readOnRequests = new ConcurrentLinkedQueue<>();
    private final Set<String> toFinish = new HashSet<>();
    private final Set<String> toReadOn = new HashSet<>();

    /**
     * Creates a reader without splits.
     *
     * @param client makes the calls; not closed by this
     * @param schema turns records into elements; opened already
     * @param context what they are made with
     */
    public ShardSplitReader(
            StreamsClient client,
            DynamoDbStreamsDeserializationSchema<T> schema,
            FetchContext context) {
        this.overlap = context.overlap;
        this.scheduler =
                new FetchScheduler(context.config, context.clock, context.metrics, new Random());
        PageTimes times = new PageTimes(context);
        this.shards = new ShardCalls(scheduler, client, context, times);
        this.segments = new SegmentCalls(scheduler, client, context, times);
        this.files = new FileCalls(scheduler, context);
        this.decoder = new PageDecoder<>(schema, context);
        this.elements = new ItemElements<>(schema, context);
        this.scanDecoder = new ScanPageDecoder<>(elements, decoder.newImages(), context);
        this.fileDecoder =
                new FileChunkDecoder<>(elements, decoder.newImages(), decoder.oldImages(), context);
    }

    /**
     * Waits for something to emit, and decodes at most one page with records. Returns an empty
     * batch when woken up.
     */
    @Override
    public RecordsWithSplitIds<RecordUnit<T>> fetch() throws IOException {
        while (true) {
            Set<String> finished = takeFinished();
            if (!finished.isEmpty()) {
                return RecordBatch.finished(finished);
            }
            readOnRequested();
            segments.applyGrant();
            segments.applyFrontier();
            shards.applyFrontier();
            shards.applyPassage();
            Poller poller = scheduler.awaitWork();
            if (poller == null) {
                return RecordBatch.finished(takeFinished());
            }
            RecordBatch<T> batch = decodeNext(poller);
            if (!batch.isEmpty()) {
                return batch;
            }
            batch.recycle();
        }
    }

    private RecordBatch<T> decodeNext(Poller poller) throws IOException {
        UndecodedPage page = poller.takePage();
        int bytes = page == null ? 0 : page.body.length;
        RecordBatch<T> batch =
                RecordBatch.of(
                        poller.splitId(), bytes / BYTES_A_RECORD, poller.calls().lane().release());
        batch.holds(bytes);
        if (poller instanceof ShardPoller) {
            decodeShard((ShardPoller) poller, page, batch);
        } else if (poller instanceof FilePoller) {
            decodeFile((FilePoller) poller, (FileChunk) page, batch);
        } else {
            decodeSegment((SegmentPoller) poller, page, batch);
        }
        return batch;
    }

    private void decodeSegment(SegmentPoller poller, UndecodedPage page, RecordBatch<T> batch)
            throws IOException {
        if (page != null) {
            segments.decoded(poller, page, scanDecoder.decode(poller, page, batch));
        }
        addIfAny(poller.takeEnd(), batch);
    }

    private void decodeFile(FilePoller poller, FileChunk lines, RecordBatch<T> batch)
            throws IOException {
        if (lines != null) {
            int items = fileDecoder.decode(poller, lines, batch);
            files.decoded(poller, items, lines.isLast, elements.isSatisfied());
        }
        addIfAny(poller.takeEnd(), batch);
    }

    private void decodeShard(ShardPoller poller, UndecodedPage page, RecordBatch<T> batch)
            throws IOException {
        addIfAny(poller.takePositionChange(), batch);
        if (page != null) {
            PageSummary summary = decoder.decode(poller.split(), poller.cursor(), page, batch);
            shards.decoded(poller, page, summary);
            addIfPassed(poller, batch);
            addIfAny(poller.takeReadUpTo(), batch);
        }
        addIfAny(poller.takeEnd(), batch);
    }

    private void addIfPassed(ShardPoller poller, RecordBatch<T> batch) {
        Instant time = poller.takePassed();
        if (time != null) {
            String shardId = poller.splitId();
            batch.add(StateChange.notice(() -> overlap.shardPassed(shardId, time)));
        }
    }

    private static void addIfAny(StateChange change, RecordBatch<?> batch) {
        if (change != null) {
            batch.add(change);
        }
    }

    /** Takes the splits whose end has been confirmed and which this reader has. */
    private Set<String> takeFinished() {
        String request = finishRequests.poll();
        while (request != null) {
            toFinish.add(request);
            request = finishRequests.poll();
        }
        if (toFinish.isEmpty()) {
            return Set.of();
        }
        Set<String> finished = new HashSet<>();
        for (Iterator<String> ids = toFinish.iterator(); ids.hasNext(); ) {
            String id = ids.next();
            if (scheduler.has(id)) {
                scheduler.remove(id);
                finished.add(id);
                ids.remove();
            }
        }
        return finished;
    }

    /**
     * Releases a split that has ended: the next {@link #fetch()} reports it as finished. If it
     * hasn't been added yet, that waits for it. May be called from any thread.
     *
     * @param splitId the split
     */
    public void finishSplit(String splitId) {
        finishRequests.add(splitId);
        scheduler.wakeUp();
    }

    /**
     * Reads on a split whose shard seemed to have ended. If the split hasn't been added yet, that
     * waits for it. May be called from any thread.
     *
     * @param shardId the shard
     */
    public void readOn(String shardId) {
        readOnRequests.add(shardId);
        scheduler.wakeUp();
    }

    /**
     * Plans the calls that wait for read capacity once more, after the grant has changed. May be
     * called from any thread.
     */
    public void readCapacityGranted() {
        scheduler.wakeUp();
    }

    /**
     * Reads on what waited for the overlap to move on or to end. May be called from any thread,
     * after it has.
     */
    public void overlapChanged() {
        scheduler.wakeUp();
    }

    private void readOnRequested() {
        for (String id = readOnRequests.poll(); id != null; id = readOnRequests.poll()) {
            toReadOn.add(id);
        }
        for (Iterator<String> ids = toReadOn.iterator(); ids.hasNext(); ) {
            String id = ids.next();
            if (scheduler.has(id)) {
                shards.readOn(id);
                ids.remove();
            }
        }
    }

    @Override
    public void handleSplitsChanges(SplitsChange<DynamoDbStreamsSplit> change) {
        if (change instanceof SplitsAddition) {
            change.splits().forEach(this::add);
        } else if (change instanceof SplitsRemoval) {
            change.splits().forEach(split -> scheduler.remove(split.splitId()));
        } else {
            throw new UnsupportedOperationException("unknown change of splits: " + change);
        }
    }

    private void add(DynamoDbStreamsSplit split) {
        if (split instanceof SegmentSplit) {
            segments.add((SegmentSplit) split, elements.isSatisfied());
        } else if (split instanceof FileSplit) {
            files.add((FileSplit) split, elements.isSatisfied());
        } else {
            shards.add((ShardSplit) split);
        }
    }

    /**
     * Stops the calls for some splits and resumes those for others. Pages that are not decoded yet
     * are dropped, and requested again afterwards; lines of files, which can't be read again, are
     * kept. Records that were handed over are emitted.
     */
    @Override
    public void pauseOrResumeSplits(
            Collection<DynamoDbStreamsSplit> toPause, Collection<DynamoDbStreamsSplit> toResume) {
        toPause.forEach(split -> scheduler.pause(split.splitId()));
        toResume.forEach(split -> scheduler.resume(split.splitId()));
    }

    /** Makes {@link #fetch()} return, now or when it is called next. */
    @Override
    public void wakeUp() {
        scheduler.wakeUp();
    }

    /** Forgets the splits. Batches that were handed over are not affected. */
    @Override
    public void close() {
        scheduler.close();
        files.close();
    }
}
