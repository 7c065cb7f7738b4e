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
import io.github.flinkdynamodb.streams.codec.record.GetRecordsReader;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.config.RepairConfig;
import io.github.flinkdynamodb.streams.source.deserializer.AttributeSelection;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetterBuilder;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.streams.source.deserializer.PartialRecordException;
import io.github.flinkdynamodb.streams.source.loss.DataLossHandler;
import io.github.flinkdynamodb.streams.source.metrics.ReaderMetrics;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Instant;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pages into batches of the user's elements. Belongs to the fetcher thread.
 *
 * @param <T> the type of the elements
 */
final class PageDecoder<T> {

    private static final Logger LOG = LoggerFactory.getLogger(PageDecoder.class);

    private final DynamoDbStreamsDeserializationSchema<T> schema;
    private final ItemReader newImages;
    private final ItemReader oldImages;
    private final DecodeErrorPolicy onError;
    private final DeadLetterOutput<T> deadLetters;
    private final FetchContext context;
    private final DataLossHandler losses;
    private final ReaderMetrics metrics;
    private final boolean remembersInserts;

    PageDecoder(DynamoDbStreamsDeserializationSchema<T> schema, FetchContext context) {
        this.schema = schema;
        AttributeSelection attributes = schema.attributes();
        this.newImages = attributes.newImages();
        this.oldImages = attributes.oldImages();
        this.context = context;
        this.losses =
                new DataLossHandler(
                        context.config.onDataLoss(),
                        context.metrics::dataLost,
                        context.overlap::reconciles);
        this.onError = context.config.onDecodeError();
        this.deadLetters = new DeadLetterOutput<>(schema, onError);
        this.metrics = context.metrics;
        this.remembersInserts = context.config.repair().filter(RepairConfig::deletes).isPresent();
    }

    /** Returns what reads items as they are now; the schema is asked for it only once. */
    ItemReader newImages() {
        return newImages;
    }

    /** Returns what reads items as they were. */
    ItemReader oldImages() {
        return oldImages;
    }

    /**
     * Deserializes the records that the cursor admits, and moves it past all of them; up to the
     * first one that may not be emitted yet.
     *
     * @param batch takes the elements
     * @return what the page has told
     * @throws IOException if a record is rejected and that is to fail the job
     */
    PageSummary decode(
            ShardSplit split, ShardCursor cursor, UndecodedPage page, RecordBatch<T> batch)
            throws IOException {
        GetRecordsReader reader =
                new GetRecordsReader(
                        page.body, split.streamArn(), split.shardId(), newImages, oldImages);
        Collector<T> out = new BatchCollector<>(batch);
        PageInserts inserts = remembersInserts ? new PageInserts(batch, sentAt(page)) : null;
        SequenceNumber leftOut = null;
        Instant first = null;
        Instant newest = null;
        boolean satisfied = isSatisfied(cursor);
        long frontier = context.overlap.frontier();
        HeldRecord held = null;
        for (ChangeRecord record = next(reader, split);
                record != null;
                record = next(reader, split)) {
            if (satisfied) {
                continue;
            }
            SequenceNumber sequenceNumber = requireSequenceNumber(record);
            if (frontier != FetchOverlap.EVERYTHING) {
                long second = cursor.secondOf(record, sentAt(page));
                if (second >= frontier) {
                    held = new HeldRecord(sequenceNumber, lastOf(record, reader, split), second);
                    break;
                }
            }
            newest = later(newest, record.approximateCreationTime());
            first = first == null ? newest : first;
            ShardCursor.Verdict verdict = cursor.next(record);
            if (verdict == ShardCursor.Verdict.EMIT_AFTER_CHANGE) {
                leftOut = addPositionChange(cursor, batch, leftOut);
                verdict = ShardCursor.Verdict.EMIT;
            }
            if (inserts != null && verdict == ShardCursor.Verdict.EMIT) {
                inserts.next(record);
            }
            if (verdict == ShardCursor.Verdict.EMIT && deserialize(record, batch, out)) {
                leftOut = null;
            } else if (verdict == ShardCursor.Verdict.DUPLICATE) {
                duplicate(record, cursor);
            } else {
                leftOut = sequenceNumber;
            }
            if (cursor.positionChangePending()) {
                leftOut = addPositionChange(cursor, batch, leftOut);
            }
            satisfied = isSatisfied(cursor);
        }
        if (leftOut != null) {
            batch.add(StateChange.position(leftOut));
        }
        return held == null
                ? summary(reader, page, first, newest)
                : PageSummary.heldBefore(held, reader.records(), page.body.length, newest);
    }

    private static PageSummary summary(
            GetRecordsReader reader, UndecodedPage page, Instant first, Instant newest) {
        return new PageSummary(
                reader.records(), page.body.length, first, newest, reader.nextShardIterator());
    }

    private Instant sentAt(UndecodedPage page) {
        return page.sentAt == null ? context.clock.now() : page.sentAt;
    }

    /**
     * Returns the last record that was complete by the same time as one that is held back. That is
     * the record itself if it has a creation time. If not, it goes by when the page was sent, as
     * does the rest of the page: read again, those records would be sent later each time.
     */
    private static SequenceNumber lastOf(
            ChangeRecord held, GetRecordsReader reader, ShardSplit split) throws IOException {
        SequenceNumber last = held.sequenceNumber();
        if (held.approximateCreationTime() == null) {
            for (ChangeRecord record = next(reader, split);
                    record != null;
                    record = next(reader, split)) {
                last = requireSequenceNumber(record);
            }
        }
        return last;
    }

    /**
     * Counts a record that was read before by its number. The service doesn't send any; a server
     * that numbers its records differently does, and then every such record is a loss.
     */
    private void duplicate(ChangeRecord record, ShardCursor cursor) throws IOException {
        metrics.duplicateRecord();
        if (context.overlap.reconciles()) {
            losses.onLoss(
                    String.format(
                            "record %s of shard %s of stream %s is dropped, since its sequence"
                                    + " number isn't greater than %s, the one before.",
                            record.sequenceNumber(),
                            record.shardId(),
                            record.streamArn(),
                            cursor.after()),
                    "without it",
                    IOException::new);
        }
        if (cursor.isFirstDuplicate()) {
            LOG.warn(
                    "Dropping record {} of shard {} of stream {}: its sequence number isn't greater"
                            + " than {}, the one before. Each such record of the shard is dropped"
                            + " and counted by the metric duplicateRecords",
                    record.sequenceNumber(),
                    record.shardId(),
                    record.streamArn(),
                    cursor.after());
        }
    }

    private static ChangeRecord next(GetRecordsReader reader, ShardSplit split) throws IOException {
        try {
            return reader.next();
        } catch (DecodeException e) {
            throw LastCause.of(
                    new IOException(
                            "Cannot read a page of shard "
                                    + split.shardId()
                                    + " of stream "
                                    + split.streamArn()
                                    + ": "
                                    + e.getMessage()
                                    + ". This is not a GetRecords response. Check that '"
                                    + DynamoDbStreamsSourceOptions.AWS_ENDPOINT.key()
                                    + "' points to DynamoDB Streams; if it does, please report"
                                    + " this"),
                    e);
        }
    }

    /** Asks whether enough elements have been made, and ends the shard if so and if it may end. */
    private boolean isSatisfied(ShardCursor cursor) {
        return schema.isSatisfied() && cursor.stop().endEarly();
    }

    /**
     * Adds the change of the position that a record entails. If it is the first of a LATEST
     * iterator, after the record: before it, the state would lead back to the oldest record. If it
     * is the first that the filter admits, before the record, and behind those that were skipped:
     * with the record out and the filter still there, later ones might be skipped after a restore.
     */
    private SequenceNumber addPositionChange(
            ShardCursor cursor, RecordBatch<T> batch, SequenceNumber leftOut) {
        if (leftOut != null) {
            batch.add(StateChange.position(leftOut));
        }
        batch.add(cursor.takePositionChange());
        return null;
    }

    /** Returns whether the record is in the batch; if not, it was rejected and is left out. */
    private boolean deserialize(ChangeRecord record, RecordBatch<T> batch, Collector<T> out)
            throws IOException {
        try {
            schema.deserialize(record, out);
        } catch (PartialRecordException e) {
            Exception cause = (Exception) e.getCause();
            countRejected(record, cause, "Skipping a part of");
            addDeadLetter(record, cause, out);
        } catch (Exception e) {
            countRejected(record, e, "Skipping");
            batch.dropRecord();
            if (!addDeadLetter(record, e, out)) {
                return false;
            }
        }
        Instant created = record.approximateCreationTime();
        batch.endRecord(
                record.sequenceNumber(),
                created == null ? RecordUnit.NO_TIMESTAMP : created.toEpochMilli());
        return true;
    }

    private boolean addDeadLetter(ChangeRecord record, Exception cause, Collector<T> out) {
        if (deadLetters.isWanted()) {
            DeadLetterBuilder letter =
                    new DeadLetterBuilder(DeadLetter.Origin.STREAM)
                            .record(record.json())
                            .location("record " + RejectedRecords.placeOf(record));
            deadLetters.add(record, letter, cause, out);
        }
        return deadLetters.isWanted();
    }

    private void countRejected(ChangeRecord record, Exception cause, String what)
            throws IOException {
        if (onError == DecodeErrorPolicy.FAIL) {
            throw rejected(record, cause);
        }
        metrics.recordInError();
        if (!deadLetters.isWanted()) {
            LOG.warn(
                    "{} record {} of shard {}, which the schema rejects",
                    what,
                    record.sequenceNumber(),
                    record.shardId(),
                    cause);
        }
    }

    private static IOException rejected(ChangeRecord record, Exception cause) {
        return RejectedRecords.error(
                "Cannot deserialize record " + RejectedRecords.placeOf(record),
                cause,
                missingImages(record),
                "records");
    }

    /** What a schema may have missed in a record of its stream's view type. */
    private static String missingImages(ChangeRecord record) {
        StreamViewType viewType = StreamViewType.ofName(record.streamViewType());
        if (viewType == null || viewType == StreamViewType.NEW_AND_OLD_IMAGES) {
            return "";
        }
        return "The stream's view type is "
                + viewType
                + ": if the schema needs an image that isn't there, enable a stream of another"
                + " view type. ";
    }

    private static SequenceNumber requireSequenceNumber(ChangeRecord record) throws IOException {
        if (record.sequenceNumber() == null) {
            throw new IOException(
                    "A record of shard "
                            + record.shardId()
                            + " of stream "
                            + record.streamArn()
                            + " has no sequence number: "
                            + record.eventId()
                            + ". Its place in the shard is unknown without one. Check that '"
                            + DynamoDbStreamsSourceOptions.AWS_ENDPOINT.key()
                            + "' points to DynamoDB Streams; if it does, please report this");
        }
        return record.sequenceNumber();
    }

    private static Instant later(Instant one, Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
