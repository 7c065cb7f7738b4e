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

import io.github.flinkdynamodb.streams.client.ShardIteratorStart;

/** A call for a shard. */
final class ShardCall extends PollerCall {

    /** The iterator's start for GetShardIterator, else null. */
    final ShardIteratorStart start;

    /** The iterator for GetRecords, else null. */
    final String iterator;

    private ShardCall(
            ShardIteratorStart start,
            String iterator,
            long estimate,
            int generation,
            ReaderClock clock) {
        super(estimate, generation, clock);
        this.start = start;
        this.iterator = iterator;
    }

    static ShardCall getShardIterator(ShardIteratorStart start, int generation, ReaderClock clock) {
        return new ShardCall(start, null, 0, generation, clock);
    }

    static ShardCall getRecords(String iterator, long estimate, int generation, ReaderClock clock) {
        return new ShardCall(null, iterator, estimate, generation, clock);
    }

    boolean isGetRecords() {
        return iterator != null;
    }

    @Override
    String name() {
        return isGetRecords() ? "GetRecords" : "GetShardIterator(" + start + ")";
    }
}
