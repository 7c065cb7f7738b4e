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

import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.model.TableModel.Change;
import io.github.flinkdynamodb.streams.source.model.TableModel.ShardModel;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds for every completed checkpoint: a shard that the enumerator's part has as assigned is
 * in exactly one reader's part, or in none if barriers overtake splits, and no other shard is in
 * any; and the output that the checkpoint stands for is what these positions say: all records of a
 * finished shard, those up to the position of a shard that is held, and none of a shard that waits
 * or was overtaken. If children inherit from their parents, or may move, a parent that is finished
 * may still be held.
 */
final class CheckpointRule {

    private CheckpointRule() {}

    static void check(Checkpoint checkpoint, TableModel table) throws IOException {
        check(checkpoint, table, true);
    }

    /** Checks that each shard is in one place, whatever the output is. */
    static void checkPlaces(Checkpoint checkpoint, TableModel table) throws IOException {
        check(checkpoint, table, false);
    }

    private static void check(Checkpoint checkpoint, TableModel table, boolean withOutput)
            throws IOException {
        Map<String, ShardSplit> held = held(checkpoint);
        EnumeratorState state = CoordinatorModel.state(checkpoint.enumerator);
        for (ShardState shard : state.shards()) {
            ShardSplit split = held.remove(shard.shardId());
            boolean assigned = shard.status() == ShardStatus.ASSIGNED;
            if (assigned != (split != null)
                    && !isOvertaken(checkpoint, shard, split)
                    && !(table.keepsParents() && isKept(shard, split))) {
                throw new Violation(
                        String.format(
                                "%s: %s in the enumerator's part, and %s a reader's",
                                checkpoint, shard, split == null ? "not in" : "in"));
            }
            ShardModel real = table.shards.get(shard.shardId());
            if (withOutput) {
                checkOutput(checkpoint, real, shard.status(), split);
            }
            if (shard.status() == ShardStatus.FINISHED && !real.closed && !table.isBounded()) {
                throw new Violation(checkpoint + ": finished, though it is open: " + real);
            }
        }
        if (checkpoint.urgent || table.keepsParents()) {
            // Finished and forgotten, and still kept or overtaken.
            held.values().removeIf(ShardSplit::isEnded);
        }
        if (!held.isEmpty()) {
            throw new Violation(
                    checkpoint + ": held, and not known to the enumerator: " + held.values());
        }
    }

    /** Returns whether a barrier has overtaken the shard, or the news that a reader may drop it. */
    private static boolean isOvertaken(Checkpoint checkpoint, ShardState shard, ShardSplit split) {
        ShardStatus needed = split == null ? ShardStatus.ASSIGNED : ShardStatus.FINISHED;
        return checkpoint.urgent && shard.status() == needed && (split == null || split.isEnded());
    }

    /** Returns whether a parent is kept by its reader until its children are assigned. */
    private static boolean isKept(ShardState shard, ShardSplit split) {
        return shard.status() == ShardStatus.FINISHED && split != null && split.isEnded();
    }

    /** The shards of which a restore reads nothing: finished, or held as ended. */
    static List<String> notReadAnyMore(Checkpoint checkpoint) throws IOException {
        List<String> shards = new ArrayList<>();
        for (ShardState shard : CoordinatorModel.state(checkpoint.enumerator).shards()) {
            if (shard.status() == ShardStatus.FINISHED) {
                shards.add(shard.shardId());
            }
        }
        for (ShardSplit split : held(checkpoint).values()) {
            if (split.progress() != ShardSplit.Progress.READING) {
                shards.add(split.shardId());
            }
        }
        return shards;
    }

    private static Map<String, ShardSplit> held(Checkpoint checkpoint) throws IOException {
        Map<String, ShardSplit> held = new HashMap<>();
        for (int subtask = 0; subtask < checkpoint.parallelism(); subtask++) {
            for (DynamoDbStreamsSplit split : checkpoint.splits(subtask)) {
                if (split instanceof ShardSplit
                        && held.put(split.splitId(), (ShardSplit) split) != null) {
                    throw new Violation(checkpoint + ": held twice: " + split);
                }
            }
        }
        return held;
    }

    private static void checkOutput(
            Checkpoint checkpoint, ShardModel shard, ShardStatus status, ShardSplit split) {
        for (Change change : shard.changes) {
            boolean read = split == null ? status == ShardStatus.FINISHED : isBehind(change, split);
            boolean expected = read && change.wanted;
            if (OutputModel.isIn(change, checkpoint.emitted) != expected) {
                throw new Violation(
                        String.format(
                                "%s: %s is %s the output, but the shard is %s%s",
                                checkpoint,
                                change,
                                expected ? "not in" : "in",
                                status,
                                split == null ? "" : ", held as " + split));
            }
        }
    }

    private static boolean isBehind(Change change, ShardSplit split) {
        return split.progress() != ShardSplit.Progress.READING
                || split.position()
                        .after()
                        .filter(after -> Long.parseLong(after.digits()) >= change.number)
                        .isPresent();
    }
}
