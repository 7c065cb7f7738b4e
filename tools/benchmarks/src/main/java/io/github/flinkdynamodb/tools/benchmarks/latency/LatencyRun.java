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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Lets a reader wait on idle shards, then writes to them now and then. */
final class LatencyRun {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PARTS = 5;
    private static final int WARM_UP_RECORDS = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final int shards;
    private final Service service;
    private final Duration settling;
    private final boolean settlesWithChanges;
    private final Duration gap;
    private final int records;
    private final long seed;

    /**
     * Creates a run.
     *
     * @param shards how many open shards there are
     * @param service how it answers
     * @param settling what comes before the reader is measured
     * @param gap the mean time between two changes, over all shards
     * @param records how many changes are measured
     * @param seed of what is random
     */
    LatencyRun(
            int shards, Service service, Settling settling, Duration gap, int records, long seed) {
        this.shards = shards;
        this.service = service;
        this.settling = settling.time();
        this.settlesWithChanges = settling.withChanges();
        this.gap = gap;
        this.records = records;
        this.seed = seed;
    }

    /**
     * What comes before a reader is measured.
     *
     * @param time how long it takes
     * @param withChanges whether changes come as often as when it is measured, or none at all
     */
    record Settling(Duration time, boolean withChanges) {}

    /**
     * What was measured.
     *
     * @param millis from writing to arriving
     * @param medians the median of this, between the least and the greatest of five parts of the
     *     time
     * @param firstOnShard the same of those changes alone before which their shard was quiet since
     *     settling began
     * @param calls GetRecords a shard and hour while records are written
     * @param pollMicros CPU of a call, in microseconds: what the process used without the
     *     simulator, with all that runs in it
     */
    record Result(
            Quantiles millis,
            Quantiles medians,
            List<Double> firstOnShard,
            double calls,
            double pollMicros) {}

    /**
     * Measures a reader.
     *
     * @throws TimeoutException if a change doesn't arrive
     */
    Result measure(RecordReader.Factory readers) throws Exception {
        LoneRecords warmUp = new LoneRecords(WARM_UP_RECORDS);
        LoneRecords measured = new LoneRecords(records);
        Random random = new Random(seed);
        try (Simulator simulator = service.start(seed)) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("lone").shards(shards));
            AtomicReference<LoneRecords> now = new AtomicReference<>(warmUp);
            RecordReader reader =
                    readers.start(simulator, table, number -> now.get().arrived(number));
            try {
                Duration time = settling.compareTo(WARM_UP) < 0 ? settling : WARM_UP;
                warmUp.write(table, time.dividedBy(WARM_UP_RECORDS), random);
                awaitAll(warmUp);
                LoneRecords before = settle(table, now, random);
                now.set(measured);
                CallWindow written = new CallWindow(simulator, shards);
                measured.write(table, gap, random);
                double calls = written.callsOfAShardAndHour();
                double micros = written.microsOfACall();
                awaitAll(measured);
                return new Result(
                        measured.millis(0),
                        medians(measured),
                        measured.millisOfFirstOnShard(before),
                        calls,
                        micros);
            } finally {
                reader.stop();
            }
        }
    }

    /** Lets the reader read for a while, and gives the changes that came meanwhile. */
    private LoneRecords settle(
            SimulatedTable table, AtomicReference<LoneRecords> now, Random random)
            throws Exception {
        LoneRecords before =
                new LoneRecords(settlesWithChanges ? (int) settling.dividedBy(gap) : 0);
        if (settlesWithChanges) {
            now.set(before);
            before.write(table, gap, random);
            awaitAll(before);
        } else {
            Pause.of(settling);
        }
        return before;
    }

    /** The median of all, between the least and the greatest of parts. */
    private Quantiles medians(LoneRecords measured) {
        int parts = Math.min(PARTS, records);
        Quantiles medians =
                new Quantiles(
                        IntStream.range(0, parts)
                                .mapToObj(
                                        part ->
                                                measured.millis(
                                                        part * records / parts,
                                                        (part + 1) * records / parts))
                                .mapToDouble(Quantiles::median)
                                .toArray());
        return new Quantiles(medians.least(), measured.millis(0).median(), medians.most());
    }

    private static void awaitAll(LoneRecords records) throws Exception {
        if (!records.awaitAll(LIMIT)) {
            throw new TimeoutException("A change didn't arrive within " + LIMIT);
        }
    }
}
