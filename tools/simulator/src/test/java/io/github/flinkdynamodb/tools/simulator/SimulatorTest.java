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
package io.github.flinkdynamodb.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What is written is read with the AWS SDK, shard by shard along the lineage. */
class SimulatorTest {

    private final Simulator simulator = Simulator.builder().start();
    private final DynamoDbStreamsClient client = SdkClients.streams(simulator.endpoint());

    @AfterEach
    void close() {
        client.close();
        simulator.close();
    }

    @Test
    void everyWriteIsReadOnceInTheOrderOfItsKeyAcrossRolloversAndSplits() {
        SimulatedTable table = simulator.createTable(TableSettings.table("orders").shards(3));
        for (int i = 0; i < 3000; i++) {
            table.put(Item.builder().s("pk", "k" + i % 37).n("v", i).build());
            if (i == 1000) {
                table.rollAllShards();
            } else if (i == 2000) {
                table.openShardIds().forEach(table::splitShard);
            }
        }

        Map<String, List<String>> read = new HashMap<>();
        for (Shard shard : SdkClients.shards(client, table.streamArn())) {
            for (Record record : SdkClients.read(client, table.streamArn(), shard.shardId())) {
                read.computeIfAbsent(
                                record.dynamodb().keys().get("pk").s(), any -> new ArrayList<>())
                        .add(record.dynamodb().sequenceNumber());
            }
        }

        assertThat(read).isEqualTo(table.sequenceNumbersByKey());
        assertThat(table.shards()).hasSize(12);
        assertThat(simulator.counts().recordsHandedOut()).isEqualTo(3000);
    }
}
