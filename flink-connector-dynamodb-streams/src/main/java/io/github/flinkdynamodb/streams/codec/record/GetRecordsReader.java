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
package io.github.flinkdynamodb.streams.codec.record;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.JsonReader;
import io.github.flinkdynamodb.streams.codec.json.JsonStrings;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.codec.json.PageReader;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import java.util.Optional;
import org.apache.flink.annotation.Internal;

/**
 * Reads the answer to one GetRecords call in one pass, record by record: the fields of each, and
 * where its images lie, which are decoded when asked for. The records keep the answer's bytes
 * alive. Belongs to one thread.
 *
 * <pre>{@code
 * for (ChangeRecord record = reader.next(); record != null; record = reader.next()) {
 *     ...
 * }
 * String iterator = reader.nextShardIterator();
 * }</pre>
 */
@Internal
public final class GetRecordsReader {

    private static final NameTable FIELDS = NameTable.of("Records", "NextShardIterator");

    private final JsonReader reader;
    private final PageReader page;
    private final RecordReader record;

    private int records;
    private String nextShardIterator;

    /**
     * Creates a reader that stands before the first record.
     *
     * @param body the answer's JSON text in UTF-8; not copied, must not change
     * @param streamArn the stream that was read: goes into each record; may be null
     * @param shardId the shard that was read: goes into each record; may be null
     * @param newImages reads the items after changes
     * @param oldImages reads the items before changes
     */
    public GetRecordsReader(
            byte[] body,
            String streamArn,
            String shardId,
            ItemReader newImages,
            ItemReader oldImages) {
        reader = new JsonReader(new ByteSlice(body, 0, body.length));
        page = new PageReader(reader, FIELDS, "records");
        record = new RecordReader(reader, newImages, oldImages).readFrom(streamArn, shardId);
    }

    /**
     * Reads the next record.
     *
     * @return the record; null at the end of the page, all of which has been read then
     * @throws DecodeException if the text isn't an answer to GetRecords; the message names the byte
     *     and, within a record, the record's index and, if it was read already, its sequence
     *     number. What is wrong within an image shows when that image is decoded
     */
    public ChangeRecord next() {
        for (int found = page.next(); found != PageReader.END; found = page.next()) {
            if (found == PageReader.ELEMENT) {
                return readRecord();
            }
            nextShardIterator = reader.consumeNull() ? null : reader.readString();
        }
        return null;
    }

    private ChangeRecord readRecord() {
        try {
            ChangeRecord read = record.read();
            records++;
            return read;
        } catch (DecodeException e) {
            SequenceNumber read = record.sequenceNumber();
            String name =
                    read == null ? "" : ", sequence number " + JsonStrings.shortened(read.digits());
            throw new DecodeException(
                    "record " + records + " of the page" + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * How many records have been read.
     *
     * @return the number
     */
    public int records() {
        return records;
    }

    /**
     * Where reading goes on; known at the end of the page.
     *
     * @return the iterator of the next page, or null if the shard has ended with this page
     */
    public String nextShardIterator() {
        return nextShardIterator;
    }

    /**
     * Finds the next iterator without reading the page, so that the next page can be asked for
     * while this one is being decoded. Costs a look at the two ends of the text.
     *
     * @param body the answer's JSON text in UTF-8, whole and undamaged (its checksum was checked)
     * @return the same as {@link #nextShardIterator()}; or empty, which says nothing: the shard may
     *     have ended, or only decoding can tell
     */
    public static Optional<String> peekNextShardIterator(byte[] body) {
        return new NextIterator(body).find();
    }
}
