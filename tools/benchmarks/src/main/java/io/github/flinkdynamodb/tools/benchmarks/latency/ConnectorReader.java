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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Reads with the connector, in a local cluster of this process, to the sink of a job. */
final class ConnectorReader implements RecordReader {

    /** By the numbers of the jobs: their functions are copies, so that this is static. */
    private static final Map<Integer, IntConsumer> LISTENERS = new ConcurrentHashMap<>();

    private static final AtomicInteger JOBS = new AtomicInteger();

    private final JobClient job;
    private final int listener;

    private ConnectorReader(JobClient job, int listener) {
        this.job = job;
        this.listener = listener;
    }

    /**
     * Reads with an interval that the polls of idle shards back off to.
     *
     * @param maxInterval the setting; null for the default
     */
    static Factory with(Duration maxInterval) {
        Map<String, String> options =
                maxInterval == null
                        ? Map.of()
                        : Map.of(
                                DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL.key(),
                                maxInterval.toMillis() + " ms");
        return (simulator, table, onRecord) -> start(simulator, table, onRecord, options);
    }

    /** Reads with an interval that is the same for each poll of an idle shard. */
    static Factory every(Duration interval) {
        Map<String, String> options =
                Map.of(
                        DynamoDbStreamsSourceOptions.POLL_MIN_INTERVAL.key(),
                        interval.toMillis() + " ms",
                        DynamoDbStreamsSourceOptions.POLL_MAX_INTERVAL.key(),
                        interval.toMillis() + " ms");
        return (simulator, table, onRecord) -> start(simulator, table, onRecord, options);
    }

    private static RecordReader start(
            Simulator simulator,
            SimulatedTable table,
            IntConsumer onRecord,
            Map<String, String> options)
            throws Exception {
        int listener = listen(onRecord);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(1);
        define(environment, simulator, table, options, listener);
        return new ConnectorReader(environment.executeAsync("latency"), listener);
    }

    private static int listen(IntConsumer onRecord) {
        int listener = JOBS.incrementAndGet();
        LISTENERS.put(listener, onRecord);
        return listener;
    }

    /**
     * Creates a job for a cluster of this process that reads a table as the reader does.
     *
     * @param savepoint where it goes on; null for a new job
     */
    static JobGraph job(
            Simulator simulator,
            SimulatedTable table,
            IntConsumer onRecord,
            int parallelism,
            String savepoint) {
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism);
        define(environment, simulator, table, Map.of(), listen(onRecord));
        JobGraph graph = environment.getStreamGraph().getJobGraph();
        if (savepoint != null) {
            graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
        }
        return graph;
    }

    private static void define(
            StreamExecutionEnvironment environment,
            Simulator simulator,
            SimulatedTable table,
            Map<String, String> options,
            int listener) {
        DynamoDbStreamsSource<Integer> source =
                DynamoDbStreamsSource.<Integer>builder()
                        .setOptions(options)
                        .setStreamArn(table.streamArn())
                        .setEndpoint(simulator.endpoint().toString())
                        .setBasicCredentials("key", "secret")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setDeserializer(new NumberSchema())
                        .build();
        environment
                .fromSource(
                        new NotedSource<>(source),
                        WatermarkStrategy.noWatermarks(),
                        "stream",
                        Types.INT)
                .uid("stream")
                .map(new Arrival(listener))
                .sinkTo(new DiscardingSink<>());
    }

    @Override
    public void stop() throws Exception {
        Jobs.stop(job);
        LISTENERS.remove(listener);
    }

    private static final class Arrival implements MapFunction<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        private final int listener;

        Arrival(int listener) {
            this.listener = listener;
        }

        @Override
        public Integer map(Integer number) {
            // A job that was told to end may still have a record.
            LISTENERS.getOrDefault(listener, ended -> {}).accept(number);
            return number;
        }
    }

    private static final class NumberSchema
            implements DynamoDbStreamsDeserializationSchema<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<Integer> out) {
            out.collect(Integer.valueOf(record.newImage().get(LoneRecords.NUMBER).n()));
        }

        @Override
        public TypeInformation<Integer> getProducedType() {
            return Types.INT;
        }
    }
}
