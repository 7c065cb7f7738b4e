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
package io.github.flinkdynamodb.streams.source.split;

import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of remembered insertions: a byte, 0 if none is missing, else 1 and the second from
 * which on none is, as a time; a count of buckets; of each its first second as a time, a count of
 * keys, and of each key how many seconds later its record was created, in a byte, and its JSON text
 * as a block.
 */
final class RecentInsertsFormat {

    private static final int SINCE = 1;

    private RecentInsertsFormat() {}

    static void write(RecentInserts inserts, StateOutput out) {
        out.writeByte(inserts.since().isPresent() ? SINCE : 0);
        if (inserts.since().isPresent()) {
            out.writeInstant(inserts.since().get());
        }
        out.writeCount(inserts.buckets().size());
        for (InsertBucket bucket : inserts.buckets()) {
            out.writeInstant(Instant.ofEpochSecond(bucket.firstSecond));
            out.writeCount(bucket.keys);
            out.writeBytes(bucket.bytes, bucket.length);
        }
    }

    static RecentInserts read(StateInput in) throws IOException {
        boolean some = in.readFlags("flags of insertions", SINCE) == SINCE;
        long since =
                some
                        ? in.readInstant("first second of all insertions").getEpochSecond()
                        : RecentInserts.ALL;
        int count = in.readLength("number of buckets of insertions");
        List<InsertBucket> buckets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            buckets.add(readBucket(in));
        }
        return new RecentInserts(buckets, since);
    }

    private static InsertBucket readBucket(StateInput in) throws IOException {
        Instant begin = in.readInstant("first second of insertions");
        long first = begin.getEpochSecond();
        if (InsertBucket.firstSecondOf(first) != first || begin.getNano() != 0) {
            throw in.corrupt("first second of insertions", "found " + begin);
        }
        int keys = in.readLength("number of inserted keys");
        if (keys == 0) {
            throw in.corrupt("number of inserted keys", "found 0, expected 1 or more");
        }
        StateOutput bytes = new StateOutput(64);
        for (int i = 0; i < keys; i++) {
            int second = in.readByte("second of an insertion");
            if (second >= InsertBucket.SECONDS) {
                throw in.corrupt("second of an insertion", "found " + second + ", expected 0 to 9");
            }
            bytes.writeByte(second);
            bytes.writeBlock(in.readBlock("inserted key"));
        }
        byte[] all = bytes.toBytes();
        return new InsertBucket(first, all, all.length, keys);
    }
}
