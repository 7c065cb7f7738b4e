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
package io.github.flinkdynamodb.streams.client;

import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.model.ShardDescriptor;
import java.util.ArrayList;
import java.util.List;

/** A shard of a {@link ScriptedStreamsClient}, which guards it with its own lock. */
final class ScriptedShard {

    final String streamArn;
    final String shardId;
    final String parentShardId;
    final List<ScriptedRecord> records = new ArrayList<>();
    boolean closed;
    boolean listed = true;
    boolean listedAsChild = true;
    boolean dropped;

    /** Records before this index have been trimmed. */
    int trimmed;

    /** Whether what is asked for and has been trimmed is left out without an error. */
    boolean trimsInSilence;

    /** So many of the next pages are empty, whatever there is to read. */
    int emptyPages;

    /** So many of the next pages name no next iterator, though the shard is open. */
    int pagesWithoutNext;

    /** Iterators of an earlier generation have expired. */
    int generation;

    ScriptedShard(String streamArn, String shardId, String parentShardId) {
        this.streamArn = streamArn;
        this.shardId = shardId;
        this.parentShardId = parentShardId;
    }

    ShardDescriptor descriptor() {
        SequenceNumber first = records.isEmpty() ? null : records.get(0).sequenceNumber;
        SequenceNumber last =
                records.isEmpty()
                        ? SequenceNumber.of("1")
                        : records.get(records.size() - 1).sequenceNumber;
        return new ShardDescriptor(shardId, parentShardId, first, closed ? last : null);
    }

    int indexOf(ShardIteratorStart start) {
        switch (start.type()) {
            case TRIM_HORIZON:
                return trimmed;
            case LATEST:
                return records.size();
            case AT_SEQUENCE_NUMBER:
                return indexAt(start.sequenceNumber().get());
            default:
                return indexAfter(start.sequenceNumber().get());
        }
    }

    private int indexAt(SequenceNumber sequenceNumber) {
        int index = 0;
        while (index < records.size()
                && records.get(index).sequenceNumber.compareTo(sequenceNumber) < 0) {
            index++;
        }
        if (index < trimmed) {
            return atTrimmed(sequenceNumber);
        }
        return index;
    }

    private int indexAfter(SequenceNumber sequenceNumber) {
        int index = 0;
        while (index < records.size()
                && records.get(index).sequenceNumber.compareTo(sequenceNumber) <= 0) {
            index++;
        }
        if (index - 1 < trimmed && trimmed > 0) {
            return Math.max(index, atTrimmed(sequenceNumber));
        }
        return index;
    }

    private int atTrimmed(SequenceNumber sequenceNumber) {
        if (trimsInSilence) {
            return trimmed;
        }
        throw new StreamsException(
                StreamsException.Kind.TRIMMED_DATA,
                "GetShardIterator on " + shardId + ": " + sequenceNumber + " is trimmed",
                null);
    }

    /** The body of the answer to GetRecords at an index. */
    String page(int index, int limit, String nextIteratorPrefix) {
        int to = index;
        if (emptyPages > 0) {
            emptyPages--;
        } else {
            to = Math.min(records.size(), index + limit);
        }
        StringBuilder body = new StringBuilder("{\"Records\":[");
        for (int i = index; i < to; i++) {
            body.append(i == index ? "" : ",").append(records.get(i).json);
        }
        body.append(']');
        if (pagesWithoutNext > 0) {
            pagesWithoutNext--;
        } else if (!closed || to < records.size() || emptyPages > 0) {
            body.append(",\"NextShardIterator\":\"").append(nextIteratorPrefix).append(to);
            body.append('"');
        }
        return body.append('}').toString();
    }
}
