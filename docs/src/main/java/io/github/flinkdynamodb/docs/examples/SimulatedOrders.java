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
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.JsonStringDeserializationSchema;
import io.github.flinkdynamodb.tools.simulator.Operation;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.fault.Fault;
import io.github.flinkdynamodb.tools.simulator.fault.FaultRule;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job against the simulator, as a test of one's own would run it. */
public final class SimulatedOrders {

    private SimulatedOrders() {}

    /**
     * Runs the job on what it finds in the stream.
     *
     * @return the changes that arrived
     * @throws Exception if the job fails
     */
    public static List<String> run() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders = simulator.createTable(TableSettings.table("orders").shards(4));
            for (int i = 0; i < 1000; i++) {
                orders.put(Item.builder().s("pk", "order-" + i % 100).n("total", i).build());
                if (i == 500) {
                    orders.splitShard(orders.openShardIds().get(0));
                }
            }
            FaultRule throttled =
                    FaultRule.of(Fault.error(ServiceError.THROTTLING))
                            .on(Operation.GET_RECORDS)
                            .times(5);
            simulator.faults().add(throttled);

            List<String> arrived = read(simulator);

            check(arrived.size() == orders.written(), "every change arrives once");
            check(throttled.fired() == 5, "the source was throttled");
            return arrived;
        }
    }

    private static List<String> read(Simulator simulator) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        DynamoDbStreamsSource<String> source =
                DynamoDbStreamsSource.<String>builder()
                        .setTableName("orders")
                        .setEndpoint(simulator.endpoint().toString())
                        .setRegion(simulator.region())
                        .setBasicCredentials("any", "any")
                        .setStartupPosition(StartupPosition.trimHorizon())
                        .setStoppingPosition(StoppingPosition.latest())
                        .setDeserializer(JsonStringDeserializationSchema.plainJson())
                        .build();
        return env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                .executeAndCollect(10_000);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("It doesn't hold that " + what);
        }
    }
}
