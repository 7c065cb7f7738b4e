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
package io.github.flinkdynamodb.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.flinkdynamodb.docs.examples.MigrationSnippets;
import io.github.flinkdynamodb.docs.examples.OrderChange;
import io.github.flinkdynamodb.docs.examples.SdkRecordOrderSchema;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceBuilder;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The switch from another source as the page on it describes it. In the place of the old source
 * stands one of this project with a uid of its own.
 */
class SwitchOfSourceITCase {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Queue<String> SOURCE_EMITTED = new ConcurrentLinkedQueue<>();
    private static final Queue<String> ARRIVED = new ConcurrentLinkedQueue<>();

    @TempDir private Path savepoints;

    @BeforeEach
    void forgetWhatArrived() {
        SOURCE_EMITTED.clear();
        ARRIVED.clear();
    }

    private static void write(SimulatedTable orders, int from, int to) {
        for (int i = from; i < to; i++) {
            orders.put(Item.builder().s("orderId", "order-" + i % 10).n("total", i).build());
        }
    }

    private static DynamoDbStreamsSourceBuilder<OrderChange> source(Simulator simulator) {
        return DynamoDbStreamsSource.<OrderChange>builder()
                .setTableName("orders")
                .setEndpoint(simulator.endpoint().toString())
                .setRegion(simulator.region())
                .setBasicCredentials("any", "any")
                .setStartupPosition(StartupPosition.trimHorizon())
                .setDeserializer(new SdkRecordOrderSchema());
    }

    private static JobClient start(StreamExecutionEnvironment env, DataStream<OrderChange> changes)
            throws Exception {
        changes.map(
                        change -> {
                            ARRIVED.add(change.toString());
                            return change;
                        })
                .returns(OrderChange.class)
                .sinkTo(new DiscardingSink<>());
        return env.executeAsync();
    }

    private String runTheOldJobAndStopIt(Simulator simulator, long changes) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(2);
        DataStream<OrderChange> old =
                env.fromSource(
                                source(simulator).build(),
                                WatermarkStrategy.noWatermarks(),
                                "the old source")
                        .uid("the-old-source");
        JobClient job = start(env, MigrationSnippets.withoutReplays(old));
        await().atMost(LIMIT).until(() -> ARRIVED.size() == changes);
        return job.stopWithSavepoint(
                        false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void runTheNewJobToItsEnd(Simulator simulator, String savepoint)
            throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("execution.state-recovery.path", savepoint);
        configuration.setString("execution.state-recovery.ignore-unclaimed-state", "true");
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        DataStream<OrderChange> read =
                MigrationSnippets.newSource(
                                env,
                                source(simulator)
                                        .setStoppingPosition(StoppingPosition.latest())
                                        .build())
                        .map(
                                change -> {
                                    SOURCE_EMITTED.add(change.toString());
                                    return change;
                                })
                        .returns(OrderChange.class);
        start(env, MigrationSnippets.withoutReplays(read))
                .getJobExecutionResult()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void everyChangeArrivesOnceThoughTheNewSourceReadsSomeAgain() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders =
                    simulator.createTable(
                            TableSettings.table("orders").partitionKey("orderId", "S").shards(3));
            write(orders, 0, 200);
            String savepoint = runTheOldJobAndStopIt(simulator, 200);
            write(orders, 200, 300);

            runTheNewJobToItsEnd(simulator, savepoint);

            assertThat(SOURCE_EMITTED).as("with what is read again").hasSize(300);
            assertThat(ARRIVED).hasSize(300).doesNotHaveDuplicates();
        }
    }
}
