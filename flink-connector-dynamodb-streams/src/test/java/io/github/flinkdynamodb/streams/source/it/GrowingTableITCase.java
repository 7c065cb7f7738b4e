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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A table of which one part grows: all new shards come from one. Its reader keeps some of them, and
 * the others move; each change is in the state once, and in the order of its item, also if a task
 * fails meanwhile.
 */
@OnEachFlink
class GrowingTableITCase {

    private static final int READERS = 4;
    private static final int SHARDS = 24;
    private static final int KEYS = 200;
    private static final int CHANGES = 40;

    private static SimulatedJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), READERS);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = RebalanceMode.class,
            names = {"SHARDS", "BYTES"})
    void shardsMoveToReadersThatHaveLess(RebalanceMode mode) throws Exception {
        SimulatedTable table =
                jobs.simulator()
                        .createTable(TableSettings.table("grows-by-" + mode).shards(READERS));
        Configuration options = jobs.options(table);
        options.set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, mode);
        JobClient job = jobs.run(table.name(), options, READERS, null);
        List<String> growing = List.of(table.openShardIds().get(0));
        List<String> busy = keysOf(table, growing.get(0));
        write(table, busy, 0);

        int round = 1;
        for (; table.openShardIds().size() < SHARDS; round++) {
            growing =
                    growing.stream()
                            .flatMap(shardId -> table.splitShard(shardId).stream())
                            .collect(Collectors.toList());
            if (round == 3) {
                FailOnce.arm(table.name());
            }
            write(table, busy, round);
            SimulatedJobs.awaitEntries(table.name(), table.written());
        }

        rollUntilAShardMoves(table, busy, job, round);

        jobs.awaitAllWritten(table);
        assertThat(FailOnce.failures(table.name())).isEqualTo(1);
        assertThat(moved(job)).isPositive();
    }

    /** Bytes are known when a checkpoint has fallen between writes and the end of a shard. */
    private static void rollUntilAShardMoves(
            SimulatedTable table, List<String> busy, JobClient job, int firstRound) {
        AtomicInteger round = new AtomicInteger(firstRound);
        SimulatedJobs.await(
                "a shard that moves",
                () -> {
                    if (moved(job) == 0) {
                        write(table, busy, round.getAndIncrement());
                        table.rollAllShards();
                    }
                    return moved(job) > 0;
                });
    }

    private static long moved(JobClient job) {
        return jobs.metrics().sum(job, "movedShards");
    }

    /** The items of the part that grows change more often than the others. */
    private static void write(SimulatedTable table, List<String> busy, int round) {
        for (int change = 0; change < CHANGES; change++) {
            for (int key = 0; key < KEYS; key++) {
                if (change % 8 == 0 || busy.contains("key-" + key)) {
                    table.put(item(key, round * CHANGES + change));
                }
            }
        }
    }

    private static List<String> keysOf(SimulatedTable table, String shardId) {
        return IntStream.range(0, KEYS)
                .filter(key -> table.shardOf(item(key, 0)).equals(shardId))
                .mapToObj(key -> "key-" + key)
                .collect(Collectors.toList());
    }

    private static Item item(int key, int version) {
        return Item.builder().s("pk", "key-" + key).n("v", version).build();
    }
}
