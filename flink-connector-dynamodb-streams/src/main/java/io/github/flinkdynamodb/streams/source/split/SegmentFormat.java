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

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.source.state.StateInput;
import io.github.flinkdynamodb.streams.source.state.StateOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a segment's split behind its kind. A byte of flags; the table's name and ARN as
 * texts; the number of its key attributes and their names as texts; the number of segments and the
 * segment as counts; and those of these that their flags announce: 1 the start key as a text, 2 the
 * number of hashes of keys that were emitted and each of these in 16 bytes. Flag 4 stands for
 * strongly consistent reads, 8 for a segment that has ended, and announce nothing.
 */
final class SegmentFormat {

    private static final int HAS_START_KEY = 1;
    private static final int HAS_EMITTED = 2;
    private static final int CONSISTENT_READ = 4;
    private static final int ENDED = 8;
    private static final int ALL_FLAGS = 15;

    private static final String KEYS = "number of key attributes";
    private static final String TOTAL = "number of segments";
    private static final String ITEMS = "number of emitted items";

    private SegmentFormat() {}

    static void write(SegmentSplit segment, StateOutput out) throws IOException {
        ScannedTable table = segment.table();
        out.writeByte(flags(segment));
        out.writeText(table.name());
        out.writeText(table.arn());
        out.writeCount(table.keyNames().size());
        for (String name : table.keyNames()) {
            out.writeText(name);
        }
        out.writeCount(table.totalSegments());
        out.writeCount(segment.segment());
        if (segment.startKey().isPresent()) {
            out.writeText(segment.startKey().get());
        }
        if (!segment.emitted().isEmpty()) {
            out.writeCount(segment.emitted().size());
            for (Hash128 hash : segment.emitted()) {
                out.writeLong(hash.high());
                out.writeLong(hash.low());
            }
        }
    }

    private static int flags(SegmentSplit segment) {
        return (segment.startKey().isPresent() ? HAS_START_KEY : 0)
                | (segment.emitted().isEmpty() ? 0 : HAS_EMITTED)
                | (segment.table().consistentRead() ? CONSISTENT_READ : 0)
                | (segment.isEnded() ? ENDED : 0);
    }

    static SegmentSplit read(StateInput in) throws IOException {
        int flags = in.readFlags("flags", ALL_FLAGS);
        boolean ended = (flags & ENDED) != 0;
        if (ended && (flags & (HAS_START_KEY | HAS_EMITTED)) != 0) {
            throw in.corrupt("flags", "found a position in a segment that has ended");
        }
        ScannedTable table = readTable(in, (flags & CONSISTENT_READ) != 0);
        SegmentSplit split =
                SegmentSplit.of(table, in.readCount("segment", table.totalSegments() - 1));
        if (ended) {
            return split.end();
        }
        String startKey = (flags & HAS_START_KEY) == 0 ? null : in.readText("start key");
        return split.at(startKey, (flags & HAS_EMITTED) == 0 ? List.of() : readEmitted(in));
    }

    private static ScannedTable readTable(StateInput in, boolean consistentRead)
            throws IOException {
        String name = in.readText("table name");
        String arn = in.readText("table ARN");
        int keys = requirePositive(in, KEYS, in.readCount(KEYS, 2));
        List<String> keyNames = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            keyNames.add(in.readText("name of a key attribute"));
        }
        int total = requirePositive(in, TOTAL, in.readCount(TOTAL, SegmentScan.MAX_SEGMENTS));
        return new ScannedTable(name, arn, keyNames, total, consistentRead);
    }

    private static List<Hash128> readEmitted(StateInput in) throws IOException {
        int count = requirePositive(in, ITEMS, in.readLength(ITEMS));
        List<Hash128> emitted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long high = in.readLong("hash of an emitted item's key");
            emitted.add(new Hash128(high, in.readLong("hash of an emitted item's key")));
        }
        return emitted;
    }

    private static int requirePositive(StateInput in, String field, int count) throws IOException {
        if (count == 0) {
            throw in.corrupt(field, "found 0, expected 1 or more");
        }
        return count;
    }
}
