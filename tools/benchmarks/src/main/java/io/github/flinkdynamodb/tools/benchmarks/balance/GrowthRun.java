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
package io.github.flinkdynamodb.tools.benchmarks.balance;

import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lets one part of a table grow, shard by shard, while a job reads it. */
final class GrowthRun {

    /** So many changes each shard gets when the loads are compared. */
    private static final int CHANGES_A_SHARD = 20;

    private final RebalanceMode mode;
    private final int readers;
    private final int shards;
    private final Duration betweenSplits;
    private final Duration checkpoints;
    private final long seed;

    private final NumberedChanges changes;

    /** The change that each open shard had last. */
    private final Map<String, Integer> lastChanges = new HashMap<>();

    /** A key whose changes go to each shard. */
    private final Map<String, String> keys = new HashMap<>();

    private final List<int[]> families = new ArrayList<>();
    private final Map<Integer, Double> ratios = new TreeMap<>();

    /**
     * Creates a run.
     *
     * @param mode how the job balances its readers
     * @param readers how many there are, and how many shards at first
     * @param shards how many shards there are at the end
     * @param betweenSplits the time between two splits
     * @param checkpoints the time between two checkpoints
     * @param seed of what is random
     */
    GrowthRun(
            RebalanceMode mode,
            int readers,
            int shards,
            Duration betweenSplits,
            Duration checkpoints,
            long seed) {
        this.mode = mode;
        this.readers = readers;
        this.shards = shards;
        this.betweenSplits = betweenSplits;
        this.checkpoints = checkpoints;
        this.seed = seed;
        this.changes = new NumberedChanges((shards + CHANGES_A_SHARD + 3) * shards);
    }

    /**
     * What was measured.
     *
     * @param load what the busiest subtask has read at the end, against the mean of all
     * @param ratios the shards of the subtask that has most against the mean, by the number of open
     *     shards
     * @param stayed from the arrival of a parent's last change to that of its child's first, on the
     *     same subtask, in milliseconds
     * @param moved the same on another one
     */
    record Result(
            double load, Map<Integer, Double> ratios, List<Double> stayed, List<Double> moved) {}

    /** Lets the table grow. */
    Result measure() throws Exception {
        try (Simulator simulator = Simulator.builder().seed(seed).start()) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("growing").shards(readers));
            GrowingJob job =
                    GrowingJob.start(simulator, table, mode, readers, checkpoints, changes);
            try {
                changes.readBy(job.end());
                grow(table);
                changes.awaitAll();
                Pause.of(checkpoints.multipliedBy(2));
                return result(compareLoads(table));
            } finally {
                job.stop();
            }
        }
    }

    private void grow(SimulatedTable table) throws Exception {
        for (String shardId : table.openShardIds()) {
            lastChanges.put(shardId, changes.write(table, keyOf(table, shardId)));
        }
        changes.awaitAll();
        Pause.of(checkpoints.multipliedBy(2));
        Deque<String> growing = new ArrayDeque<>(table.openShardIds().subList(0, 1));
        while (table.openShardIds().size() < shards) {
            growing.addAll(split(table, growing.remove()));
            for (String shardId : table.openShardIds()) {
                lastChanges.put(shardId, changes.write(table, keyOf(table, shardId)));
            }
            Pause.of(betweenSplits);
            ratios.put(table.openShardIds().size(), ratio(table));
        }
    }

    private List<String> split(SimulatedTable table, String parent) {
        int last = changes.write(table, keyOf(table, parent));
        List<String> children = table.splitShard(parent);
        for (String child : children) {
            int first = changes.write(table, keyOf(table, child));
            families.add(new int[] {last, first});
        }
        return children;
    }

    private String keyOf(SimulatedTable table, String shardId) {
        return keys.computeIfAbsent(shardId, shard -> findKey(table, shard));
    }

    private static String findKey(SimulatedTable table, String shardId) {
        for (int i = 0; ; i++) {
            String key = "key-" + i;
            if (table.shardOf(Item.builder().s("pk", key).build()).equals(shardId)) {
                return key;
            }
        }
    }

    /** How many shards the subtask with most has against the mean, of those that are being read. */
    private double ratio(SimulatedTable table) {
        int[] counts = new int[readers];
        for (String shardId : table.openShardIds()) {
            int subtask = changes.subtaskOf(lastChanges.get(shardId));
            if (subtask != NumberedChanges.NOBODY) {
                counts[subtask]++;
            }
        }
        return mostAgainstMean(counts);
    }

    private static double mostAgainstMean(int[] counts) {
        int most = 0;
        int sum = 0;
        for (int count : counts) {
            most = Math.max(most, count);
            sum += count;
        }
        return (double) most * counts.length / sum;
    }

    /** Writes as much to each shard, and returns how much of it the busiest subtask has read. */
    private double compareLoads(SimulatedTable table) throws Exception {
        List<Integer> written = new ArrayList<>();
        for (String shardId : table.openShardIds()) {
            String key = keyOf(table, shardId);
            for (int i = 0; i < CHANGES_A_SHARD; i++) {
                written.add(changes.write(table, key));
            }
        }
        changes.awaitAll();
        int[] counts = new int[readers];
        written.forEach(number -> counts[changes.subtaskOf(number)]++);
        return mostAgainstMean(counts);
    }

    private Result result(double load) {
        List<Double> stayed = new ArrayList<>();
        List<Double> moved = new ArrayList<>();
        for (int[] family : families) {
            boolean moves = changes.subtaskOf(family[0]) != changes.subtaskOf(family[1]);
            (moves ? moved : stayed).add(changes.millisBetween(family[0], family[1]));
        }
        return new Result(load, ratios, stayed, moved);
    }
}
