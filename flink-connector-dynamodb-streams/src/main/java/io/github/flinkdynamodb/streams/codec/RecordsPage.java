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
package io.github.flinkdynamodb.streams.codec;

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one GetRecords call, decoded in one pass: the fields of each record, and where its
 * images lie, which are decoded when asked for. The records keep the answer's bytes alive.
 * Immutable.
 */
public final class RecordsPage {

    private static final FieldNames FIELDS = FieldNames.of("Records", "NextShardIterator");

    private final List<ChangeRecord> records;
    private final String nextShardIterator;

    private RecordsPage(List<ChangeRecord> records, String nextShardIterator) {
        this.records = Collections.unmodifiableList(records);
        this.nextShardIterator = nextShardIterator;
    }

    /**
     * Decodes a page.
     *
     * @param body the answer's JSON text in UTF-8; not copied, must not change
     * @param streamArn the stream that was read: goes into each record; may be null
     * @param shardId the shard that was read: goes into each record; may be null
     * @return the page
     * @throws DecodeException if the text isn't an answer to GetRecords; the message names the byte
     *     and, within a record, the record's index and, if it was read already, its sequence
     *     number. What is wrong within an image shows when that image is decoded
     */
    public static RecordsPage decode(byte[] body, String streamArn, String shardId) {
        JsonScanner scanner = new JsonScanner(new ByteSlice(body, 0, body.length));
        List<ChangeRecord> records = new ArrayList<>();
        String nextShardIterator = null;
        if (scanner.beginObject()) {
            do {
                switch (scanner.readName(FIELDS)) {
                    case 0:
                        records.clear();
                        readRecords(
                                scanner,
                                new RecordDecoder(scanner, body, new ImageDecoder())
                                        .readFrom(streamArn, shardId),
                                records);
                        break;
                    case 1:
                        nextShardIterator = scanner.consumeNull() ? null : scanner.readString();
                        break;
                    default:
                        scanner.skipValue();
                }
            } while (scanner.hasNextMember());
        }
        scanner.expectEnd();
        return new RecordsPage(records, nextShardIterator);
    }

    private static void readRecords(
            JsonScanner scanner, RecordDecoder decoder, List<ChangeRecord> records) {
        if (scanner.consumeNull() || !scanner.beginArray()) {
            return;
        }
        do {
            try {
                records.add(decoder.read());
            } catch (DecodeException e) {
                throw new DecodeException(
                        "record "
                                + records.size()
                                + " of the page"
                                + sequenceNumber(decoder)
                                + ": "
                                + e.getMessage(),
                        e);
            }
        } while (scanner.hasNextElement());
    }

    private static String sequenceNumber(RecordDecoder decoder) {
        return decoder.sequenceNumber() == null
                ? ""
                : ", sequence number " + JsonText.shortened(decoder.sequenceNumber().digits());
    }

    /**
     * Finds the next iterator without decoding the page, so that the next page can be asked for
     * while this one is being decoded. Costs a look at the two ends of the text.
     *
     * @param body the answer's JSON text in UTF-8, whole and undamaged (its checksum was checked)
     * @return the same as {@link #nextShardIterator()}; or empty, which says nothing: the shard may
     *     have ended, or only decoding can tell
     */
    public static Optional<String> peekNextShardIterator(byte[] body) {
        return new IteratorPeek(body).find();
    }

    /**
     * The page's records.
     *
     * @return the records in the order of the shard, unmodifiable, maybe none
     */
    public List<ChangeRecord> records() {
        return records;
    }

    /**
     * Where reading goes on.
     *
     * @return the iterator of the next page, or null if the shard has ended with this page
     */
    public String nextShardIterator() {
        return nextShardIterator;
    }
}
