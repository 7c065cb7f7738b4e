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
package io.github.flinkdynamodb.docs.takeover;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A table whose stream is read by one job and then by another. It is the same in each run, with the
 * same ids of shards and the same sequence numbers: so savepoints that were taken on it long ago
 * can be gone on from.
 */
final class TakeoverScene implements AutoCloseable {

    private static final Instant BEGIN = Instant.parse("2026-11-30T10:00:00Z");

    /** After the fixtures were taken, by the clock of the machine. */
    private static final Instant SINCE = Instant.parse("2026-11-30T23:30:00Z");

    private final Simulator simulator;
    private final SimulatedTable orders;
    private int written;

    private TakeoverScene(Simulator simulator) {
        this.simulator = simulator;
        this.orders =
                simulator.createTable(
                        TableSettings.table("orders")
                                .partitionKey("orderId", "S")
                                .shards(4)
                                .page(10, 1 << 20));
    }

    /** Creates the table, with four shards and no change. */
    static TakeoverScene begin() {
        return new TakeoverScene(
                Simulator.builder().seed(7).clock(SimulatorClock.standing(BEGIN)).start());
    }

    Simulator simulator() {
        return simulator;
    }

    SimulatedTable orders() {
        return orders;
    }

    /** 200 changes; meanwhile one shard is continued by another, and one is split. */
    void writeBeforeTheSwitch() {
        write(100);
        List<String> open = orders.openShardIds();
        tick();
        orders.rollShard(open.get(0));
        orders.splitShard(open.get(1));
        tick();
        write(100);
    }

    /** 100 changes, in the middle of which a job is stopped; meanwhile one shard is split. */
    void writeWhileAJobStops() {
        write(50);
        tick();
        orders.splitShard(orders.openShardIds().get(0));
        write(50);
    }

    /** Time passes. A job that starts at latest must start then. */
    void waitForTheSwitch() {
        simulator.clock().advance(Duration.between(simulator.clock().instant(), SINCE));
    }

    /** Ten changes of one shard. */
    void writeToOneShard() {
        String shard = orders.shardOf(order(0));
        for (int i = 0, found = 0; found < 10; i++) {
            if (orders.shardOf(order(i)).equals(shard)) {
                put(i);
                found++;
            }
        }
    }

    /** 150 changes that nobody has read; meanwhile shards end, and a whole generation with them. */
    void writeAfterTheSwitch() {
        tick();
        write(50);
        tick();
        orders.rollAllShards();
        tick();
        write(50);
        tick();
        orders.splitShard(orders.openShardIds().get(0));
        write(50);
        orders.disableStream();
    }

    /** The service drops all records that it has. */
    void trimAll() {
        orders.shards().forEach(shard -> orders.trimShard(shard.id(), shard.records()));
    }

    private void write(int changes) {
        for (int i = 0; i < changes; i++) {
            put(written);
        }
    }

    private void put(int number) {
        orders.put(order(number % 40));
        written++;
    }

    private Item order(int number) {
        return Item.builder().s("orderId", "order-" + number).n("total", written).build();
    }

    private void tick() {
        simulator.clock().advance(Duration.ofMinutes(1));
    }

    /** What has been written, as the jobs have it: a key and a sequence number each. */
    List<String> allWritten() {
        List<String> all = new ArrayList<>();
        orders.sequenceNumbersByKey()
                .forEach((key, numbers) -> numbers.forEach(n -> all.add(key + " " + n)));
        return all;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
