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

import io.github.flinkdynamodb.streams.client.LastCause;
import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScanReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Turns pages of segments into batches of the user's elements. Belongs to the fetcher thread.
 *
 * @param <T> the type of the elements
 */
final class ScanPageDecoder<T> {

    private final ItemElements<T> elements;
    private final ItemReader items;

    /**
     * What the time of an item is earlier than its page by: it is never later than that of the next
     * change, which is rounded down and of the service's clock.
     */
    private final Duration tolerance;

    private Table table;

    /**
     * Creates a decoder.
     *
     * @param elements turns items into elements
     * @param items reads the items, as it reads the new images of changes
     */
    ScanPageDecoder(ItemElements<T> elements, ItemReader items, FetchContext context) {
        this.elements = elements;
        this.items = items;
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
        Origin origin = new Origin(of, poller);
        int count = 0;
        boolean any = false;
        for (Image item = next(reader, split); item != null; item = next(reader, split)) {
            count++;
            if (elements.add(of.records.of(item, time), origin, out)) {
                batch.endItem(emitted, count);
                any = true;
            } else {
                batch.dropRecord();
            }
        }
        noteRows(page.call, any, batch);
        String nextKey = elements.isSatisfied() ? null : reader.lastEvaluatedKey();
        batch.add(
                nextKey == null
                        ? StateChange.endSegment()
                        : StateChange.startPage(nextKey, poller.emittedBefore().pageEnded()));
        return new ScanSummary(count, nextKey, reader.consumedUnits(), elements.isSatisfied());
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

    private static Image next(ScanReader reader, SegmentSplit split) throws IOException {
        try {
            return reader.next();
        } catch (DecodeException e) {
            throw LastCause.of(
                    new IOException(
                            "Cannot read a page of "
                                    + SegmentPoller.what(split)
                                    + ": "
                                    + e.getMessage()
                                    + ". This is not a Scan response. Check that '"
                                    + DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key()
                                    + "' points to DynamoDB; if it does, please report this"),
                    e);
        }
    }

    /** Where the items of a page are from. */
    private static final class Origin implements ItemOrigin {
        private final Table table;
        private final SegmentPoller poller;

        Origin(Table table, SegmentPoller poller) {
            this.table = table;
            this.poller = poller;
        }

        @Override
        public boolean wasEmitted(ChangeRecord record) {
            EmittedBefore before = poller.emittedBefore();
            return !before.isEmpty() && before.contains(table.keys.hash(record.newImage()));
        }

        @Override
        public String nameOf(ChangeRecord record) {
            return "item " + keyOf(record) + " of " + poller.what();
        }

        @Override
        public DeadLetterBuilder deadLetterOf(ChangeRecord record) {
            return new DeadLetterBuilder(DeadLetter.Origin.SCAN)
                    .record(record.newImage().json())
                    .location(nameOf(record));
        }

        private static String keyOf(ChangeRecord record) {
            try {
                return record.keys().json().utf8();
            } catch (DecodeException e) {
                return "without a key (" + e.getMessage() + ")";
            }
        }
    }
}
