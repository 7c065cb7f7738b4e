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
package io.github.flinkdynamodb.tools.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoneRecordsTest {

    @Test
    void onlyTheFirstChangeOfAShardThatWasQuietBeforeCountsAsFirst() throws Exception {
        try (Simulator simulator = Simulator.builder().seed(1).start()) {
            SimulatedTable table = simulator.createTable(TableSettings.table("lone").shards(3));
            List<String> keys = ShardKeys.ofEach(table);
            LoneRecords before = new LoneRecords(1);
            before.write(table, keys.get(0), 0);

            LoneRecords measured = new LoneRecords(4);
            int[] shards = {0, 1, 1, 2};
            for (int i = 0; i < shards.length; i++) {
                measured.write(table, keys.get(shards[i]), i);
                measured.arrived(i);
            }

            double secondShard = measured.millis(1, 2).median();
            double thirdShard = measured.millis(3, 4).median();
            assertThat(measured.millisOfFirstOnShard(before))
                    .containsExactly(secondShard, thirdShard);
            assertThat(measured.millisOfFirstOnShard(new LoneRecords(0)))
                    .containsExactly(measured.millis(0, 1).median(), secondShard, thirdShard);
        }
    }
}
