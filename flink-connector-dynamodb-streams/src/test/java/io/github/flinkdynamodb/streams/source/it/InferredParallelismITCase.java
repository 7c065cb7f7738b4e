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
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.ImpatientSource;
import io.github.flinkdynamodb.streams.source.ScanBoundedMode;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.Test;

/** Flink asks the source of a batch job how many subtasks it needs. */
@OnEachFlink
class InferredParallelismITCase {

    @Test
    void aStreamThatIsReadInBatchModeHasOneSubtaskAnOpenShard() throws Exception {
        try (SimulatedJobs jobs = SimulatedJobs.start(Simulator.builder().start(), 4)) {
            SimulatedTable table =
                    jobs.simulator().createTable(TableSettings.table("inferred").shards(3));
            for (int i = 0; i < 100; i++) {
                table.put(Item.builder().s("pk", "k" + i).build());
            }
            Configuration options = jobs.options(table);
            options.set(DynamoDbStreamsSourceOptions.BOUNDED_MODE, ScanBoundedMode.LATEST);
            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            env.setRuntimeMode(RuntimeExecutionMode.BATCH);
            env.setParallelism(ExecutionConfig.PARALLELISM_DEFAULT);
            env.fromSource(ImpatientSource.of(options), WatermarkStrategy.noWatermarks(), "changes")
                    .sinkTo(new DiscardingSink<>());

            JobClient job = env.executeAsync("inferred");
            job.getJobExecutionResult().get();

            assertThat(jobs.graph(job).getVerticesTopologically())
                    .first()
                    .extracting(AccessExecutionJobVertex::getParallelism)
                    .isEqualTo(3);
        }
    }
}
