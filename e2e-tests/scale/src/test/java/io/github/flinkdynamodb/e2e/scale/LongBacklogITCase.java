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
package io.github.flinkdynamodb.e2e.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.ServiceLimits;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.StreamViewType;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A backlog of 24 hours in thousands of shards, seven of each partition one after the other. */
class LongBacklogITCase {

    private static final int PARTITIONS = 1000;
    private static final int GENERATIONS = 7;
    private static final int KEYS = 5000;
    private static final Duration SHARD_LIFE = Duration.ofMinutes(200);
    private static final Duration DISCOVERY_INTERVAL =
            DynamoDbStreamsSourceOptions.SHARD_DISCOVERY_INTERVAL.defaultValue();
    private static final Duration BACKLOG = SHARD_LIFE.multipliedBy(GENERATIONS - 1);

    @Test
    void aBacklogCostsNoDescribeStreamForEachShardAndStaysWithinTheServicesLimits()
            throws Exception {
        try (Simulator simulator =
                Simulator.builder()
                        .threads(2)
                        .limits(ServiceLimits.ofTheService())
                        .clock(SimulatorClock.runningFrom(Instant.now().minus(BACKLOG)))
                        .start()) {
            SimulatedTable table =
                    simulator.createTable(
                            TableSettings.table("old")
                                    .shards(PARTITIONS)
                                    .viewType(StreamViewType.NEW_IMAGE));
            for (int generation = 0; generation < GENERATIONS; generation++) {
                if (generation > 0) {
                    simulator.clock().advance(SHARD_LIFE);
                    table.rollAllShards();
                }
                for (int key = 0; key < KEYS; key++) {
                    table.put(Item.builder().s("pk", "k" + key).n("v", generation + 1).build());
                }
            }

            long start = System.nanoTime();
            ScaleJob.run(simulator.endpoint(), "old");

            long millis = (System.nanoTime() - start) / 1_000_000;
            long calls = simulator.counts().calls(Operation.DESCRIBE_STREAM);
            System.out.printf(
                    "%,d listed shards, %,d records in %,d ms: DescribeStream %,d, GetShardIterator"
                            + " %,d, GetRecords %,d%n",
                    PARTITIONS * GENERATIONS,
                    table.written(),
                    millis,
                    calls,
                    simulator.counts().calls(Operation.GET_SHARD_ITERATOR),
                    simulator.counts().calls(Operation.GET_RECORDS));
            assertThat(VersionCheck.differences("old", table.recordsByKey())).isEmpty();
            assertThat(VersionCheck.outOfTurn("old")).isZero();
            int pages = PARTITIONS * GENERATIONS / 100;
            // The longer it takes, the more often the shards are listed.
            long listings = 4 + millis / DISCOVERY_INTERVAL.toMillis();
            assertThat(calls)
                    .as("%d listings, and no look-up of each shard", listings)
                    .isLessThan(listings * pages);
            assertThat(simulator.faults().counts()).as("throttled calls").isEmpty();
        }
    }
}
