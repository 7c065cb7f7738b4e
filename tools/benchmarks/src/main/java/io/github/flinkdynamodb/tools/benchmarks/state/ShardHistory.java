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
package io.github.flinkdynamodb.tools.benchmarks.state;

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The shards of a table as they follow each other on each partition, with ids such as the
 * service's, in the order in which they were created. The first shard of each partition names a
 * parent that isn't known any more.
 */
final class ShardHistory {

    /** The stream that the shards are of. */
    static final String STREAM_ARN =
            "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/stream/2026-01-01T00:00:00.000";

    /** How long a shard takes changes before the next one follows it. */
    private static final Duration SHARD_LIFE = Duration.ofHours(4);

    private static final Instant END = Instant.parse("2026-01-03T00:00:00Z");

    /** How far the shards are read. */
    enum Progress {
        /** All but the last of each partition are read to their ends. */
        UP_TO_DATE(ShardStatus.FINISHED, ShardStatus.FINISHED, ShardStatus.ASSIGNED),
        /** The first of each partition is being read, the others wait for it. */
        BACKLOG(ShardStatus.ASSIGNED, ShardStatus.WAITING, ShardStatus.WAITING);

        private final ShardStatus first;
        private final ShardStatus others;
        private final ShardStatus last;

        Progress(ShardStatus first, ShardStatus others, ShardStatus last) {
            this.first = first;
            this.others = others;
            this.last = last;
        }

        private ShardStatus status(int generation, int generations) {
            boolean isFirst = generation == 0;
            return generation == generations - 1 ? last : isFirst ? first : others;
        }
    }

    private ShardHistory() {}

    /**
     * The enumerator's state when it knows a number of shards.
     *
     * @param shards how many
     * @param known how long a shard is known: that long ago the oldest were created
     * @param progress how far they are read
     */
    static EnumeratorState of(int shards, Duration known, Progress progress) {
        int generations = (int) Math.min(shards, known.dividedBy(SHARD_LIFE));
        int partitions = (shards + generations - 1) / generations;
        Random random = new Random(shards);
        List<ShardState> states = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            int generation = i / partitions;
            String parent =
                    generation == 0
                            ? id(-1, generations, i, partitions, random)
                            : states.get(i - partitions).shardId();
            String id = id(generation, generations, i % partitions, partitions, random);
            ShardStatus status = progress.status(generation, generations);
            states.add(new ShardState(id, parent, status, null));
        }
        return new EnumeratorState(STREAM_ARN, END, true, states);
    }

    /** The partitions' shards end one after the other, over the life of a shard. */
    private static String id(
            int generation, int generations, int partition, int partitions, Random random) {
        Instant created =
                END.minus(SHARD_LIFE.multipliedBy(generations - generation))
                        .plus(SHARD_LIFE.multipliedBy(partition).dividedBy(partitions));
        return String.format("shardId-%020d-%08x", created.toEpochMilli(), random.nextInt());
    }

    /** The bytes that the ids of shards have. */
    static long bytesOfIds(EnumeratorState state) {
        return state.shards().stream().mapToLong(shard -> shard.shardId().length()).sum();
    }
}
