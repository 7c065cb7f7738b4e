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
package io.github.flinkdynamodb.streams.source.model;

import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.RecentInserts;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * What holds for every completed checkpoint of a job that may be repaired: the readers' parts have
 * the key of each insertion that is out and at most five minutes older than the newest, unless all
 * that follows in its lineage has been read; and whatever was created before the time up to which a
 * shard has been read, in it, before it or after it, is out.
 */
final class RepairRule {

    private RepairRule() {}

    static void check(Checkpoint checkpoint, TableModel table) throws IOException {
        Set<String> remembered = new HashSet<>();
        for (int subtask = 0; subtask < checkpoint.parallelism(); subtask++) {
            for (DynamoDbStreamsSplit split : checkpoint.splits(subtask)) {
                ShardSplit shard = (ShardSplit) split;
                shard.recentInserts()
                        .ifPresent(
                                inserts ->
                                        inserts.forEach(
                                                (second, key) ->
                                                        remembered.add(
                                                                second
                                                                        + " "
                                                                        + key.utf8()
                                                                                .split("\"")[5])));
                checkReadUpTo(checkpoint, table, shard);
            }
        }
        checkInserts(checkpoint, table, remembered);
    }

    private static void checkInserts(
            Checkpoint checkpoint, TableModel table, Set<String> remembered) throws IOException {
        Set<String> unread = new HashSet<>(table.shards.keySet());
        for (ShardState shard : CoordinatorModel.state(checkpoint.enumerator).shards()) {
            if (shard.status() == ShardStatus.FINISHED) {
                unread.remove(shard.shardId());
            }
        }
        Instant oldest = newest(checkpoint, table).minus(RecentInserts.KEPT);
        for (ShardModel shard : table.shards.values()) {
            if (!isFollowedByAny(shard, unread)) {
                continue;
            }
            for (Change change : shard.changes) {
                boolean needed =
                        OutputModel.isIn(change, checkpoint.emitted)
                                && !change.completed.isBefore(oldest);
                String insert = change.completed.getEpochSecond() + " " + change.key.name;
                if (needed && !remembered.contains(insert)) {
                    throw new Violation(
                            checkpoint + ": out, and not remembered: " + change + ", " + insert);
                }
            }
        }
    }

    private static boolean isFollowedByAny(ShardModel shard, Set<String> unread) {
        return unread.contains(shard.id)
                || shard.children.stream().anyMatch(child -> isFollowedByAny(child, unread));
    }

    private static Instant newest(Checkpoint checkpoint, TableModel table) {
        Instant newest = Setup.START;
        for (ShardModel shard : table.shards.values()) {
            for (Change change : shard.changes) {
                boolean later = change.completed.isAfter(newest);
                newest =
                        later && OutputModel.isIn(change, checkpoint.emitted)
                                ? change.completed
                                : newest;
            }
        }
        return newest;
    }

    private static void checkReadUpTo(Checkpoint checkpoint, TableModel table, ShardSplit split) {
        Instant time = split.readUpTo().orElse(Instant.MIN);
        ShardModel shard = table.shards.get(split.shardId());
        for (ShardModel before = shard.parent; before != null; before = before.parent) {
            requireOut(checkpoint, before, time, split);
        }
        requireOutFrom(checkpoint, shard, time, split);
    }

    private static void requireOutFrom(
            Checkpoint checkpoint, ShardModel shard, Instant time, ShardSplit split) {
        requireOut(checkpoint, shard, time, split);
        shard.children.forEach(child -> requireOutFrom(checkpoint, child, time, split));
    }

    private static void requireOut(
            Checkpoint checkpoint, ShardModel shard, Instant time, ShardSplit split) {
        for (Change change : shard.changes) {
            boolean due =
                    change.wanted && change.completed.getEpochSecond() < time.getEpochSecond();
            if (due && !OutputModel.isIn(change, checkpoint.emitted)) {
                throw new Violation(
                        String.format(
                                "%s: %s, of %s, is not out: %s",
                                checkpoint, change, change.completed, split));
            }
        }
    }
}
