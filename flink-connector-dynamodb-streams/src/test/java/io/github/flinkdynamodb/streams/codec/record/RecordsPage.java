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
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The answer to one GetRecords call, as {@link GetRecordsReader} reads it. The records keep the
 * answer's bytes alive. Immutable.
 */
public final class RecordsPage {

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
        GetRecordsReader reader =
                new GetRecordsReader(
                        body, streamArn, shardId, ItemReader.skipping(), ItemReader.skipping());
        List<ChangeRecord> records = new ArrayList<>();
        for (ChangeRecord record = reader.next(); record != null; record = reader.next()) {
            records.add(record);
        }
        return new RecordsPage(records, reader.nextShardIterator());
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
