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
package io.github.flinkdynamodb.docs.examples;

import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The guide's example: prints the items of a table and then its changes, in event time. */
public final class TableAndChangesJob {

    private TableAndChangesJob() {}

    /**
     * Runs the job.
     *
     * @param args not used
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.enableCheckpointing(10_000);

        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setRegion("eu-west-1")
                        .setStartupPosition(StartupPosition.initial())
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .build();
        WatermarkStrategy<String> strategy =
                WatermarkStrategy.forBoundedOutOfOrderness(Duration.ofSeconds(5));

        env.fromSource(source, source.holdWatermarks(strategy), "orders")
                .uid("orders-source")
                .print();

        env.execute("orders and their changes");
    }
}
