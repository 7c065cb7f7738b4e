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
import io.github.flinkdynamodb.streams.codec.snapshot.ChangeLineReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ExportLineReader;
import io.github.flinkdynamodb.streams.codec.snapshot.ExportedChangeRecords;
import io.github.flinkdynamodb.streams.codec.snapshot.ItemKeys;
import io.github.flinkdynamodb.streams.codec.snapshot.ScannedRecords;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.TableExport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns lines of an export into batches of the user's elements: the same as those of items that are
 * scanned, or those of changes. Belongs to the fetcher thread.
 *
 * @param <T> the type of the elements
 */
final class FileChunkDecoder<T> {

    private final ItemElements<T> elements;
    private final ExportLineReader lines;
    private final ChangeLineReader changes;

    /** What the time of an item is earlier by than that up to which the export is complete. */
    private final Duration tolerance;

    /** Null until the first lines come. */
    private ScannedRecords records;

    private ScannedTable recordsOf;

    /**
     * Creates a decoder.
     *
     * @param elements turns items into elements
     * @param newImages reads items as they are, and after changes
     * @param oldImages reads items before changes
     */
    FileChunkDecoder(
            ItemElements<T> elements,
            ItemReader newImages,
            ItemReader oldImages,
            FetchContext context) {
        this.elements = elements;
        this.lines = new ExportLineReader(newImages);
        this.changes = new ChangeLineReader(newImages, oldImages);
        this.tolerance = context.overlap.tolerance();
    }

    /**
     * Deserializes the items, and moves the split's state past them.
     *
     * @param batch takes the elements
     * @return how many items there were
     * @throws IOException if a line isn't one of an export, or an item is rejected and that is to
     *     fail the job
     */
    int decode(FilePoller poller, FileChunk chunk, RecordBatch<T> batch) throws IOException {
        Origin origin = new Origin(poller, chunk.linesBefore);
        boolean isOfChanges =
                poller.split().table().export().flatMap(TableExport::window).isPresent();
        int count =
                isOfChanges
                        ? decodeChanges(chunk, origin, batch)
                        : decodeItems(chunk, origin, batch);
        batch.add(
                chunk.isLast || elements.isSatisfied()
                        ? StateChange.endFile()
                        : StateChange.linesOut(chunk.linesBefore + count));
        return count;
    }

    private int decodeItems(FileChunk chunk, Origin origin, RecordBatch<T> batch)
            throws IOException {
        ScannedTable table = origin.poller.split().table();
        Instant time = timeOf(table);
        ScannedRecords of = recordsOf(table);
        FilePage page = new FilePage(chunk.linesBefore, time.toEpochMilli());
        BatchCollector<T> out = new BatchCollector<>(batch);
        int count = 0;
        int from = 0;
        for (int end : chunk.lineEnds) {
            ByteSlice line = new ByteSlice(chunk.body, from, end - from);
            from = end + 1;
            origin.next(line);
            count++;
            if (elements.add(of.of(read(line, origin), time), origin, out)) {
                batch.endItem(page, count);
            } else {
                batch.dropRecord();
            }
        }
        return count;
    }

    private int decodeChanges(FileChunk chunk, Origin origin, RecordBatch<T> batch)
            throws IOException {
        ScannedTable table = origin.poller.split().table();
        StreamViewType view = table.export().flatMap(TableExport::window).orElseThrow().view();
        ExportedChangeRecords of = new ExportedChangeRecords(table.arn(), view);
        ChangePage page = new ChangePage(chunk.linesBefore);
        BatchCollector<T> out = new BatchCollector<>(batch);
        int count = 0;
        int from = 0;
        for (int end : chunk.lineEnds) {
            ByteSlice line = new ByteSlice(chunk.body, from, end - from);
            from = end + 1;
            origin.next(line);
            count++;
            ChangeRecord change = read(line, of, origin);
            if (count == 1 && !table.keyNames().isEmpty()) {
                requireKeys(change, table.keyNames(), origin);
            }
            page.setTime(count, change.approximateCreationTime().toEpochMilli());
            if (elements.add(change, origin, out)) {
                batch.endItem(page, count);
            } else {
                batch.dropRecord();
            }
        }
        return count;
    }

    private ChangeRecord read(ByteSlice line, ExportedChangeRecords of, Origin origin)
            throws IOException {
        try {
            return changes.read(line, of);
        } catch (DecodeException e) {
            throw damaged(origin, e);
        }
    }

    /** Each line tells which the table's key attributes are; they are the same in all of them. */
    private static void requireKeys(ChangeRecord change, List<String> keyNames, Origin origin)
            throws IOException {
        Set<String> found = keyNamesOf(change, origin);
        if (!found.equals(Set.copyOf(keyNames))) {
            throw new IOException(
                    String.format(
                            "Cannot read %s: the key of its table is %s, but the schema needs %s"
                                    + " as the key. An item is identified by the table's key: name"
                                    + " just these attributes, in SQL as PRIMARY KEY",
                            origin.name(), new TreeSet<>(found), keyNames));
        }
    }

    private static Set<String> keyNamesOf(ChangeRecord change, Origin origin) throws IOException {
        try {
            return change.keys().attributes().keySet();
        } catch (DecodeException e) {
            throw damaged(origin, e);
        }
    }

    private Image read(ByteSlice line, Origin origin) throws IOException {
        try {
            return lines.read(line);
        } catch (DecodeException e) {
            throw damaged(origin, e);
        }
    }

    private static IOException damaged(Origin origin, DecodeException e) {
        return LastCause.of(
                new IOException(
                        "Cannot read "
                                + origin.name()
                                + ": "
                                + e.getMessage()
                                + ". This is not an export in DynamoDB JSON, or it is damaged: copy"
                                + " the export again"),
                e);
    }

    /** Returns a time by which every change made is in the items, in whole seconds. */
    private Instant timeOf(ScannedTable table) {
        Instant completeUpTo = table.export().orElseThrow().completeUpTo();
        return completeUpTo.minus(tolerance).truncatedTo(ChronoUnit.SECONDS);
    }

    private ScannedRecords recordsOf(ScannedTable table) {
        if (!table.equals(recordsOf)) {
            recordsOf = table;
            records = new ScannedRecords(table.arn(), new ItemKeys(table.keyNames()));
        }
        return records;
    }

    /** Where the items of a file are from. */
    private static final class Origin implements ItemOrigin {
        private final FilePoller poller;

        /** The line that is being read, from 1. */
        private long line;

        private ByteSlice text;

        Origin(FilePoller poller, long linesBefore) {
            this.poller = poller;
            this.line = linesBefore;
        }

        void next(ByteSlice textOfLine) {
            line++;
            text = textOfLine;
        }

        /** What was emitted is skipped with its lines. */
        @Override
        public boolean wasEmitted(ChangeRecord record) {
            return false;
        }

        @Override
        public String nameOf(ChangeRecord record) {
            return "the item of " + name();
        }

        @Override
        public DeadLetterBuilder deadLetterOf(ChangeRecord record) {
            return new DeadLetterBuilder(DeadLetter.Origin.EXPORT)
                    .record(text)
                    .location(name())
                    .line(poller.split().file().name(), line);
        }

        String name() {
            return "line " + line + " of " + poller.what();
        }
    }
}
