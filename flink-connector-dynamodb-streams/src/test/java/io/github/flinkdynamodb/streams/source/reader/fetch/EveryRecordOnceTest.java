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
package io.github.flinkdynamodb.streams.source.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.client.StreamsException.Kind;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.streams.source.split.ShardSplit.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.configuration.MemorySize;

/**
 * Whatever happens to the calls, each record of each shard is emitted once and in order; restored
 * from what the state held at any moment, reading goes on exactly there.
 */
@OnEachFlink
class EveryRecordOnceTest {

    private static final List<String> SHARDS = List.of("s0", "s1", "s2");

    private static final List<Kind> PASSING =
            List.of(Kind.THROTTLED, Kind.TRANSIENT, Kind.EXPIRED_ITERATOR);

    private final Map<String, List<String>> written = new HashMap<>();
    private ReaderHarness harness;
    private Random random;
    private int keys;

    @Property(tries = 200)
    void nothingIsLostDoubledOrReordered(@ForAll long seed) throws IOException {
        // Given
        random = new Random(seed);
        harness = new ReaderHarness();
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_REQUESTS, 1 + random.nextInt(3));
        harness.with(DynamoDbStreamsSourceOptions.FETCH_MAX_BYTES, MemorySize.ofMebiBytes(1));
        harness.client.recordsPerPage(1 + random.nextInt(3));
        for (String shard : SHARDS) {
            written.put(shard, new ArrayList<>());
            harness.shard(shard).read(shard);
        }

        // When
        for (int i = 0; i < 120; i++) {
            disturb(SHARDS.get(random.nextInt(SHARDS.size())));
            if (random.nextInt(3) > 0) {
                step();
            }
        }
        calmDown();

        // Then
        for (String shard : SHARDS) {
            assertThat(emittedFrom(shard)).isEqualTo(written.get(shard));
            assertThat(harness.progress(shard)).isEqualTo(Progress.ENDED);
        }
        assertThat(harness.metricGroup.gauge("bufferedBytes")).isZero();
        assertThat(harness.metricGroup.gauge("requestsInFlight")).isZero();
    }

    private void disturb(String shard) throws IOException {
        switch (random.nextInt(12)) {
            case 0:
                harness.client.hold(shard);
                break;
            case 1:
                harness.client.release(shard);
                break;
            case 2:
                harness.pause(shard);
                break;
            case 3:
                harness.resume(shard);
                break;
            case 4:
                harness.client.expireIterators(shard);
                break;
            case 5:
                Kind kind = PASSING.get(random.nextInt(PASSING.size()));
                harness.client.fail(null, shard, kind, 1 + random.nextInt(3));
                break;
            case 6:
                harness.client.emptyPages(shard, random.nextInt(5));
                break;
            case 7:
                restart();
                break;
            case 8:
                harness.client.answerHeld(null, 1 + random.nextInt(2));
                break;
            default:
                append(shard);
                break;
        }
    }

    private void append(String shard) {
        for (int i = random.nextInt(5); i >= 0; i--) {
            String key = shard + "-" + keys++;
            int padding = random.nextBoolean() ? 0 : 90_000 * random.nextInt(4);
            harness.client.append(shard, key, harness.clock.instant(), padding);
            written.get(shard).add(key);
        }
    }

    /** A new reader takes over from the state, as after a failure. */
    private void restart() {
        List<ShardSplit> restored = new ArrayList<>();
        SHARDS.forEach(shard -> restored.add((ShardSplit) harness.states.get(shard).toSplit()));
        harness.restart();
        harness.read(restored.toArray(new ShardSplit[0]));
    }

    private void step() throws IOException {
        if (random.nextBoolean()) {
            harness.clock.advanceMillis(random.nextInt(2_000));
        }
        if (random.nextInt(4) == 0) {
            harness.run();
        } else {
            harness.fetchOnce();
        }
    }

    private void calmDown() throws IOException {
        harness.client.clearFaults();
        harness.client.release(null);
        for (String shard : SHARDS) {
            harness.resume(shard);
            harness.client.closeShard(shard);
        }
        harness.runFor(Duration.ofSeconds(90));
    }

    private List<String> emittedFrom(String shard) {
        return harness.emitted.stream()
                .filter(key -> key.startsWith(shard + "-"))
                .collect(Collectors.toList());
    }
}
