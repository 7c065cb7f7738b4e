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

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.tools.benchmarks.catchup.ConnectorTable;
import io.github.flinkdynamodb.tools.benchmarks.catchup.PreparedPagesServer;
import io.github.flinkdynamodb.tools.benchmarks.report.ChildJvm;
import io.github.flinkdynamodb.tools.benchmarks.report.Pause;
import io.github.flinkdynamodb.tools.benchmarks.report.ProcessCpu;
import io.github.flinkdynamodb.tools.benchmarks.report.Quantiles;
import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Latency;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.FileUtils;

/**
 * Measures how a SQL table receives changes: how long a lone change takes to the sink, and what one
 * of many costs. In a JVM of its own. The stream is served by the simulator, the items by a server
 * with prepared pages, and the job's checkpoints are 2 s apart.
 */
final class ChangesRun {

    private static final Duration CHECKPOINTS = Duration.ofSeconds(2);
    private static final Duration BLOCKED = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Items items;
    private final int segments;
    private final Duration callTime;
    private final Simulator simulator;
    private final PreparedPagesServer server;
    private final NewOrders orders;
    private final Path checkpoints;

    private ChangesRun(Items items, int segments, Duration callTime, Simulator simulator, int most)
            throws IOException {
        this.items = items;
        this.segments = segments;
        this.callTime = callTime;
        this.simulator = simulator;
        SimulatedTable table = simulator.table(PreparedTable.NAME);
        this.orders = new NewOrders(table, most);
        TableProtocol protocol =
                new TableProtocol(items.table(segments), table.arn(), table.streamArn());
        this.server = new PreparedPagesServer(protocol, callTime, 1, null);
        this.checkpoints = Files.createTempDirectory("changes");
    }

    /**
     * Measures, and reports "p50" and "p99" of the milliseconds of a lone change, "cpu", the
     * microseconds of one of many (not while items are read), and "scanned", the megabytes of items
     * a second.
     *
     * @param arguments one of {@link Items}; shards; segments; milliseconds of a call; how many
     *     lone changes; the milliseconds between two; seconds before they are measured; how many
     *     changes are many
     * @throws Exception if a change doesn't arrive
     */
    public static void main(String[] arguments) throws Exception {
        Items items = Items.valueOf(arguments[0]);
        int[] numbers = Stream.of(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        int lone = numbers[3];
        Duration gap = Duration.ofMillis(numbers[4]);
        int settling = (int) Duration.ofSeconds(numbers[5]).dividedBy(gap);
        int many = numbers[6];
        try (Simulator simulator = Simulator.builder().seed(1).start()) {
            simulator.createTable(
                    TableSettings.table(PreparedTable.NAME)
                            .partitionKey(Orders.KEYS.get(0), "S")
                            .sortKey(Orders.KEYS.get(1), "N")
                            .shards(numbers[0]));
            ChangesRun run =
                    new ChangesRun(
                            items,
                            numbers[1],
                            Duration.ofMillis(numbers[2]),
                            simulator,
                            settling + lone + 2 * many);
            run.start(numbers[0]);
            run.orders.write(settling, gap);
            run.orders.await();
            run.measureLone(lone, gap);
            if (!items.areReadMeanwhile()) {
                run.measureMany(many);
                ChildJvm.tell("cpu", run.measureMany(many));
            }
            FileUtils.deleteDirectoryQuietly(run.checkpoints.toFile());
        }
        // A cluster may leave threads that would keep the process.
        System.exit(0);
    }

    private void latency(Duration time) {
        simulator.setLatency(Operation.GET_RECORDS, Latency.of(time));
    }

    /** Starts the job, and waits until it reads each shard. */
    private void start(int shards) throws Exception {
        latency(callTime);
        JobClient job = submit();
        while (simulator.counts().calls(Operation.GET_RECORDS) < 2L * shards) {
            if (job.getJobStatus().get().isTerminalState()) {
                job.getJobExecutionResult().get();
            }
            Pause.of(LOOK);
        }
    }

    private JobClient submit() throws Exception {
        Configuration configuration =
                new Configuration()
                        .set(
                                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                                checkpoints.toUri().toString());
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        environment.enableCheckpointing(CHECKPOINTS.toMillis());
        DataStream<RowData> rows =
                ConnectorTable.readKeyed(environment, simulator.endpoint(), options());
        rows.sinkTo(new ArrivalSink());
        return environment.executeAsync("changes");
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        options.put(DynamoDbStreamsSourceOptions.TABLE_NAME.key(), PreparedTable.NAME);
        options.put("scan.changelog-mode", items.mode());
        if (items.areNeverRead()) {
            options.put(DynamoDbStreamsSourceOptions.STARTUP_MODE.key(), "trim-horizon");
            return options;
        }
        options.put(DynamoDbStreamsSourceOptions.STARTUP_MODE.key(), "initial");
        options.put(
                DynamoDbStreamsSourceOptions.SNAPSHOT_ENDPOINT.key(), server.endpoint().toString());
        options.put(
                DynamoDbStreamsSourceOptions.SNAPSHOT_SEGMENTS.key(), Integer.toString(segments));
        return options;
    }

    private void measureLone(int count, Duration gap) throws Exception {
        int first = orders.written();
        long begin = System.nanoTime();
        long bytes = server.statistics().bytes();
        orders.write(count, gap);
        double megabytes = (server.statistics().bytes() - bytes) / 1e6;
        double seconds = (System.nanoTime() - begin) / 1e9;
        orders.await();
        if (items.areReadMeanwhile() != megabytes > 0) {
            throw new IllegalStateException(megabytes + " MB of items were read meanwhile");
        }
        if (!items.areNeverRead() && bytes == 0) {
            throw new IllegalStateException("No items were read before");
        }
        Quantiles millis = orders.millis(first);
        ChildJvm.tell("p50", millis.median());
        ChildJvm.tell("p99", millis.at(0.99));
        ChildJvm.tell("scanned", megabytes / seconds);
    }

    /** Lets a backlog come about, and returns the CPU time of a change of it, in microseconds. */
    private double measureMany(int count) throws Exception {
        latency(BLOCKED);
        Pause.of(BLOCKED);
        orders.write(count);
        double before = ProcessCpu.secondsOfOthers();
        latency(callTime);
        orders.await();
        return (ProcessCpu.secondsOfOthers() - before) * 1e6 / count;
    }

    /** Notes when a row comes. */
    private static final class ArrivalSink implements Sink<RowData> {

        private static final long serialVersionUID = 1L;

        @Override
        public SinkWriter<RowData> createWriter(WriterInitContext context) {
            return new SinkWriter<RowData>() {
                @Override
                public void write(RowData row, Context context) {
                    NewOrders.arrived(row.getLong(Orders.NUMBER_COLUMN));
                }

                @Override
                public void flush(boolean endOfInput) {
                    // Nothing is kept.
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }
}
