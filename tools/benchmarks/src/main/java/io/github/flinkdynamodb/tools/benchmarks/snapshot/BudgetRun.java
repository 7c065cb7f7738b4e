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
package io.github.flinkdynamodb.tools.benchmarks.snapshot;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Reads a table of the simulator with two readers and a budget, and reports what the simulator
 * counted. In a JVM of its own.
 */
final class BudgetRun {

    private static final int READERS = 2;
    private static final int MINUTE = 60;
    private static final Duration LOOK = Duration.ofMillis(100);

    /** With its key and name an item has a little less than a unit. */
    private static final String PADDING = "x".repeat(4000);

    private BudgetRun() {}

    /**
     * Measures, and reports "part", the units of all seconds as a part of the budget's, and
     * "worst", those of the minute that had the most.
     *
     * @param arguments the units a second; for how many seconds
     */
    public static void main(String[] arguments) throws Exception {
        int units = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        double[] used = unitsBySecond(units, seconds);
        int minute = Math.min(MINUTE, seconds);
        ChildJvm.tell("part", most(used, seconds) / seconds / units);
        ChildJvm.tell("worst", most(used, minute) / minute / units);
        System.exit(0);
    }

    /** The most units that any so many seconds in a row had. */
    static double most(double[] bySecond, int seconds) {
        double most = 0;
        double sum = 0;
        for (int i = 0; i < bySecond.length; i++) {
            sum += bySecond[i] - (i < seconds ? 0 : bySecond[i - seconds]);
            most = Math.max(most, sum);
        }
        return most;
    }

    private static double[] unitsBySecond(int units, int seconds) throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable table =
                    simulator.createTable(TableSettings.table("budget").partitionKey("pk", "S"));
            for (int i = 0; i < units * (seconds + 1); i++) {
                table.put(Item.builder().s("pk", "key-" + i).s("padding", PADDING).build());
            }
            JobClient job = start(simulator, table, units);
            try {
                return await(job, table, seconds);
            } finally {
                Jobs.stop(job);
            }
        }
    }

    private static JobClient start(Simulator simulator, SimulatedTable table, int units)
            throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setOptions(
                                Map.of(
                                        DynamoDbStreamsSourceOptions.SNAPSHOT_MAX_READ_CAPACITY
                                                .key(),
                                        Integer.toString(units)))
                        .setTableName(table.name())
                        .setEndpoint(simulator.endpoint().toString())
                        .setRegion(simulator.region())
                        .setBasicCredentials("key", "secret")
                        .setStartupPosition(StartupPosition.snapshot())
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .build();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(READERS);
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "table")
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync("budget");
    }

    /** The units of the seconds from the first page on, once there are so many whole ones. */
    private static double[] await(JobClient job, SimulatedTable table, int seconds)
            throws Exception {
        CompletableFuture<?> end = job.getJobExecutionResult();
        while (true) {
            TreeMap<Instant, Double> units = new TreeMap<>(table.scans().unitsBySecond());
            if (!units.isEmpty()) {
                Instant first = units.firstKey();
                if (end.isDone() || !Instant.now().isBefore(first.plusSeconds(seconds + 1))) {
                    end.getNow(null);
                    double[] bySecond = new double[seconds + 1];
                    for (int i = 0; i <= seconds; i++) {
                        bySecond[i] = units.getOrDefault(first.plusSeconds(i), 0.0);
                    }
                    return bySecond;
                }
            }
            Pause.of(LOOK);
        }
    }
}
