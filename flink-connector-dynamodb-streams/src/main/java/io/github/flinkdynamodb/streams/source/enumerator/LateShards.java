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
package io.github.flinkdynamodb.streams.source.enumerator;

import io.github.flinkdynamodb.streams.model.ShardIds;
import io.github.flinkdynamodb.streams.source.repair.RepairWindows;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Notices shards whose reading begins more than 24 hours after the first record that is wanted of
 * them may have been written: it may have been trimmed, and a shard that is read from its oldest
 * record on doesn't show that. A shard that continues another one begins when that has ended, which
 * its id tells; one without a parent, or with another id, begins at a time that isn't known.
 *
 * <p>What was a day old when the source was first started isn't looked at: the service was about to
 * trim it. For an hour from then on nothing is said, since a shard of that time may be the next one
 * to be read. Coordinator thread only.
 */
final class LateShards {

    /** For so long a first start may read what the service is about to trim. */
    static final Duration CATCHING_UP = Duration.ofHours(1);

    private final EnumeratorParts parts;

    /** Whether the stream's shards had been listed in an earlier run. */
    private final boolean continued;

    /** Since when shards are read, by the service's clock; null until it has been told. */
    private Instant begun;

    LateShards(EnumeratorParts parts, boolean continued) {
        this.parts = parts;
        this.continued = continued;
    }

    /**
     * Checks shards that are about to be assigned.
     *
     * @param assignment the shards by subtask
     * @param startedAt when the source was first started
     * @throws FlinkRuntimeException if records of one may be lost and the policy isn't to continue
     */
    void check(Map<Integer, List<DynamoDbStreamsSplit>> assignment, Instant startedAt) {
        Optional<Instant> now = parts.executor.serviceClock().told();
        if (assignment.isEmpty() || now.isEmpty()) {
            return;
        }
        if (begun == null) {
            begun = continued || startedAt.isAfter(now.get()) ? startedAt : now.get();
        }
        for (List<DynamoDbStreamsSplit> splits : assignment.values()) {
            for (DynamoDbStreamsSplit split : splits) {
                check((ShardSplit) split, now.get());
            }
        }
    }

    private void check(ShardSplit shard, Instant now) {
        Optional<Instant> created =
                shard.parentShardId().flatMap(parent -> ShardIds.creationTime(shard.shardId()));
        boolean unwanted =
                shard.stopAt()
                        .flatMap(stop -> created.filter(time -> !time.isBefore(stop)))
                        .isPresent();
        // What isn't left behind a record that has been read is found by the reader.
        if (created.isEmpty() || unwanted || shard.position().after().isPresent()) {
            return;
        }
        Instant from =
                shard.position().notBefore().filter(created.get()::isBefore).orElse(created.get());
        if (from.isBefore(now.minus(RepairWindows.RETENTION))
                && from.isAfter(begun.minus(RepairWindows.RETENTION))
                && now.isAfter(begun.plus(CATCHING_UP))) {
            lost(shard, from, now);
        }
    }

    private void lost(ShardSplit shard, Instant from, Instant now) {
        String loss =
                String.format(
                        "the reading of shard %s of stream %s begins at %s, but its records from %s"
                                + " on are wanted. DynamoDB Streams keeps records for 24 hours:"
                                + " older ones may have been trimmed. The job was stopped or behind"
                                + " for longer, or the shard wasn't listed.",
                        shard.shardId(), shard.streamArn(), now, from);
        String continuation = "at the oldest record that is left";
        // What was nearly a day old at the first start shows no gap after a restore.
        boolean repairable = from.isAfter(begun.minus(RepairWindows.RETENTION).plus(CATCHING_UP));
        if (parts.overlap.isOver() && repairable) {
            parts.dataLoss.onLoss(loss, continuation, FlinkRuntimeException::new);
        } else {
            parts.dataLoss.onUnrepairableLoss(loss, continuation, FlinkRuntimeException::new);
        }
    }
}
