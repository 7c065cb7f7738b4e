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

import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.RebalanceMode;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DynamoDbStreamsDeserializationSchema;
import io.github.flinkdynamodb.tools.benchmarks.report.Jobs;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** A job of several subtasks, in a local cluster of this process, that reads a growing table. */
final class GrowingJob {

    /** Learns which subtask has read a change. Called on any thread. */
    interface Listener {
        void arrived(int subtask, int number);
    }

    /** By the numbers of the jobs: their functions are copies, so that this is static. */
    private static final Map<Integer, Listener> LISTENERS = new ConcurrentHashMap<>();

    private static final AtomicInteger JOBS = new AtomicInteger();

    private final int number;
    private final JobClient client;

    private GrowingJob(int number, JobClient client) {
        this.number = number;
        this.client = client;
    }

    /**
     * Starts a job.
     *
     * @param readers how many subtasks it has
     * @param checkpoints the interval between two
     */
    static GrowingJob start(
            Simulator simulator,
            SimulatedTable table,
            RebalanceMode mode,
            int readers,
            Duration checkpoints,
            Listener listener)
            throws Exception {
        int number = JOBS.incrementAndGet();
        LISTENERS.put(number, listener);
        Configuration cluster = new Configuration();
        // A restart would be measured as if a shard had been handed over.
        cluster.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(readers, cluster);
        environment.enableCheckpointing(checkpoints.toMillis());
        DynamoDbStreamsSource<Integer> source =
                DynamoDbStreamsSource.<Integer>builder()
                        .setStreamArn(table.streamArn())
                        .setEndpoint(simulator.endpoint().toString())
                        .setBasicCredentials("key", "secret")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .set(DynamoDbStreamsSourceOptions.REBALANCE_MODE, mode)
                        .setDeserializer(new NumberSchema())
                        .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "stream", Types.INT)
                .map(new Arrival(number))
                .sinkTo(new DiscardingSink<>());
        return new GrowingJob(number, environment.executeAsync("balance"));
    }

    /** Returns what completes when the job ends. */
    CompletableFuture<?> end() {
        return client.getJobExecutionResult();
    }

    /** Ends the job, if it hasn't ended. */
    void stop() throws Exception {
        Jobs.stop(client);
        LISTENERS.remove(number);
    }

    private static final class Arrival extends RichMapFunction<Integer, Integer> {
        private static final long serialVersionUID = 1L;

        private final int job;

        Arrival(int job) {
            this.job = job;
        }

        @Override
        public Integer map(Integer number) {
            int subtask = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
            // A job that was told to end may still have a record.
            LISTENERS.getOrDefault(job, (reader, ended) -> {}).arrived(subtask, number);
            return number;
        }
    }

    private static final class NumberSchema
            implements DynamoDbStreamsDeserializationSchema<Integer> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ChangeRecord record, Collector<Integer> out) {
            out.collect(Integer.valueOf(record.newImage().get(NumberedChanges.NUMBER).n()));
        }

        @Override
        public TypeInformation<Integer> getProducedType() {
            return Types.INT;
        }
    }
}
