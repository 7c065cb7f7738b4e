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
package io.github.flinkdynamodb.streams.source.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.ManualClock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.junit.jupiter.api.Test;

/** Shards' gauges in Flink's own groups. */
@OnEachFlink
class ShardGaugesTest {

    private static final int MOST = 3;

    private final ManualClock clock = new ManualClock();
    private final Map<String, Gauge<?>> registered = new TreeMap<>();
    private int registrations;
    private final GenericMetricGroup reader =
            new GenericMetricGroup(
                    TestingMetricRegistry.builder()
                            .setRegisterConsumer(this::register)
                            .setUnregisterConsumer(
                                    (metric, name, group) -> registered.remove(key(name, group)))
                            .build(),
                    UnregisteredMetricGroups.createUnregisteredOperatorMetricGroup(),
                    "reader");
    private final ShardGauges gauges = new ShardGauges(reader, clock, MOST);

    private void register(Metric metric, String name, AbstractMetricGroup<?> group) {
        registrations++;
        registered.put(key(name, group), (Gauge<?>) metric);
    }

    private static String key(String name, AbstractMetricGroup<?> group) {
        return group.getAllVariables().get("<shard>") + "." + name;
    }

    private ShardLag lag() {
        return new ShardLag(clock.millis(), 3_000);
    }

    private void addAll(String... shardIds) {
        for (String shardId : shardIds) {
            gauges.add(shardId, lag());
        }
    }

    @Test
    void eachShardHasItsGaugesUnderItsId() {
        ShardLag lag = lag();
        gauges.add("s1", lag);

        lag.behind(clock.millis() - 160_000, clock.millis() - 60_000, 1_000);

        assertThat(registered)
                .containsOnlyKeys(
                        "s1.millisBehindLatest", "s1.recordsBehind", "s1.recordsPerSecond");
        assertThat(registered.get("s1.millisBehindLatest").getValue()).isEqualTo(60_000L);
        assertThat(registered.get("s1.recordsPerSecond").getValue()).isEqualTo(10.0);
        assertThat(registered.get("s1.recordsBehind").getValue()).isEqualTo(600L);
    }

    @Test
    void theyGoWithTheShard() {
        addAll("s1", "s2");

        gauges.remove("s1");

        assertThat(registered.keySet()).hasSize(3).allMatch(name -> name.startsWith("s2."));
    }

    @Test
    void thereAreThoseOfSoManyShardsAndTheNextOneMovesUp() {
        addAll("s1", "s2", "s3", "s4", "s5");
        gauges.remove("s4");
        int before = registered.size();

        gauges.remove("s2");

        assertThat(before).isEqualTo(MOST * 3);
        assertThat(registered)
                .hasSize(MOST * 3)
                .containsKeys("s1.recordsBehind", "s3.recordsBehind", "s5.recordsBehind");
    }

    @Test
    void noClosedGroupIsKeptWhenShardsHaveComeAndGoneForLong() {
        addAll("kept", "also kept");

        for (int i = 0; i < 10 * MOST; i++) {
            gauges.add("s" + i, lag());
            gauges.remove("s" + i);
        }

        assertThat(registered.keySet())
                .hasSize(6)
                .allMatch(name -> name.startsWith("kept.") || name.startsWith("also kept."));
        // Those that are kept are registered again now and then, in a group without closed ones.
        assertThat(registrations).isGreaterThan((10 * MOST + 2) * 3);
    }

    @Test
    void aShardThatIsAddedAgainIsShownAsItIsNow() {
        gauges.add("s1", lag());
        clock.advanceMillis(5_000);

        gauges.add("s1", lag());

        assertThat(registered.get("s1.millisBehindLatest").getValue()).isEqualTo(0L);
    }

    @Test
    void withoutARequestThereIsNoGauge() {
        ShardGauges none = new ShardGauges(reader, clock, 0);

        none.add("s1", lag());
        none.remove("s1");

        assertThat(registrations).isZero();
    }

    /** It would count a shard's records twice, or take one of its rates for the whole reader's. */
    @Test
    void theAutoscalerTakesNoneOfThemForAMetricOfTheReader() {
        addAll("s1");

        assertThat(registered.keySet())
                .noneMatch(name -> name.endsWith(".pendingRecords"))
                .noneMatch(name -> name.endsWith(".numRecordsInPerSecond"))
                .noneMatch(name -> name.endsWith(".currentOffset"));
    }
}
