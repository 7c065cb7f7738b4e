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
package io.github.flinkdynamodb.streams.source.enumerator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.repair.RestoredShard;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the reading of a shard counts as begun, whatever this machine's clock says. */
class EnumeratorReadingDatesTest {

    private final EnumeratorHarness harness = new EnumeratorHarness();

    @ParameterizedTest
    @ValueSource(ints = {-7, 0, 7})
    void aShardIsDatedByTheServicesClock(int hoursAhead) {
        harness.service.tellTime(Duration.ofHours(hoursAhead));
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        harness.readTable();
        harness.shards("a");

        harness.start(1, 0);

        ShardSplit shard = harness.context.lastSplit("a");
        Instant serviceTime = harness.clock.instant().minus(Duration.ofHours(hoursAhead));
        assertThat(shard.readUpTo().orElseThrow().plus(RestoredShard.RETENTION))
                .isEqualTo(serviceTime.truncatedTo(ChronoUnit.SECONDS));
        assertThat(shard.isReadUpToAssumed()).isTrue();
    }

    @Test
    void withoutRepairsNoShardIsDated() {
        harness.service.tellTime(Duration.ZERO);
        harness.shards("a");

        harness.start(1, 0);

        assertThat(harness.context.lastSplit("a").readUpTo()).isEmpty();
    }
}
