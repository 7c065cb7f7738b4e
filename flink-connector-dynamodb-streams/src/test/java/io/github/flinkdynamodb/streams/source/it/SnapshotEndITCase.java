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
package io.github.flinkdynamodb.streams.source.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ScanStartupMode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.transformations.PhysicalTransformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A reader that fails alone when all of a table has been read and all readers know it, in a job
 * without a shuffle, so that the other one isn't restarted with it.
 */
@OnEachFlink
class SnapshotEndITCase {

    private static final int SUBTASKS = 2;

    private static SimulatedJobs jobs;

    @BeforeAll
    static void start() throws Exception {
        jobs = SimulatedJobs.start(Simulator.builder().start(), SUBTASKS);
    }

    @AfterEach
    void endJobs() throws Exception {
        jobs.cancelAll();
    }

    @AfterAll
    static void stop() {
        jobs.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "BATCH"})
    void aReaderThatFailsAfterTheEndReadsItsItemsAgain(RuntimeExecutionMode mode) throws Exception {
        String name = "snapshot-end-" + mode;
        SimulatedTable table =
                jobs.simulator().createTable(TableSettings.table(name).partitionKey("pk", "S"));
        List<String> expected = fill(table, 500);

        JobClient job = run(table, mode);
        LocalJobs.awaitEnd(job);

        assertThat(FailAtEnd.failures(name)).isEqualTo(1);
        assertThat(Journal.starts(name)).as("the other subtask went on").isEqualTo(SUBTASKS + 1);
        assertThat(Journal.read(name)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> fill(SimulatedTable table, int items) {
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= items; i++) {
            table.put(Item.builder().s("pk", Integer.toString(i)).n("v", i).build());
            expected.add(i + " " + i);
        }
        return expected;
    }

    /**
     * Jobs restart when they fail, and take no checkpoints: all that a reader has read comes back
     * when it fails, and one that has ended waits for nothing.
     */
    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.setString("restart-strategy.type", "fixed-delay");
        configuration.setString("restart-strategy.fixed-delay.attempts", "10");
        configuration.setString("restart-strategy.fixed-delay.delay", "100 ms");
        return StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    }

    private static JobClient run(SimulatedTable table, RuntimeExecutionMode mode) throws Exception {
        Configuration options = jobs.optionsByName(table);
        options.set(DynamoDbStreamsSourceOptions.STARTUP_MODE, ScanStartupMode.SNAPSHOT);
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setOptions(options.toMap())
                        .setDeserializer(new ItemText())
                        .build();
        StreamExecutionEnvironment env = environment();
        env.setRuntimeMode(mode);
        DataStream<String> items =
                env.fromSource(source, WatermarkStrategy.noWatermarks(), "items")
                        .setParallelism(SUBTASKS)
                        .map(new Journal(table.name()))
                        .setParallelism(SUBTASKS)
                        .uid("journal")
                        .transform("failure", Types.STRING, new FailAtEnd(table.name(), SUBTASKS))
                        .setParallelism(SUBTASKS);
        // Otherwise Flink 1.20 gives it a task of its own, and batch mode restarts that one alone.
        ((PhysicalTransformation<?>) items.getTransformation())
                .setChainingStrategy(ChainingStrategy.ALWAYS);
        items.sinkTo(new DiscardingSink<>()).setParallelism(SUBTASKS);
        return env.executeAsync(table.name());
    }
}
