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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import java.io.IOException;
import java.time.Instant;

/**
 * The insertions of a page, for the split's state to remember. All of them come into the state with
 * one change in front of the first, so a checkpoint that holds an insertion as emitted has its key,
 * and that of later ones, which does no harm. Belongs to the fetcher thread.
 */
final class PageInserts {

    private final RecordBatch<?> batch;
    private final Instant sentAt;
    private RecentInsertsLog keys;

    /**
     * Creates it without insertions.
     *
     * @param batch takes the change, and afterwards the records
     * @param sentAt when the page was sent: for records without a creation time
     */
    PageInserts(RecordBatch<?> batch, Instant sentAt) {
        this.batch = batch;
        this.sentAt = sentAt;
    }

    /**
     * Looks at a record that is added to the batch next.
     *
     * @throws IOException if an item was inserted and the record doesn't say which
     */
    void next(ChangeRecord record) throws IOException {
        if (record.changeType() != ChangeType.INSERT) {
            return;
        }
        if (record.keys() == null) {
            throw withoutKeys(record);
        }
        if (keys == null) {
            keys = new RecentInsertsLog();
            batch.add(StateChange.insertsFollow(keys));
        }
        Instant created = record.approximateCreationTime();
        keys.add((created == null ? sentAt : created).getEpochSecond(), record.keys().json());
    }

    private static IOException withoutKeys(ChangeRecord record) {
        return new IOException(
                String.format(
                        "INSERT record %s of shard %s of stream %s has no keys: which item a later"
                                + " repair would have to look at is unknown. Check that '%s' points"
                                + " to DynamoDB Streams; if it does, please report this",
                        record.sequenceNumber(),
                        record.shardId(),
                        record.streamArn(),
                        DynamoDbStreamsSourceOptions.AWS_ENDPOINT.key()));
    }
}
