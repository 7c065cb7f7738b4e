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

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pages of segments into batches of the user's elements. Belongs to the fetcher thread.
 *
 * @param <T> the type of the elements
 */
final class ScanPageDecoder<T> {

    private static final Logger LOG = LoggerFactory.getLogger(ScanPageDecoder.class);

    private final DynamoDbStreamsDeserializationSchema<T> schema;
    private final ItemReader items;
    private final DecodeErrorPolicy onError;
    private final boolean endsEarly;
    private final ReaderMetrics metrics;

    /**
     * What the time of an item is earlier than its page by: it is never later than that of the next
     * change, which is rounded down and of the service's clock.
     */
    private final Duration tolerance;

    private Table table;

    /**
     * Creates a decoder.
     *
     * @param schema turns items into elements
     * @param items reads the items, as it reads the new images of changes
     */
    ScanPageDecoder(
            DynamoDbStreamsDeserializationSchema<T> schema,
            ItemReader items,
            FetchContext context) {
        this.schema = schema;
        this.items = items;
        this.onError = context.config.onDecodeError();
        this.endsEarly = context.config.isSnapshot();
        this.metrics = context.metrics;
        this.tolerance = context.overlap.tolerance();
    }

    /** What the pages of a table have in common. */
    private static final class Table {
        final ScannedTable scanned;
        final ItemKeys keys;
        final ScannedRecords records;

        Table(ScannedTable scanned) {
            this.scanned = scanned;
            this.keys = new ItemKeys(scanned.keyNames());
            this.records = new ScannedRecords(scanned.arn(), keys);
        }
    }

    /**
     * Deserializes the items that weren't emitted before, and moves the split's state past all of
     * them.
     *
     * @param batch takes the elements
     * @return what the page has told
     * @throws IOException if an item is rejected and that is to fail the job, or there isn't a page
     */
    ScanSummary decode(SegmentPoller poller, UndecodedPage page, RecordBatch<T> batch)
            throws IOException {
        SegmentSplit split = poller.split();
        Table of = tableOf(split);
        Instant time = timeOf(page);
        ScanPage emitted = new ScanPage(page.body, of.keys, poller.what(), time.toEpochMilli());
        ScanReader reader = new ScanReader(page.body, items);
        BatchCollector<T> out = new BatchCollector<>(batch);
        int count = 0;
        boolean any = false;
        for (Image item = next(reader, split); item != null; item = next(reader, split)) {
            count++;
            if (!isSatisfied() && deserialize(of, poller, of.records.of(item, time), out)) {
                batch.endItem(emitted, count);
                any = true;
            } else {
                batch.dropRecord();
            }
        }
        noteRows(page.call, any, batch);
        String nextKey = isSatisfied() ? null : reader.lastEvaluatedKey();
        batch.add(
                nextKey == null
                        ? StateChange.endSegment()
                        : StateChange.startPage(nextKey, poller.emittedBefore().pageEnded()));
        return new ScanSummary(count, nextKey, reader.consumedUnits(), isSatisfied());
    }

    private Table tableOf(SegmentSplit split) {
        if (table == null || !table.scanned.equals(split.table())) {
            table = new Table(split.table());
        }
        return table;
    }

    /** Notes when the page's last row will be out, or that there is none. */
    private static void noteRows(SegmentCall call, boolean any, RecordBatch<?> batch) {
        if (!any) {
            call.request.dropped();
        } else if (call.request.isCounted()) {
            batch.add(StateChange.notice(call.request::emitted));
        }
    }

    /** Returns a time by which every change made is in the page, in whole seconds. */
    private Instant timeOf(UndecodedPage page) {
        return page.askedAt.minus(tolerance).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns whether the schema has enough, and segments may end for that. */
    boolean isSatisfied() {
        return endsEarly && schema.isSatisfied();
    }

    private static Image next(ScanReader reader, SegmentSplit split) throws IOException {
        try {
            return reader.next();
        } catch (DecodeException e) {
            throw new IOException(
                    "Cannot read a page of "
                            + SegmentPoller.what(split)
                            + ": "
                            + e.getMessage()
                            + ". This is not a Scan response. Check that '"
                            + DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key()
                            + "' points to DynamoDB; if it does, please report this",
                    e);
        }
    }

    /** Returns whether the item's elements are to be emitted; if not, it is left out. */
    private boolean deserialize(
            Table of, SegmentPoller poller, ChangeRecord record, BatchCollector<T> out)
            throws IOException {
        try {
            if (wasEmitted(of, poller.emittedBefore(), record)) {
                return false;
            }
            schema.deserialize(record, out);
            return true;
        } catch (PartialRecordException e) {
            countRejected(poller, record, (Exception) e.getCause(), "Skipping a part of");
            return true;
        } catch (Exception e) {
            countRejected(poller, record, e, "Skipping");
            return false;
        }
    }

    private static boolean wasEmitted(Table of, EmittedBefore before, ChangeRecord record) {
        return !before.isEmpty() && before.contains(of.keys.hash(record.newImage()));
    }

    private void countRejected(
            SegmentPoller poller, ChangeRecord record, Exception cause, String what)
            throws IOException {
        String item = "item " + keyOf(record) + " of " + poller.what();
        if (onError == DecodeErrorPolicy.FAIL) {
            throw new IOException(
                    "Cannot deserialize "
                            + item
                            + ": "
                            + cause
                            + ". '"
                            + DynamoDbStreamsSourceOptions.ON_DECODE_ERROR.key()
                            + "' = 'skip' leaves such items out and counts them",
                    cause);
        }
        metrics.recordInError();
        LOG.warn("{} {}, which the schema rejects", what, item, cause);
    }

    private static String keyOf(ChangeRecord record) {
        try {
            return record.keys().json().utf8();
        } catch (DecodeException e) {
            return "without a key (" + e.getMessage() + ")";
        }
    }
}
