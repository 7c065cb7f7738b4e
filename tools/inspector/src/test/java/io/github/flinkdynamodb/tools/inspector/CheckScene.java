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
package io.github.flinkdynamodb.tools.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A table of the simulator, savepoints of its stream, and checks of them over the wire. */
abstract class CheckScene {

    static final Instant START = Instant.parse("2026-11-28T10:00:00Z");
    static final Item ORDER = Item.builder().s("pk", "order-1").build();

    @TempDir Path folder;

    SimulatorClock clock;
    Simulator simulator;
    SimulatedTable orders;

    @BeforeEach
    void start() {
        clock = SimulatorClock.standing(START);
        simulator = Simulator.builder().clock(clock).start();
        orders =
                simulator.createTable(
                        TableSettings.table("orders").reportedItems(1000).reportedBytes(8_192_000));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    String put(int version) {
        return orders.put(Item.builder().s("pk", "order-1").n("version", version).build());
    }

    String savepointAfter(String sequenceNumber) throws Exception {
        String shard = orders.shardOf(ORDER);
        ShardSplit split =
                ShardSplit.of(
                                orders.streamArn(),
                                shard,
                                null,
                                ShardPosition.trimHorizon()
                                        .advanceTo(SequenceNumber.of(sequenceNumber)))
                        .withLastRecordTime(clock.instant());
        return savepoint(split, new ShardState(shard, null, ShardStatus.ASSIGNED, null));
    }

    String savepoint(ShardSplit split, ShardState... shards) throws Exception {
        return TestSavepoint.in(folder)
                .source(
                        "orders",
                        new EnumeratorState(orders.streamArn(), START, true, List.of(shards)),
                        List.of(split))
                .write();
    }

    Run check(String savepoint, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--check",
                                "--aws.endpoint",
                                simulator.endpoint().toString(),
                                "--aws.credentials.basic.accesskeyid",
                                "any",
                                "--aws.credentials.basic.secretkey",
                                "any"));
        arguments.addAll(Arrays.asList(more));
        arguments.add(savepoint);
        return Run.by(clock, arguments.toArray(String[]::new));
    }

    JsonNode json(String savepoint, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--json"));
        arguments.addAll(Arrays.asList(more));
        Run run = check(savepoint, arguments.toArray(String[]::new));
        assertThat(run.err).isEmpty();
        return new ObjectMapper().readTree(run.out);
    }

    void pass(int hours) {
        clock.advance(Duration.ofHours(hours));
        orders.keepHouse();
    }
}
