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

import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Lets many shards of a reader end at once, while others go on. */
final class HandoverRun {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final int rolling;
    private final int steady;
    private final Service service;
    private final Duration window;
    private final int rounds;
    private final Random random;

    private final AtomicReference<LoneRecords> now = new AtomicReference<>(new LoneRecords(0));

    /**
     * Creates a run.
     *
     * @param rolling how many shards end at once
     * @param steady how many others there are
     * @param service how the service answers
     * @param window how long the others are watched
     * @param rounds how often the shards end; the first time isn't measured
     * @param seed of what is random
     */
    HandoverRun(int rolling, int steady, Service service, Duration window, int rounds, long seed) {
        this.rolling = rolling;
        this.steady = steady;
        this.service = service;
        this.window = window;
        this.rounds = rounds;
        this.random = new Random(seed);
    }

    /**
     * What was measured in a round, or in all, in milliseconds.
     *
     * @param gaps from the arrival of a parent's last record to that of its child's first, which
     *     was written right after it
     * @param undisturbed from write to arrival on the shards that go on, while no shard ends
     * @param disturbed the same while shards end
     * @param describeStreamCalls how many of them there were while shards ended
     * @param throttledCalls how many of these were throttled
     */
    record Result(
            Quantiles gaps,
            Quantiles undisturbed,
            Quantiles disturbed,
            long describeStreamCalls,
            long throttledCalls) {

        /** All of some rounds. */
        static Result all(List<Result> rounds) {
            return new Result(
                    all(rounds, Result::gaps),
                    all(rounds, Result::undisturbed),
                    all(rounds, Result::disturbed),
                    rounds.stream().mapToLong(Result::describeStreamCalls).sum(),
                    rounds.stream().mapToLong(Result::throttledCalls).sum());
        }

        private static Quantiles all(List<Result> rounds, Function<Result, Quantiles> part) {
            return Quantiles.all(rounds.stream().map(part).collect(Collectors.toList()));
        }
    }

    /**
     * Measures a reader.
     *
     * @return what was measured in each round
     * @throws TimeoutException if a change doesn't arrive
     */
    List<Result> measure(RecordReader.Factory readers) throws Exception {
        try (Simulator simulator = service.start(random.nextLong())) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("rolling").shards(rolling + steady));
            List<String> keys = ShardKeys.ofEach(table);
            FaultRule throttling =
                    FaultRule.of(Fault.error(ServiceError.THROTTLING))
                            .on(Operation.DESCRIBE_STREAM)
                            .probability(service.throttled());
            simulator.faults().add(throttling);
            RecordReader reader =
                    readers.start(simulator, table, number -> now.get().arrived(number));
            try {
                return measure(table, keys, () -> calls(simulator), throttling::fired);
            } finally {
                reader.stop();
            }
        }
    }

    private static long calls(Simulator simulator) {
        return simulator.counts().calls(Operation.DESCRIBE_STREAM);
    }

    private List<Result> measure(
            SimulatedTable table, List<String> keys, LongSupplier calls, LongSupplier throttled)
            throws Exception {
        List<String> rollingKeys = keys.subList(0, rolling);
        List<String> steadyKeys = keys.subList(rolling, keys.size());
        List<Result> results = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            List<Double> gaps = new ArrayList<>();
            Quantiles undisturbed = watch(table, steadyKeys, List.of(), gaps);
            long callsBefore = calls.getAsLong();
            long throttledBefore = throttled.getAsLong();
            Quantiles disturbed = watch(table, steadyKeys, rollingKeys, gaps);
            if (round > 0) {
                results.add(
                        new Result(
                                Quantiles.of(gaps),
                                undisturbed,
                                disturbed,
                                calls.getAsLong() - callsBefore,
                                throttled.getAsLong() - throttledBefore));
            }
        }
        return results;
    }

    /** Writes to steady shards for a while, at the begin of which others end. */
    private Quantiles watch(
            SimulatedTable table, List<String> steadyKeys, List<String> toRoll, List<Double> gaps)
            throws Exception {
        int first = 2 * toRoll.size();
        LoneRecords records = new LoneRecords(first + steadyKeys.size());
        now.set(records);
        for (int i = 0; i < toRoll.size(); i++) {
            String key = toRoll.get(i);
            records.write(table, key, 2 * i);
            table.rollShard(ShardKeys.shardOf(table, key));
            records.write(table, key, 2 * i + 1);
        }
        Duration gap = window.dividedBy(steadyKeys.size());
        for (int i = 0; i < steadyKeys.size(); i++) {
            LoneRecords.pause(gap, random);
            records.write(table, steadyKeys.get(i), first + i);
        }
        if (!records.awaitAll(LIMIT)) {
            throw new TimeoutException("A change didn't arrive within " + LIMIT);
        }
        for (int i = 0; i < toRoll.size(); i++) {
            gaps.add(records.millisBetweenArrivals(2 * i, 2 * i + 1));
        }
        return records.millis(first);
    }
}
