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

import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardState;
import io.github.flinkdynamodb.streams.source.enumerator.lineage.ShardStatus;
import io.github.flinkdynamodb.streams.source.split.RecentInsertsLog;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import io.github.flinkdynamodb.tools.simulator.Simulator;
import io.github.flinkdynamodb.tools.simulator.SimulatorClock;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import io.github.flinkdynamodb.tools.simulator.table.ShardInfo;
import io.github.flinkdynamodb.tools.simulator.table.SimulatedTable;
import io.github.flinkdynamodb.tools.simulator.table.TableSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on the inspector's page is what the program prints. */
class PageExampleTest {

    private static final Path PAGE =
            Path.of(System.getProperty("project.root", "../..")).resolve("docs/inspector.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)(?<=```text\n)Savepoint .*?(?=```)");
    private static final String SHOWN = "/backup/savepoint-e0f364-caba86308814";
    private static final Instant START = Instant.parse("2026-11-30T18:16:34.448Z");

    @TempDir private Path folder;

    private final SimulatorClock clock = SimulatorClock.standing(START);
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, RecentInsertsLog> keys = new HashMap<>();
    private SimulatedTable orders;

    private void insert(int order) {
        Item item = Item.builder().s("pk", "order-" + order).build();
        String shard = orders.shardOf(item);
        written.put(shard, orders.put(item));
        byte[] key = ("{\"pk\":{\"S\":\"order-" + order + "\"}}").getBytes(StandardCharsets.UTF_8);
        keys.computeIfAbsent(shard, s -> new RecentInsertsLog())
                .add(clock.instant().getEpochSecond(), new ByteSlice(key, 0, key.length));
    }

    /** A job on three shards, one of which has split. */
    private String savepoint() throws Exception {
        clock.advance(Duration.ofHours(1));
        Instant started = clock.instant();
        String split = orders.openShardIds().get(0);
        insert(1);
        orders.splitShard(split);
        clock.advance(Duration.ofSeconds(13));
        for (int i = 2; i < 40; i++) {
            insert(i);
        }
        List<ShardState> shards = new ArrayList<>();
        List<ShardSplit> splits = new ArrayList<>();
        for (ShardInfo shard : orders.shards()) {
            boolean done = shard.id().equals(split);
            ShardStatus status = done ? ShardStatus.FINISHED : ShardStatus.ASSIGNED;
            shards.add(new ShardState(shard.id(), shard.parentId(), status, null));
            if (!done) {
                splits.add(split(shard));
            }
        }
        clock.advance(Duration.ofSeconds(5));
        return TestSavepoint.in(folder)
                .source(
                        "orders-source",
                        new EnumeratorState(orders.streamArn(), started, true, shards),
                        splits.subList(0, 2),
                        splits.subList(2, splits.size()))
                .write();
    }

    private ShardSplit split(ShardInfo shard) {
        SequenceNumber last = SequenceNumber.of(written.get(shard.id()));
        return ShardSplit.of(
                        orders.streamArn(),
                        shard.id(),
                        shard.parentId(),
                        ShardPosition.trimHorizon().advanceTo(last))
                .withLastRecordTime(Instant.ofEpochSecond(clock.instant().getEpochSecond()))
                .withRecentInserts(keys.get(shard.id()).toInserts());
    }

    private String report() throws Exception {
        try (Simulator simulator =
                Simulator.builder().clock(clock).seed(7).region("eu-west-1").start()) {
            orders =
                    simulator.createTable(
                            TableSettings.table("orders")
                                    .shards(3)
                                    .pointInTimeRecovery()
                                    .reportedItems(25_000_000)
                                    .reportedBytes(31_000_000_000L));
            String savepoint = savepoint();
            String takenAt = clock.instant().toString();
            // Two shards end and go; the others go on, without their oldest records.
            List<String> open = new ArrayList<>(new TreeSet<>(orders.openShardIds()));
            open.subList(0, 2).forEach(orders::rollShard);
            for (int hour = 0; hour < 31; hour++) {
                for (int i = 2; i < 40; i++) {
                    orders.put(Item.builder().s("pk", "order-" + i).n("hour", hour).build());
                }
                clock.advance(Duration.ofHours(1));
                orders.keepHouse();
            }
            Run run =
                    Run.by(
                            clock,
                            "--check",
                            "--aws.endpoint",
                            simulator.endpoint().toString(),
                            "--aws.credentials.basic.accesskeyid",
                            "any",
                            "--aws.credentials.basic.secretkey",
                            "any",
                            "--write-mb-per-hour",
                            "400",
                            "--taken-at",
                            takenAt,
                            savepoint);
            assertThat(run.err).isEmpty();
            assertThat(run.exitCode).isEqualTo(3);
            return run.out.replace(folder.toString(), SHOWN);
        }
    }

    @Test
    void theExampleIsWhatIsPrinted() throws Exception {
        String page = Files.readString(PAGE);
        String report = report();

        if (Boolean.getBoolean("docs.update")) {
            page = EXAMPLE.matcher(page).replaceFirst(Matcher.quoteReplacement(report));
            Files.writeString(PAGE, page);
        }

        Matcher example = EXAMPLE.matcher(page);
        assertThat(example.find()).isTrue();
        assertThat(example.group())
                .as("regenerate it with -Dtest=PageExampleTest -Ddocs.update=true")
                .isEqualTo(report);
    }
}
