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
package io.github.flinkdynamodb.tools.simulator.contract;

import io.github.flinkdynamodb.tools.simulator.SdkClients;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.TableReads;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.EnumSet;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The simulator. */
final class SimulatorService extends Service {

    private final Simulator simulator;

    SimulatorService() {
        this(Simulator.builder().start());
    }

    private SimulatorService(Simulator simulator) {
        super(simulator.endpoint(), EnumSet.of(Difference.NO_CONDITIONS));
        this.simulator = simulator;
    }

    @Override
    void createTable(String name, StreamViewType viewType, String partitionType, String sortType) {
        TableSettings settings =
                TableSettings.table(name)
                        .partitionKey("pk", partitionType)
                        .viewType(
                                io.github.flinkdynamodb.tools.simulator.table.StreamViewType
                                        .valueOf(viewType.name()));
        simulator.createTable(sortType == null ? settings : settings.sortKey("sk", sortType));
    }

    @Override
    void disableStream(String table) {
        simulator.table(table).disableStream();
    }

    @Override
    void enableStream(String table, StreamViewType viewType) {
        simulator.table(table).enableStream();
    }

    @Override
    void deleteTable(String table) {
        simulator.table(table).delete();
    }

    @Override
    void putExpired(String table, String key) {
        put(table, key);
        simulator.table(table).expire(Item.builder().s("pk", key).build());
    }

    @Override
    String aged(String iterator) {
        simulator.clock().advance(TableReads.ITERATOR_LIFE);
        return iterator;
    }

    @Override
    String trimmedIterator(String table, String streamArn, String shardId) {
        String begin =
                SdkClients.iterator(streams(), streamArn, shardId, ShardIteratorType.TRIM_HORIZON);
        simulator.table(table).trimShard(shardId, 1);
        return begin;
    }

    @Override
    public void close() {
        super.close();
        simulator.close();
    }
}
