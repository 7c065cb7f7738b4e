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

import io.github.flinkdynamodb.streams.source.DecodeErrorPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSource;
import io.github.flinkdynamodb.streams.source.StartupPosition;
import io.github.flinkdynamodb.streams.source.StoppingPosition;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetter;
import io.github.flinkdynamodb.streams.source.deserializer.DeadLetters;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.types.Either;

/** The guide's example of dead letters, run against the simulator. */
public final class RejectedOrders {

    private RejectedOrders() {}

    private static DynamoDbStreamsSource<Either<DeadLetter, OrderTotal>> source(
            Simulator simulator) {
        return DynamoDbStreamsSource.<Either<DeadLetter, OrderTotal>>builder()
                .setTableName("orders")
                .setEndpoint(simulator.endpoint().toString())
                .setRegion(simulator.region())
                .setBasicCredentials("any", "any")
                .setStartupPosition(StartupPosition.trimHorizon())
                .setStoppingPosition(StoppingPosition.latest())
                .setDecodeErrorPolicy(DecodeErrorPolicy.DEAD_LETTER)
                .setDeserializer(DeadLetters.wrap(new OrderTotalSchema()))
                .build();
    }

    /**
     * Reads orders of which one has text for a total.
     *
     * @return the totals, and the dead letters as "table: event name, cause, bytes"
     * @throws Exception if the job fails
     */
    public static List<String> run() throws Exception {
        try (Simulator simulator = Simulator.builder().start()) {
            SimulatedTable orders =
                    simulator.createTable(
                            TableSettings.table("orders").partitionKey("orderId", "S"));
            orders.put(Item.builder().s("orderId", "o1").n("total", 20).build());
            orders.put(Item.builder().s("orderId", "o2").s("total", "twenty").build());
            orders.put(Item.builder().s("orderId", "o3").n("total", 5).build());

            StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
            return split(env, source(simulator)).executeAndCollect(100);
        }
    }

    private static DataStream<String> split(
            StreamExecutionEnvironment env,
            DynamoDbStreamsSource<Either<DeadLetter, OrderTotal>> source) {
        SingleOutputStreamOperator<OrderTotal> totals =
                DeadLetters.split(
                        env.fromSource(source, WatermarkStrategy.noWatermarks(), "orders")
                                .uid("orders-source"));
        DataStream<DeadLetter> rejected = totals.getSideOutput(DeadLetters.TAG);
        return totals.map(OrderTotal::toString).union(rejected.map(RejectedOrders::text));
    }

    private static String text(DeadLetter letter) {
        return String.format(
                "%s: %s, %s, %s",
                letter.tableName(), letter.eventName(), letter.cause(), letter.record().utf8());
    }
}
