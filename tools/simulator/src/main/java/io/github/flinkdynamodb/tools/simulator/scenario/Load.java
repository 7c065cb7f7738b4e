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
package io.github.flinkdynamodb.tools.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a table at a steady rate: items with a key {@code pk} ("k0" to "kN"), a version {@code
 * v} that counts the key's changes from 1 on, the time {@code at} in epoch milliseconds, and a
 * filling {@code f}. From {@code start-load}: {@code keys} (1000), {@code recordsPerSecond} (1000),
 * {@code itemBytes} (200), {@code records} (no end), {@code preload} (false): whether every key is
 * written once before the action is done. {@code finish-load} stops it and writes a last version of
 * every key, which has {@code last} set.
 */
final class Load {

    private static final long TICK_MILLIS = 20;

    private final SimulatedTable table;
    private final Clock clock;
    private final double perTick;
    private final long most;
    private final long[] versions;
    private final String filling;
    private final boolean preload;
    private final Random random = new Random(23);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread daemon = new Thread(task, "simulator-load");
                        daemon.setDaemon(true);
                        return daemon;
                    });
    private double due;
    private long written;

    /**
     * Writes each key once, with the version 0, which no load counts: what a table has before its
     * stream is enabled. From {@code fill-table}: {@code keys} (1000), {@code itemBytes} (200).
     */
    static void fill(SimulatedTable table, Clock clock, JsonNode settings) {
        Fields fields = Fields.of(settings).onlyOfAction("A filling", "keys", "itemBytes");
        String filling = "x".repeat(fields.small("itemBytes", 1, 200));
        checkKey(table);
        for (int key = 0; key < fields.small("keys", 1, 1000); key++) {
            table.put(item(key, 0, clock, filling).build());
        }
    }

    private static Item.Builder item(int key, long version, Clock clock, String filling) {
        return Item.builder()
                .s("pk", "k" + key)
                .n("v", version)
                .n("at", clock.millis())
                .s("f", filling);
    }

    Load(SimulatedTable table, Clock clock, JsonNode settings) {
        this.table = table;
        this.clock = clock;
        Fields fields =
                Fields.of(settings)
                        .onlyOfAction(
                                "A load",
                                "keys",
                                "recordsPerSecond",
                                "itemBytes",
                                "records",
                                "preload");
        this.perTick = fields.positive("recordsPerSecond", 1000) / (1000.0 / TICK_MILLIS);
        this.most = fields.whole("records", 1, Long.MAX_VALUE);
        this.versions = new long[fields.small("keys", 1, 1000)];
        this.preload = fields.flag("preload");
        this.filling = "x".repeat(fields.small("itemBytes", 1, 200));
        checkKey(table);
    }

    /** The items have the key "pk", a string, and no other. */
    private static void checkKey(SimulatedTable table) {
        try {
            table.keysOf(Item.builder().s("pk", "k0").build());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "A load needs a table with the partition key \"pk\", a string, and no sort key:"
                            + " "
                            + e.getMessage(),
                    e);
        }
    }

    void start() {
        if (preload) {
            writeAll(false);
        }
        thread.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void tick() {
        due += perTick;
        while (due >= 1 && written < most) {
            write(random.nextInt(versions.length), false);
            due--;
        }
    }

    private void write(int key, boolean last) {
        versions[key]++;
        written++;
        Item.Builder item = item(key, versions[key], clock, filling);
        if (last) {
            item.bool("last", true);
        }
        table.put(item.build());
    }

    /** Ends it. */
    void stop() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it with a last version of every key. */
    void finish() {
        stop();
        writeAll(true);
    }

    private synchronized void writeAll(boolean last) {
        for (int key = 0; key < versions.length; key++) {
            write(key, last);
        }
    }
}
