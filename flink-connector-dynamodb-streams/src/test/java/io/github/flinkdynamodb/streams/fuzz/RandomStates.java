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
package io.github.flinkdynamodb.streams.fuzz;

import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.Hash128;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ScannedTable;
import io.github.flinkdynamodb.streams.source.split.SegmentSplit;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Creates states as a job may have them, all that a seed decides. */
final class RandomStates {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2026-11-23T00:00:00.000";

    private final Random random;

    RandomStates(Random random) {
        this.random = random;
    }

    DynamoDbStreamsSplit split() {
        return random.nextInt(3) == 0 ? segment() : shard();
    }

    private SegmentSplit segment() {
        List<String> keys = random.nextBoolean() ? List.of("id") : List.of(arn(), id());
        int total = 1 + random.nextInt(random.nextBoolean() ? 4 : SegmentScan.MAX_SEGMENTS);
        ScannedTable table = new ScannedTable(id(), arn(), keys, total, random.nextBoolean());
        SegmentSplit segment = SegmentSplit.of(table, random.nextInt(total));
        List<Hash128> emitted = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            emitted.add(new Hash128(random.nextLong(), random.nextLong()));
        }
        return random.nextInt(4) == 0 ? segment.end() : segment.at(maybe(id()), emitted);
    }

    private ShardSplit shard() {
        ShardPosition position = ShardPosition.trimHorizon(maybe(instant()));
        if (random.nextBoolean()) {
            position = position.advanceTo(SequenceNumber.of(digits()));
        }
        ShardSplit.Progress[] all = ShardSplit.Progress.values();
        return ShardSplit.of(arn(), id(), maybe(id()), position)
                .at(position, all[random.nextInt(all.length)])
                .withLatestOnFirstRead(random.nextBoolean())
                .withStopAt(maybe(instant()))
                .withLastRecordTime(maybe(instant()))
                .withReadUpTo(maybe(instant()))
                .withRecentInserts(maybe(inserts()));
    }

    private RecentInserts inserts() {
        RecentInsertsLog log = new RecentInsertsLog();
        for (int i = random.nextInt(4); i > 0; i--) {
            byte[] key = id().getBytes(StandardCharsets.UTF_8);
            log.add(random.nextInt(60), new ByteSlice(key, 0, key.length));
        }
        return log.toInserts();
    }

    EnumeratorState state() {
        List<ShardState> shards = new ArrayList<>();
        ShardStatus[] all = ShardStatus.values();
        Instant moment = null;
        for (int i = random.nextInt(8); i > 0; i--) {
            moment = random.nextBoolean() ? moment : maybe(instant());
            shards.add(
                    new ShardState(
                            id() + shards.size(),
                            parent(shards),
                            all[random.nextInt(all.length)],
                            moment));
        }
        return new EnumeratorState(maybe(arn()), instant(), random.nextBoolean(), shards);
    }

    /** One of the shards before, or one that isn't there, or none. */
    private String parent(List<ShardState> before) {
        if (before.isEmpty() || random.nextInt(4) == 0) {
            return maybe("trimmed");
        }
        return before.get(random.nextInt(before.size())).shardId();
    }

    private <T> T maybe(T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private String arn() {
        return random.nextInt(6) == 0 ? "\u00fc\ud83d\ude00" : ARN;
    }

    private String id() {
        return random.nextInt(6) == 0
                ? ""
                : String.format("shardId-%020d-%08x", random.nextInt(), random.nextInt());
    }

    private String digits() {
        StringBuilder digits = new StringBuilder();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private Instant instant() {
        return Instant.ofEpochSecond(
                random.nextInt(4) == 0 ? -random.nextInt() : random.nextInt(),
                random.nextInt(3) * 333_333_333L);
    }
}
