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

import io.github.flinkdynamodb.streams.client.ExportRequest;
import io.github.flinkdynamodb.streams.client.ScriptedExports;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.source.DataLossPolicy;
import io.github.flinkdynamodb.streams.source.DynamoDbStreamsSourceOptions;
import io.github.flinkdynamodb.streams.source.event.HeldShard;
import io.github.flinkdynamodb.streams.source.event.RecentKeysReported;
import io.github.flinkdynamodb.streams.source.event.ShardsHeld;
import io.github.flinkdynamodb.streams.source.export.DeletionLines;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.streams.source.split.FileSplit;
import io.github.flinkdynamodb.tools.simulator.export.ItemChange;
import io.github.flinkdynamodb.tools.simulator.table.Item;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.connector.source.SourceEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A job of two readers with a shard each, which has been stopped and is restored. */
abstract class RepairScene {

    static final Duration LONG_ENOUGH = Duration.ofMinutes(11);

    EnumeratorHarness harness = new EnumeratorHarness();
    final ScriptedExports exports = harness.service.exports;

    @TempDir private Path folder;

    EnumeratorState state;
    Instant stopped;
    long checkpoint = 10;

    /** The question for keys that is answered. */
    int question = 1;

    /** Two readers have a shard each, and a checkpoint has both. */
    @BeforeEach
    void aStoppedJob() {
        harness.readTable();
        harness.service.table("orders");
        harness.service.tellTime(Duration.ZERO);
        Path bucket = folder.resolve("exports");
        harness.options.set(DynamoDbStreamsSourceOptions.ON_DATA_LOSS, DataLossPolicy.REPAIR);
        harness.options.set(DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET, "exports");
        harness.options.set(
                DynamoDbStreamsSourceOptions.REPAIR_EXPORT_BUCKET_PATH, bucket.toUri().toString());
        exports.into(bucket, folder.resolve("staging"));
        exports.changes(EnumeratorRepairTest::oneChange);
        harness.shards("a", "b");
        harness.start(2, 0, 1);
        state = harness.checkpoint(1, true);
        stopped = harness.clock.instant();
        harness.enumerator.close();
        harness = new EnumeratorHarness(harness);
        assertThat(state.shards()).hasSize(2);
    }

    static List<ItemChange> oneChange(ExportRequest request) {
        Item item = Item.builder().s("id", "x").build();
        return List.of(ItemChange.of(item, null, item, request.from().orElseThrow()));
    }

    HeldShard lineage(String shard) {
        return new HeldShard(shard, stopped, stopped, false, Instant.EPOCH);
    }

    static ShardsHeld held(HeldShard... lineages) {
        return new ShardsHeld(List.of(lineages));
    }

    /** Restores, with readers that say what they hold. */
    void restore(EnumeratorState from) {
        harness.restore(2, from, 0, 1);
        harness.restoredWith(0, "a");
        harness.restoredWith(1, "b");
        say(0, held(lineage("a")));
        say(1, held(lineage("b")));
    }

    void say(int subtask, SourceEvent event) {
        harness.enumerator.handleSourceEvent(subtask, event);
        harness.executor.run();
    }

    RecentKeysReported keys() {
        RecentKeysReported[] event = new RecentKeysReported[1];
        DeletionLines lines =
                new DeletionLines(
                        (count, bytes) ->
                                event[0] = new RecentKeysReported(question, 0, count, bytes));
        byte[] key = "{\"id\":{\"S\":\"k\"}}".getBytes(StandardCharsets.UTF_8);
        lines.add(new ByteSlice(key, 0, key.length), 1);
        lines.end();
        return event[0];
    }

    void reportKeys() {
        say(0, keys());
        say(0, RecentKeysReported.end(question, 0));
        say(1, RecentKeysReported.end(question, 0));
    }

    void drop() {
        say(0, held());
        say(1, held());
    }

    EnumeratorState complete() {
        EnumeratorState taken = harness.checkpoint(++checkpoint, true);
        harness.executor.run();
        return taken;
    }

    List<String> actions() {
        return harness.context.actions;
    }

    FileSplit file(int index) {
        return (FileSplit) harness.context.lastSplitOf("segment-" + index);
    }

    /** One reader reads all files, a checkpoint after each. */
    void readFiles() {
        for (int rounds = 0; rounds < 100 && harness.context.lastSplit("a") == null; rounds++) {
            readAssignedFiles();
        }
    }

    void readAssignedFiles() {
        endAssignedFiles();
        complete();
    }

    void endAssignedFiles() {
        for (String split : List.copyOf(harness.context.ownerOf.keySet())) {
            if (split.startsWith("segment-")) {
                int owner = harness.context.ownerOf.remove(split);
                harness.endSegments(owner, Integer.parseInt(split.substring(8)));
            }
        }
    }

    List<ExportRequest> requests() {
        return exports.requests();
    }

    static String[] ids(String... splitIds) {
        return splitIds;
    }

    static String label(Instant time) {
        return time.toString().replace("Z", ".000").substring(0, 23);
    }

    static EnumeratorState followingState(Instant end) {
        return new EnumeratorState(null, Instant.EPOCH, false, List.of())
                .withRepair(new RepairPlan("id", end, List.of()));
    }

    /** Restores into a gap that is read to its end, but for the last checkpoint. */
    void readGap() {
        harness.clock.advance(Duration.ofDays(3));
        restore(state);
        reportKeys();
        drop();
        complete();
        harness.pass(LONG_ENOUGH);
    }
}
