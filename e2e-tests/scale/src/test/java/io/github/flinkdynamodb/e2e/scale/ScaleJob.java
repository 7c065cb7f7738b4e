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
package io.github.flinkdynamodb.e2e.scale;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import java.net.URI;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Reads all there is of a table's stream on one subtask, and checks it. */
final class ScaleJob {

    private ScaleJob() {}

    /**
     * Runs until everything is read; {@link VersionCheck} has the results under the table's name.
     */
    static JobExecutionResult run(URI endpoint, String table) throws Exception {
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName(table)
                        .setEndpoint(endpoint.toString())
                        .setRegion("us-east-1")
                        .setBasicCredentials("simulated", "simulated")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setStoppingPosition(StoppingPosition.latest())
                        .setDeserializer(new KeyVersionSchema())
                        .build();
        Configuration configuration = new Configuration();
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        env.enableCheckpointing(1000);
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "changes")
                .map(new VersionCheck(table))
                .sinkTo(new DiscardingSink<>());
        return env.execute(table);
    }
}
